package evaluator

import "strings"

// place is the place of a command among the others; without a draft where none was found there.
type place struct {
	draft *draft
}

// reading is what is gathered while a text is read, whatever constructs its parts stand in.
type reading struct {
	budget *budget
	// The span of everything in a text that is not the outer line itself, else nil.
	fixed     *span
	length    int
	opaque    []opaquePart
	functions []namedPart
	variables []namedPart
	// The commands in source order; a place is taken when a command starts and filled when it ends.
	places []*place
	// Nothing more is read: the rest is opaque.
	stopped bool
	// What `exec`s without a command have redirected so far.
	execRedirections []redirection
	execInput        *inputSource
	// The scope where whatever is read now stands.
	scope *scope
	// The scope that runs together with the substitutions in its words; nil where these run before it anyway.
	owner   *scope
	depth   int
	tooDeep bool
}

func newReading(left *budget, fixed *span, length int) *reading {
	made := &reading{budget: left, fixed: fixed, length: length}
	made.scope = &scope{id: left.nextScope()}
	return made
}

func (r *reading) refused() inputError {
	switch {
	case r.tooDeep:
		return inputTooDeep
	case r.budget.commands < 0:
		return inputTooManyCommands
	case r.budget.nodes < 0:
		return inputTooManyNodes
	}
	return ""
}

// halted says whether the reading is over: stopped, or out of budget.
func (r *reading) halted() bool {
	return r.stopped || r.tooDeep || r.budget.commands < 0 || r.budget.nodes < 0
}

// enter opens a scope inside the current one.
func (r *reading) enter() *scope {
	r.scope = &scope{parent: r.scope, id: r.budget.nextScope()}
	return r.scope
}

// deeper runs a reader one level deeper; the depth of all constructs in each other is bounded.
func (r *reading) deeper(read func()) {
	r.depth++
	if r.depth > mostNesting {
		r.tooDeep = true
	} else {
		read()
	}
	r.depth--
}

// cursor is a place in a shell text.
type cursor struct {
	text    string
	at      int
	reading *reading
	// The offset of the text in the line; not asked for where the text has a place.
	offset int
	// The span of everything in a text that does not stand in the line as it is, else nil.
	place *span
	// Here-documents of this level that wait for the end of the line.
	pending []*hereDocument
	// An outer level of the same text waits for the end of the line too.
	outerPending bool
}

// part is a cursor at the start of a part of the text.
func (c *cursor) part(from, to int) *cursor {
	inner := c.inner(between(c.text, from, to), c.place)
	inner.offset = c.offset + from
	return inner
}

// inner is a cursor at the start of another text that stands inside of this one.
func (c *cursor) inner(text string, place *span) *cursor {
	return &cursor{text: text, reading: c.reading, place: place, outerPending: c.outerPending || len(c.pending) > 0}
}

// here is the byte here, or atEnd.
func (c *cursor) here() int { return byteAt(c.text, c.at) }

func (c *cursor) halted() bool { return c.reading.halted() }

// startsWith says whether the text goes on with these bytes.
func (c *cursor) startsWith(bytes string) bool { return strings.HasPrefix(after(c.text, c.at), bytes) }

// peek is the byte so many bytes ahead, past line continuations.
func (c *cursor) peek(ahead int) int { return byteAt(c.text, c.continued(c.at+ahead)) }

// continued is the offset after the line continuations at an offset.
func (c *cursor) continued(at int) int {
	for byteAt(c.text, at) == '\\' && byteAt(c.text, at+1) == '\n' {
		at += 2
	}
	return at
}

func (c *cursor) skipBlank(newlines bool) {
	for {
		switch character := c.here(); {
		case character == ' ' || character == '\t':
			c.at++
		case character == '\\' && byteAt(c.text, c.at+1) == '\n':
			c.at += 2
		case newlines && character == '\n' && !c.halted():
			c.endLine()
		case newlines && character == '#':
			c.skipComment()
		default:
			return
		}
	}
}

// endLine passes a newline that ends a line of code, and the bodies of the here-documents that start after it.
func (c *cursor) endLine() {
	c.at++
	documents := c.pending
	if len(documents) == 0 && !c.outerPending {
		return
	}
	c.pending = nil
	// Shells do not agree whether the body starts inside of the substitution or after it.
	if c.outerPending {
		c.stop(opaqueHereDocument, c.at-1)
	}
	for _, document := range documents {
		if !c.halted() {
			document.readBody(c)
		}
	}
}

func (c *cursor) skipComment() {
	end := indexFrom(c.text, "\n", c.at)
	if end < 0 {
		end = len(c.text)
	}
	if strings.Contains(between(c.text, c.at, end), "\r") {
		c.note(opaqueControlCharacter, c.span(c.at, end))
	}
	c.at = end
}

// nest reads something inside of a word, whose lines are its own.
func (c *cursor) nest(read func()) {
	outer, outerPending := c.pending, c.outerPending
	c.outerPending = outerPending || len(outer) > 0
	c.pending = nil
	read()
	c.pending, c.outerPending = outer, outerPending
}

const longestReserved = 9

// plainWord is the unquoted word of letters and a few signs that stands here as a whole, and where it ends; empty where
// none does: only such a word can be a reserved one. The cursor stays.
func (c *cursor) plainWord() (text string, end int) {
	start := c.continued(c.at)
	end = start
	for {
		character := byteAt(c.text, end)
		if endsAt(character, " \t\n;&|<>()") {
			break
		}
		if !(isLetter(character) || isOneOf(character, "{}[]!-")) || len(text)+end-start > longestReserved {
			return "", 0
		}
		end++
		if next := c.continued(end); next != end {
			text += c.text[start:end]
			start, end = next, next
		}
	}
	return text + between(c.text, start, end), end
}

// skipPlain skips a reserved word and the blanks after it where exactly that word stands.
func (c *cursor) skipPlain(word string) bool {
	if here := c.here(); here != int(word[0]) && here != '\\' {
		return false
	}
	text, end := c.plainWord()
	if text != word {
		return false
	}
	c.at = end
	c.skipBlank(false)
	return true
}

// note notes something that is not known but does not end the reading.
func (c *cursor) note(code opaqueCode, place span) {
	c.reading.opaque = append(c.reading.opaque, opaquePart{code: code, span: place})
}

// stop ends the reading: everything from an offset on is opaque, to the end of the whole text.
func (c *cursor) stop(code opaqueCode, at int) {
	if !c.reading.stopped {
		end := c.reading.length
		if c.reading.fixed != nil {
			end = c.reading.fixed[1]
		}
		c.note(code, span{c.span(at, at)[0], end})
	}
	c.reading.stopped = true
}

func (c *cursor) span(start, end int) span {
	if c.reading.fixed != nil {
		return *c.reading.fixed
	}
	if c.place != nil {
		return *c.place
	}
	return span{c.offset + start, c.offset + end}
}
