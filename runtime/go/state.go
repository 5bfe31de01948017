package evaluator

import (
	"slices"
	"strings"
)

// directory is a directory: its path (not known where the line starts, if the caller does not name it), or not known at all.
type directory struct {
	known bool
	path  opt
}

var unknownDirectory = directory{}

// lineState is what is known before a command.
type lineState struct {
	shellChanges
	// Predicates whose answers may be others than before the line.
	facts nameSet
	// Where the shell stands.
	directory directory
}

// statesOf gives the state before each command of a line that starts in a directory.
//
// Facts: what commands before it, in its pipeline and in its loop changed; with those after it, where it runs beside them. The
// shell: what commands before it in its own subshell and in those around it changed; in a loop also those after it there. For
// what runs when it is called, everything in the line.
func statesOf(line *lineCommands, known *knownCommands, start, home opt) []lineState {
	if only := line.commands; len(only) == 1 && !only[0].repeated && !only[0].redefined && len(line.variables) == 0 {
		return []lineState{{directory: directory{known: true, path: start}}}
	}
	all := make([]effects, len(line.commands))
	for at, command := range line.commands {
		all[at] = effectsOf(command, known)
	}
	reader := newStateReader(line.commands, all, variableChanges(line, known), start, home)
	states := make([]lineState, len(line.commands))
	for at, command := range line.commands {
		shell := reader.shellOf(command.environment)
		states[at] = reader.stateOf(command, at, shell)
		reader.apply(command, &all[at], shell, &states[at])
	}
	return states
}

// variableChanges are what loops and `${name=…}` assign, wherever in the line.
func variableChanges(line *lineCommands, known *knownCommands) shellChanges {
	var changes shellChanges
	var assigned []string
	for _, variable := range line.variables {
		assigned = append(assigned, variable.name)
		changes.lookup = changes.lookup || known.lookup().has(variable.name)
	}
	changes.names = nameSetOf(assigned...)
	changes.home = changes.names.has("HOME")
	changes.pwd = changes.names.has("PWD")
	return changes
}

// shellState is a shell or subshell while the commands of the line are gone through.
type shellState struct {
	changes   shellChanges
	directory directory
	// The branch of the last move: outside of it, the move may not have happened.
	branch []int
}

// total is everything that the commands of some part of the line change.
type total struct {
	facts   nameSet
	changes shellChanges
	moves   bool
}

func (t *total) add(one *effects) {
	t.facts = t.facts.merged(one.facts)
	t.changes = t.changes.merged(one.shell)
	t.moves = t.moves || one.move.kind != moveNowhere
}

// outermostShell is the number of the outermost shell; subshells have other numbers.
const outermostShell = -1

// loopShell is a loop and a shell in which it runs.
type loopShell struct {
	loop, shell int
}

type stateReader struct {
	effects []effects
	start   opt
	home    opt
	shells  map[int]*shellState
	// The facts that commands after each one change in the part of the line that runs together with it.
	beside []nameSet
	// The facts that the commands of a loop change.
	loopFacts map[int]nameSet
	// What they change in one shell.
	loops map[loopShell]*total
	whole total
	// The facts that a command or one after it changes.
	after  []nameSet
	before nameSet
}

func newStateReader(commands []*runCommand, all []effects, initial shellChanges, start, home opt) *stateReader {
	r := &stateReader{
		effects: all,
		start:   start,
		home:    home,
		shells: map[int]*shellState{
			outermostShell: {changes: initial, directory: directory{known: true, path: start}},
		},
		beside:    make([]nameSet, len(commands)),
		loopFacts: map[int]nameSet{},
		loops:     map[loopShell]*total{},
		after:     make([]nameSet, len(commands)+1),
	}
	parts := map[int]nameSet{}
	for at, command := range slices.Backward(commands) {
		r.after[at] = r.after[at+1].merged(all[at].facts)
		if command.together == noPart {
			continue
		}
		r.beside[at] = parts[command.together]
		parts[command.together] = r.beside[at].merged(all[at].facts)
	}
	for at, command := range commands {
		r.addTotals(command, &all[at])
	}
	return r
}

func (r *stateReader) addTotals(command *runCommand, one *effects) {
	r.whole.add(one)
	if command.loop == noPart {
		return
	}
	r.loopFacts[command.loop] = r.loopFacts[command.loop].merged(one.facts)
	key := loopShell{loop: command.loop, shell: outermostShell}
	if depth := len(command.environment); depth > 0 {
		key.shell = command.environment[depth-1]
	}
	if r.loops[key] == nil {
		r.loops[key] = &total{}
	}
	r.loops[key].add(one)
}

// shellOf is the innermost shell of a path; a subshell starts as a copy of the one around it.
func (r *stateReader) shellOf(path []int) *shellState {
	shell := r.shells[outermostShell]
	for _, id := range path {
		inner := r.shells[id]
		if inner == nil {
			inner = new(*shell)
			r.shells[id] = inner
		}
		shell = inner
	}
	return shell
}

func (r *stateReader) stateOf(command *runCommand, at int, shell *shellState) lineState {
	made := lineState{shellChanges: shell.changes, facts: r.before.merged(r.beside[at])}
	if startsWithPath(command.branch, shell.branch) {
		made.directory = shell.directory
	}
	if command.repeated {
		made.facts = made.facts.merged(r.effects[at].facts)
	}
	if command.background {
		made.facts = made.facts.merged(r.after[at+1])
	}
	add := func(more *total) {
		made.shellChanges = made.shellChanges.merged(more.changes)
		if more.moves {
			made.directory = unknownDirectory
		}
	}
	if command.deferred {
		made.facts = made.facts.merged(r.whole.facts)
		add(&r.whole)
	}
	if command.loop != noPart {
		made.facts = made.facts.merged(r.loopFacts[command.loop])
		for _, id := range append([]int{outermostShell}, command.environment...) {
			if more := r.loops[loopShell{loop: command.loop, shell: id}]; more != nil {
				add(more)
			}
		}
	}
	made.lookup = made.lookup || command.redefined
	return made
}

func (r *stateReader) apply(command *runCommand, one *effects, shell *shellState, before *lineState) {
	r.before = r.before.merged(one.facts)
	shell.changes = shell.changes.merged(one.shell)
	if one.move.kind == moveNowhere {
		return
	}
	shell.directory = unknownDirectory
	if !before.lookup {
		shell.directory = r.moved(one.move, before)
	}
	shell.branch = command.branch
}

// moved is where a move leads from the directory of a state.
func (r *stateReader) moved(to move, before *lineState) directory {
	if to.kind == moveUnknown {
		return unknownDirectory
	}
	where := places{home: r.home, pwd: before.directory.path}
	if before.home {
		where.home = unknownText
	}
	if to.kind == moveHome {
		return directory{known: where.home.known, path: where.home}
	}
	// CDPATH says where a name without dots is looked for.
	if literal := to.to.literal; literal.known && isLookedFor(literal.text) && before.names.has("CDPATH") {
		return unknownDirectory
	}
	segments, known := pathOfWord(to.to, where, before.directory.path)
	if !known {
		return unknownDirectory
	}
	return directory{known: true, path: someText("/" + strings.Join(segments, "/"))}
}

// isLookedFor says whether a name starts with neither `/`, `.` nor `..`.
func isLookedFor(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first != "." && first != ".." && !strings.HasPrefix(name, "/")
}

func startsWithPath(path, start []int) bool {
	return len(path) >= len(start) && slices.Equal(path[:len(start)], start)
}
