package evaluator

// readExpansion reads the expansion that a `$` starts. False, with the cursor where it was, where the `$` stands for itself.
// `$'…'` and `$"…"` are none: in double quotes they mean nothing.
func readExpansion(c *cursor, quoted bool) (piece, bool) {
	if name, end := scanName(c.text, c.continued(c.at+1)); name != "" {
		return bareVariable(c, name, end, quoted), true
	}
	next := c.peek(1)
	switch {
	case isOneOf(next, "@*#?$!-0123456789"):
		return bareVariable(c, string(rune(next)), c.continued(c.at+1)+1, quoted), true
	case next == '{':
		return readParameter(c, quoted), true
	case next == '[':
		readBracketArithmetic(c)
	case next == '(':
		if !readParenthesisedArithmetic(c) {
			readSubstitution(c, false)
		}
	default:
		return piece{}, false
	}
	return unknownPiece(quoted), true
}

// unknownPiece is unknown text: one word in quotes, else any words.
func unknownPiece(quoted bool) piece {
	if quoted {
		return piece{kind: pieceOne}
	}
	return piece{kind: pieceMany}
}

// scanName is the name at an offset, with line continuations removed, and where it ends; empty where none starts.
func scanName(text string, from int) (name string, end int) {
	if !isNameStart(byteAt(text, from)) {
		return "", from
	}
	start := from
	end = from
	for {
		end = endOfRun(text, end, isNameByte)
		if byteAt(text, end) != '\\' || byteAt(text, end+1) != '\n' {
			return name + text[start:end], end
		}
		name += text[start:end]
		end += 2
		start = end
	}
}

// modifiersEnd is the offset behind modifiers that zsh takes after a bare name (zshexpn(1), Modifiers), with whatever letters
// follow.
func modifiersEnd(text string, from int) int {
	end := from
	for byteAt(text, end) == ':' && isOneOf(byteAt(text, end+1), "aAcehlpPqQrtuwWx&gF") {
		end = endOfRun(text, end+2, isLetter)
	}
	return end
}

func bareVariable(c *cursor, name string, end int, quoted bool) piece {
	start := c.at
	c.at = end
	// zsh takes a subscript, which is arithmetic, and can replace text in the value.
	if byteAt(c.text, end) == '[' || c.startsWith(":s") || c.startsWith(":gs") {
		c.note(opaqueDialect, c.span(start, end))
	}
	c.at = modifiersEnd(c.text, end)
	if c.at == end {
		return variable(name, quoted)
	}
	// With modifiers the value is as little known as without; to other shells they are text after it.
	return unknownPiece(quoted && name != "@")
}

// variable is the piece that a variable is.
func variable(name string, quoted bool) piece {
	switch name {
	case "HOME":
		return piece{kind: piecePlace, place: placeHome, splits: !quoted}
	case "PWD":
		return piece{kind: piecePlace, place: placePwd, splits: !quoted}
	}
	made := unknownPiece(quoted && name != "@")
	if isDigit(int(name[0])) || name[0] == '@' || name[0] == '*' {
		made.parameter = name
	}
	return made
}

// readParenthesisedArithmetic reads `$((…))`; false where it is a substitution that starts with a subshell.
func readParenthesisedArithmetic(c *cursor) bool {
	inner := c.continued(c.continued(c.at+1) + 1)
	if byteAt(c.text, inner) != '(' {
		return false
	}
	end := arithmeticEnd(c.text, inner+1)
	if end < 0 {
		return false
	}
	c.at = inner + 1
	readArithmetic(c, end)
	if !c.halted() {
		c.at = end + 2
	}
	return true
}

// readBracketArithmetic reads `$[…]`, the old spelling of arithmetic; a literal text and a glob to shells that do not know it.
func readBracketArithmetic(c *cursor) {
	start := c.continued(c.at+1) + 1
	c.at = start
	skim(c, ']', true, false)
	if !c.halted() {
		noteArithmetic(c, start, c.at-1)
	}
}
