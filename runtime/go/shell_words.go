package evaluator

import "strings"

// wordReading is a word, or the part of it before something at which the reading stopped.
type wordReading struct {
	// The words that it stands for: several or none where it holds brace lists, else one.
	words []*word
	// What it assigns, where it stands before a program; else nil.
	assignment *assignment
	// The whole word is unquoted literal text: only then it can be a descriptor number or the name of a function.
	plain bool
	// How many bytes of the first literal piece are unquoted.
	unquoted int
	source   string
	end      int
}

// declares says whether a word may hold the list of an array after NAME=: the command declares variables.
type declares uint8

const (
	declaresNothing declares = iota
	declaresIndexed
	// Its keys are texts.
	declaresKeyed
)

// wordPlace is what a word may be where it stands.
type wordPlace struct {
	// It may be an assignment: it stands before a program.
	assigns  bool
	declares declares
}

var plainPlace = wordPlace{}

// readWord reads the word that starts at the cursor; the caller has skipped blanks and operators, so there is one. The
// programs in it are read on the way.
func readWord(c *cursor, where wordPlace) wordReading {
	c.reading.budget.nodes--
	reader := wordReader{cursor: c, place: where, start: c.at, valueFrom: c.at, pieces: newPieceList(), firstBracket: -1, lastBracket: -1}
	return reader.read()
}

type wordReader struct {
	cursor       *cursor
	place        wordPlace
	start        int
	pieces       *pieceList
	inBraces     bool
	firstBracket int
	lastBracket  int
	// What is assigned; nil in a word that is no assignment.
	assigned  *assignment
	valueFrom int
	// Whether the word starts like an assignment, once that is asked for.
	likeAssignment, likeAsked bool
}

func (r *wordReader) read() wordReading {
	c := r.cursor
	if r.place.assigns {
		r.readAssigned()
	}
	for !c.halted() && r.step() {
	}
	parts := r.pieces.finish()
	source := between(c.text, r.valueFrom, c.at)
	place := c.span(r.start, c.at)
	if r.pieces.odd != "" {
		c.note(r.pieces.odd, place)
	}
	texts, unexpanded := foldParts(parts, r.firstBracket, r.lastBracket)
	finished := func(pieces []piece) *word {
		if c.halted() {
			pieces = append(pieces[:len(pieces):len(pieces)], piece{kind: pieceMany})
		}
		return wordOf(pieces, source, place)
	}
	read := wordReading{words: make([]*word, len(texts)), unquoted: r.pieces.unquoted(), source: source, end: c.at}
	var whole *word
	if unexpanded != nil {
		whole = finished(unexpanded)
	}
	for at, pieces := range texts {
		read.words[at] = finished(pieces)
		read.words[at].unexpanded = whole
	}
	read.plain = r.pieces.plain && r.assigned == nil && len(read.words) > 0 && read.words[0].literal.known
	if r.assigned != nil {
		r.assigned.value = assignedValue(read.words, source, place)
		read.assignment = r.assigned
	}
	return read
}

// readAssigned reads `NAME=`, `NAME+=` and `NAME[…]=` at the start of the word: only what follows is the word then.
func (r *wordReader) readAssigned() {
	c := r.cursor
	name, end := scanName(c.text, c.at)
	if name == "" {
		return
	}
	c.at = end
	subscripted := c.here() == '[' && indexFrom(c.text, "]", c.at) >= 0
	if subscripted {
		r.readSubscript()
	}
	if c.halted() {
		return
	}
	isAppend := c.here() == '+'
	equals := c.continued(c.at)
	if isAppend {
		equals = c.continued(c.at + 1)
	}
	if byteAt(c.text, equals) == '=' {
		if subscripted {
			noteArithmetic(c, end+1, c.at-1)
		}
		c.at = c.continued(equals + 1)
		r.valueFrom = c.at
		r.assigned = &assignment{name: name, append: isAppend}
		r.pieces = newPieceList()
		// In a value, braces and globs are text.
		if c.here() == '(' {
			r.readArray(declaresIndexed)
		} else if isEndOfWord(c.here()) {
			r.pieces.addQuoted("")
		}
		return
	}
	r.pieces.addUnquoted(name)
	if !subscripted {
		return
	}
	// A glob after all.
	r.firstBracket = r.pieces.mark()
	r.pieces.push(piece{kind: pieceGlob, symbol: globBracket})
	r.lastBracket = r.pieces.mark()
}

