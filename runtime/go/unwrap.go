package evaluator

import (
	"slices"
	"strings"
)

// runCommand is a command of the line, as it is to be judged.
type runCommand struct {
	simpleCommand
	// The reduced program word; not known without words.
	program opt
	// False for transparent wrappers that run something: only that is judged.
	judged bool
	// It runs commands of the list, and nothing else.
	wraps bool
	// May run several times: what it changes, it changes for itself.
	repeated bool
	// Runs in another directory than the line, and not a known one.
	moved bool
	// A function of the line has the name of its program.
	redefined bool
	// What is not known of this very command.
	opaque []opaquePart
}

type lineCommands struct {
	commands []*runCommand
	// Opaque parts that belong to the line and not to one command.
	opaque []opaquePart
	// The variables that the line assigns without a command.
	variables []namedPart
	refused   inputError
}

// readLine gives all commands that a line can run, in source order, each wrapper before what it runs.
//
//	readLine("sudo ls", known).commands // sudo, ls
func readLine(line string, known *knownCommands) lineCommands {
	left := newBudget()
	text := readShell(line, left, nil)
	if text.refused != "" {
		return lineCommands{refused: text.refused}
	}
	taken := unwrapper{known: known, budget: left}
	taken.keepNames(text)
	for _, command := range text.commands {
		taken.add(command, inherited{}, 0)
	}
	if taken.refused != "" {
		return lineCommands{refused: taken.refused}
	}
	for _, command := range taken.commands {
		command.redefined = command.program.known && taken.functions[command.program.text]
	}
	return lineCommands{commands: taken.commands, opaque: slices.Concat(text.opaque, taken.opaque), variables: taken.variables}
}

// inherited is what the commands inside of a wrapper take over from it.
type inherited struct {
	repeated bool
	moved    bool
}

// unwrapper takes wrappers off: from the simple commands of a line to all the commands that it can run.
type unwrapper struct {
	known     *knownCommands
	budget    *budget
	commands  []*runCommand
	opaque    []opaquePart
	variables []namedPart
	// The reduced names of the functions that the line defines.
	functions map[string]bool
	refused   inputError
}

// keepNames keeps the names to which a text gives another meaning.
func (u *unwrapper) keepNames(text shellText) {
	for _, function := range text.functions {
		if u.functions == nil {
			u.functions = map[string]bool{}
		}
		u.functions[reduceProgram(function.name)] = true
	}
	u.variables = append(u.variables, text.variables...)
	for _, variable := range text.variables {
		if u.known.lookup().has(variable.name) {
			u.opaque = append(u.opaque, opaquePart{code: opaqueLookupChange, span: variable.span})
		}
	}
}

// add adds a command and what it runs. The recursion is bounded by the nesting budget.
func (u *unwrapper) add(command *simpleCommand, around inherited, depth int) {
	if u.refused != "" {
		return
	}
	if depth > mostNesting {
		u.refused = inputTooDeep
		return
	}
	made := &runCommand{simpleCommand: *command, judged: true, repeated: around.repeated, moved: around.moved}
	if len(command.words) > 0 {
		first := command.words[0]
		made.program = programOf(first)
		if !isKnownText(first) {
			code := opaqueDynamicProgram
			if isPlaceProgram(first) {
				code = opaqueForeignCode
			}
			made.opaque = append(made.opaque, opaquePart{code: code, span: first.span})
		}
	}
	made.opaque = append(made.opaque, evaluatesAgain(command.words, made.program)...)
	found := findWrapper(command.words, made.program, u.known)
	if found.hidden != nil {
		made.opaque = append(made.opaque, opaquePart{code: opaqueWrapperOption, span: found.hidden.span})
	}
	if found.wrapper != nil {
		u.addWrapper(made, found.wrapper, found.from, around, depth)
	} else {
		u.addProgram(made, around, depth)
	}
}

// addProgram adds a command that is no wrapper: itself, and what its options, its settings or its own name make it run.
func (u *unwrapper) addProgram(command *runCommand, around inherited, depth int) {
	words := command.words
	runs, texts := u.runOptions(words, command.program)
	alias := expandAlias(words, command.program, command.assignments, u.known)
	whole := u.dashedWords(words, command.program)
	command.wraps = alias.words != nil || alias.text.known || whole != nil
	command.opaque = append(command.opaque, runs...)
	u.commands = append(u.commands, command)
	outer := &command.simpleCommand
	for _, text := range texts {
		if text.literal.known {
			u.addText(outer, innerText{bytes: text.literal.text, span: text.span}, runnerChild, nil, around, depth+1)
		}
	}
	if alias.words != nil {
		u.addInner(outer, alias.words, nil, around, depth+1)
	} else if alias.text.known {
		u.addText(outer, innerText{bytes: alias.text.text, span: alias.span}, runnerChild, nil, around, depth+1)
	}
	if whole != nil {
		u.addInner(outer, whole, nil, around, depth+1)
	}
}

func (u *unwrapper) runOptions(words []*word, program opt) ([]opaquePart, []*word) {
	found := findProgram(words, program, u.known)
	if found == nil {
		return nil, nil
	}
	if found.entry.subcommands.isEmpty() {
		return findRunOptions(words, found.behind, &found.entry.knownOptions)
	}
	if found.subcommand == nil {
		return nil, nil
	}
	return findRunOptions(words, found.behind, &found.subcommand.knownOptions)
}

