package evaluator

import "slices"

// inputSource is what a redirection makes of standard input: the text of a here-document (nil until its body is read), or
// something that is not shown by the line.
type inputSource struct {
	word *word
}

// scope is what surrounds the commands of a text: a subshell, a branch, a region that runs together, the redirections and
// the input of a group.
//
// A scope is opened before it is known what it is (a list turns out to run in the background at its end), so scopes are
// marked while the text is read and evaluated once it has been read.
type scope struct {
	parent       *scope
	id           int
	environment  bool
	branch       bool
	together     bool
	loop         bool
	background   bool
	deferred     bool
	redirections []redirection
	input        *inputSource
	// The pipeline member before this one, whose output it reads.
	from *scope
	// The commands in it, once they are made; kept for scopes that others ask.
	commands []*simpleCommand
	// How many commands are in it.
	count     int
	evaluated *circumstances
}

// evaluate gives the circumstances of a command in this scope. Those of the outermost scope are given.
func (s *scope) evaluate(outermost *circumstances) *circumstances {
	if s.evaluated == nil {
		outer := outermost
		if s.parent != nil {
			outer = s.parent.evaluate(outermost)
		}
		s.evaluated = s.within(outer)
	}
	return s.evaluated
}

func (s *scope) within(outer *circumstances) *circumstances {
	around := *outer
	if s.environment {
		around.environment = extended(outer.environment, s.id)
	}
	if s.branch {
		around.branch = extended(outer.branch, s.id)
	}
	if around.together == noPart && (s.together || s.loop) {
		around.together = s.id
	}
	if around.loop == noPart && s.loop {
		around.loop = s.id
	}
	around.background = outer.background || s.background
	around.deferred = outer.deferred || s.deferred
	if len(s.redirections) > 0 {
		around.redirections = slices.Concat(outer.redirections, s.redirections)
	}
	shared := s.count > 1
	switch {
	case s.input != nil && s.input.word != nil:
		around.input = &input{text: s.input.word, shared: shared}
	case s.input != nil:
		around.input = nil
	case s.from != nil:
		around.input = &input{from: s.from, shared: shared}
	case s.deferred:
		// Whoever calls a function gives it its input.
		around.input = nil
	}
	return &around
}

// circumstancesWithin are those of the outermost scope of a text.
func circumstancesWithin(place *within, id int) *circumstances {
	if place == nil {
		return &circumstances{together: noPart, loop: noPart}
	}
	around := place.outer.circumstances
	switch place.runner {
	case runnerChild:
		around.environment = extended(around.environment, id)
	case runnerLater:
		around.branch = extended(around.branch, id)
		around.deferred = true
		around.input = nil
	}
	if around.input != nil {
		shared := *around.input
		shared.shared = true
		around.input = &shared
	}
	return &around
}

// draft is a command as it was read, before what surrounds it is known.
type draft struct {
	assignments  []assignment
	words        []*word
	redirections []redirection
	span         span
	scope        *scope
	input        *inputSource
	// The redirections of `exec`s before it, and the input that one of them gives.
	execRedirections []redirection
	execInput        *inputSource
}

// placeCommands gives the commands of a text, each with its circumstances. inherited is told how many redirections each
// command inherits: they count as nodes.
func placeCommands(drafts []*draft, outermost *circumstances, inherited func(count int)) []*simpleCommand {
	for _, one := range drafts {
		for at := one.scope; at != nil; at = at.parent {
			at.count++
		}
	}
	commands := make([]*simpleCommand, len(drafts))
	for index, one := range drafts {
		around := one.scope.evaluate(outermost)
		command := &simpleCommand{circumstances: *around, assignments: one.assignments, words: one.words, span: one.span}
		outer := slices.Concat(around.redirections, one.execRedirections)
		inherited(len(outer))
		command.redirections = slices.Concat(outer, one.redirections)
		command.input = one.inputWithin(around)
		for at := one.scope; at != nil; at = at.parent {
			at.commands = append(at.commands, command)
		}
		commands[index] = command
	}
	return commands
}

func (d *draft) inputWithin(around *circumstances) *input {
	switch {
	case d.input != nil && d.input.word != nil:
		return &input{text: d.input.word}
	case d.input != nil:
		return nil
	case d.execInput == nil:
		return around.input
	case around.input != nil || d.execInput.word == nil:
		// Which of a group and an `exec` in or before it comes last is not followed.
		return nil
	}
	return &input{text: d.execInput.word, shared: true}
}
