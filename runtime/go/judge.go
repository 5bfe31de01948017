package evaluator

import "strings"

// judgedPredicate is a predicate with the value it had for a rule that matched.
type judgedPredicate struct {
	name     string
	argument opt
	value    truth
}

// judgement is what was found of one command: what each rule contributes, and the floors under it.
type judgement struct {
	command *runCommand
	// False for a transparent wrapper: it has no decision of its own.
	judged  bool
	reasons []reason
	matches []ruleMatched
	opaque  []opaquePart
}

// directories are those of a decision.
type directories struct {
	root opt
	home opt
}

// askedFact is a predicate that was asked for.
type askedFact struct {
	predicate predicate
	directory opt
}

// factBook asks each predicate at most once for each argument and directory, and keeps what is to be shown.
type factBook struct {
	source  FactSource
	answers map[askedFact]truth
	// The predicates of rules that matched, in the order of commands and rules, without duplicates.
	shown []judgedPredicate
	known map[judgedPredicate]bool
}

func newFactBook(source FactSource) *factBook {
	return &factBook{source: source, answers: map[askedFact]truth{}, known: map[judgedPredicate]bool{}}
}

func (b *factBook) ask(about predicate, in opt) truth {
	key := askedFact{predicate: about, directory: in}
	value, known := b.answers[key]
	if !known {
		value = b.source.ask(about.name, about.argument, in)
		b.answers[key] = value
	}
	return value
}

func (b *factBook) show(judged judgedPredicate) {
	if !b.known[judged] {
		b.known[judged] = true
		b.shown = append(b.shown, judged)
	}
}

// judge judges the commands of one line.
type judge struct {
	ready       *Prepared
	directories directories
	book        *factBook
}

// judgeCommand judges one command of a line in the state that the commands before it leave.
func (j *judge) judgeCommand(command *runCommand, state *lineState) judgement {
	place := state.directory
	if command.moved {
		place = unknownDirectory
	}
	runsIn := j.directoryOfCommand(command, place)
	home, pwd := j.directories.home, place.path
	for _, one := range command.assignments {
		switch one.name {
		case "HOME":
			home = unknownText
		case "PWD":
			pwd = unknownText
		}
	}
	if state.home {
		home = unknownText
	}
	if state.pwd {
		pwd = unknownText
	}
	about := &subject{
		command:   command,
		state:     state,
		known:     j.ready.known,
		directory: runsIn.path,
		where: where{
			// Patterns mean the user's own home directory, whatever the line assigns.
			bases:     pathBases(j.directories),
			places:    places{home: home, pwd: pwd},
			directory: place.path,
		},
	}
	floors := floorsOf(about, j.ready)
	found := judgement{command: command, judged: command.judged, opaque: floors}
	allowed := false
	if command.judged {
		found.reasons, found.matches, allowed = j.contributions(about, runsIn)
	}
	for _, part := range floors {
		if !allowed || !isLifted(part.code) {
			found.reasons = append(found.reasons, reason{rank: j.floorRank(part), by: byOpaque, code: part.code, at: part.span[0]})
		}
	}
	return found
}

// floorRank: under `default host`, foreign code is left to the host like everything else that no rule decides.
func (j *judge) floorRank(part opaquePart) rank {
	if part.code == opaqueForeignCode && j.ready.defaults.standard == leaveToHost {
		return rankHost
	}
	return rankOf(j.ready.defaults.opaque)
}

func (j *judge) directoryOfCommand(command *runCommand, shell directory) directory {
	globals := globalsOf(command.words, command.program, j.ready.known, 0)
	if !shell.known || !globals.directoryKnown {
		return unknownDirectory
	}
	path := shell.path
	// Not normalised: after a link, `..` leads where the kernel goes, and not where the text goes.
	for _, step := range globals.directory {
		if strings.HasPrefix(step, "/") {
			path = someText(step)
		} else if path.known {
			path = someText(path.text + "/" + step)
		}
	}
	return directory{known: true, path: path}
}

// mayHaveChanged says whether the line may have changed the very fact that a predicate asks for.
func mayHaveChanged(about predicate, of *subject, in directory) bool {
	if isFixedFact(about.name) {
		return false
	}
	state := of.state
	if !in.known || state.facts.all || state.lookup || assignsLookup(of.command, of.known) || state.facts.has(about.name) {
		return true
	}
	if about.name != "env_is" {
		return false
	}
	argument := about.argument.text
	variable := argument[:endOfRun(argument, 0, isNameByte)]
	if state.names.has(variable) {
		return true
	}
	for _, one := range of.command.assignments {
		if one.name == variable {
			return true
		}
	}
	return false
}