// readSubscript passes over a subscript; other shells end the word at a blank or an operator in it.
func (r *wordReader) readSubscript() {
	c := r.cursor
	start := c.at
	c.at++
	skim(c, ']', false, true)
	if strings.ContainsAny(between(c.text, start, c.at), " \t\n;&|<>") {
		c.note(opaqueDialect, c.span(start, c.at))
	}
}

func isEndOfWord(character int) bool { return endsAt(character, " \t\n;&|<>()") }

// isOrdinary says whether a byte stands for itself in an unquoted word.
func isOrdinary(character int) bool {
	return isNameByte(character) || character >= 0x80 || isOneOf(character, "-./:=@%+,^!#")
}

// isOrdinaryInBraces is the same where braces are open.
func isOrdinaryInBraces(character int) bool { return character != ',' && isOrdinary(character) }

// step reads one element; false at the end of the word.
func (r *wordReader) step() bool {
	c := r.cursor
	ordinary := isOrdinary
	if r.inBraces {
		ordinary = isOrdinaryInBraces
	}
	if end := endOfRun(c.text, c.at, ordinary); end > c.at {
		r.pieces.addUnquoted(c.text[c.at:end])
		c.at = end
	}
	character := c.here()
	if isEndOfWord(character) {
		return r.atEnd(character)
	}
	switch character {
	case '\\':
		r.backslash()
		return true
	case '\'':
		readSingleQuoted(c, r.pieces)
		return true
	case '"':
		readDoubleQuoted(c, r.pieces)
		return true
	case '$':
		r.dollar()
		return true
	case '`':
		readBackticks(c, false)
		r.pieces.push(piece{kind: pieceMany})
		return true
	case '~':
		r.tilde()
		return true
	case '*':
		r.star()
		return true
	case '?':
		r.glob(globAny, 1)
		return true
	case '[':
		if r.firstBracket < 0 {
			r.firstBracket = r.pieces.mark()
		}
	case ']':
		r.pieces.addUnquoted("]")
		c.at++
		r.lastBracket = r.pieces.mark()
		return true
	case '{', ',', '}':
		if r.sign(byte(character)) {
			return true
		}
	}
	one := characterAt(c.text, c.at)
	r.pieces.addUnquoted(one)
	c.at += len(one)
	return true
}

// atEnd is at a character that ends words, unless it starts something that belongs to one.
func (r *wordReader) atEnd(character int) bool {
	c := r.cursor
	if (character == '<' || character == '>') && c.peek(1) == '(' {
		readSubstitution(c, true)
		r.pieces.push(piece{kind: pieceOne})
		return true
	}
	if character != '(' || c.at == r.start {
		return false
	}
	if isOneOf(byteAt(c.text, c.at-1), "?*+@!") {
		readExtendedGlob(c)
		r.pieces.push(piece{kind: pieceMany})
		return true
	}
	if r.place.declares == declaresNothing || !r.pieces.plain || !startsLikeAssignment(string(r.pieces.literal)) {
		return false
	}
	if r.pieces.literal[len(r.pieces.literal)-1] != '=' {
		return false
	}
	r.readArray(r.place.declares)
	return true
}

// startsLikeAssignment says whether a text starts with NAME= or NAME+=.
func startsLikeAssignment(text string) bool {
	end := nameEnd(text, 0)
	if end > 0 && byteAt(text, end) == '+' {
		end++
	}
	return end > 0 && byteAt(text, end) == '='
}

func (r *wordReader) readArray(keys declares) {
	readArray(r.cursor, keys)
	r.pieces.push(piece{kind: pieceOne})
}

