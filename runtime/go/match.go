package evaluator

import (
	"slices"
)

// marks say, per path set of a rule, whether a word is a path inside it.
type marks []answer

// marker gives the marks of a word; nil for rules without path sets.
type marker func(word *viewWord) marks

// language is a language of a rule. Its machine is built when it is first run: that of heads for views with unknown parts only.
type language struct {
	from *Prepared
	// Nil where there is one table for all.
	heads     []programHead
	automaton int
	// Its rule has path sets, so that marks stand before borders.
	marked bool
	built  machine
}

// prepareLanguage makes a program of the bundle ready to run; nil where there is none.
func prepareLanguage(one *program, from *Prepared, marked bool) *language {
	if one == nil {
		return nil
	}
	return &language{from: from, heads: one.heads, automaton: one.automaton, marked: marked}
}

func (l *language) machine() machine {
	if l.built == nil {
		if l.heads == nil {
			l.built = l.from.table(l.automaton)
		} else {
			l.built = newHeadsMachine(l.heads, l.from, l.marked)
		}
	}
	return l.built
}

// matchWords runs a language over the words of a view. A view with unknown parts stands for all its fillings: yes if every
// filling is accepted, no if none is, else maybe; maybe also where the search goes over its budget of steps.
func matchWords(one *language, words []*viewWord, marksOf marker) answer {
	if allLiteral(words) {
		if label, certain := runLiteral(one, words, marksOf); certain {
			return answer(label)
		}
	}
	search := newRun(one.machine(), marksOf)
	states := stateSetOf(search.machine.start())
	for _, word := range words {
		states = search.word(states, word)
		if search.exhausted() {
			return maybe
		}
		if states.isDead() {
			return no
		}
	}
	return answerOf(search.machine, states)
}

func allLiteral(words []*viewWord) bool {
	for _, word := range words {
		if !word.literal.known {
			return false
		}
	}
	return true
}

// answerOf is what a set of states says: all accept surely, none accepts, or neither.
func answerOf(one machine, states *stateSet) answer {
	all, none := true, true
	for _, at := range states.list {
		label := one.accept(at)
		all = all && label == 2
		none = none && label == 0
	}
	switch {
	case none:
		return no
	case all:
		return yes
	}
	return maybe
}

// runLiteral gives the label of literal words; not certain where a mark is not, so that there is more than one run.
func runLiteral(one *language, words []*viewWord, marksOf marker) (label int32, certain bool) {
	if one.heads == nil {
		return runFrom(one.from.table(one.automaton), words, marksOf)
	}
	best := int32(0)
	for at := range one.heads {
		head := &one.heads[at]
		// Marks inside a head say nothing.
		if count := len(head.words); count > 0 && count <= len(words) && headHolds(head.words, words) {
			found, certain := runFrom(one.from.table(head.tail), words[count:], marksOf)
			if !certain {
				return 0, false
			}
			best = max(best, found)
		}
	}
	return best, true
}

func headHolds(head [][]string, words []*viewWord) bool {
	for at, alternatives := range head {
		if !slices.Contains(alternatives, words[at].literal.text) {
			return false
		}
	}
	return true
}

func runFrom(one *tableMachine, words []*viewWord, marksOf marker) (label int32, certain bool) {
	at := one.start()
	for _, word := range words {
		text := word.literal.text
		for index := range len(text) {
			at = one.step(at, text[index])
		}
		if marksOf != nil {
			for _, mark := range marksOf(word) {
				switch mark {
				case yes:
					at = one.step(at, inside)
				case no:
					at = one.step(at, outside)
				default:
					return 0, false
				}
			}
		}
		at = one.step(at, border)
		if at == dead {
			return 0, true
		}
	}
	return one.accept(at), true
}

// stateSet is a set of states in the order in which they were added.
type stateSet struct {
	list []state
	// Made for large sets only.
	seen map[state]struct{}
}

const fewStates = 16

func stateSetOf(states ...state) *stateSet {
	set := &stateSet{list: make([]state, 0, max(4, len(states)))}
	for _, one := range states {
		set.add(one)
	}
	return set
}

func (s *stateSet) has(one state) bool {
	if s.seen != nil {
		_, found := s.seen[one]
		return found
	}
	return slices.Contains(s.list, one)
}

// add adds a state and says whether it is new.
func (s *stateSet) add(one state) bool {
	if s.has(one) {
		return false
	}
	s.list = append(s.list, one)
	switch {
	case s.seen != nil:
		s.seen[one] = struct{}{}
	case len(s.list) > fewStates:
		s.seen = make(map[state]struct{}, 4*fewStates)
		for _, known := range s.list {
			s.seen[known] = struct{}{}
		}
	}
	return true
}

func (s *stateSet) isDead() bool { return len(s.list) == 1 && s.list[0] == dead }

func union(one, other *stateSet) *stateSet {
	both := stateSetOf(one.list...)
	for _, at := range other.list {
		both.add(at)
	}
	return both
}

// byteKind says which bytes may follow: any of a word, those of a segment of a path, or those of a reduced program word.
type byteKind uint8

const (
	byteOfWord byteKind = iota
	byteOfSegment
	byteOfName
	byteKinds
)

// multibyte holds the lead bytes of characters in UTF-8 and how many bytes follow them.
var multibyte = [...]struct {
	low, high byte
	follow    int
}{{0xc2, 0xdf, 1}, {0xe0, 0xef, 2}, {0xf0, 0xf4, 3}}

// run is one run of a machine over words with unknown parts; it counts its steps.
type run struct {
	machine machine
	marksOf marker
	steps   int
	known   [byteKinds]map[state][]state
}

func newRun(one machine, marksOf marker) *run {
	return &run{machine: one, marksOf: marksOf}
}

