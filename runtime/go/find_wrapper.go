package evaluator

// findWrapper finds the wrapper that a command's first words name, and the index of the first word behind its name: a program,
// or a program with subcommand words, before each of which global options may stand. Nil where there is none.
//
//	findWrapper(words of `docker --debug exec web ls`, "docker", known) // docker exec, 3
func findWrapper(words []*word, program opt, known *knownCommands) (wrapper *knownWrapper, from int) {
	if !program.known {
		return nil, 0
	}
	name := program.text
	wrapper, from = known.wrappers.get(name), 1
	at := 0
	for count := 1; count < known.wrapperDepth[program.text]; count++ {
		globals := globalsOf(words, someText(name), known, at)
		if globals.unclear || globals.end >= len(words) || !words[globals.end].literal.known {
			break
		}
		at = globals.end
		name += " " + words[at].literal.text
		if longer := known.wrappers.get(name); longer != nil {
			wrapper, from = longer, at+1
		}
	}
	return wrapper, from
}