// contributions are what the rules say of a command, or the default where none says anything. allowed: a rule contributed allow.
func (j *judge) contributions(about *subject, in directory) (reasons []reason, matches []ruleMatched, allowed bool) {
	ask := func(asked predicate) truth {
		if mayHaveChanged(asked, about, in) {
			return isUnknown
		}
		return j.book.ask(asked, in.path)
	}
	at := about.command.span[0]
	program := about.command.program
	if len(about.command.words) == 0 {
		program = someText("")
	}
	// Whether the rules say so much that the default does not count.
	settled := false
	for _, rule := range j.ready.candidates(program, about.secondWords) {
		found := matchRule(rule, about)
		if found.match == no {
			continue
		}
		matches = append(matches, ruleMatched{rule: rule.rule.id, match: found.match})
		if found.match == maybe {
			if strictestOf(rule.rule) > rankAllow {
				reasons = append(reasons, reason{rank: rankOf(j.ready.defaults.opaque), by: byRule, rule: rule, at: at})
			}
			if !found.asks {
				continue
			}
		}
		value := isTrue
		if rule.rule.conditions != nil {
			value = j.conditionValue(rule.rule.conditions, ask)
		}
		given := j.contributionsOf(rule.rule, value, found.certain)
		for _, one := range given {
			one.at = at
			if one.by != byDefault {
				one.rule = rule
			}
			reasons = append(reasons, one)
			allowed = allowed || (one.rank == rankAllow && one.by == byRule)
		}
		settled = settled || (len(given) > 0 && !leavesDefault(rule.rule, value))
	}
	if !settled {
		reasons = append(reasons, reason{rank: rankOf(j.ready.defaults.standard), by: byDefault, at: at})
	}
	return reasons, matches, allowed
}

// leavesDefault: what a deny rule says of an unknown condition does not take the place of a stricter default: a deny rule never
// loosens.
func leavesDefault(rule *bundleRule, value truth) bool {
	return rule.action == Deny && rule.onUnknown != "" && value == isUnknown
}

// strictestOf is the stricter of a rule's effect and its on_mismatch.
func strictestOf(rule *bundleRule) rank {
	if rule.onMismatch == skip {
		return rankOf(rule.action)
	}
	return max(rankOf(rule.action), rankOf(rule.onMismatch))
}

// contributionsOf is what a rule contributes for a value of its condition, and why; nothing where the list is empty.
func (j *judge) contributionsOf(rule *bundleRule, value truth, certain bool) []reason {
	if value == isUnknown {
		return j.unknownReasons(rule, certain)
	}
	decision := rule.action
	if value == isFalse {
		decision = rule.onMismatch
	}
	if decision == skip || (decision == Allow && !certain) {
		return nil
	}
	return []reason{{rank: rankOf(decision), by: byRule}}
}

func (j *judge) conditionValue(one *condition, ask func(predicate) truth) truth {
	for _, asked := range predicatesOf(one) {
		j.book.show(judgedPredicate{name: asked.name, argument: asked.argument, value: ask(asked)})
	}
	return evaluateCondition(one, ask)
}

// unknownReasons is why an unknown condition gives what it gives: the rule's own word for it, or whichever of its effect, its
// on_mismatch (the default where that leaves the command to it) and the fallback is strictest.
func (j *judge) unknownReasons(rule *bundleRule, certain bool) []reason {
	if rule.onUnknown != "" {
		return []reason{{rank: rankOf(rule.onUnknown), by: byRule}}
	}
	given := j.ready.defaults
	otherwise := reason{rank: rankOf(rule.onMismatch), by: byRule}
	if rule.onMismatch == skip || (rule.onMismatch == Allow && !certain) {
		otherwise = reason{rank: rankOf(given.standard), by: byDefault}
	}
	all := []reason{
		{rank: rankOf(rule.action), by: byRule},
		otherwise,
		{rank: rankOf(given.conditionError), by: byConditionError},
	}
	strictest := max(all[0].rank, all[1].rank, all[2].rank)
	var reasons []reason
	for _, one := range all {
		if one.rank == strictest {
			reasons = append(reasons, one)
		}
	}
	return reasons
}
