package evaluator

// pieceList gathers the pieces of a word while it is read, with the signs of brace lists among them; literal text that stands
// side by side becomes one piece.
type pieceList struct {
	// Everything so far is unquoted literal text.
	plain bool
	// How many bytes of the first literal piece are unquoted; -1 while that may still grow.
	unquotedBytes int
	// The first reason to distrust a character, or empty.
	odd   opaqueCode
	parts []piece
	// The literal text that was added last, with nothing after it.
	literal    []byte
	hasLiteral bool
}

func newPieceList() *pieceList { return &pieceList{plain: true, unquotedBytes: -1} }

func (l *pieceList) unquoted() int {
	switch {
	case l.unquotedBytes >= 0:
		return l.unquotedBytes
	case len(l.parts) == 0:
		return len(l.literal)
	}
	return 0
}

func (l *pieceList) addUnquoted(text string) {
	l.check(text, false)
	l.literal = append(l.literal, text...)
	l.hasLiteral = true
}

// addQuoted adds quoted text; the empty text too makes a word.
func (l *pieceList) addQuoted(text string) {
	l.unquotedBytes = l.unquoted()
	l.plain = false
	l.check(text, true)
	l.literal = append(l.literal, text...)
	l.hasLiteral = true
}

func (l *pieceList) push(part piece) {
	l.unquotedBytes = l.unquoted()
	l.plain = false
	l.flush()
	l.parts = append(l.parts, part)
}

// check looks at text that is not part of the pieces.
func (l *pieceList) check(text string, quoted bool) {
	if l.odd == "" {
		l.odd = oddCharacter(text, quoted)
	}
}

// mark is how many parts there are so far; a place to fold from or to.
func (l *pieceList) mark() int {
	l.unquotedBytes = l.unquoted()
	l.flush()
	return len(l.parts)
}

// finish gives all parts, and ends the adding.
func (l *pieceList) finish() []piece {
	l.mark()
	return l.parts
}

func (l *pieceList) flush() {
	if l.hasLiteral {
		l.parts = append(l.parts, piece{kind: pieceLiteral, text: string(l.literal)})
	}
	l.literal = l.literal[:0]
	l.hasLiteral = false
}

// characterAt is the bytes of the character at an offset: a whole scalar value, or one byte where the text is cut.
func characterAt(text string, at int) string {
	_, length := decodeScalar(text, at)
	return between(text, at, at+max(1, length))
}
