package evaluator

import (
	"cmp"
	"slices"
	"strings"
)

type preparedRule struct {
	// Its place in IR order.
	order  int
	rule   *bundleRule
	strict *language
	loose  *language
	except *language
	// One text for the list of global options that the rule names.
	globalsKey string
	pathSets   [][]pathPattern
	// Nil where the rule says nothing of them.
	writes *fileList
	reads  *fileList
	env    []environmentPattern
}

// policySource is where rules and tables are taken from: a bundle that was read whole, or an embedded one.
type policySource interface {
	rule(number int) *bundleRule
	// action is that of a rule, for which the rest of it is not needed.
	action(number int) Decision
	table(number int) automaton
	// rulesAbout is the rules that name a program word; nil where there are none.
	rulesAbout(word string) *wordRules
}

// Prepared is a policy made ready for decisions: languages that run, patterns that match, rules found by program. Rules and
// tables are made ready when they are first needed.
type Prepared struct {
	policyHash string
	defaults   defaults
	known      *knownCommands
	source     policySource
	rules      []*preparedRule
	tables     []*tableMachine
	// Rules about any program, and the same made ready.
	always   []int
	anywhere []*preparedRule
	words    map[string]*wordRules
	// Whether some rule denies: only then unknown programs are searched for denied commands.
	denies bool
}

// Prepare prepares a bundle that has been read strictly. Decisions then cost time in the rules that can concern their commands.
func Prepare(bundle *Bundle) *Prepared {
	named := nameRules(bundle.commands)
	ready := &Prepared{
		policyHash: bundle.PolicyHash,
		defaults:   bundle.defaults,
		known:      prepareRegistry(registryOf(bundle.registry)),
		source:     &readPolicy{bundle: bundle, named: named},
		rules:      make([]*preparedRule, len(bundle.commands)),
		tables:     make([]*tableMachine, len(bundle.automata)),
		words:      map[string]*wordRules{},
	}
	for number := range bundle.commands {
		rule := &bundle.commands[number]
		ready.denies = ready.denies || rule.action == Deny
		if rule.programs == nil {
			ready.always = append(ready.always, number)
		}
	}
	return ready
}

// PrepareEmbedded prepares an embedded policy: a bundle's file that was read strictly when it was written, and its policy.index.
// It panics where they do not belong together.
func PrepareEmbedded(bundle, index string) *Prepared {
	from := openIndex(bundle, index)
	return &Prepared{
		policyHash: textOf(from.value(tableValues, valuePolicyHash, 0)),
		defaults:   makeDefaults(objectOf(from.value(tableValues, valueDefaults, 0))),
		known:      prepareRegistry(from.registry()),
		source:     from,
		rules:      make([]*preparedRule, from.tables[tableRules].rows),
		tables:     make([]*tableMachine, from.tables[tableAutomata].rows),
		always:     from.numbers(tableAlways, 0, from.tables[tableAlways].rows),
		words:      map[string]*wordRules{},
		denies:     from.denies,
	}
}

// readPolicy is a bundle that was read whole.
type readPolicy struct {
	bundle *Bundle
	named  map[string][]int
}

func nameRules(rules []bundleRule) map[string][]int {
	named := map[string][]int{}
	for number := range rules {
		for _, name := range rules[number].programs {
			if known := named[name]; len(known) == 0 || known[len(known)-1] != number {
				named[name] = append(known, number)
			}
		}
	}
	return named
}

func (p *readPolicy) rule(number int) *bundleRule { return &p.bundle.commands[number] }

func (p *readPolicy) action(number int) Decision { return p.bundle.commands[number].action }

func (p *readPolicy) table(number int) automaton { return &p.bundle.automata[number] }

func (p *readPolicy) rulesAbout(word string) *wordRules {
	all, found := p.named[word]
	if !found {
		return nil
	}
	open, seconds := []int{}, map[string][]int{}
	for _, number := range all {
		words, certain := secondWords(&p.bundle.commands[number])
		if !certain {
			open = append(open, number)
		}
		for _, word := range words {
			seconds[word] = append(seconds[word], number)
		}
	}
	return &wordRules{all: all, open: open, behind: func(second string) []int { return seconds[second] }}
}

// secondWords are the second words of all commands that a rule can be about; false where they are not certain.
func secondWords(rule *bundleRule) (words []string, certain bool) {
	if len(rule.globalOptions) > 0 || rule.loose == nil {
		return nil, false
	}
	for _, language := range []*program{rule.loose, rule.strict} {
		if language == nil {
			continue
		}
		if language.heads == nil {
			return nil, false
		}
		for _, head := range language.heads {
			if len(head.words) < 2 {
				return nil, false
			}
			for _, word := range head.words[1] {
				if !slices.Contains(words, word) {
					words = append(words, word)
				}
			}
		}
	}
	return words, true
}

