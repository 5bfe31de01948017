package evaluator

import (
	"slices"
	"strings"
)

// innerText is shell text that a wrapper runs, and the words that its `$0`, `$1`, … are.
type innerText struct {
	bytes      string
	span       span
	positional []*word
}

// wrapperReading is what a wrapper runs.
type wrapperReading struct {
	// The commands that it runs, as words.
	inner [][]*word
	texts []innerText
	// It runs shell text that stands on standard input.
	stdin bool
	// The words of standard input stand at the end of its inner command.
	appended bool
	// What it puts into the environment of what it runs.
	assignments []assignment
	// What it runs may run in another directory.
	moved  bool
	opaque []opaquePart
}

// readWrapper reads the words of a command whose first words name that wrapper; from is the index of the first word behind its
// name.
//
//	readWrapper(timeout, words of `timeout -s INT 9 true`, 1).inner // [[true]]
func readWrapper(wrapper *knownWrapper, words []*word, from int) wrapperReading {
	if !wrapper.innerOptions.isEmpty() {
		return readInnerOptions(wrapper, words, from)
	}
	reader := wrapperReader{wrapper: wrapper, words: words, options: newWrapperOptions(wrapper, words, from)}
	return reader.read()
}

type wrapperReader struct {
	wrapper *knownWrapper
	words   []*word
	options *wrapperOptions
}

func (r *wrapperReader) read() wrapperReading {
	options, wrapper := r.options, r.wrapper
	options.read()
	for count := 0; count < wrapper.operands && !r.has(&wrapper.argvFlags); count++ {
		if options.hidden || options.queries || (wrapper.permute && options.ended) {
			break
		}
		operand := options.next()
		if operand == nil {
			// Nothing says which of several operands is the command.
			if count > 1 && wrapper.then == "argv" {
				return r.hidden(r.words[0], opaqueWrapperOption)
			}
			break
		}
		// How many words an unknown one is, nobody knows; where options may follow, it may be one itself.
		if splits(operand) {
			return r.hidden(operand, opaqueWrapperOption)
		}
		options.at++
		if wrapper.permute && !options.ended {
			options.read()
		}
	}
	if options.hidden || options.queries {
		return r.result(wrapperReading{})
	}
	rest := options.rest()
	texts := options.texts
	late := r.lateText(rest)
	if late != nil {
		texts = []*word{late}
	}
	if len(texts) == 0 {
		return r.runRest(rest)
	}
	if late != nil {
		rest = nil
	}
	// Further texts run beside the inner command (`hyperfine --prepare`).
	if len(rest) > 0 && wrapper.then != "stdin" {
		one := r.runTexts(texts, nil)
		both := r.runRest(rest)
		both.inner = slices.Concat(one.inner, both.inner)
		both.texts = slices.Concat(one.texts, both.texts)
		return both
	}
	return r.runTexts(texts, rest)
}

// lateText is the text of `flock FILE -c TEXT`, where the option stands behind the operand.
func (r *wrapperReader) lateText(rest []*word) *word {
	if r.wrapper.operands > 0 && len(rest) > 1 && rest[0].literal.text != "" && r.wrapper.textOptions.has(rest[0].literal.text) {
		return rest[1]
	}
	return nil
}

func (r *wrapperReader) runRest(rest []*word) wrapperReading {
	wrapper, options := r.wrapper, r.options
	switch {
	case options.program != nil:
		return r.result(wrapperReading{inner: [][]*word{slices.Concat([]*word{options.program}, rest)}})
	case wrapper.then == "stdin" && !r.has(&wrapper.argvFlags):
		if len(rest) == 0 {
			return r.result(wrapperReading{stdin: true})
		}
		return r.hidden(rest[0], opaqueForeignCode)
	case r.has(&wrapper.joinFlags):
		if len(rest) == 0 {
			return r.result(wrapperReading{stdin: true})
		}
		return r.runText(rest, nil)
	case wrapper.then == "script" || (wrapper.textFlag.known && !options.hasFlag(wrapper.textFlag.text)):
		return r.runShell(rest)
	case len(rest) == 0:
		return r.runNothing()
	case !wrapper.until.isEmpty():
		return r.runUntil(rest)
	case wrapper.then == "texts":
		return r.runTexts(rest, nil)
	}
	asText := wrapper.then == "text" || (wrapper.then == "command" && len(rest) == 1)
	switch {
	case !asText || r.has(&wrapper.argvFlags):
		return r.result(wrapperReading{inner: [][]*word{r.complete(rest)}, appended: r.appendsWords()})
	case wrapper.join:
		return r.runText(rest, nil)
	}
	return r.runText(rest[:1], rest[1:])
}

// runShell is a shell without its text: a script, or standard input, which `-s` asks for whatever else stands there.
func (r *wrapperReader) runShell(rest []*word) wrapperReading {
	if len(rest) == 0 && r.wrapper.then == "script" {
		return r.result(wrapperReading{})
	}
	if len(rest) == 0 || r.options.hasFlag("-s") || isStdinFile(rest[0].literal.text) {
		return r.result(wrapperReading{stdin: true})
	}
	return r.hidden(r.words[0], opaqueForeignCode)
}

