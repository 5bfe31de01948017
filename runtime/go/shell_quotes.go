package evaluator

import "strings"

// readSingleQuoted reads `'…'` from its opening quote.
func readSingleQuoted(c *cursor, pieces *pieceList) {
	end := indexFrom(c.text, "'", c.at+1)
	if end < 0 {
		c.stop(opaqueUnterminatedQuote, c.at)
		return
	}
	pieces.addQuoted(c.text[c.at+1 : end])
	c.at = end + 1
}

// readDoubleQuoted reads `"…"` from its opening quote.
func readDoubleQuoted(c *cursor, pieces *pieceList) {
	opening := c.at
	pieces.addQuoted("")
	c.at++
	readQuotedText(c, pieces, '"')
	if c.halted() {
		return
	}
	if c.here() == '"' {
		c.at++
	} else {
		c.stop(opaqueUnterminatedQuote, opening)
	}
}

// isOrdinaryInQuotes says whether a byte stands for itself in double quotes.
func isOrdinaryInQuotes(character int) bool { return !isOneOf(character, "\"\\$`") }

// readQuotedText reads text in which only expansions and backslashes mean something, up to the closing quote or, where that
// is atEnd, to the end (POSIX.1-2017, Shell Command Language, 2.2.3 and 2.7.4).
func readQuotedText(c *cursor, pieces *pieceList, closing int) {
	for !c.halted() {
		if end := endOfRun(c.text, c.at, isOrdinaryInQuotes); end > c.at {
			pieces.addQuoted(c.text[c.at:end])
			c.at = end
		}
		character := c.here()
		if character == atEnd || character == closing {
			return
		}
		switch character {
		case '"':
			pieces.addQuoted(`"`)
			c.at++
		case '`':
			readBackticks(c, closing == '"')
			pieces.push(piece{kind: pieceOne})
		case '$':
			if found, ok := readExpansion(c, true); ok {
				pieces.push(found)
			} else {
				pieces.addQuoted("$")
				c.at++
			}
		default:
			readEscaped(c, pieces, closing)
		}
	}
}

// readEscaped reads a backslash: it escapes a few characters and stands for itself before all others.
func readEscaped(c *cursor, pieces *pieceList, closing int) {
	escaped := byteAt(c.text, c.at+1)
	if escaped < 0 || !(strings.IndexByte("$`\\\n", byte(escaped)) >= 0 || escaped == closing) {
		pieces.addQuoted(`\`)
		c.at++
		return
	}
	if escaped != '\n' {
		pieces.addQuoted(c.text[c.at+1 : c.at+2])
	}
	c.at += 2
}
