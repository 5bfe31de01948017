package evaluator

import "strings"

// policyIndex finds the entries of an embedded bundle without reading the others: runtime/PROTOCOL.md, section 10. What does not
// fit ends in a panic, which callers turn into a refusal.
type policyIndex struct {
	bundle string
	index  string
	// Whether some rule denies.
	denies bool
	tables [indexTables]indexTable
}

// indexTable is where a table starts and how many rows it has.
type indexTable struct{ start, rows int }

// The tables of an index, in its order.
const (
	tableValues = iota
	tablePrograms
	tableSubcommands
	tableWrappers
	tableBeginnings
	tableDashed
	tableWords
	tableSeconds
	tableNumbers
	tableAlways
	tableRules
	tableAutomata
	tableStates
	indexTables
)

// indexColumns is how many numbers a row of each table has.
var indexColumns = [indexTables]int{
	tableValues: 2, tablePrograms: 8, tableSubcommands: 4, tableWrappers: 4, tableBeginnings: 2, tableDashed: 2,
	tableWords: 8, tableSeconds: 4, tableNumbers: 1, tableAlways: 1, tableRules: 3, tableAutomata: 2, tableStates: 4,
}

// The rows of tableValues.
const (
	valuePolicyHash = iota
	valueDefaults
	valueInertEnvironment
	valueLookupEnvironment
	valueSystemFolders
)

const (
	indexFormat = "policy index 1\n\n"
	// numberWidth is eight digits and what parts them from the next number.
	numberWidth = 9
)

// openIndex reads the directory of an index.
func openIndex(bundle, index string) *policyIndex {
	made := &policyIndex{bundle: bundle, index: index}
	if !strings.HasPrefix(index, indexFormat) || made.number(len(indexFormat)) != len(bundle) {
		panic("the index is not that of the bundle")
	}
	at := len(indexFormat)
	made.denies = made.number(at+numberWidth) == 1
	for table := range made.tables {
		at += 2 * numberWidth
		made.tables[table] = indexTable{start: made.number(at), rows: made.number(at + numberWidth)}
	}
	return made
}

// number is the number that starts at a byte of the index.
func (x *policyIndex) number(at int) int {
	number := 0
	for _, digit := range []byte(x.index[at : at+numberWidth-1]) {
		switch {
		case digit >= '0' && digit <= '9':
			number = number<<4 | int(digit-'0')
		case digit >= 'a' && digit <= 'f':
			number = number<<4 | int(digit-'a'+10)
		default:
			panic("the index has no number where one should stand")
		}
	}
	return number
}

// cell is a number of a row.
func (x *policyIndex) cell(table, row, column int) int {
	of := x.tables[table]
	if row < 0 || row >= of.rows {
		panic("the index has no such row")
	}
	return x.number(of.start + (row*indexColumns[table]+column)*numberWidth)
}

func (x *policyIndex) name(table, row int) string {
	start := x.cell(table, row, 0)
	return x.index[start : start+x.cell(table, row, 1)]
}

