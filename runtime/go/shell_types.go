package evaluator

import "slices"

// pieceKind is the kind of a part of a word.
type pieceKind uint8

const (
	// These bytes.
	pieceLiteral pieceKind = iota
	// The bytes that bash makes of `$'…'` or of a brace list; some shells read something else.
	pieceAnsi
	// Unknown text inside one word (`"$x"`).
	pieceOne
	// Any bytes, word borders included (`$x`).
	pieceMany
	// Part of a pattern: the word stands for one or more words.
	pieceGlob
	// `~`, `$HOME` or `$PWD`.
	piecePlace
	// A sign of a brace list in an unquoted part of a word; only while the word is read.
	pieceSign
)

// globSymbol is what a glob piece stands for.
type globSymbol uint8

const (
	// Any bytes but a slash.
	globStar globSymbol = iota
	// `**`: any bytes.
	globDeep
	// `?`: one character but a slash.
	globAny
	// Any bytes: its members depend on the locale.
	globBracket
)

type placeKind uint8

const (
	placeHome placeKind = iota
	placePwd
)

// piece is a part of a word.
type piece struct {
	kind pieceKind
	text string
	// Of unknown text: the positional parameter (`0` to `9`, `@`, `*`) that it is the value of.
	parameter string
	symbol    globSymbol
	place     placeKind
	// Of a place: an unquoted variable, which is cut into words.
	splits bool
	// Of a sign: `{`, `,` or `}`.
	sign byte
}

// word is a word of a command. Words are shared and never changed once they are read.
type word struct {
	pieces []piece
	// The bytes of a word that has literal pieces only.
	literal opt
	// The word as written.
	source string
	span   span
	// One of the words of a brace list: the single word that shells without such lists read in place of all of them.
	unexpanded *word
}

// assignment is NAME=value or NAME+=value before a command; the value never splits. An array is one unknown value.
type assignment struct {
	name   string
	append bool
	value  *word
}

type direction uint8

const (
	directionRead direction = iota
	directionWrite
	directionBoth
)

// redirection names a file. Duplications of descriptors, here-documents and here-strings name none and are not listed.
type redirection struct {
	direction direction
	target    *word
}

// input is what a command reads as its standard input, as far as the line shows it.
type input struct {
	// The text of a here-document or a here-string; nil: the output of the commands of `from`.
	text *word
	// The earlier pipeline member that writes it.
	from *scope
	// Other commands read the same input: any part of it may be gone.
	shared bool
}

// noPart is the number of no region and no loop.
const noPart = -1

// circumstances are what a command inherits from what surrounds it.
type circumstances struct {
	// The subshells that it runs in, outermost first: what it does to the shell itself (directory, variables, how programs
	// are found) is seen by later commands only whose path starts with this one.
	environment []int
	// The parts of the line that may not run, outermost first: what it does has happened for commands in the same parts.
	branch []int
	// The outermost part of the line whose commands run at the same time or several times: all of them count as earlier.
	together int
	// The outermost loop around it: what its commands do to their shell is seen by all of them.
	loop int
	// Everything after it in the line may run while it runs.
	background bool
	// Runs whenever something calls it (a function body, a trap): every command of the line may have run before it.
	deferred bool
	// Those of enclosing groups and of earlier `exec`s first, then its own.
	redirections []redirection
	// Nil where the line does not show it: a file, another descriptor, the input of the line.
	input *input
}

// simpleCommand is a simple command, with what surrounds it.
type simpleCommand struct {
	circumstances
	assignments []assignment
	words       []*word
	span        span
}

type opaquePart struct {
	code opaqueCode
	span span
}

// namedPart is a name that the line gives another meaning, and where.
type namedPart struct {
	name string
	span span
}

// shellText is what a text holds. With refused the rest is empty: the input is over a budget.
type shellText struct {
	commands []*simpleCommand
	opaque   []opaquePart
	// The functions that it defines.
	functions []namedPart
	// The variables that it assigns without a command: those of loops and of `${name=…}`.
	variables []namedPart
	refused   inputError
}

// budget is what is left of the budgets of one input; all texts of the input share it.
type budget struct {
	commands int
	nodes    int
	// Bytes of values that positional parameters may still be bound to.
	bound int
	// How many numbers of scopes are taken.
	scopes int
}

func newBudget() *budget { return &budget{commands: mostCommands, nodes: mostNodes, bound: mostLine} }

// nextScope takes a number.
func (b *budget) nextScope() int {
	b.scopes++
	return b.scopes - 1
}

// runner says who runs a text that a command holds.
type runner uint8

const (
	// A process of its own (`sh -c`).
	runnerChild runner = iota
	// The shell of the line (`eval`).
	runnerSame
	// The shell of the line some time later (`trap`).
	runnerLater
)

// within is where a text stands that is not the outer line itself.
type within struct {
	// The command that runs the text.
	outer *simpleCommand
	// The span that everything in the text gets.
	span   span
	runner runner
}

// literalWord is a word that does not stand in the line as such, such as an inner program word cut out of another.
func literalWord(text string, place span) *word {
	return &word{pieces: []piece{{kind: pieceLiteral, text: text}}, literal: someText(text), source: text, span: place}
}

// inChild is a command as a process of its own runs it: what it does to its directory and variables ends with it.
func inChild(command *simpleCommand, left *budget) *simpleCommand {
	inner := *command
	inner.environment = extended(command.environment, left.nextScope())
	return &inner
}

// extended is a path with one more number.
func extended(path []int, number int) []int {
	return append(slices.Clip(path), number)
}

// wordOf is a word of pieces, with its bytes where they are known.
func wordOf(pieces []piece, source string, place span) *word {
	made := &word{pieces: pieces, source: source, span: place}
	if len(pieces) == 1 && pieces[0].kind == pieceLiteral {
		made.literal = someText(pieces[0].text)
	}
	return made
}
