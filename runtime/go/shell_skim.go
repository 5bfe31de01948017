package evaluator

func isOrdinaryToSkim(character int) bool { return !isOneOf(character, "\\'\"`$<>[]{}") }

// skim passes over text whose value does not matter, such as the word of `${x:-word}`, up to and past a closing bracket: the
// programs in it are read, nothing else of it is kept.
//
// quoted: the text stands in double quotes. quotes: single quotes mean something. It says whether the text may expand to
// several words in double quotes (`"$@"`).
func skim(c *cursor, closing int, quoted, quotes bool) bool {
	start := c.at
	ignored := newPieceList()
	several := false
	c.reading.deeper(func() {
		depth := 0
		for !c.halted() {
			end := endOfRun(c.text, c.at, isOrdinaryToSkim)
			ignored.check(between(c.text, c.at, end), quoted)
			c.at = end
			character := c.here()
			if character == atEnd {
				c.stop(opaqueSyntaxError, start)
				return
			}
			if character == closing && depth == 0 {
				return
			}
			switch {
			case character == '\\':
				c.at = min(len(c.text), c.at+2)
			case character == '\'' && quotes:
				readSingleQuoted(c, ignored)
			case character == '"':
				readDoubleQuoted(c, ignored)
			case character == '`':
				readBackticks(c, quoted)
			case character == '$':
				several = skimDollar(c, quoted, quotes) || several
			case !quoted && isOneOf(character, "<>") && c.peek(1) == '(':
				skimProcess(c)
			default:
				if closing == ']' && character == '[' {
					depth++
				}
				if closing == ']' && character == ']' {
					depth--
				}
				c.at++
			}
		}
	})
	if ignored.odd != "" {
		c.note(ignored.odd, c.span(start, c.at))
	}
	if !c.halted() {
		c.at++
	}
	return several
}

func skimDollar(c *cursor, quoted, quotes bool) bool {
	if found, ok := readExpansion(c, quoted); ok {
		return found.kind == pieceMany
	}
	end := c.at + 1
	if quotes && c.startsWith("$'") {
		if _, closed := readAnsi(c.text, c.at+2); closed >= 0 {
			end = closed
		}
	}
	c.at = end
	return false
}

// skimProcess passes over a process substitution, which not all shells take where a value is expected.
func skimProcess(c *cursor) {
	start := c.at
	readSubstitution(c, true)
	c.note(opaqueDialect, c.span(start, c.at))
}
