package evaluator

import (
	"strconv"
)

// state is a state of a machine.
type state = int32

const (
	// dead is the state from which nothing is accepted.
	dead state = -1
	// stepUnknown marks transitions that were not worked out yet.
	stepUnknown state = -2
	// border ends every word.
	border byte = 0x00
	// inside and outside stand before a border, per path set: the word is a path inside, or outside.
	inside  byte = 0xfe
	outside byte = 0xfd
)

// machine is an automaton that can be stepped. Transitions are worked out when they are first needed and kept.
type machine interface {
	start() state
	// step is the state after a byte; dead leads to dead.
	step(from state, character byte) state
	// accept is 0 for a state that rejects, 1 for maybe, 2 for yes.
	accept(at state) int32
}

type row = [256]state

// automaton is a table of a bundle, by state: of one that was read whole, or of an embedded one.
type automaton interface {
	// count is how many states there are.
	count() int
	// acceptOf is the label of a state.
	acceptOf(at state) int32
	// stepsOf is where all bytes lead that no range holds, and ranges of three numbers each (low, high, target).
	stepsOf(at state) (others state, ranges []int32)
}

// tableMachine is a table of a bundle as a machine. The bundle's reader has checked the table.
type tableMachine struct {
	table automaton
	rows  []*row
}

func newTableMachine(table automaton) *tableMachine {
	return &tableMachine{table: table, rows: make([]*row, table.count())}
}

func (m *tableMachine) start() state { return 0 }

func (m *tableMachine) step(from state, character byte) state {
	if from < 0 {
		return dead
	}
	known := m.rows[from]
	if known == nil {
		known = m.fill(from)
	}
	return known[character]
}

func (m *tableMachine) accept(at state) int32 {
	if at < 0 {
		return 0
	}
	return m.table.acceptOf(at)
}

func (m *tableMachine) fill(from state) *row {
	made := &row{}
	others, ranges := m.table.stepsOf(from)
	for at := range made {
		made[at] = others
	}
	for at := 0; at+2 < len(ranges); at += 3 {
		for character := ranges[at]; character <= ranges[at+1]; character++ {
			made[character] = ranges[at+2]
		}
	}
	m.rows[from] = made
	return made
}

// letters is a trie of the alternatives of one word position.
type letters struct {
	next map[byte]*letters
	// A word of the list ends here.
	final bool
}

// headState is where a head stands: in which word of it, and how far into that word.
type headState struct {
	head     int
	position int
	letters  *letters
}

type tailState struct {
	automaton int
	at        state
}

// configuration is a state of several heads at once, or of the tails that heads have led to.
type configuration struct {
	heads []headState
	tails []tailState
}

// headsMachine is heads as one machine: states are sets of head states, numbered as they are met (the subset
// construction, done lazily). Marks inside a head say nothing and are passed over, if words are marked at all: else their
// bytes are those of a word.
type headsMachine struct {
	heads         []programHead
	from          *Prepared
	marked        bool
	first         state
	positions     [][]*letters
	states        []configuration
	rows          []*row
	numbers       map[string]state
	letterNumbers map[*letters]int
}

func newHeadsMachine(heads []programHead, from *Prepared, marked bool) *headsMachine {
	made := &headsMachine{
		heads: heads, from: from, marked: marked,
		numbers: map[string]state{}, letterNumbers: map[*letters]int{},
	}
	var starts []headState
	for at, head := range heads {
		positions := make([]*letters, len(head.words))
		for position, words := range head.words {
			positions[position] = lettersOf(words)
		}
		made.positions = append(made.positions, positions)
		if len(positions) > 0 {
			starts = append(starts, headState{head: at, letters: positions[0]})
		}
	}
	made.first = made.number(configuration{heads: starts})
	return made
}

func (m *headsMachine) start() state { return m.first }

func (m *headsMachine) step(from state, character byte) state {
	if from < 0 {
		return dead
	}
	known := m.rows[from]
	if known == nil {
		known = &row{}
		for at := range known {
			known[at] = stepUnknown
		}
		m.rows[from] = known
	}
	if known[character] == stepUnknown {
		known[character] = m.next(from, character)
	}
	return known[character]
}

func (m *headsMachine) accept(at state) int32 {
	if at < 0 {
		return 0
	}
	best := int32(0)
	for _, tail := range m.states[at].tails {
		best = max(best, m.from.table(tail.automaton).accept(tail.at))
	}
	return best
}

func (m *headsMachine) next(from state, character byte) state {
	var next configuration
	for _, tail := range m.states[from].tails {
		if at := m.from.table(tail.automaton).step(tail.at, character); at != dead {
			next.tails = append(next.tails, tailState{automaton: tail.automaton, at: at})
		}
	}
	for _, head := range m.states[from].heads {
		switch {
		case m.marked && (character == inside || character == outside):
			next.heads = append(next.heads, head)
		case character == border:
			m.endWord(head, &next)
		default:
			if letters := head.letters.next[character]; letters != nil {
				next.heads = append(next.heads, headState{head: head.head, position: head.position, letters: letters})
			}
		}
	}
	if len(next.heads)+len(next.tails) == 0 {
		return dead
	}
	return m.number(next)
}

func (m *headsMachine) endWord(at headState, next *configuration) {
	if !at.letters.final {
		return
	}
	if position := at.position + 1; position < len(m.positions[at.head]) {
		next.heads = append(next.heads, headState{head: at.head, position: position, letters: m.positions[at.head][position]})
	} else {
		next.tails = append(next.tails, tailState{automaton: m.heads[at.head].tail})
	}
}

func (m *headsMachine) number(made configuration) state {
	var key []byte
	for _, head := range made.heads {
		key = strconv.AppendInt(key, int64(head.head), 10)
		key = append(key, '.')
		key = strconv.AppendInt(key, int64(m.letterNumber(head.letters)), 10)
		key = append(key, ' ')
	}
	for _, tail := range made.tails {
		key = strconv.AppendInt(key, int64(tail.automaton), 10)
		key = append(key, ':')
		key = strconv.AppendInt(key, int64(tail.at), 10)
		key = append(key, ' ')
	}
	if known, found := m.numbers[string(key)]; found {
		return known
	}
	number := state(len(m.states))
	m.states = append(m.states, made)
	m.rows = append(m.rows, nil)
	m.numbers[string(key)] = number
	return number
}

func (m *headsMachine) letterNumber(one *letters) int {
	known, found := m.letterNumbers[one]
	if !found {
		known = len(m.letterNumbers)
		m.letterNumbers[one] = known
	}
	return known
}

func lettersOf(words []string) *letters {
	root := &letters{next: map[byte]*letters{}}
	for _, word := range words {
		node := root
		for at := range len(word) {
			next := node.next[word[at]]
			if next == nil {
				next = &letters{next: map[byte]*letters{}}
				node.next[word[at]] = next
			}
			node = next
		}
		node.final = true
	}
	return root
}
