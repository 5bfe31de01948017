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

// Prepared is a bundle made ready for decisions: languages that run, patterns that match, rules found by program.
type Prepared struct {
	bundle *Bundle
	known  *knownCommands
	rules  []*preparedRule
	// Rules about any program, and those about one.
	always []*preparedRule
	named  map[string][]*preparedRule
	merged map[string][]*preparedRule
	// Whether some rule denies: only then unknown programs are searched for denied commands.
	denies bool
}

// Prepare prepares a bundle that has been read strictly. It costs time in the number of rules, once; decisions then cost time
// in the rules that name their programs only.
func Prepare(bundle *Bundle) *Prepared {
	tables := prepareTables(bundle.automata)
	ready := &Prepared{
		bundle: bundle,
		known:  prepareRegistry(bundle.registry),
		rules:  make([]*preparedRule, len(bundle.commands)),
		named:  map[string][]*preparedRule{},
		merged: map[string][]*preparedRule{},
	}
	for order := range bundle.commands {
		rule := &bundle.commands[order]
		made := prepareRule(rule, order, tables)
		ready.rules[order] = made
		ready.denies = ready.denies || rule.action == Deny
		if rule.programs == nil {
			ready.always = append(ready.always, made)
		}
		for _, name := range rule.programs {
			ready.named[name] = append(ready.named[name], made)
		}
	}
	return ready
}

func prepareRule(rule *bundleRule, order int, tables []*tableMachine) *preparedRule {
	marked := len(rule.pathSets) > 0
	made := &preparedRule{
		order:      order,
		rule:       rule,
		strict:     prepareLanguage(rule.strict, tables, marked),
		loose:      prepareLanguage(rule.loose, tables, marked),
		except:     prepareLanguage(rule.except, tables, marked),
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

// candidates are the rules that can match a command of this reduced program word, in IR order.
func (p *Prepared) candidates(program opt) []*preparedRule {
	if !program.known {
		return p.rules
	}
	key := programKey(program.text)
	own := p.named[key]
	if own == nil {
		return p.always
	}
	list := p.merged[key]
	if list == nil {
		list = slices.Concat(own, p.always)
		slices.SortStableFunc(list, func(one, other *preparedRule) int { return cmp.Compare(one.order, other.order) })
		p.merged[key] = list
	}
	return list
}

// programKey is what the index goes by: the program word up to its first blank, because a wide glob may match `"git push"`.
func programKey(program string) string {
	if blank := strings.IndexAny(program, " \t"); blank >= 0 {
		return program[:blank]
	}
	return program
}
