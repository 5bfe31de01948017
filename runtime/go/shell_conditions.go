package evaluator

import "strings"

// readCondition reads `[[ … ]]` from after `[[` to after `]]`: words that are compared and not executed (bash(1), SHELL
// GRAMMAR, Compound Commands).
func readCondition(c *cursor) {
	reader := conditionReader{cursor: c}
	reader.readExpression()
	if c.halted() {
		return
	}
	if closing, end := c.plainWord(); closing == "]]" {
		c.at = end
	} else {
		c.stop(opaqueSyntaxError, c.at)
	}
}

type conditionReader struct {
	cursor *cursor
}

// readExpression reads terms joined by `&&` and `||`; the cursor is then at what ends them.
func (r *conditionReader) readExpression() {
	for {
		r.readTerm()
		r.cursor.skipBlank(true)
		if r.cursor.halted() || !(r.cursor.startsWith("&&") || r.cursor.startsWith("||")) {
			return
		}
		r.cursor.at += 2
	}
}

func (r *conditionReader) readTerm() {
	c := r.cursor
	c.skipBlank(true)
	for c.skipPlain("!") {
		c.skipBlank(true)
	}
	if c.halted() {
		return
	}
	if c.here() != '(' {
		r.readTest()
		return
	}
	start := c.at
	c.at++
	c.reading.deeper(r.readExpression)
	if c.halted() {
		return
	}
	if c.here() == ')' {
		c.at++
	} else {
		c.stop(opaqueSyntaxError, start)
	}
}

// readTest reads one word, an operator and a word, or a word, an operator and a word.
func (r *conditionReader) readTest() {
	c := r.cursor
	first := r.readOperand()
	if c.halted() || r.ends() {
		return
	}
	if isOneOf(c.here(), "<>") {
		// A redirection to shells without `[[`.
		c.note(opaqueDialect, c.span(c.at, c.at+1))
		c.at++
		r.readOperand()
		return
	}
	operator := r.readOperand()
	if c.halted() {
		return
	}
	if sign := literalOf(first); isUnaryTest(sign) {
		// `-v` evaluates the subscript of what it tests.
		tested := literalOf(operator)
		if sign == "-v" && (tested == "" || endOfRun(tested, 0, isNameByte) < len(tested)) {
			r.note(operator)
		}
	} else {
		r.readComparison(first, operator)
	}
}

// literalOf is the text of a word; empty where it is not known or there is none.
func literalOf(one *word) string {
	if one == nil {
		return ""
	}
	return one.literal.text
}

func isUnaryTest(sign string) bool {
	return len(sign) == 2 && sign[0] == '-' && strings.IndexByte("abcdefghknoprstuvwxzGLNORS", sign[1]) >= 0
}

func (r *conditionReader) readComparison(first, operator *word) {
	switch literalOf(operator) {
	case "=~":
		r.readPattern()
	case "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
		// Comparisons of numbers: both sides are arithmetic.
		second := r.readOperand()
		r.noteNumber(first)
		r.noteNumber(second)
	case "=", "==", "!=", "-nt", "-ot", "-ef":
		r.readOperand()
	default:
		r.cursor.stop(opaqueSyntaxError, r.cursor.at)
	}
}

// ends says whether the test ends here.
func (r *conditionReader) ends() bool {
	c := r.cursor
	if c.here() == ')' || c.startsWith("&&") || c.startsWith("||") {
		return true
	}
	closing, _ := c.plainWord()
	return closing == "]]"
}

// readOperand reads a word; the blanks after it are skipped, so that a newline may end a test but not split it.
func (r *conditionReader) readOperand() *word {
	c := r.cursor
	c.skipBlank(false)
	from := c.at
	if r.ends() {
		c.stop(opaqueSyntaxError, from)
		return nil
	}
	read := readWord(c, plainPlace)
	if read.end == from {
		c.stop(opaqueSyntaxError, from)
	}
	c.skipBlank(false)
	if len(read.words) == 1 {
		return read.words[0]
	}
	// Nothing is split here, and braces are text.
	return &word{pieces: []piece{{kind: pieceOne}}, source: read.source, span: c.span(from, read.end)}
}

// readPattern reads the regular expression after `=~`: parentheses and bars belong to it, blanks only inside of parentheses.
func (r *conditionReader) readPattern() {
	c := r.cursor
	start := c.at
	depth := 0
	for !c.halted() {
		character := c.here()
		if endsAt(character, "\n") {
			if depth > 0 {
				c.stop(opaqueSyntaxError, start)
			}
			return
		}
		if depth == 0 && isOneOf(character, " \t)&") {
			return
		}
		if !isOneOf(character, "(|)<>&; \t") {
			readWord(c, plainPlace)
			continue
		}
		switch character {
		case '(':
			depth++
		case ')':
			depth--
		}
		c.at++
	}
}

// noteNumber notes a side that is not a plain number.
func (r *conditionReader) noteNumber(side *word) {
	text := literalOf(side)
	digits := text
	if text != "" && isOneOf(int(text[0]), "+-") {
		digits = text[1:]
	}
	if digits == "" || endOfRun(digits, 0, isDigit) < len(digits) {
		r.note(side)
	}
}

func (r *conditionReader) note(one *word) {
	if one != nil {
		r.cursor.note(opaqueArithmetic, one.span)
	}
}
