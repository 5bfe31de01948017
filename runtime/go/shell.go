package evaluator

// readShell reads a whole shell text to simple commands, in source order.
//
// Programs are read as bash does, where dash and zsh run the same commands for them. Where they do not, or where something
// evaluates text again, a part is noted as opaque and the reading goes on. Where the text is no valid shell, the reading
// stops: the rest is one opaque part, the commands before it stay, and those that were being read stay with an unknown rest,
// so that a deny rule still sees their start.
//
// text is well-formed UTF-8 without NUL, left is counted down by what is read, around is where the text stands if it is not
// the outer line itself.
//
//	readShell("a b; (c)", newBudget(), nil).commands // two
func readShell(text string, left *budget, around *within) shellText {
	id := left.nextScope()
	var fixed *span
	if around != nil {
		fixed = &around.span
	}
	found := newReading(left, fixed, len(text))
	readProgram(&cursor{text: text, reading: found, place: fixed}, endsNothing)
	if problem := found.refused(); problem != "" {
		return shellText{refused: problem}
	}
	drafts := make([]*draft, 0, len(found.places))
	for _, one := range found.places {
		if one.draft != nil {
			drafts = append(drafts, one.draft)
		}
	}
	commands := placeCommands(drafts, circumstancesWithin(around, id), func(count int) { left.nodes -= count })
	if problem := found.refused(); problem != "" {
		return shellText{refused: problem}
	}
	return shellText{commands: commands, opaque: found.opaque, functions: found.functions, variables: found.variables}
}

// readProgram reads the commands up to the closing parenthesis, before which the cursor then is, or to the end of the text.
func readProgram(at *cursor, until ends) {
	reader := &programReader{cursor: at}
	reader.readListsUpTo(until)
	if !at.halted() && len(at.pending) > 0 {
		at.stop(opaqueHereDocument, at.at)
	}
}

// separator is what ends a command. Newlines count as `;`.
type separator uint8

const (
	// The reading stopped.
	separatorNone separator = iota
	separatorEnd
	separatorSemicolon
	separatorAmpersand
	separatorAnd
	separatorOr
	separatorPipe
)

type programReader struct {
	cursor *cursor
	// What ends the lists that are being read.
	ends ends
}

// readLists reads lists up to one of these ends, of what starts at an offset.
func (p *programReader) readLists(until ends, start int) ending {
	if p.cursor.halted() {
		return ending{stopped: true}
	}
	outer := p.ends
	found, empty := p.readListsUpTo(until)
	p.ends = outer
	if found.sign == signMissing && !p.cursor.halted() {
		p.cursor.stop(opaqueSyntaxError, start)
	}
	if p.cursor.halted() {
		return ending{stopped: true}
	}
	// Only an arm of `case` may be empty; some shells take empty lists elsewhere.
	if empty && until.sign != signArm {
		p.cursor.note(opaqueSyntaxError, p.cursor.span(p.cursor.at, p.cursor.at))
	}
	return found
}

func (p *programReader) readListsUpTo(until ends) (found ending, empty bool) {
	p.ends = until
	for empty = true; ; empty = false {
		p.cursor.skipBlank(true)
		if p.cursor.halted() || p.cursor.at >= len(p.cursor.text) {
			return ending{sign: signMissing}, empty
		}
		if word, end := p.cursor.plainWord(); until.has(word) {
			p.cursor.at = end
			return ending{word: word}, empty
		}
		if p.atSign() {
			return ending{sign: until.sign}, empty
		}
		p.readList()
	}
}

// atSign says whether the sign that ends the lists stands here.
func (p *programReader) atSign() bool {
	switch p.ends.sign {
	case signParenthesis:
		return p.cursor.here() == ')'
	case signArm:
		return p.cursor.here() == ';' && isOneOf(p.cursor.peek(1), ";&")
	}
	return false
}

// readList reads pipelines joined by `&&` and `||`, up to `;`, `&`, a newline or the end.
func (p *programReader) readList() {
	found := p.cursor.reading
	outer := found.scope
	list := found.enter()
	for joint := separatorSemicolon; ; {
		// What follows `&&` has run if what follows the next `&&` runs; what follows `||` says nothing of the rest.
		if joint != separatorSemicolon {
			found.enter().branch = true
		}
		next := p.readPipeline()
		for next == separatorAnd && joint == separatorAnd {
			p.cursor.skipBlank(true)
			next = p.readPipeline()
		}
		found.scope = list
		if next == separatorAmpersand {
			list.environment, list.background = true, true
		}
		if next != separatorAnd && next != separatorOr {
			break
		}
		p.cursor.skipBlank(true)
		joint = next
	}
	found.scope = outer
}

