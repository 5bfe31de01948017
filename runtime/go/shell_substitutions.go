package evaluator

import "strings"

// readSubstitution reads `$(…)`, `<(…)` or `>(…)`; the cursor is before the parenthesis. concurrent: its program runs beside
// the command, not before it.
func readSubstitution(c *cursor, concurrent bool) {
	start := c.at
	c.at = c.continued(start+1) + 1
	substitute(c.reading, concurrent, func() {
		c.nest(func() { readProgram(c, endsParenthesis) })
	})
	if c.halted() {
		return
	}
	if c.here() == ')' {
		c.at++
	} else {
		c.stop(opaqueSyntaxError, start)
	}
}

// readBackticks reads a substitution in backticks from the first of them. Inside, a backslash escapes a backtick, a `$` and a
// backslash, in double quotes also the quote; the text without these is read as a program.
func readBackticks(c *cursor, quoted bool) {
	start := c.at
	end := closingBacktick(c.text, start+1)
	if end < 0 {
		c.stop(opaqueSyntaxError, start)
		return
	}
	text := c.text[start+1 : end]
	var inner *cursor
	if plain := removeBackslashes(text, quoted); plain == text {
		inner = c.part(start+1, end)
	} else {
		place := c.span(start, end+1)
		inner = c.inner(plain, &place)
	}
	substitute(c.reading, false, func() { readProgram(inner, endsNothing) })
	c.at = end + 1
}

func closingBacktick(text string, from int) int {
	for at := from; at < len(text); at++ {
		switch text[at] {
		case '`':
			return at
		case '\\':
			at++
		}
	}
	return -1
}

func removeBackslashes(text string, quoted bool) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var plain []byte
	for at := 0; at < len(text); at++ {
		if text[at] != '\\' {
			plain = append(plain, text[at])
			continue
		}
		escaped := byteAt(text, at+1)
		if !(isOneOf(escaped, "$`\\") || (quoted && escaped == '"')) {
			plain = append(plain, '\\')
		}
		at++
		plain = append(plain, between(text, at, at+1)...)
	}
	return string(plain)
}

// substitute reads a program of a word in its own subshell. What it does happens before or beside the command that the word
// belongs to.
func substitute(found *reading, concurrent bool, read func()) {
	outer, owner := found.scope, found.owner
	execRedirections, execInput := found.execRedirections, found.execInput
	if owner != nil {
		owner.together = true
	} else if concurrent {
		outer.together = true
	}
	found.owner = nil
	found.enter().environment = true
	found.deeper(read)
	found.scope, found.owner = outer, owner
	found.execRedirections, found.execInput = execRedirections, execInput
}