// isStdinFile says whether an operand is standard input.
func isStdinFile(operand string) bool {
	return operand == "/dev/fd/0" || operand == "/dev/stdin" || operand == "/proc/self/fd/0"
}

func (r *wrapperReader) runNothing() wrapperReading {
	switch {
	case r.wrapper.standard.known:
		inner := r.complete([]*word{literalWord(r.wrapper.standard.text, r.words[0].span)})
		return r.result(wrapperReading{inner: [][]*word{inner}, appended: r.appendsWords()})
	case r.wrapper.empty == "stdin":
		return r.result(wrapperReading{stdin: true})
	case r.wrapper.empty == "foreign":
		return r.hidden(r.words[0], opaqueForeignCode)
	}
	return r.result(wrapperReading{})
}

// runUntil is `parallel`: words joined by blanks, which the words behind `:::` or standard input complete.
func (r *wrapperReader) runUntil(rest []*word) wrapperReading {
	end := slices.IndexFunc(rest, func(one *word) bool { return one.literal.known && r.wrapper.until.has(one.literal.text) })
	words := rest
	if end >= 0 {
		words = rest[:end]
	}
	if len(words) == 0 {
		return r.hidden(rest[0], opaqueDynamicCode)
	}
	text, ok := joinedText(words)
	// Its own placeholders may stand inside quotes: what they become there is not known.
	if !ok || (strings.Contains(text, "{") && strings.Contains(text, "'")) {
		return r.hidden(words[0], opaqueDynamicCode)
	}
	filled := fillPlaceholders(text)
	if filled == text {
		filled += " $@"
	}
	return r.result(wrapperReading{texts: []innerText{{bytes: filled, span: spanOf(words)}}})
}

// fillPlaceholders puts `"$@"` in place of `{}`, `{.}`, `{1}` and their like.
func fillPlaceholders(text string) string {
	var filled strings.Builder
	for at := 0; at < len(text); {
		end := at + 1
		if text[at] == '{' {
			end = endOfRun(text, at+1, func(character int) bool { return isDigit(character) || isOneOf(character, "#%+./") })
			if byteAt(text, end) == '}' {
				filled.WriteString(`"$@"`)
				at = end + 1
				continue
			}
		}
		filled.WriteString(text[at:end])
		at = end
	}
	return filled.String()
}

// runText is the words joined by blanks, as shell text.
func (r *wrapperReader) runText(words, positional []*word) wrapperReading {
	text, ok := joinedText(words)
	if !ok {
		return r.hidden(words[slices.IndexFunc(words, isUnknownWord)], opaqueDynamicCode)
	}
	return r.result(wrapperReading{texts: []innerText{{bytes: text, span: spanOf(words), positional: positional}}})
}

func isUnknownWord(one *word) bool { return !one.literal.known }

// runTexts is each word as shell text of its own.
func (r *wrapperReader) runTexts(words, positional []*word) wrapperReading {
	var texts []innerText
	for _, one := range words {
		if !one.literal.known {
			return r.hidden(one, opaqueDynamicCode)
		}
		texts = append(texts, innerText{bytes: one.literal.text, span: one.span, positional: positional})
	}
	return r.result(wrapperReading{texts: texts})
}

// has says whether one of some flags was given.
func (r *wrapperReader) has(flags *names) bool {
	return slices.ContainsFunc(flags.list, r.options.hasFlag)
}

// complete is the inner command, with what standard input adds to it.
func (r *wrapperReader) complete(words []*word) []*word {
	if !r.wrapper.appended {
		return words
	}
	if r.options.replaced.known {
		completed := make([]*word, len(words))
		for at, one := range words {
			completed[at] = replaceIn(one, []string{r.options.replaced.text}, pieceOne)
		}
		return completed
	}
	return slices.Concat(words, []*word{unknownWords(words[len(words)-1].span[1])})
}

// appendsWords says whether standard input is cut into words that all stand at the end, once: there are no options but those
// of `xargs` that leave alone what it reads.
func (r *wrapperReader) appendsWords() bool {
	if !r.wrapper.appended {
		return false
	}
	for _, flag := range r.options.flags {
		if flag != "--no-run-if-empty" && flag != "--verbose" && flag != "-r" && flag != "-t" {
			return false
		}
	}
	return true
}

func (r *wrapperReader) hidden(one *word, code opaqueCode) wrapperReading {
	r.options.note(one, code)
	return r.result(wrapperReading{})
}

// result adds to what was found what the options say.
func (r *wrapperReader) result(found wrapperReading) wrapperReading {
	found.assignments = r.options.assignments
	found.moved = r.options.moved || r.wrapper.moves
	found.opaque = r.options.opaque
	return found
}

// joinedText is the words joined by blanks; false where one is not known.
func joinedText(words []*word) (string, bool) {
	texts := make([]string, len(words))
	for at, one := range words {
		if !one.literal.known {
			return "", false
		}
		texts[at] = one.literal.text
	}
	return strings.Join(texts, " "), true
}

func spanOf(words []*word) span {
	return span{words[0].span[0], words[len(words)-1].span[1]}
}
