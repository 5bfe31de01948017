package evaluator

// foundWrapper is what the first words of a command name.
type foundWrapper struct {
	// wrapper is nil where they name none.
	wrapper *knownWrapper
	// from is the index of the first word behind its name.
	from int
	// hidden is a word that could name another wrapper, of words that stand behind it; nil where there is none.
	hidden *word
}

// findWrapper finds the wrapper that a command's first words name: a program, or a program with subcommand words, before each of
// which global options may stand.
//
//	findWrapper(words of `docker --debug exec web ls`, "docker", known) // docker exec, from 3
func findWrapper(words []*word, program opt, known *knownCommands) foundWrapper {
	if !program.known {
		return foundWrapper{}
	}
	name := program.text
	found := foundWrapper{wrapper: known.wrappers.get(name), from: 1}
	at := 0
	for known.beginsWrapper(name) {
		globals := globalsOf(words, someText(name), known, at)
		if globals.end >= len(words) {
			break
		}
		one := words[globals.end]
		if globals.unclear || !one.literal.known {
			if globals.end+1 < len(words) || splits(one) {
				found.hidden = one
			}
			break
		}
		at = globals.end
		name += " " + one.literal.text
		if longer := known.wrappers.get(name); longer != nil {
			found.wrapper, found.from = longer, at+1
		}
	}
	return found
}
