package evaluator

import (
	"slices"
	"strings"
)

// operatorKind is what a redirection operator is followed by, and what it opens it for.
type operatorKind uint8

const (
	operatorNone operatorKind = iota
	operatorRead
	operatorWrite
	operatorBoth
	// A here-string, and a here-document: they name no file.
	operatorText
	operatorDocument
)

func operatorOf(text string) operatorKind {
	switch text {
	case "<", "<&":
		return operatorRead
	case "<>":
		return operatorBoth
	case "<<", "<<-":
		return operatorDocument
	case "<<<":
		return operatorText
	case ">", ">>", ">|", ">&", "&>", "&>>":
		return operatorWrite
	}
	return operatorNone
}

const longestOperator = 3

// startsRedirection says whether a redirection starts here: an operator, and not the start of `<(…)`, `>(…)` or `&&`.
func startsRedirection(c *cursor) bool {
	switch c.here() {
	case '&':
		return c.peek(1) == '>'
	case '<', '>':
		return c.peek(1) != '('
	}
	return false
}

// readRedirection reads the redirection whose operator stands at the cursor, and which starts at an offset: that of its
// descriptor, or of the operator. It gives the redirection where a file is named, and what it makes of standard input where
// it does not leave that alone. Where the reading stops in it, what was read is kept.
func readRedirection(c *cursor, start int) (*redirection, *inputSource) {
	descriptor := between(c.text, start, c.at)
	operator := readOperator(c)
	kind := operatorOf(operator)
	var source *inputSource
	if operator[0] == '<' && (descriptor == "" || descriptor == "0") {
		source = &inputSource{}
	}
	c.skipBlank(false)
	isSubstitution := isOneOf(c.here(), "<>") && c.peek(1) == '('
	if endsAt(c.here(), "\n;&|<>()#") && !isSubstitution {
		c.stop(opaqueSyntaxError, start)
		return nil, nil
	}
	if kind == operatorDocument {
		readHereDocument(c, start, operator == "<<-", source)
		return nil, source
	}
	target := readTarget(c, operator)
	if kind == operatorText {
		if source != nil && !c.halted() {
			source.word = wordOf(append(slices.Clip(target.pieces), piece{kind: pieceLiteral, text: "\n"}), target.source, target.span)
		}
		return nil, source
	}
	if duplicates(operator, target) {
		return nil, source
	}
	opened := directionRead
	switch kind {
	case operatorWrite:
		opened = directionWrite
	case operatorBoth:
		opened = directionBoth
	}
	return &redirection{direction: opened, target: target}, source
}

// duplicates says whether an operator and its word duplicate or close a descriptor.
func duplicates(operator string, target *word) bool {
	if operator != "<&" && operator != ">&" {
		return false
	}
	if !target.literal.known {
		return operator == "<&"
	}
	text := target.literal.text
	end := endOfRun(text, 0, isDigit)
	return text == "-" || (end > 0 && (end == len(text) || text[end:] == "-"))
}

// readOperator reads the longest operator here, past line continuations in it.
func readOperator(c *cursor) string {
	operator, found := "", ""
	end := c.at
	for at := c.at; len(operator) < longestOperator && at < len(c.text); at = c.continued(at + 1) {
		operator += c.text[at : at+1]
		if operatorOf(operator) == operatorNone && operator != "&" {
			break
		}
		found = operator
		end = at + 1
	}
	c.at = end
	return found
}

// readTarget reads the word after an operator: always one, so a brace list in it is an error or text.
func readTarget(c *cursor, operator string) *word {
	start := c.at
	// zsh takes `>!` for `>|`.
	if c.here() == '!' && strings.Contains(operator, ">") {
		c.note(opaqueDialect, c.span(start, start+1))
	}
	read := readWord(c, plainPlace)
	if len(read.words) == 1 {
		return read.words[0]
	}
	return wordOf([]piece{{kind: pieceMany}}, read.source, c.span(start, read.end))
}