// exhausted says whether the run is over its budget: every answer is then maybe.
func (r *run) exhausted() bool { return r.steps > mostSteps }

// word gives the states after one word of a view, its border included; the word may stand for none or several.
func (r *run) word(states *stateSet, word *viewWord) *stateSet {
	var marked marks
	if r.marksOf != nil {
		marked = r.marksOf(word)
	}
	if word.literal.known {
		return r.border(r.text(states, word.literal.text), marked)
	}
	isGlob, vanishes := false, true
	for _, part := range word.parts {
		isGlob = isGlob || part.isGlob()
		vanishes = vanishes && (part.kind == partMany || part.kind == partNames)
	}
	if isGlob {
		return r.globWord(states, word, marked)
	}
	ended := r.border(r.parts(states, word, marked), marked)
	if vanishes {
		return union(states, ended)
	}
	return ended
}

// globWord reads a glob: one or more words that match it.
func (r *run) globWord(states *stateSet, word *viewWord, marked marks) *stateSet {
	all := stateSetOf()
	for fresh := states; len(fresh.list) > 0 && !r.exhausted(); {
		ended := r.border(r.parts(fresh, word, marked), marked)
		fresh = stateSetOf()
		for _, at := range ended.list {
			if all.add(at) {
				fresh.add(at)
			}
		}
	}
	return all
}

func (r *run) parts(states *stateSet, word *viewWord, marked marks) *stateSet {
	for _, part := range word.parts {
		states = r.part(states, part, marked)
	}
	return states
}

func (r *run) part(states *stateSet, part viewPart, marked marks) *stateSet {
	switch part.kind {
	case partText:
		return r.text(states, part.text)
	case partAny:
		return r.character(states)
	case partStar:
		return r.close(states, byteOfSegment)
	case partMany:
		return r.many(states, marked)
	case partName:
		return r.close(states, byteOfName)
	case partNames:
		first := r.close(states, byteOfName)
		return union(first, r.many(r.border(first, marked), marked))
	default:
		return r.close(states, byteOfWord)
	}
}

func (r *run) text(states *stateSet, text string) *stateSet {
	if len(states.list) == 1 {
		at := states.list[0]
		for index := range len(text) {
			at = r.machine.step(at, text[index])
		}
		r.steps += len(text)
		return stateSetOf(at)
	}
	for index := 0; index < len(text) && !r.exhausted(); index++ {
		states = r.step(states, text[index])
	}
	return states
}

func (r *run) border(states *stateSet, marked marks) *stateSet {
	for _, mark := range marked {
		next := stateSetOf()
		if mark != no {
			r.stepInto(next, states, inside)
		}
		if mark != yes {
			r.stepInto(next, states, outside)
		}
		states = next
	}
	return r.step(states, border)
}

// step gives the states after one byte.
func (r *run) step(states *stateSet, character byte) *stateSet {
	next := stateSetOf()
	r.stepInto(next, states, character)
	return next
}

func (r *run) stepInto(next, states *stateSet, character byte) {
	for _, at := range states.list {
		next.add(r.machine.step(at, character))
	}
	r.steps += len(states.list)
}

// character reads one character but a slash.
func (r *run) character(states *stateSet) *stateSet {
	all := stateSetOf()
	for _, at := range states.list {
		for _, next := range r.successors(at, byteOfSegment) {
			all.add(next)
		}
	}
	for _, lead := range multibyte {
		from := r.span(states, lead.low, lead.high)
		for range lead.follow {
			from = r.span(from, 0x80, 0xbf)
		}
		for _, at := range from.list {
			all.add(at)
		}
	}
	return all
}

// span gives the states after one byte of a range.
func (r *run) span(states *stateSet, low, high byte) *stateSet {
	all := stateSetOf()
	for _, at := range states.list {
		for character := int(low); character <= int(high); character++ {
			all.add(r.machine.step(at, byte(character)))
		}
	}
	r.steps += len(states.list)
	return all
}

// close gives all states that can be reached by bytes of a kind; every state is expanded once.
func (r *run) close(states *stateSet, kind byteKind) *stateSet {
	return r.closeBy(states, func(at state, visit func(state)) {
		for _, next := range r.successors(at, kind) {
			visit(next)
		}
	})
}

// many gives all states that can be reached by any bytes and borders.
func (r *run) many(states *stateSet, marked marks) *stateSet {
	return r.closeBy(states, func(at state, visit func(state)) {
		for _, next := range r.successors(at, byteOfWord) {
			visit(next)
		}
		for _, next := range r.border(stateSetOf(at), marked).list {
			visit(next)
		}
	})
}

func (r *run) closeBy(states *stateSet, expand func(at state, visit func(state))) *stateSet {
	all := stateSetOf(states.list...)
	queue := slices.Clone(states.list)
	for len(queue) > 0 && !r.exhausted() {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		r.steps++
		expand(at, func(next state) {
			if all.add(next) {
				queue = append(queue, next)
			}
		})
	}
	return all
}

// successors gives the states after one byte, whichever of the kind it is. Where words are marked, the marks are no bytes
// of a word.
func (r *run) successors(from state, kind byteKind) []state {
	if known, found := r.known[kind][from]; found {
		return known
	}
	all := stateSetOf()
	for character := 1; character <= 0xff; character++ {
		if kind != byteOfWord && character == '/' {
			continue
		}
		if kind == byteOfName && character >= 'A' && character <= 'Z' {
			continue
		}
		if r.marksOf != nil && (byte(character) == inside || byte(character) == outside) {
			continue
		}
		all.add(r.machine.step(from, byte(character)))
	}
	if r.known[kind] == nil {
		r.known[kind] = map[state][]state{}
	}
	r.known[kind][from] = all.list
	return all.list
}