// readPipeline reads commands joined by `|`.
func (p *programReader) readPipeline() separator {
	found := p.cursor.reading
	outer := found.scope
	pipeline := found.enter()
	prefixed := p.skipPipelinePrefix()
	next := separatorNone
	var before *scope
	for !p.cursor.halted() {
		from := p.cursor.at
		member := found.enter()
		member.from = before
		any := p.readCommand()
		found.scope = pipeline
		if p.cursor.halted() {
			break
		}
		next = p.readSeparator()
		alone := before == nil && prefixed && next != separatorPipe && next != separatorAnd && next != separatorOr
		// A command is missing: most shells refuse the line, zsh runs the rest of some.
		if !any && !alone {
			p.cursor.note(opaqueSyntaxError, p.cursor.span(from, p.cursor.at))
		}
		if next != separatorPipe {
			// zsh runs the last member in the shell itself, the others do not.
			if before != nil {
				member.branch = true
			}
			break
		}
		member.environment = true
		pipeline.together = true
		before = member
		p.cursor.skipBlank(true)
	}
	found.scope = outer
	if p.cursor.halted() {
		return separatorNone
	}
	return next
}

// readCommand reads one command of any kind, without what separates it from the next.
func (p *programReader) readCommand() bool {
	p.cursor.skipBlank(false)
	if word, _ := p.cursor.plainWord(); isContinuation(word) || word == "!" {
		p.cursor.stop(opaqueSyntaxError, p.cursor.at)
		return false
	}
	if readCompound(p) {
		return true
	}
	found, defined := readSimpleCommand(p.cursor)
	if defined != nil {
		readFunctionBody(p, *defined)
	}
	return found
}

// skipPipelinePrefix skips `!` and `time` before a pipeline; true if there was one. `time` with options of its own is the
// program of that name.
func (p *programReader) skipPipelinePrefix() bool {
	for any := false; ; any = true {
		from := p.cursor.at
		if p.cursor.skipPlain("!") {
			continue
		}
		if !p.cursor.skipPlain("time") {
			return any
		}
		p.cursor.skipPlain("-p")
		p.cursor.skipPlain("--")
		if p.cursor.here() == '-' {
			// bash takes the option for the program, other shells run the program `time`.
			p.cursor.note(opaqueDialect, p.cursor.span(from, p.cursor.at))
			p.cursor.at = from
			return any
		}
	}
}

// readSeparator reads the separator that ends a command. Newlines after it are skipped by who reads on.
func (p *programReader) readSeparator() separator {
	c := p.cursor
	c.skipBlank(false)
	character := c.here()
	next := c.peek(1)
	if character == atEnd || p.atSign() || p.atEndWord() {
		return separatorEnd
	}
	if character == '#' {
		c.skipComment()
		return separatorEnd
	}
	if character == '\n' {
		c.endLine()
		return separatorSemicolon
	}
	// Some shells have an operator of their own here, to the others it is a mistake.
	odd := character == '&' && isOneOf(next, ";|")
	if character == ';' {
		odd = isOneOf(next, ";&|")
	}
	if odd || !isOneOf(character, ";&|") {
		c.stop(opaqueSyntaxError, c.at)
		return separatorEnd
	}
	twice := next == character && character != ';'
	if character == '&' && next == '!' {
		c.note(opaqueDialect, c.span(c.at, c.continued(c.at+1)+1))
	}
	c.at++
	if twice || (character == '|' && next == '&') {
		c.at = c.continued(c.at) + 1
	}
	switch {
	case character == ';':
		return separatorSemicolon
	case character == '&' && twice:
		return separatorAnd
	case character == '&':
		return separatorAmpersand
	case twice:
		return separatorOr
	}
	return separatorPipe
}

// atEndWord says whether a reserved word that ends the lists stands here: after a compound command, one may follow without
// a separator.
func (p *programReader) atEndWord() bool {
	word, _ := p.cursor.plainWord()
	return p.ends.has(word)
}
