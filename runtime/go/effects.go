package evaluator

import (
	"slices"
	"strings"
)

// nameSet is a set of names, or (all) any name.
type nameSet struct {
	all   bool
	names map[string]struct{}
}

func nameSetOf(names ...string) nameSet {
	if len(names) == 0 {
		return nameSet{}
	}
	set := nameSet{names: make(map[string]struct{}, len(names))}
	for _, name := range names {
		set.names[name] = struct{}{}
	}
	return set
}

func (s nameSet) has(name string) bool {
	_, found := s.names[name]
	return s.all || found
}

func (s nameSet) isEmpty() bool { return !s.all && len(s.names) == 0 }

// merged is both sets together. The sets themselves stay as they are.
func (s nameSet) merged(other nameSet) nameSet {
	switch {
	case s.all || other.isEmpty():
		return s
	case other.all || s.isEmpty():
		return other
	}
	both := nameSet{names: make(map[string]struct{}, len(s.names)+len(other.names))}
	for name := range s.names {
		both.names[name] = struct{}{}
	}
	for name := range other.names {
		both.names[name] = struct{}{}
	}
	return both
}

// shellChanges are what a command may do to the shell that runs it: later commands of that shell see it.
type shellChanges struct {
	lookup bool
	home   bool
	pwd    bool
	// Names that it may assign.
	names nameSet
}

func (c shellChanges) merged(other shellChanges) shellChanges {
	return shellChanges{
		lookup: c.lookup || other.lookup,
		home:   c.home || other.home,
		pwd:    c.pwd || other.pwd,
		names:  c.names.merged(other.names),
	}
}

// move is where a command moves its shell.
type move struct {
	kind moveKind
	// The word that names the directory.
	to *word
}

type moveKind uint8

const (
	moveNowhere moveKind = iota
	moveUnknown
	moveHome
	moveTo
)

// effects are what one command may change for others: facts (predicates whose answers may be others than before the line), the
// directory, variables, and how programs are found.
type effects struct {
	facts nameSet
	move  move
	shell shellChanges
}

// movesShell holds built-ins that move the shell.
func movesShell(program string) bool {
	return program == "cd" || program == "chdir" || program == "popd" || program == "pushd"
}

// isSource says whether a program runs unknown text in the shell itself.
func isSource(program string) bool { return program == "." || program == "source" }

// redefines holds built-ins that change what later words mean, whatever their words are.
var redefines = names{list: []string{
	".",
	"alias",
	"autoload",
	"bind",
	"complete",
	"emulate",
	"enable",
	"fc",
	"hash",
	"rehash",
	"setopt",
	"shopt",
	"source",
	"unalias",
	"unsetopt",
}}

// assigning holds built-ins that assign the names among their words.
var assigning = names{list: []string{
	"declare",
	"export",
	"getopts",
	"integer",
	"let",
	"local",
	"mapfile",
	"printf",
	"read",
	"readarray",
	"readonly",
	"typeset",
	"unset",
}}

// isFixedFact says whether nothing in a line can change a fact.
func isFixedFact(name string) bool { return name == "os_is" }

// effectsOf is what one command may change. Assignments before a command count as lasting, because they do before some
// built-ins of some shells.
func effectsOf(command *runCommand, known *knownCommands) effects {
	program := command.program
	if len(command.words) > 0 && (!program.known || isSource(program.text)) {
		any := nameSet{all: true}
		return effects{facts: any, move: move{kind: moveUnknown}, shell: shellChanges{lookup: true, home: true, pwd: true, names: any}}
	}
	var found effects
	var declared []string
	declaredKnown := true
	if program.known && assigning.has(program.text) {
		declared, declaredKnown = assignedNames(program.text, command.words)
	}
	if program.known && movesShell(program.text) {
		found.move = moveOf(program.text, command)
	}
	switch {
	case slices.ContainsFunc(command.redirections, func(one redirection) bool { return writes(one) && !isInertTarget(one.target) }):
		found.facts = nameSet{all: true}
	case found.move.kind == moveNowhere && program.known:
		found.facts = factsChanged(command, known)
	}
	found.shell.names = nameSet{all: !declaredKnown}
	if declaredKnown {
		assigned := slices.Clone(declared)
		for _, one := range command.assignments {
			assigned = append(assigned, one.name)
		}
		found.shell.names = nameSetOf(assigned...)
	}
	found.shell.lookup = (program.known && redefines.has(program.text)) ||
		!declaredKnown || slices.ContainsFunc(declared, known.lookup().has) || assignsLookup(command, known)
	found.shell.home = found.shell.names.has("HOME")
	found.shell.pwd = found.shell.names.has("PWD")
	return found
}

// changesLookup says whether a command itself changes how later programs are found or behave; sourcing a file is another
// matter.
func changesLookup(command *runCommand, known *knownCommands) bool {
	if assignsLookup(command, known) {
		return true
	}
	if !command.program.known || isSource(command.program.text) {
		return false
	}
	program := command.program.text
	// Whoever calls a function by the name of a program gets something else than the name says.
	if command.redefined && (known.programs.has(program) || known.wrappers.has(program)) {
		return true
	}
	if redefines.has(program) {
		return true
	}
	if !assigning.has(program) {
		return false
	}
	declared, declaredKnown := assignedNames(program, command.words)
	return !declaredKnown || slices.ContainsFunc(declared, known.lookup().has)
}

