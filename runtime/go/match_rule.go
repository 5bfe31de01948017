package evaluator

import "slices"

// subject is a command with all that rules ask of it; views are made once for each set of global options.
type subject struct {
	command *runCommand
	state   *lineState
	known   *knownCommands
	// Where the command runs, for its operands.
	directory opt
	// What its redirections are resolved against.
	where where
	// For lists of global options, most commands under one alone.
	made []madeViews
}

// madeViews are the views for rules that name one list of global options, by one text for the list.
type madeViews struct {
	key   string
	views *views
}

func (s *subject) views(rule *preparedRule) *views {
	return s.viewsBut(rule.rule.globalOptions, rule.globalsKey)
}

// viewsBut are the views for rules that name these global options; key is one text for the list.
func (s *subject) viewsBut(named []string, key string) *views {
	for at := range s.made {
		if s.made[at].key == key {
			return s.made[at].views
		}
	}
	made := viewsOf(s.command.words, s.command.program, s.known, s.where.places, named, !s.state.lookup)
	s.made = append(s.made, madeViews{key: key, views: made})
	return made
}

// secondWords are the second words of all views for rules that name no global options; false where they are not certain: a word
// that is not literal may be any, and stand for none or several.
func (s *subject) secondWords() (words []string, certain bool) {
	seen := s.viewsBut(nil, "")
	for _, one := range seen.every {
		for at, word := range one.words[:min(2, len(one.words))] {
			if !word.literal.known {
				return nil, false
			}
			if at == 1 && !slices.Contains(words, word.literal.text) {
				words = append(words, word.literal.text)
			}
		}
	}
	return words, true
}

// marksOf gives the marks of a word for the path sets of a rule; nil where the rule has none.
func (s *subject) marksOf(rule *preparedRule) marker {
	if len(rule.pathSets) == 0 {
		return nil
	}
	known := map[*viewWord]marks{}
	return func(one *viewWord) marks {
		found, isKnown := known[one]
		if !isKnown {
			found = s.markWord(rule, one)
			known[one] = found
		}
		return found
	}
}

func (s *subject) markWord(rule *preparedRule, one *viewWord) marks {
	var path []string
	known := false
	if one.of != nil {
		path, known = pathOfWord(one.of, s.where.places, s.directory)
	}
	found := make(marks, len(rule.pathSets))
	for at, patterns := range rule.pathSets {
		found[at] = pathMatches(path, known, patterns, s.where.bases, true)
	}
	return found
}

// ruleMatch is whether a rule matches a command, and could allow it.
type ruleMatch struct {
	match answer
	// The rule may contribute allow: the match is certain, and so is everything around the command.
	certain bool
	// For a maybe: whether what the rule says of its condition counts all the same, except for allow.
	asks bool
}

// matchRule says whether a rule matches a command.
func matchRule(rule *preparedRule, about *subject) ruleMatch {
	if rule.rule.action == Allow {
		return matchAllow(rule, about)
	}
	return matchRefusal(rule, about)
}

// matchRefusal is about a deny or request rule: looks for what could be.
func matchRefusal(rule *preparedRule, about *subject) ruleMatch {
	around := concerns(rule, about)
	if around == no {
		return ruleMatch{}
	}
	if rule.loose == nil {
		return ruleMatch{match: around}
	}
	command := looseMatch(rule.loose, rule, about, about.views(rule).all)
	if command == no {
		return ruleMatch{}
	}
	except := exceptMatch(rule, about)
	// What is assigned before the command may make another program of it.
	if except == yes && !assignsLookup(about.command, about.known) {
		return ruleMatch{}
	}
	match := min(command, around)
	// Without `on_mismatch allow` nothing is ever allowed by it, and nobody asks.
	certain := match == yes && except == no && rule.rule.onMismatch == Allow &&
		strictMatch(rule, about) == yes && coverage(rule, about) == yes
	return ruleMatch{match: match, certain: certain}
}

// concerns says whether the redirections and assignments are what the rule is about; yes where it says nothing of them.
func concerns(rule *preparedRule, about *subject) answer {
	command := about.command
	found := yes
	if rule.writes != nil {
		found = min(found, opensSome(command.redirections, directionWrite, rule.writes, &about.where))
	}
	if rule.reads != nil {
		found = min(found, opensSome(command.redirections, directionRead, rule.reads, &about.where))
	}
	if rule.env != nil {
		found = min(found, assignsSome(command.assignments, rule.env))
	}
	return found
}

