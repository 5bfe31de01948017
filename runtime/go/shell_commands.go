package evaluator

import (
	"slices"
	"strings"
)

// zshWords have a meaning of their own to zsh (zshmisc(1), Precommand Modifiers and Complex Commands).
var zshWords = []string{"repeat", "foreach", "end", "always", "nocorrect", "noglob", "-"}

// declaring built-ins take operands that may be assignments of arrays.
var declaring = []string{"declare", "export", "integer", "local", "readonly", "typeset"}

// readSimpleCommand reads the command that starts at the cursor and puts it among the others. A command that could not be
// read to its end is kept with an unknown rest.
//
// It says whether a command was found, and gives the name of a function whose definition goes on, which counts as one.
func readSimpleCommand(c *cursor) (found bool, defined *namedPart) {
	outer, owner := c.reading.scope, c.reading.owner
	reader := &commandReader{cursor: c, reading: c.reading, start: c.at, end: c.at, scope: c.reading.enter(), place: &place{}}
	// The substitutions in its words run with it.
	c.reading.owner = reader.scope
	c.reading.places = append(c.reading.places, reader.place)
	found, defined = reader.read()
	c.reading.scope, c.reading.owner = outer, owner
	return found, defined
}

type commandReader struct {
	cursor       *cursor
	reading      *reading
	assignments  []assignment
	words        []*word
	redirections []redirection
	input        *inputSource
	start        int
	end          int
	scope        *scope
	place        *place
}

func (r *commandReader) read() (found bool, defined *namedPart) {
	c := r.cursor
	for !c.halted() {
		c.skipBlank(false)
		character := c.here()
		if character == '#' {
			c.skipComment()
			break
		}
		if startsRedirection(c) {
			r.readRedirection(c.at)
		} else if character == '(' {
			if defined := r.functionName(); defined != nil {
				return true, defined
			}
			c.stop(opaqueExtendedGlob, c.at)
		} else if endsAt(character, "\n;|&)") {
			break
		} else {
			r.readElement()
		}
	}
	return r.finish(), nil
}

// functionName is the name before a parenthesis, if that starts a function definition.
func (r *commandReader) functionName() *namedPart {
	if len(r.words) != 1 || !r.words[0].literal.known || len(r.assignments)+len(r.redirections) > 0 {
		return nil
	}
	c := r.cursor
	at := c.continued(c.at + 1)
	for isOneOf(byteAt(c.text, at), " \t") {
		at = c.continued(at + 1)
	}
	if byteAt(c.text, at) != ')' {
		return nil
	}
	c.at = at + 1
	// A literal word holds no programs: the place is the last one.
	r.reading.places = r.reading.places[:len(r.reading.places)-1]
	return &namedPart{name: r.words[0].literal.text, span: r.words[0].span}
}

// readElement reads a word, an assignment, or a descriptor with its redirection.
func (r *commandReader) readElement() {
	c := r.cursor
	from := c.at
	read := readWord(c, r.wordPlace())
	r.end = read.end
	if startsRedirection(c) && c.here() != '&' && r.isDescriptor(read) {
		r.readRedirection(from)
		return
	}
	if read.assignment != nil {
		r.assignments = append(r.assignments, *read.assignment)
	} else {
		if len(r.words) == 0 {
			r.noteProgram(read)
		}
		r.words = append(r.words, read.words...)
		// The words of a brace list count as well.
		r.reading.budget.nodes -= max(0, len(read.words)-1)
	}
	// A parenthesis or a bracket that no word starts with would be read again and again.
	if !c.halted() && c.at == from {
		c.stop(opaqueSyntaxError, from)
	}
}

func (r *commandReader) wordPlace() wordPlace {
	if len(r.words) == 0 {
		return wordPlace{assigns: true}
	}
	if !slices.Contains(declaring, r.words[0].literal.text) {
		return plainPlace
	}
	for _, one := range r.words {
		if isKeyedOption(one.literal.text) {
			return wordPlace{declares: declaresKeyed}
		}
	}
	return wordPlace{declares: declaresIndexed}
}

// isKeyedOption says whether a word starts with `-`, small letters and `A`.
func isKeyedOption(text string) bool {
	if !strings.HasPrefix(text, "-") {
		return false
	}
	end := endOfRun(text, 1, func(character int) bool { return character >= 'a' && character <= 'z' })
	return byteAt(text, end) == 'A'
}

func (r *commandReader) isDescriptor(read wordReading) bool {
	if read.plain && len(read.words) > 0 {
		if literal := read.words[0].literal.text; literal != "" && endOfRun(literal, 0, isDigit) == len(literal) {
			// dash takes more than one digit for a word.
			if len(literal) > 1 {
				r.cursor.note(opaqueDialect, r.cursor.span(r.end-len(read.source), r.end))
			}
			return true
		}
	}
	inner := between(read.source, 1, len(read.source)-1)
	return strings.HasPrefix(read.source, "{") && strings.HasSuffix(read.source, "}") && isName(inner)
}

// noteProgram notes what is odd about the word of a program.
func (r *commandReader) noteProgram(read wordReading) {
	if len(read.words) == 0 {
		return
	}
	one := read.words[0]
	if len(one.pieces) == 0 || (one.pieces[0].kind != pieceLiteral && one.pieces[0].kind != pieceAnsi) {
		return
	}
	text := one.pieces[0].text
	if mixesScripts(text) {
		r.cursor.note(opaqueConfusableText, one.span)
	}
	isZsh := one.literal.is(one.source) && slices.Contains(zshWords, one.source)
	if isZsh || (read.unquoted > 0 && strings.HasPrefix(text, "=")) {
		r.cursor.note(opaqueDialect, one.span)
	}
}

func (r *commandReader) readRedirection(start int) {
	r.reading.budget.nodes--
	read, source := readRedirection(r.cursor, start)
	if read != nil {
		r.redirections = append(r.redirections, *read)
	}
	if source != nil {
		r.input = source
	}
	r.end = r.cursor.at
}

// mostBeforeExec: `exec` may stand behind modifiers such as `command`.
const mostBeforeExec = 3

func (r *commandReader) finish() bool {
	c, found := r.cursor, r.reading
	isEmpty := len(r.words)+len(r.assignments)+len(r.redirections) == 0 && r.input == nil && r.end == r.start
	if isEmpty {
		found.places = found.places[:len(found.places)-1]
		return false
	}
	if c.halted() && len(r.words) > 0 {
		r.words = append(r.words, &word{pieces: []piece{{kind: pieceMany}}, span: c.span(r.end, len(c.text))})
	}
	found.budget.commands--
	r.place.draft = &draft{
		assignments:      r.assignments,
		words:            r.words,
		redirections:     r.redirections,
		span:             c.span(r.start, min(r.end, len(c.text))),
		scope:            r.scope,
		input:            r.input,
		execRedirections: found.execRedirections,
		execInput:        found.execInput,
	}
	for _, one := range r.words[:min(len(r.words), mostBeforeExec)] {
		if one.literal.is("exec") {
			r.keepRedirections()
			break
		}
	}
	return true
}

// keepRedirections: what `exec` redirects without a program stays so for the commands after it; with one, none come after.
func (r *commandReader) keepRedirections() {
	if len(r.redirections) > 0 {
		r.reading.execRedirections = slices.Concat(r.reading.execRedirections, r.redirections)
	}
	if r.input != nil {
		r.reading.execInput = r.input
	}
}
