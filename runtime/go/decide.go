package evaluator

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Surroundings are what surrounds the line: directories and facts that the caller knows. Facts of the request go before them.
type Surroundings struct {
	// The policy's root (the repository) and the home directory, as absolute paths.
	root opt
	home opt
	// Asked only where the request gives no facts.
	facts FactSource
}

// NothingKnown are surroundings of which nothing is known.
var NothingKnown = Surroundings{facts: noFacts{}}

// Decide decides on a command line. It gives a verdict for every input: over a budget or for bad bytes deny by input, and so for
// a failure of the evaluator itself.
func Decide(ready *Prepared, request CommandRequest, around Surroundings) (verdict Verdict) {
	policyHash := someText(ready.policyHash)
	defer func() {
		if recover() != nil {
			verdict = refuse(inputInternalError, policyHash)
		}
	}()
	line := request.Command
	if problem := refusalOf(line); problem != "" {
		return refuse(problem, policyHash)
	}
	read := readLine(line, ready.known)
	if read.refused != "" {
		return refuse(read.refused, policyHash)
	}
	found := judge{ready: ready, directories: directories{root: around.root, home: around.home}}
	source := around.facts
	if request.facts != nil {
		source = givenFacts{values: request.facts}
		found.directories.root = cmp.Or(optOf(request.facts.get("root")), found.directories.root)
		found.directories.home = cmp.Or(optOf(request.facts.get("home")), found.directories.home)
	}
	found.directories.root = directoryOf(found.directories.root)
	found.directories.home = directoryOf(found.directories.home)
	found.book = newFactBook(source)
	states := statesOf(&read, ready.known, directoryOf(request.cwd), found.directories.home)
	judgements := make([]judgement, len(read.commands))
	opaque := read.opaque[:len(read.opaque):len(read.opaque)]
	for at, command := range read.commands {
		judgements[at] = found.judgeCommand(command, &states[at])
		opaque = append(opaque, judgements[at].opaque...)
	}
	made := conclusion{ready: ready, unattended: request.unattended}
	verdict = made.conclude(line, judgements, read.opaque, opaque)
	verdict.conditions = found.book.shown
	return verdict
}

func refusalOf(line string) inputError {
	switch {
	case !utf8.ValidString(line):
		return inputNotUTF8
	case len(line) > mostLine:
		return inputTooLong
	case strings.Contains(line, "\x00"):
		return inputNulByte
	}
	return ""
}

// conclusion puts the commands and the line's own floors together.
type conclusion struct {
	ready      *Prepared
	unattended bool
}

func (c *conclusion) conclude(line string, judgements []judgement, lineFloors, opaque []opaquePart) Verdict {
	given := c.ready.defaults
	var reasons []reason
	var commands []commandVerdict
	for at := range judgements {
		one := &judgements[at]
		reasons = append(reasons, one.reasons...)
		if one.judged {
			commands = append(commands, c.commandVerdict(one))
		}
	}
	for _, part := range lineFloors {
		reasons = append(reasons, reason{rank: rankOf(given.opaque), by: byOpaque, code: part.code, at: part.span[0]})
	}
	if len(commands) == 0 {
		reasons = append(reasons, reason{rank: rankOf(given.standard), by: byDefault})
	}
	deciding := selectReason(reasons)
	return Verdict{
		Decision:    c.decisionOf(deciding.rank),
		LeaveToHost: deciding.rank == rankHost,
		by:          deciding.by,
		rule:        deciding.ruleID(),
		reason:      c.explain(deciding, line, opaque),
		commands:    commands,
		opaque:      inSourceOrder(opaque),
		policyHash:  someText(c.ready.policyHash),
	}
}

func (r reason) ruleID() opt {
	if r.rule == nil {
		return unknownText
	}
	return someText(r.rule.rule.id)
}

func (c *conclusion) commandVerdict(of *judgement) commandVerdict {
	deciding := selectReason(of.reasons)
	argv := make([]string, len(of.command.words))
	for at, one := range of.command.words {
		argv[at] = toText(one.source)
		if one.literal.known {
			argv[at] = toText(one.literal.text)
		}
	}
	return commandVerdict{
		argv:        argv,
		span:        of.command.span,
		decision:    c.decisionOf(deciding.rank),
		leaveToHost: deciding.rank == rankHost,
		by:          deciding.by,
		rule:        deciding.ruleID(),
		matches:     of.matches,
	}
}

func (c *conclusion) decisionOf(of rank) Decision {
	switch {
	case of == rankDeny:
		return Deny
	case of == rankAllow:
		return Allow
	case of == rankRequest && c.unattended:
		return c.ready.defaults.unattended
	}
	return Request
}

// explain says why, in one sentence for people: the rule's own reason, or what decided in its place.
func (c *conclusion) explain(of reason, line string, opaque []opaquePart) opt {
	switch of.by {
	case byRule:
		return of.rule.rule.reason
	case byConditionError:
		return someText("A condition of rule " + of.ruleID().text + " could not be evaluated.")
	case byDefault:
		return someText("No rule decides this; the policy's default is " + string(c.ready.defaults.standard) + ".")
	case byInput:
		return someText(inputInternalError.reason() + ".")
	}
	shown := ""
	for _, part := range opaque {
		if part.code == of.code && part.span[0] == of.at {
			shown = ": " + excerpt(line, part.span)
			break
		}
	}
	return someText("Not everything this runs is known: " + of.code.reason() + shown)
}

const mostExcerpt = 60

func excerpt(line string, place span) string {
	text := []byte(toText(between(line, place[0], min(place[1], place[0]+mostExcerpt))))
	for at, character := range text {
		if character < 0x20 || character == 0x7f {
			text[at] = ' '
		}
	}
	if place[1]-place[0] > mostExcerpt {
		return "`" + string(text) + "…`"
	}
	return "`" + string(text) + "`"
}

func inSourceOrder(parts []opaquePart) []opaquePart {
	sorted := slices.Clone(parts)
	slices.SortFunc(sorted, func(one, other opaquePart) int {
		return cmp.Or(
			cmp.Compare(one.span[0], other.span[0]),
			cmp.Compare(one.span[1], other.span[1]),
			cmp.Compare(one.code, other.code),
		)
	})
	return slices.Compact(sorted)
}
