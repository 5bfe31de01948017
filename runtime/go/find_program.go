package evaluator

// foundProgram is what the registry knows of the program and the subcommand that a command's words name.
type foundProgram struct {
	entry *knownProgram
	// The word where the subcommand stands; past the end where there is none.
	at int
	// An unknown word may or may not stand before the subcommand: nothing is known of it.
	unclear bool
	// Every option before the subcommand is known to be inert or to move the directory.
	harmless bool
	// Nil where there is none, or where it is not listed.
	subcommand *knownSubcommand
	// The first word behind the subcommand, or behind the program where it has none.
	behind int
}

// findProgram finds the entry of a command; that of `docker compose` where a subcommand has an entry of its own. Nil where
// the registry does not know the program.
func findProgram(words []*word, program opt, known *knownCommands) *foundProgram {
	if !program.known {
		return nil
	}
	entry := known.programs.get(program.text)
	if entry == nil {
		return nil
	}
	name := program.text
	globals := globalsOf(words, someText(name), known, 0)
	harmless := globals.harmless
	for {
		subcommand := unknownText
		if !globals.unclear && globals.end < len(words) {
			subcommand = words[globals.end].literal
		}
		if subcommand.known {
			if nested := known.programs.get(name + " " + subcommand.text); nested != nil {
				entry = nested
				name += " " + subcommand.text
				globals = globalsOf(words, someText(name), known, globals.end)
				harmless = harmless && globals.harmless
				continue
			}
		}
		found := &foundProgram{entry: entry, at: globals.end, unclear: globals.unclear, harmless: harmless, behind: globals.end}
		if subcommand.known {
			found.subcommand = entry.subcommands.get(subcommand.text)
		}
		if !entry.subcommands.isEmpty() {
			found.behind++
		}
		return found
	}
}
