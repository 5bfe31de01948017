package evaluator

import "strings"

// compoundReaderOf is the reader of the compound command that a reserved word starts, or nil. It is no table, because the
// readers of compound commands ask for it again.
func compoundReaderOf(word string) compoundReader {
	switch word {
	case "{":
		return func(lists *programReader, _ *scope, start int) { lists.readLists(endsBrace, start) }
	case "if":
		return readIf
	case "while", "until":
		return readLoop
	case "for", "select":
		return readFor
	case "case":
		return readCase
	case "[[":
		return func(lists *programReader, _ *scope, _ int) { readCondition(lists.cursor) }
	}
	return nil
}

// isContinuation says whether a reserved word ends or continues a compound command, and starts none.
func isContinuation(word string) bool {
	switch word {
	case "then", "else", "elif", "fi", "do", "done", "esac", "}":
		return true
	}
	return false
}

// readCompound reads a compound command with its redirections. False, with the cursor where it was, where none starts.
func readCompound(lists *programReader) bool {
	c := lists.cursor
	start := c.at
	if c.here() == '(' {
		enterCompound(lists, readParenthesised, start)
		return true
	}
	word, end := c.plainWord()
	switch read := compoundReaderOf(word); {
	case read != nil:
		c.at = end
		enterCompound(lists, read, start)
	case word == "function":
		c.at = end
		readFunctionKeyword(lists, start)
	case word == "coproc":
		c.at = end
		readCoprocess(lists)
	default:
		return false
	}
	return true
}

// enterCompound reads one in a scope of its own, and the redirections after it.
func enterCompound(lists *programReader, read compoundReader, start int) {
	found := lists.cursor.reading
	outer, owner := found.scope, found.owner
	found.owner = nil
	own := found.enter()
	found.deeper(func() { read(lists, own, start) })
	// Programs in the redirections run before the commands inside, or beside them.
	found.owner = own
	found.scope = own
	if !lists.cursor.halted() {
		readRedirections(lists.cursor, own)
	}
	found.scope, found.owner = outer, owner
}

func readRedirections(c *cursor, own *scope) {
	for {
		c.skipBlank(false)
		start := c.at
		c.at = descriptorEnd(c.text, start)
		if !startsRedirection(c) || c.halted() {
			c.at = start
			return
		}
		c.reading.budget.nodes--
		read, source := readRedirection(c, start)
		if read != nil {
			own.redirections = append(own.redirections, *read)
		}
		if source != nil {
			own.input = source
		}
	}
}

const longestDescriptor = 64

// descriptorEnd is the offset behind the descriptor (a number or `{name}`) that stands before `<` or `>`; the offset where
// it would start if there is none.
func descriptorEnd(text string, from int) int {
	most := min(len(text), from+longestDescriptor)
	end := from
	if byteAt(text, from) == '{' {
		end = nameEnd(text, from+1)
		if end == from+1 || byteAt(text, end) != '}' {
			return from
		}
		end++
	} else {
		end = endOfRun(text, from, isDigit)
	}
	if end >= most || !isOneOf(byteAt(text, end), "<>") {
		return from
	}
	return end
}

// readParenthesised reads `((…))` or `(…)`.
func readParenthesised(lists *programReader, own *scope, start int) {
	c := lists.cursor
	if c.startsWith("((") {
		if end := arithmeticEnd(c.text, start+2); end >= 0 {
			c.at = start + 2
			// Subshells in each other to shells without this command.
			if strings.ContainsAny(c.text[start:end], ";&|<>") {
				c.note(opaqueDialect, c.span(start, end+2))
			}
			readArithmetic(c, end)
			if !c.halted() {
				c.at = end + 2
			}
			return
		}
	}
	execRedirections, execInput := c.reading.execRedirections, c.reading.execInput
	own.environment = true
	c.at++
	if !lists.readLists(endsParenthesis, start).stopped {
		c.at++
	}
	c.reading.execRedirections, c.reading.execInput = execRedirections, execInput
}

// readBranch reads lists that may not run.
func readBranch(lists *programReader, read func() ending) ending {
	found := lists.cursor.reading
	outer := found.scope
	found.enter().branch = true
	end := read()
	found.scope = outer
	return end
}

func readIf(lists *programReader, _ *scope, start int) {
	lists.readLists(endsThen, start)
	end := readBranch(lists, func() ending { return lists.readLists(endsElse, start) })
	for end.word == "elif" {
		// The condition of an `elif` may not run either.
		end = readBranch(lists, func() ending {
			lists.readLists(endsThen, start)
			return lists.readLists(endsElse, start)
		})
	}
	if end.word == "else" {
		readBranch(lists, func() ending { return lists.readLists(endsFi, start) })
	}
}

func readCase(lists *programReader, own *scope, start int) {
	c := lists.cursor
	c.skipBlank(false)
	subject := c.at
	readWord(c, plainPlace)
	c.skipBlank(true)
	word, end := c.plainWord()
	if c.halted() || c.at == subject || word != "in" {
		c.stop(opaqueSyntaxError, start)
		return
	}
	c.at = end
	for !c.halted() {
		c.skipBlank(true)
		if word, end := c.plainWord(); word == "esac" {
			c.at = end
			return
		}
		readPatterns(c, start)
		arm := ending{stopped: true}
		if !c.halted() {
			arm = readBranch(lists, func() ending { return lists.readLists(endsArm, start) })
		}
		c.reading.scope = own
		if arm.word == "esac" {
			return
		}
		// `;;`, `;&` and `;;&` all lead to the next arm, or to the end.
		if !arm.stopped {
			if c.startsWith(";;&") {
				c.at += 3
			} else {
				c.at += 2
			}
		}
	}
}

// readPatterns reads the patterns of an arm, with the parenthesis after them.
func readPatterns(c *cursor, start int) {
	if c.here() == '(' {
		c.at++
	}
	for {
		c.skipBlank(false)
		before := c.at
		readWord(c, plainPlace)
		c.skipBlank(false)
		if c.halted() {
			return
		}
		sign := c.here()
		if c.at == before || (sign != '|' && sign != ')') {
			c.stop(opaqueSyntaxError, start)
			return
		}
		c.at++
		if sign == ')' {
			return
		}
	}
}

// startsCompound says whether a compound command starts here.
func startsCompound(c *cursor) bool {
	word, _ := c.plainWord()
	return c.here() == '(' || compoundReaderOf(word) != nil
}
