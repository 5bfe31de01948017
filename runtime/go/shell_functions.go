package evaluator

// mostBlanks is how far the parentheses behind the name of a function are looked for.
const mostBlanks = 64

// readFunctionKeyword reads `function NAME [()] COMPOUND`.
func readFunctionKeyword(lists *programReader, start int) {
	c := lists.cursor
	c.skipBlank(false)
	from := c.at
	read := readWord(c, plainPlace)
	if c.halted() || len(read.words) != 1 || read.words[0].literal.text == "" {
		c.stop(opaqueSyntaxError, start)
		return
	}
	c.skipBlank(false)
	if c.here() == '(' {
		near := between(c.text, 0, c.at+mostBlanks)
		end := endOfRun(near, c.at+1, func(character int) bool { return character == ' ' || character == '\t' })
		if byteAt(near, end) == ')' {
			c.at = end + 1
		}
	}
	readFunctionBody(lists, namedPart{name: read.words[0].literal.text, span: c.span(from, read.end)})
}

// readFunctionBody reads the body of a function, from after its name and parentheses: a compound command, which is judged
// here.
func readFunctionBody(lists *programReader, part namedPart) {
	c := lists.cursor
	found := c.reading
	outer, owner := found.scope, found.owner
	execInput, execRedirections := found.execInput, found.execRedirections
	found.functions = append(found.functions, part)
	found.owner = nil
	body := found.enter()
	body.branch = true
	body.deferred = true
	c.skipBlank(true)
	start := c.at
	found.deeper(func() {
		// zsh takes any command for a body.
		if !c.halted() && !readCompound(lists) {
			c.stop(opaqueSyntaxError, start)
		}
	})
	found.scope, found.owner = outer, owner
	found.execInput, found.execRedirections = execInput, execRedirections
}

// readCoprocess reads `coproc COMMAND` or `coproc NAME COMPOUND`.
func readCoprocess(lists *programReader) {
	c := lists.cursor
	found := c.reading
	outer := found.scope
	own := found.enter()
	own.environment = true
	own.background = true
	c.skipBlank(false)
	start := c.at
	end := nameEnd(c.text, start)
	if isNamed := end > start && isOneOf(byteAt(c.text, end), " \t"); isNamed && !startsCompound(c) {
		c.at = end
		c.skipBlank(false)
		if !startsCompound(c) {
			c.at = start
		}
	}
	found.deeper(func() {
		if !lists.readCommand() {
			c.stop(opaqueSyntaxError, start)
		}
	})
	found.scope = outer
}
