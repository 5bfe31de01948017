package evaluator

// readLoop reads `while` and `until`. Their commands may run several times, or not at all.
func readLoop(lists *programReader, own *scope, start int) {
	own.loop = true
	own.branch = true
	lists.readLists(endsDo, start)
	lists.readLists(endsDone, start)
}

// readFor reads `for NAME in …`, `select NAME in …`, `for ((…))`.
func readFor(lists *programReader, own *scope, start int) {
	c := lists.cursor
	c.skipBlank(false)
	if c.startsWith("((") {
		end := arithmeticEnd(c.text, c.at+2)
		if end < 0 {
			c.stop(opaqueSyntaxError, start)
			return
		}
		c.at += 2
		readArithmetic(c, end)
		if c.halted() {
			return
		}
		c.at = end + 2
	} else if !readForList(c) {
		return
	}
	c.skipBlank(false)
	if c.here() == ';' {
		c.at++
	}
	c.skipBlank(true)
	opening, end := c.plainWord()
	if c.halted() || (opening != "do" && opening != "{") {
		c.stop(opaqueSyntaxError, start)
		return
	}
	c.at = end
	body := c.reading.enter()
	body.loop = true
	body.branch = true
	until := endsBrace
	if opening == "do" {
		until = endsDone
	}
	lists.readLists(until, start)
	c.reading.scope = own
}

// readForList reads the variable of a loop and its words; false where the reading stopped.
func readForList(c *cursor) bool {
	start := c.at
	variable := readWord(c, plainPlace)
	if !variable.plain || !isName(variable.words[0].literal.text) {
		c.stop(opaqueDialect, start)
		return false
	}
	name := variable.words[0].literal.text
	c.reading.variables = append(c.reading.variables, namedPart{name: name, span: c.span(start, c.at)})
	c.skipBlank(false)
	if c.here() == ';' {
		return true
	}
	c.skipBlank(true)
	word, end := c.plainWord()
	if word != "in" {
		return true
	}
	c.at = end
	for !c.halted() {
		c.skipBlank(false)
		if c.here() == '#' {
			c.skipComment()
		}
		if isOneOf(c.here(), ";\n") {
			return true
		}
		before := c.at
		readWord(c, plainPlace)
		if c.at == before {
			c.stop(opaqueSyntaxError, before)
		}
	}
	return false
}
