package evaluator

// arithmeticEnd is the offset of the parenthesis that closes an expression which starts at an offset, where `))` stands
// there; -1 where what starts there is no arithmetic but subshells in each other.
func arithmeticEnd(text string, from int) int {
	depth := 0
	for at := from; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '\'', '"':
			at = closingQuote(text, at)
			if at < 0 {
				return -1
			}
		case '(':
			depth++
		case ')':
			depth--
			if depth < 0 {
				if byteAt(text, at+1) == ')' {
					return at
				}
				return -1
			}
		}
	}
	return -1
}

func closingQuote(text string, opening int) int {
	quote := text[opening]
	for at := opening + 1; at < len(text); at++ {
		if text[at] == quote {
			return at
		}
		if quote == '"' && text[at] == '\\' {
			at++
		}
	}
	return -1
}

// readArithmetic reads the expression between the cursor and an offset, and notes it where it may evaluate text again.
//
// Shells evaluate the value of a variable in arithmetic as an expression again, subscripts and their substitutions included,
// so whatever mentions one is opaque. Substitutions written there are read as everywhere.
func readArithmetic(c *cursor, end int) {
	start := c.at
	c.reading.deeper(func() {
		for !c.halted() && c.at < end {
			character := c.here()
			if character == '`' {
				readBackticks(c, true)
				continue
			}
			if character == '$' {
				if _, ok := readExpansion(c, true); ok {
					continue
				}
			}
			c.at++
			if character == '\\' {
				c.at++
			}
		}
	})
	if c.halted() {
		return
	}
	if c.at != end {
		c.stop(opaqueArithmetic, start)
	} else {
		noteArithmetic(c, start, end)
	}
}

// noteArithmetic notes an expression that mentions something whose value is evaluated again.
func noteArithmetic(c *cursor, start, end int) {
	if !isPlainArithmetic(between(c.text, start, end)) {
		c.note(opaqueArithmetic, c.span(start, end))
	}
}

func isNumberByte(character int) bool {
	return isNameByte(character) || character == '#' || character == '@'
}

// isPlainArithmetic says whether an expression holds numbers and operators only; `$#`, `$?` and lengths are numbers.
func isPlainArithmetic(text string) bool {
	for at := 0; at < len(text); at++ {
		switch character := int(text[at]); {
		case isDigit(character):
			at = endOfRun(text, at, isNumberByte) - 1
		case character == '$':
			end := countEnd(text, at)
			if end == at {
				return false
			}
			at = end - 1
		case character == '`' || isNameStart(character) || character >= 0x80:
			return false
		}
	}
	return true
}

// countEnd is the offset behind `$#`, `$?`, `$$`, `$!`, `${#…}`, and behind the `$` of `$((`: a nested expression is a
// parenthesis like others, what it holds is looked at here too. The offset itself for any other expansion.
func countEnd(text string, at int) int {
	if isOneOf(byteAt(text, at+1), "#?$!") {
		return at + 2
	}
	if between(text, at+1, at+3) == "((" {
		return at + 1
	}
	if between(text, at+1, at+3) != "{#" {
		return at
	}
	end := nameEnd(text, at+3)
	if end > at+3 {
		if byteAt(text, end) == '[' && isOneOf(byteAt(text, end+1), "@*") && byteAt(text, end+2) == ']' {
			end += 3
		}
	} else if isOneOf(byteAt(text, end), "@*") {
		end++
	}
	if byteAt(text, end) != '}' {
		return at
	}
	return end + 1
}