func (r *wordReader) sign(character byte) bool {
	if r.assigned != nil || (character != '{' && !r.inBraces) {
		return false
	}
	r.inBraces = true
	r.pieces.push(piece{kind: pieceSign, sign: character})
	r.cursor.at++
	return true
}

func (r *wordReader) backslash() {
	c := r.cursor
	escaped := characterAt(c.text, c.at+1)
	// A backslash at the very end is kept by some shells and dropped by others.
	if escaped == "" {
		c.stop(opaqueDialect, c.at)
	} else if escaped != "\n" {
		r.pieces.addQuoted(escaped)
	}
	c.at += 1 + len(escaped)
}

func (r *wordReader) dollar() {
	c := r.cursor
	switch c.peek(1) {
	case '\'':
		r.ansi()
		return
	case '"':
		start := c.at
		c.at = c.continued(start + 1)
		readDoubleQuoted(c, r.pieces)
		c.note(opaqueLocaleText, c.span(start, c.at))
		return
	}
	if found, ok := readExpansion(c, false); ok {
		r.pieces.push(found)
		return
	}
	r.pieces.addUnquoted("$")
	c.at++
}

func (r *wordReader) ansi() {
	c := r.cursor
	text, end := readAnsi(c.text, c.continued(c.at+1)+1)
	if end < 0 {
		c.stop(opaqueUnterminatedQuote, c.at)
		return
	}
	r.pieces.check(c.text[c.at:end], true)
	if text.known {
		r.pieces.push(piece{kind: pieceAnsi, text: text.text})
	} else {
		r.pieces.push(piece{kind: pieceOne})
	}
	c.at = end
}

func isUserByte(character int) bool { return isNameByte(character) || isOneOf(character, ".+-") }

func (r *wordReader) tilde() {
	c := r.cursor
	before := byteAt(c.text, c.at-1)
	atStart := c.at == r.valueFrom
	expands := atStart
	if !atStart {
		if before == ':' || before == '=' {
			expands = r.isAssignment()
		} else {
			expands = r.inBraces && isOneOf(before, "{,")
		}
	}
	if !expands {
		r.pieces.addUnquoted("~")
		c.at++
		return
	}
	end := endOfRun(c.text, c.at+1, isUserByte)
	hasUser := end > c.at+1
	c.at = end
	// Quoted or odd text after the tilde may or may not be a user's name.
	if !hasUser && atStart && r.assigned == nil && (c.here() == '/' || isEndOfWord(c.here())) {
		r.pieces.push(piece{kind: piecePlace, place: placeHome})
	} else {
		r.pieces.push(piece{kind: pieceOne})
	}
}

// isAssignment says whether the word starts like an assignment; asked for each tilde, so it is found out once.
func (r *wordReader) isAssignment() bool {
	if r.assigned != nil {
		return true
	}
	if !r.likeAsked {
		r.likeAsked = true
		r.likeAssignment = startsLikeAssignment(between(r.cursor.text, r.start, r.cursor.at))
	}
	return r.likeAssignment
}

func (r *wordReader) star() {
	c := r.cursor
	end := endOfRun(c.text, c.at, func(character int) bool { return character == '*' })
	if end > c.at+1 {
		r.glob(globDeep, end-c.at)
	} else {
		r.glob(globStar, 1)
	}
}

func (r *wordReader) glob(symbol globSymbol, length int) {
	c := r.cursor
	if r.assigned != nil {
		r.pieces.addUnquoted(between(c.text, c.at, c.at+length))
	} else if byteAt(c.text, c.at+length) != '(' {
		r.pieces.push(piece{kind: pieceGlob, symbol: symbol})
	}
	c.at += length
}

// assignedValue is the value of an assignment: known bytes, or not known at all.
func assignedValue(words []*word, source string, place span) *word {
	if len(words) == 1 && words[0].literal.known {
		return wordOf([]piece{{kind: pieceLiteral, text: words[0].literal.text}}, source, place)
	}
	return wordOf([]piece{{kind: pieceOne}}, source, place)
}
