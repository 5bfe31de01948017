package evaluator

// readArray reads the list of an array, `NAME=(a b [3]=c)`, from its parenthesis. The elements are not kept, the programs in
// them are read. keys: whether `[key]` is arithmetic or a text.
func readArray(c *cursor, keys declares) {
	start := c.at
	c.at++
	c.reading.deeper(func() {
		for !c.halted() {
			c.skipBlank(true)
			if c.halted() || c.here() == ')' {
				return
			}
			isSubstitution := isOneOf(c.here(), "<>") && c.peek(1) == '('
			if endsAt(c.here(), ";&|<>(") && !isSubstitution {
				c.stop(opaqueSyntaxError, start)
			} else {
				readArrayElement(c, keys)
			}
		}
	})
	if !c.halted() {
		c.at++
	}
}

func readArrayElement(c *cursor, keys declares) {
	start := c.at
	if c.here() == '[' && indexFrom(c.text, "]", start) >= 0 {
		c.at++
		skim(c, ']', false, true)
		if c.halted() {
			return
		}
		isKey := c.startsWith("=") || c.startsWith("+=")
		if isKey && keys == declaresIndexed {
			noteArithmetic(c, start+1, c.at-1)
		}
	}
	before := c.at
	readWord(c, plainPlace)
	// A word that goes no further is followed by something that no list may hold.
	if !c.halted() && c.at == before && c.at == start {
		c.stop(opaqueSyntaxError, start)
	}
}