// matchAllow is about an allow rule: demands what certainly is. Where a match is not certain, the rule still must not say less
// than it would: what it says of an unknown condition counts, and where only lookup is in doubt, of a false one too.
func matchAllow(rule *preparedRule, about *subject) ruleMatch {
	seen := about.views(rule)
	fits := min(viewMatch(rule, seen.meant, about), notExcepted(rule, about), coverage(rule, about))
	if fits == yes && seen.strict == seen.meant {
		return ruleMatch{match: yes, certain: true}
	}
	onMismatch := rule.rule.onMismatch
	leaves := onMismatch == Allow || onMismatch == skip
	asks := fits == yes || (fits == maybe && leaves)
	if asks && rule.rule.conditions != nil {
		return ruleMatch{match: maybe, asks: true}
	}
	if rule.loose == nil || leaves {
		return ruleMatch{}
	}
	if rule.except != nil && seen.strict != nil && looseMatch(rule.except, rule, about, []*view{seen.strict}) == yes {
		return ruleMatch{}
	}
	if looseMatch(rule.loose, rule, about, about.views(rule).all) == no {
		return ruleMatch{}
	}
	return ruleMatch{match: maybe}
}

// looseMatch is the strictest answer of a wide language over some views: every view with its program word reduced, and as written
// where a member of the language keeps its path (docs/semantics.md, section 1).
func looseMatch(one *language, rule *preparedRule, about *subject, some []*view) answer {
	if len(about.command.words) == 0 {
		return no
	}
	marksOf := about.marksOf(rule)
	best := no
	for at, seen := range some {
		if isBefore(seen, some[:at]) {
			continue
		}
		best = max(best, matchWords(one, seen.reduced, marksOf))
		if best == yes {
			return best
		}
		if !seen.isReduced() {
			best = max(best, matchWords(one, seen.words, marksOf))
			if best == yes {
				return best
			}
		}
	}
	return best
}

func isBefore(seen *view, others []*view) bool {
	for _, other := range others {
		if other == seen {
			return true
		}
	}
	return false
}

func strictMatch(rule *preparedRule, about *subject) answer {
	strict := about.views(rule).strict
	if rule.strict != nil && strict == nil {
		return no
	}
	return viewMatch(rule, strict, about)
}

// viewMatch says whether a strict view is in the narrow language of a rule; where there is none, whether a loose one may be.
func viewMatch(rule *preparedRule, seen *view, about *subject) answer {
	// A rule without a command speaks of commands without words only.
	isEmpty := len(about.command.words) == 0
	if rule.strict == nil {
		if rule.loose == nil && isEmpty && rule.rule.action == Allow {
			return yes
		}
		return no
	}
	if isEmpty {
		return no
	}
	marksOf := about.marksOf(rule)
	if seen != nil {
		return matchWords(rule.strict, seen.words, marksOf)
	}
	// A program word that is not known is a floor of its own.
	if !about.command.words[0].literal.known {
		return no
	}
	for _, loose := range about.views(rule).loose {
		if matchWords(rule.strict, loose.words, marksOf) != no {
			return maybe
		}
	}
	return no
}

// exceptMatch says whether what certainly runs is excepted from a deny or request rule.
func exceptMatch(rule *preparedRule, about *subject) answer {
	strict := about.views(rule).strict
	if rule.except == nil || strict == nil {
		return no
	}
	return matchWords(rule.except, strict.words, about.marksOf(rule))
}

// notExcepted: an exception of an allow rule counts where it is possible.
func notExcepted(rule *preparedRule, about *subject) answer {
	if rule.except == nil {
		return yes
	}
	switch looseMatch(rule.except, rule, about, about.views(rule).all) {
	case no:
		return yes
	case yes:
		return no
	}
	return maybe
}

var (
	noFiles  = &fileList{}
	anyFiles = &fileList{any: true}
)

// coverage says whether every file that redirections name and every assignment is one that the rule allows.
func coverage(rule *preparedRule, about *subject) answer {
	command := about.command
	written, read := noFiles, anyFiles
	var env []environmentPattern
	if rule.rule.action == Allow {
		env = rule.env
		if rule.writes != nil {
			written = rule.writes
		}
		if rule.reads != nil {
			read = rule.reads
		}
	}
	return min(
		coversFiles(command.redirections, directionWrite, written, &about.where),
		coversFiles(command.redirections, directionRead, read, &about.where),
		coversAssignments(command.assignments, env, about.known.inert()),
	)
}