// assignsLookup says whether an assignment before a command changes how programs are found or behave.
func assignsLookup(command *runCommand, known *knownCommands) bool {
	return slices.ContainsFunc(command.assignments, func(one assignment) bool {
		// The built-ins' own IFS holds for themselves only: what they cut.
		if one.name == "IFS" && command.program.known {
			switch command.program.text {
			case "mapfile", "read", "readarray":
				return false
			}
		}
		return known.lookup().has(one.name) && !known.inert().has(one)
	})
}

// assignedNames are the names that a declaring built-in may assign; false where a word is not known.
func assignedNames(program string, words []*word) ([]string, bool) {
	if program == "printf" {
		if len(words) < 2 || (words[1].literal.known && !strings.HasPrefix(words[1].literal.text, "-v")) {
			return nil, true
		}
	}
	var assigned []string
	for _, one := range words[1:] {
		text := headOf(one)
		written := strings.TrimPrefix(text, "-v")
		name := written[:nameEnd(written, 0)]
		if !one.literal.known && (name == "" || name == text) {
			return nil, false
		}
		assigned = append(assigned, name)
	}
	return assigned, true
}

// isMoveOption says whether a word is an option of `cd` that does not choose another directory.
func isMoveOption(one *word) bool {
	text := one.literal.text
	return len(text) > 1 && text[0] == '-' && strings.Trim(text[1:], "LPe@") == ""
}

// moveOf is where `cd` and its like move. What earlier commands make of these names is not looked at.
func moveOf(program string, command *runCommand) move {
	unknown := move{kind: moveUnknown}
	if program == "popd" || command.redefined || len(command.assignments) > 0 {
		return unknown
	}
	operands := command.words[1:]
	for program != "pushd" && len(operands) > 0 && isMoveOption(operands[0]) {
		operands = operands[1:]
	}
	if len(operands) > 0 && operands[0].literal.is("--") {
		operands = operands[1:]
	}
	if len(operands) > 1 {
		return unknown
	}
	if len(operands) == 0 {
		if program == "pushd" {
			return unknown
		}
		return move{kind: moveHome}
	}
	// `cd -`, `pushd +1`: a directory of an earlier move.
	operand := operands[0]
	head := headOf(operand)
	if operand.literal.is("") || strings.HasPrefix(head, "-") || strings.HasPrefix(head, "+") {
		return unknown
	}
	// With `-P`, what `..` leads to depends on links.
	if strings.Contains(head, "..") && slices.ContainsFunc(command.words, isPhysicalOption) {
		return unknown
	}
	return move{kind: moveTo, to: operand}
}

func isPhysicalOption(one *word) bool {
	text := one.literal.text
	if !strings.HasPrefix(text, "-") {
		return false
	}
	end := endOfRun(text, 1, func(character int) bool { return isOneOf(character, "Le@") })
	return byteAt(text, end) == 'P'
}

// factsChanged are the facts that a program may change: none for wrappers and read-only programs, all for unknown ones.
func factsChanged(command *runCommand, known *knownCommands) nameSet {
	all := nameSet{all: true}
	if command.wraps {
		return nameSet{}
	}
	found := findProgram(command.words, command.program, known)
	if found == nil || command.redefined || runsScript(command, known) || runsOther(command) {
		return all
	}
	subcommand := found.subcommand
	if !found.harmless {
		subcommand = nil
	}
	if found.entry.readOnly || (subcommand != nil && readsOnly(command.words, found.behind, subcommand)) {
		if slices.ContainsFunc(command.words[1:], mayNameOutput) {
			return all
		}
		return nameSet{}
	}
	if subcommand == nil || subcommand.changes == nil {
		return all
	}
	return nameSetOf(subcommand.changes...)
}

// runsOther says whether an option makes a command run something else, or may.
func runsOther(command *runCommand) bool {
	return slices.ContainsFunc(command.opaque, func(part opaquePart) bool { return part.code == opaqueRunOption })
}

// runsScript says whether a command runs a script that has the name of a program; also where the path is not known.
func runsScript(command *runCommand, known *knownCommands) bool {
	if len(command.words) == 0 {
		return false
	}
	written := knownText(command.words[0])
	return !written.known || known.isScript(written.text)
}

func isLetterOrDigit(character int) bool { return isLetter(character) || isDigit(character) }

// mayNameOutput says whether a word may be an option that makes a reading program write a file, such as `--output=f` or `-o`.
func mayNameOutput(one *word) bool {
	head := headOf(one)
	if strings.HasPrefix(head, "--o") {
		return true
	}
	cluster := ""
	if strings.HasPrefix(head, "-") {
		cluster = head[1:endOfRun(head, 1, isLetterOrDigit)]
		if strings.Contains(cluster, "o") {
			return true
		}
	}
	if one.literal.known {
		return false
	}
	if slices.ContainsFunc(one.pieces, func(part piece) bool { return part.kind == pieceMany || part.splits }) {
		return true
	}
	if len(one.pieces) > 0 && one.pieces[0].kind == piecePlace {
		return false
	}
	return head == "" || head == "--" || (head[0] == '-' && len(cluster) == len(head)-1)
}
