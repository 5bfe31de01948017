package evaluator

// readExtendedGlob reads `@(a|b)` and its like from its parenthesis and notes it: a pattern to shells that are told so, a
// syntax error to others. The programs in it are read.
func readExtendedGlob(c *cursor) {
	start := c.at
	c.reading.deeper(func() {
		c.at++
		for separated := true; separated && !c.halted(); {
			for !c.halted() && c.here() != '|' && c.here() != ')' {
				readGlobPart(c, start)
			}
			separated = c.here() == '|'
			if !c.halted() {
				c.at++
			}
		}
	})
	c.note(opaqueExtendedGlob, c.span(start, c.at))
}

func readGlobPart(c *cursor, start int) {
	switch character := c.here(); {
	case character == '(':
		readExtendedGlob(c)
	case endsAt(character, "\n"):
		c.stop(opaqueExtendedGlob, start)
	case isOneOf(character, " \t;&<>"):
		c.at++
	default:
		readWord(c, plainPlace)
	}
}