// find is the row of a name among some rows of a table, which stand by name; -1 where there is none.
func (x *policyIndex) find(table, first, count int, name string) int {
	low, high := first, first+count
	for low < high {
		middle := int(uint(low+high) >> 1)
		switch order := strings.Compare(x.name(table, middle), name); {
		case order == 0:
			return middle
		case order < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return -1
}

// value decodes the value whose range starts in a column.
func (x *policyIndex) value(table, row, column int) jsonValue {
	start := x.cell(table, row, column)
	return x.decode(start, start+x.cell(table, row, column+1), jsonReader{})
}

// decode reads the value in a part of the bundle. How much of it is left out says the reader.
func (x *policyIndex) decode(start, end int, reader jsonReader) jsonValue {
	reader.text, reader.at = x.bundle[:end], start
	value, ok := reader.value(0)
	if !ok || reader.at != end {
		panic("the index names no value of the bundle")
	}
	return value
}

// list is the numbers of rules in a list whose range starts in a column.
func (x *policyIndex) list(table, row, column int) []int {
	first, count := x.cell(table, row, column), x.cell(table, row, column+1)
	return x.numbers(tableNumbers, first, count)
}

func (x *policyIndex) numbers(table, first, count int) []int {
	numbers := make([]int, count)
	for at := range numbers {
		numbers[at] = x.cell(table, first+at, 0)
	}
	return numbers
}

// rulesAbout is the rules that name a program word; nil where there are none.
func (x *policyIndex) rulesAbout(word string) *wordRules {
	row := x.find(tableWords, 0, x.tables[tableWords].rows, word)
	if row < 0 {
		return nil
	}
	first, count := x.cell(tableWords, row, 6), x.cell(tableWords, row, 7)
	return &wordRules{
		all:  x.list(tableWords, row, 2),
		open: x.list(tableWords, row, 4),
		behind: func(second string) []int {
			if found := x.find(tableSeconds, first, count, second); found >= 0 {
				return x.list(tableSeconds, found, 2)
			}
			return nil
		},
	}
}

var actionsByNumber = [...]Decision{Allow, Request, Deny}

func (x *policyIndex) action(number int) Decision {
	return actionsByNumber[x.cell(tableRules, number, 2)]
}

func (x *policyIndex) rule(number int) *bundleRule {
	start := x.cell(tableRules, number, 0)
	value := x.decode(start, start+x.cell(tableRules, number, 1), jsonReader{wanted: decides})
	return new(makeRule(objectOf(value)))
}

func (x *policyIndex) table(number int) automaton {
	return &indexAutomaton{of: x, first: x.cell(tableAutomata, number, 0), states: x.cell(tableAutomata, number, 1)}
}

// registry is the registry of the embedded bundle.
func (x *policyIndex) registry() registrySource {
	dashed := make([]string, x.tables[tableDashed].rows)
	for row := range dashed {
		dashed[row] = x.name(tableDashed, row)
	}
	return registrySource{
		programs: &indexEntries{of: x, table: tablePrograms, rows: x.tables[tablePrograms].rows},
		wrappers: &indexEntries{of: x, table: tableWrappers, rows: x.tables[tableWrappers].rows},
		dashed:   dashed,
		beginsWrapper: func(name string) bool {
			return x.find(tableBeginnings, 0, x.tables[tableBeginnings].rows, name) >= 0
		},
		inertEnvironment:  func() []string { return textsOf(x.value(tableValues, valueInertEnvironment, 0)) },
		lookupEnvironment: func() []string { return textsOf(x.value(tableValues, valueLookupEnvironment, 0)) },
		systemFolders:     func() []string { return textsOf(x.value(tableValues, valueSystemFolders, 0)) },
	}
}

// indexEntries are some rows of a table of programs, subcommands or wrappers.
type indexEntries struct {
	of    *policyIndex
	table int
	first int
	rows  int
}

func (e *indexEntries) find(name string) int { return e.of.find(e.table, e.first, e.rows, name) }

func (e *indexEntries) has(name string) bool { return e.find(name) >= 0 }

func (e *indexEntries) count() int { return e.rows }

func (e *indexEntries) names() []string {
	names := make([]string, e.rows)
	for at := range names {
		names[at] = e.of.name(e.table, e.first+at)
	}
	return names
}

func (e *indexEntries) entry(name string) (object *jsonObject, subcommands entries) {
	row := e.find(name)
	if row < 0 {
		return nil, noMembers
	}
	cell := func(column int) int { return e.of.cell(e.table, row, column) }
	subcommands = noMembers
	reader := jsonReader{}
	if e.table == tablePrograms {
		reader.holeStart, reader.holeEnd = cell(4), cell(4)+cell(5)
		subcommands = &indexEntries{of: e.of, table: tableSubcommands, first: cell(6), rows: cell(7)}
	}
	object, ok := e.of.decode(cell(2), cell(2)+cell(3), reader).(*jsonObject)
	if !ok {
		panic("an entry of the registry is no object")
	}
	return object, subcommands
}

// indexAutomaton is some rows of the table of states.
type indexAutomaton struct {
	of     *policyIndex
	first  int
	states int
}

func (a *indexAutomaton) count() int { return a.states }

func (a *indexAutomaton) acceptOf(at state) int32 {
	return int32(a.of.cell(tableStates, a.first+int(at), 3))
}

func (a *indexAutomaton) stepsOf(at state) (others state, ranges []int32) {
	row := a.first + int(at)
	start := a.of.cell(tableStates, row, 0)
	reader := jsonReader{text: a.of.bundle[:start+a.of.cell(tableStates, row, 1)], at: start}
	ranges, ok := reader.states()
	if !ok || !reader.atEnd() || len(ranges)%3 != 0 {
		panic("the index names no state of the bundle")
	}
	return state(uint32(a.of.cell(tableStates, row, 2))), ranges
}