// rule is a rule made ready.
func (p *Prepared) rule(number int) *preparedRule {
	if p.rules[number] == nil {
		p.rules[number] = p.prepareRule(number)
	}
	return p.rules[number]
}

// table is an automaton made ready, shared by all languages.
func (p *Prepared) table(number int) *tableMachine {
	if p.tables[number] == nil {
		p.tables[number] = newTableMachine(p.source.table(number))
	}
	return p.tables[number]
}

func (p *Prepared) prepareRule(number int) *preparedRule {
	rule := p.source.rule(number)
	marked := len(rule.pathSets) > 0
	made := &preparedRule{
		order:      number,
		rule:       rule,
		strict:     prepareLanguage(rule.strict, p, marked),
		loose:      prepareLanguage(rule.loose, p, marked),
		except:     prepareLanguage(rule.except, p, marked),
		globalsKey: strings.Join(rule.globalOptions, " "),
	}
	for _, patterns := range rule.pathSets {
		made.pathSets = append(made.pathSets, preparePaths(patterns))
	}
	if rule.writes != nil {
		made.writes = prepareFiles(rule.writes)
	}
	if rule.reads != nil {
		made.reads = prepareFiles(rule.reads)
	}
	if rule.env != nil {
		made.env = make([]environmentPattern, len(rule.env))
		for at, entry := range rule.env {
			made.env[at] = prepareEnvironment(entry)
		}
	}
	return made
}

// wordRules are the rules that name a program word, by their numbers in IR order.
type wordRules struct {
	all []int
	// Those that may concern a command of whatever second word.
	open []int
	// Those that concern commands of this second word only, besides.
	behind func(second string) []int
	// Rules made ready, with those about any program: all of them, those that are open, and by second word.
	every   []*preparedRule
	opened  []*preparedRule
	seconds map[string][]*preparedRule
}

// about is the rules that name a program word; nil where there are none.
func (p *Prepared) about(word string) *wordRules {
	key := programKey(word)
	found, known := p.words[key]
	if !known {
		if found = p.source.rulesAbout(key); found != nil {
			p.words[key] = found
		}
	}
	return found
}

// naming is the numbers of the rules that name a reduced program word, or any where it is not known; those about any program
// are p.always.
func (p *Prepared) naming(program opt) []int {
	if !program.known {
		return p.numbers()
	}
	if found := p.about(program.text); found != nil {
		return found.all
	}
	return nil
}

// candidates are the rules that can match a command of this reduced program word, in IR order. seconds tells the second words of
// all its views; false where they are not certain.
func (p *Prepared) candidates(program opt, seconds func() (words []string, certain bool)) []*preparedRule {
	if !program.known {
		return p.ready(p.numbers())
	}
	found := p.about(program.text)
	if found == nil {
		if p.anywhere == nil {
			p.anywhere = p.ready(p.always)
		}
		return p.anywhere
	}
	words, certain := seconds()
	if !certain || len(words) > 1 {
		if found.every == nil {
			found.every = p.ready(merge(found.all, p.always))
		}
		return found.every
	}
	for _, second := range words {
		if known := found.seconds[second]; known != nil {
			return known
		}
		if own := found.behind(second); len(own) > 0 {
			if found.seconds == nil {
				found.seconds = map[string][]*preparedRule{}
			}
			found.seconds[second] = p.ready(merge(merge(found.open, own), p.always))
			return found.seconds[second]
		}
	}
	if found.opened == nil {
		found.opened = p.ready(merge(found.open, p.always))
	}
	return found.opened
}

// numbers are those of all rules.
func (p *Prepared) numbers() []int {
	all := make([]int, len(p.rules))
	for number := range all {
		all[number] = number
	}
	return all
}

func (p *Prepared) ready(numbers []int) []*preparedRule {
	rules := make([]*preparedRule, len(numbers))
	for at, number := range numbers {
		rules[at] = p.rule(number)
	}
	return rules
}

// merge merges ascending numbers; one that both have stands once.
func merge(one, other []int) []int {
	both := slices.Concat(one, other)
	slices.SortFunc(both, cmp.Compare[int])
	return slices.Compact(both)
}

// programKey is what the index goes by: the program word up to its first blank, because a wide glob may match `"git push"`.
func programKey(program string) string {
	if blank := strings.IndexAny(program, " \t"); blank >= 0 {
		return program[:blank]
	}
	return program
}
