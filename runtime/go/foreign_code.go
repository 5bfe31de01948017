package evaluator

import (
	"slices"
	"strings"
)

// isForeign says whether a command runs code that the line does not show.
func isForeign(command *runCommand, known *knownCommands) bool {
	if len(command.words) == 0 || !command.program.known {
		return false
	}
	if written := knownText(command.words[0]); written.known && known.isScript(written.text) {
		return true
	}
	if command.wraps {
		return false
	}
	found := findProgram(command.words, command.program, known)
	if found == nil {
		return false
	}
	program := found.entry
	text := unknownText
	if found.at < len(command.words) && !found.unclear {
		text = knownText(command.words[found.at])
	}
	queries := text.known && program.query.has(text.text)
	switch {
	case program.foreign:
		return !queries
	case program.shape != "":
		return !queries && !isInertProgram(program.shape, command.words)
	case program.subcommands.isEmpty() || found.at >= len(command.words):
		return false
	}
	return runsForeign(program, text) && !asksForHelp(found, command.words)
}

// asksForHelp is about `npm test --help` and `git submodule status`: a foreign subcommand that only tells something.
func asksForHelp(found *foundProgram, words []*word) bool {
	if found.subcommand == nil {
		return false
	}
	if found.behind < len(words) && words[found.behind].literal.is("--help") && found.entry.query.has("--help") {
		return true
	}
	return readsOnly(words, found.behind, found.subcommand)
}

// runsForeign: a subcommand that is not listed may be an alias or a plug-in; one that is not known may be any.
func runsForeign(program *knownProgram, subcommand opt) bool {
	if !subcommand.known {
		return program.plugins || mayBeForeign(program, "")
	}
	if known := program.subcommands.get(subcommand.text); known != nil {
		return known.foreign
	}
	if strings.HasPrefix(subcommand.text, "-") || program.query.has(subcommand.text) {
		return false
	}
	return program.plugins || (program.abbreviates && mayBeForeign(program, subcommand.text))
}

// mayBeForeign is about `npm tes`: a start that some foreign subcommand has.
func mayBeForeign(program *knownProgram, start string) bool {
	return slices.ContainsFunc(program.subcommands.names(), func(name string) bool {
		return strings.HasPrefix(name, start) && program.subcommands.get(name).foreign
	})
}

// readsForeignCode says whether what a command reads as its standard input is code to it (`psql <<X`).
func readsForeignCode(command *runCommand, known *knownCommands) bool {
	if !command.program.known {
		return false
	}
	entry := known.programs.get(command.program.text)
	return entry != nil && entry.readsCode && (command.input != nil || slices.ContainsFunc(command.redirections, reads))
}