// dashedWords gives the words of `git-clean …` as `git clean …`; nil for other programs.
func (u *unwrapper) dashedWords(words []*word, program opt) []*word {
	if !program.known || len(words) == 0 {
		return nil
	}
	for _, dashed := range u.known.dashed {
		if rest, found := strings.CutPrefix(program.text, dashed); found {
			place := words[0].span
			return slices.Concat([]*word{literalWord(dashed[:len(dashed)-1], place), literalWord(rest, place)}, words[1:])
		}
	}
	return nil
}

func (u *unwrapper) addWrapper(command *runCommand, wrapper *knownWrapper, from int, around inherited, depth int) {
	read := readWrapper(wrapper, command.words, from)
	outer := &command.simpleCommand
	var source *inputText
	if read.stdin || read.appended {
		source = inputTextOf(outer)
	}
	texts := read.texts
	if read.stdin && source != nil {
		texts = []innerText{{bytes: source.bytes, span: source.span}}
	}
	command.opaque = append(command.opaque, read.opaque...)
	if read.stdin && source == nil {
		place := command.span
		if len(command.words) > 0 {
			place = command.words[0].span
		}
		command.opaque = append(command.opaque, opaquePart{code: opaqueStdinCode, span: place})
	}
	runsNothing := len(read.inner) == 0 && len(texts) == 0
	command.judged = !wrapper.transparent || runsNothing
	command.wraps = len(command.opaque) == 0 && !u.known.programs.has(command.program.text)
	u.commands = append(u.commands, command)
	inside := inherited{
		repeated: around.repeated || wrapper.appended || !wrapper.innerOptions.isEmpty(),
		moved:    around.moved || read.moved,
	}
	runner := runnerChild
	switch wrapper.inShell {
	case "":
		outer = inChild(outer, u.budget)
	case "now":
		runner = runnerSame
	default:
		runner = runnerLater
	}
	for _, words := range read.inner {
		if read.appended && source != nil {
			words = appendInput(words, source)
		}
		u.addInner(outer, words, read.assignments, inside, depth+1)
	}
	for _, text := range texts {
		u.addText(&command.simpleCommand, text, runner, read.assignments, inside, depth+1)
	}
}

func (u *unwrapper) addInner(outer *simpleCommand, words []*word, assignments []assignment, around inherited, depth int) {
	u.budget.commands--
	if u.budget.commands < 0 {
		u.refused = inputTooManyCommands
	}
	inner := *outer
	inner.words = words
	inner.assignments = slices.Concat(outer.assignments, assignments)
	if len(words) > 0 {
		start, end := words[0].span[0], words[len(words)-1].span[1]
		inner.span = span{start, max(start, end)}
	}
	u.add(&inner, around, depth)
}

// addText adds shell text that a command runs; its commands inherit the assignments before that command.
func (u *unwrapper) addText(outer *simpleCommand, text innerText, by runner, assignments []assignment, around inherited, depth int) {
	if depth > mostNesting {
		u.refused = inputTooDeep
	}
	if u.refused != "" {
		return
	}
	read := readShell(text.bytes, u.budget, &within{outer: outer, span: text.span, runner: by})
	if read.refused != "" {
		u.refused = read.refused
		return
	}
	u.opaque = append(u.opaque, read.opaque...)
	u.keepNames(read)
	before := slices.Concat(outer.assignments, assignments)
	bound := bindPositional(read.commands, text.positional, u.budget)
	switch {
	case u.budget.bound < 0:
		u.refused = inputTooLong
	case u.budget.nodes < 0:
		u.refused = inputTooManyNodes
	}
	for _, command := range bound {
		inner := *command
		inner.assignments = slices.Concat(before, command.assignments)
		u.add(&inner, around, depth)
	}
}

// isKnownText says whether shells agree on the text of a word: it has literal pieces only. `$'…'` counts, its reading is
// flagged elsewhere.
func isKnownText(one *word) bool { return knownText(one).known }

// knownText is the text of a word of literal and `$'…'` pieces.
func knownText(one *word) opt {
	if one.literal.known {
		return one.literal
	}
	for _, part := range one.pieces {
		if part.kind != pieceLiteral && part.kind != pieceAnsi {
			return unknownText
		}
	}
	return someText(joinTexts(one.pieces))
}

// isPlaceProgram says whether a program word is in the home directory or below the current one: a script by its path.
func isPlaceProgram(one *word) bool {
	return !slices.ContainsFunc(one.pieces, func(part piece) bool { return part.kind != piecePlace && part.kind != pieceLiteral })
}

// programOf is the reduced program word, where it is known: the last piece must be literal and hold the last `/`, and nothing
// before it may be cut into several words.
func programOf(one *word) opt {
	if text := knownText(one); text.known {
		return someText(reduceProgram(text.text))
	}
	last := one.pieces[len(one.pieces)-1]
	if last.kind != pieceLiteral || !strings.Contains(last.text, "/") || splits(one) {
		return unknownText
	}
	return someText(reduceProgram(last.text))
}
