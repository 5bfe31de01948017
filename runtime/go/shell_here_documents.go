package evaluator

import (
	"slices"
	"strings"
)

// readHereDocument reads the delimiter of `<<X` or `<<-X` at the cursor, and the body once the line ends. The rest of the line
// is code; the body starts on the next line and ends at a line that is the delimiter (POSIX.1-2017, Shell Command Language,
// 2.7.4).
//
// tabs says whether leading tabs of each line are removed; source, unless it is nil, gets the body as its word, and stays
// without one where the body is not found.
func readHereDocument(c *cursor, operator int, tabs bool, source *inputSource) {
	text, quoted, ok := readDelimiter(c)
	if !ok {
		c.stop(opaqueHereDocument, operator)
		return
	}
	document := &hereDocument{operator: operator, delimiter: text, quoted: quoted, tabs: tabs, source: source}
	document.scope, document.owner = c.reading.scope, c.reading.owner
	document.anchor = lastPlace(c.reading.places)
	c.pending = append(c.pending, document)
}

func lastPlace(places []*place) *place {
	if len(places) == 0 {
		return nil
	}
	return places[len(places)-1]
}

// readDelimiter reads the delimiter with its quotes removed; false for one with an expansion or a quote without its end.
// quoted: some of it is quoted, and nothing in the body is expanded.
func readDelimiter(c *cursor) (text string, quoted, ok bool) {
	var delimiter []byte
	for {
		character := c.here()
		switch {
		case endsAt(character, " \t\n;&|<>()"):
			return string(delimiter), quoted, len(delimiter) > 0 || quoted
		case character == '$' || character == '`':
			return "", false, false
		case character == '\\':
			escaped := byteAt(c.text, c.at+1)
			if escaped == atEnd {
				return "", false, false
			}
			if escaped != '\n' {
				delimiter = append(delimiter, byte(escaped))
				quoted = true
			}
			c.at += 2
		case character == '\'' || character == '"':
			end := indexFrom(c.text, string(rune(character)), c.at+1)
			inside := between(c.text, c.at+1, end)
			// In double quotes, backslashes and expansions mean something to some shells.
			if end < 0 || strings.Contains(inside, "\n") || (character == '"' && strings.ContainsAny(inside, "\\$`")) {
				return "", false, false
			}
			delimiter = append(delimiter, inside...)
			quoted = true
			c.at = end + 1
		default:
			delimiter = append(delimiter, byte(character))
			c.at++
		}
	}
}

// hereDocument is a here-document whose body starts on the next line.
type hereDocument struct {
	scope     *scope
	owner     *scope
	operator  int
	delimiter string
	quoted    bool
	tabs      bool
	source    *inputSource
	// The last command before the body, or nil: those in the body come after it.
	anchor *place
}

func (d *hereDocument) readBody(c *cursor) {
	from := c.at
	end := d.findEnd(c)
	if end < 0 {
		c.stop(opaqueHereDocument, d.operator)
		return
	}
	raw := c.text[from:end]
	text := raw
	if d.tabs {
		text = removeTabs(raw)
	}
	place := c.span(from, end)
	pieces := newPieceList()
	pieces.addQuoted("")
	switch {
	case d.quoted:
		pieces.addQuoted(text)
	case text == raw:
		d.readExpansions(c.part(from, end), c.reading, pieces)
	default:
		d.readExpansions(c.inner(text, &place), c.reading, pieces)
	}
	if pieces.odd != "" {
		c.note(pieces.odd, place)
	}
	if d.source != nil {
		d.source.word = wordOf(mergeLiterals(pieces.finish()), raw, place)
	}
}

// removeTabs removes the leading tabs of each line.
func removeTabs(text string) string {
	lines := strings.SplitAfter(text, "\n")
	for at, line := range lines {
		lines[at] = strings.TrimLeft(line, "\t")
	}
	return strings.Join(lines, "")
}

// readExpansions reads the body as it stands in double quotes. Its programs belong to the command, before what follows that.
func (d *hereDocument) readExpansions(body *cursor, found *reading, pieces *pieceList) {
	outer, owner := found.scope, found.owner
	before := len(found.places)
	last := lastPlace(found.places)
	found.scope, found.owner = d.scope, d.owner
	readQuotedText(body, pieces, atEnd)
	found.scope, found.owner = outer, owner
	if len(found.places) == before || last == d.anchor {
		return
	}
	inside := slices.Clone(found.places[before:])
	at := 0
	if d.anchor != nil {
		at = slices.Index(found.places[:before], d.anchor) + 1
	}
	found.places = slices.Insert(found.places[:before], at, inside...)
}

// findEnd moves past the delimiter. It gives the offset where the body ends, -1 without a delimiter that all shells see.
func (d *hereDocument) findEnd(c *cursor) int {
	text := c.text
	for at := c.at; at < len(text); {
		end := endOfLine(text, at)
		joined := false
		// Where expansions are read, a backslash joins lines.
		for !d.quoted && end < len(text) && isContinued(text, at, end) {
			joined = true
			end = endOfLine(text, end+1)
		}
		line := text[at:end]
		if d.tabs {
			line = strings.TrimLeft(line, "\t")
		}
		if line == d.delimiter {
			c.at = min(len(text), end+1)
			return at
		}
		// Some shells look for the delimiter before they join lines, some after.
		if joined && strings.ReplaceAll(line, "\\\n", "") == d.delimiter {
			return -1
		}
		at = end + 1
	}
	return -1
}

func endOfLine(text string, from int) int {
	if newline := indexFrom(text, "\n", from); newline >= 0 {
		return newline
	}
	return len(text)
}

func isContinued(text string, from, end int) bool {
	backslashes := 0
	for end-backslashes > from && text[end-backslashes-1] == '\\' {
		backslashes++
	}
	return backslashes%2 == 1
}
