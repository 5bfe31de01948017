package evaluator

const specialParameters = "@*#?$!-"

// readParameter reads `${…}` from its `$`: a parameter, a subscript and an operator (bash(1), EXPANSION, Parameter
// Expansion). What is not in this list evaluates text again in some shell, or is an error.
func readParameter(c *cursor, quoted bool) piece {
	reader := parameterReader{cursor: c, quoted: quoted, start: c.at, piece: unknownPiece(quoted)}
	reader.read()
	return reader.piece
}

type parameterReader struct {
	cursor *cursor
	quoted bool
	start  int
	piece  piece
}

func (r *parameterReader) read() {
	c := r.cursor
	c.at = c.continued(c.continued(c.at+1) + 1)
	sign := c.here()
	// `${#x}` is a length and `${!x}` reads the variable that x names, but `${#}` and `${#-y}` are about `$#`.
	prefixed := (sign == '#' || sign == '!') && r.prefixes()
	if prefixed {
		c.at = c.continued(c.at + 1)
	}
	name := r.readName()
	if name == "" {
		r.unknown()
		return
	}
	subscript := ""
	if c.here() == '[' {
		subscript = r.readSubscript()
	}
	if c.halted() {
		return
	}
	if prefixed && sign == '#' {
		if c.here() == '}' {
			c.at++
		} else {
			r.unknown()
		}
		return
	}
	if prefixed {
		r.readIndirect(subscript)
	} else if subscript == "" && c.here() == '}' {
		r.piece = variable(name, r.quoted)
	}
	if name == "@" || subscript == "@" {
		r.piece = piece{kind: pieceMany}
	}
	r.readOperator(name)
}

// prefixes says whether the sign here stands before a parameter and is not itself the parameter.
func (r *parameterReader) prefixes() bool {
	c := r.cursor
	at := c.continued(c.at + 1)
	next := byteAt(c.text, at)
	return isNameByte(next) || (isOneOf(next, specialParameters) && byteAt(c.text, c.continued(at+1)) == '}')
}

// readName reads the name of the parameter; empty where there is none.
func (r *parameterReader) readName() string {
	c := r.cursor
	if name, end := scanName(c.text, c.at); name != "" {
		c.at = end
		return name
	}
	start := c.at
	c.at = endOfRun(c.text, c.at, isDigit)
	if c.at == start && isOneOf(c.here(), specialParameters) {
		c.at++
	}
	return between(c.text, start, c.at)
}

// readSubscript reads `[…]`: an index, which is arithmetic, or all elements.
func (r *parameterReader) readSubscript() string {
	c := r.cursor
	start := c.at + 1
	c.at = start
	skim(c, ']', true, false)
	if c.halted() {
		return ""
	}
	text := between(c.text, start, c.at-1)
	if text != "@" && text != "*" {
		noteArithmetic(c, start, c.at-1)
	}
	return text
}

// readIndirect reads `${!x}`: the names of variables and the indices of an array are only listed, everything else is read
// again.
func (r *parameterReader) readIndirect(subscript string) {
	c := r.cursor
	if c.startsWith("*}") || c.startsWith("@}") {
		if c.here() == '@' {
			r.piece = piece{kind: pieceMany}
		}
		c.at++
	} else if (subscript != "@" && subscript != "*") || c.here() != '}' {
		r.note()
	}
}

func (r *parameterReader) readOperator(name string) {
	c := r.cursor
	operator := c.here()
	if operator == '}' {
		c.at++
		return
	}
	sign, length := operator, 1
	if operator == ':' {
		sign, length = byteAt(c.text, c.at+1), 2
	}
	switch {
	case isOneOf(sign, "-=?+"):
		if sign == '=' {
			c.reading.variables = append(c.reading.variables, namedPart{name: name, span: c.span(r.start, c.at)})
		}
		c.at += length
		if skim(c, '}', r.quoted, !r.quoted) {
			r.piece = piece{kind: pieceMany}
		}
	case operator == ':':
		from := c.at + 1
		c.at = from
		skim(c, '}', true, false)
		if !c.halted() {
			noteArithmetic(c, from, c.at-1)
		}
	case isOneOf(operator, "#%/^,"):
		c.at++
		skim(c, '}', r.quoted, true)
	default:
		r.unknown()
	}
}

// unknown reads an operator that evaluates text again, or that is none.
func (r *parameterReader) unknown() {
	r.note()
	if skim(r.cursor, '}', r.quoted, !r.quoted) {
		r.piece = piece{kind: pieceMany}
	}
}

func (r *parameterReader) note() {
	r.cursor.note(opaqueParameterExpansion, r.cursor.span(r.start, r.cursor.at))
}
