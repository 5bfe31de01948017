package evaluator

import (
	"slices"
	"strings"
)

// smallLanguage says how a command of a small language names its program.
type smallLanguage struct {
	// Options with a value, and those without.
	values names
	flags  names
	// A flag that may have text attached (`sed -i.bak`).
	attached names
	// Options whose value is program text.
	texts names
	// Options that are followed by two words.
	pairs   names
	isInert func(text string) bool
}

var awkLanguage = smallLanguage{
	values:   names{list: []string{"-F", "-v", "--field-separator", "--assign"}},
	attached: names{list: []string{"-F", "-v"}},
	isInert:  isInertAwk,
}

var jqLanguage = smallLanguage{
	values: names{list: []string{"--indent"}},
	flags: names{list: []string{
		"-a", "-c", "-C", "-e", "-g", "-h", "-j", "-M", "-n", "-r", "-R", "-s", "-S", "--ascii-output", "--color-output",
		"--compact-output", "--exit-status", "--join-output", "--monochrome-output", "--null-input", "--raw-input", "--raw-output",
		"--raw-output0", "--slurp", "--sort-keys", "--tab", "--unbuffered", "--stream", "--seq", "--args", "--jsonargs",
	}},
	pairs:   names{list: []string{"--arg", "--argjson", "--rawfile", "--slurpfile"}},
	isInert: isInertJq,
}

var sedLanguage = smallLanguage{
	values: names{list: []string{"-l", "--line-length"}},
	flags: names{list: []string{
		"-E", "-n", "-r", "-s", "-u", "-z", "-i", "--debug", "--in-place", "--null-data", "--posix", "--quiet", "--regexp-extended",
		"--sandbox", "--separate", "--silent", "--unbuffered",
	}},
	attached: names{list: []string{"-i", "--in-place"}},
	texts:    names{list: []string{"-e", "--expression"}},
	isInert:  isInertSed,
}

// smallLanguageOf is what is known of a small language; nil where it is none.
func smallLanguageOf(name string) *smallLanguage {
	switch name {
	case "awk":
		return &awkLanguage
	case "jq":
		return &jqLanguage
	case "sed":
		return &sedLanguage
	}
	return nil
}

// isInertProgram says whether the program text of a command (`sed`, `awk`, `jq`) runs nothing and writes nothing but standard
// output, by its shape alone. Closed shapes: whatever is not of one of them counts as foreign code.
//
//	isInertProgram("sed", words of `sed -n '/^v/p' f`) // true; with `s/a/b/w out` false
func isInertProgram(language string, words []*word) bool {
	known := smallLanguageOf(language)
	if known == nil {
		return false
	}
	texts := programTexts(known, words)
	return len(texts) > 0 && !slices.ContainsFunc(texts, func(text string) bool { return !known.isInert(text) })
}

// programTexts are the program texts of a command; none where an option or a word hides them.
func programTexts(language *smallLanguage, words []*word) []string {
	var given []string
	operand := unknownText
	ended := false
	for at := 1; at < len(words); at++ {
		text := words[at].literal
		switch {
		case ended || !text.known || !strings.HasPrefix(text.text, "-") || text.text == "-":
			isData := len(given) > 0 || operand.known
			if !text.known && (!isData || !startsAsOperand(words[at])) {
				return nil
			}
			if !isData {
				operand = text
			}
		case text.text == "--":
			ended = true
		default:
			read, ok := language.readOption(text.text)
			if !ok {
				return nil
			}
			if read.text.known {
				given = append(given, read.text.text)
			}
			if read.takesText {
				if at+1 >= len(words) || !words[at+1].literal.known {
					return nil
				}
				given = append(given, words[at+1].literal.text)
			}
			at += read.words
		}
	}
	if len(given) == 0 && operand.known {
		return []string{operand.text}
	}
	return given
}

// startsAsOperand is about an unknown word behind the program text: harmless unless it could be an option.
func startsAsOperand(one *word) bool {
	if len(one.pieces) == 0 {
		return false
	}
	first := one.pieces[0]
	return first.kind == piecePlace || (first.kind == pieceLiteral && first.text != "" && first.text[0] != '-')
}

// smallOption is an option of a small language.
type smallOption struct {
	// How many of the next words belong to it.
	words int
	// The next word is program text.
	takesText bool
	// Program text in the same word.
	text opt
}

var (
	optionAlone    = smallOption{}
	optionWithText = smallOption{words: 1, takesText: true}
)

func (l *smallLanguage) readOption(written string) (option smallOption, ok bool) {
	name := written
	if equals := strings.IndexByte(written, '='); equals > 0 && strings.HasPrefix(written, "--") {
		name = written[:equals]
	}
	if l.pairs.has(name) {
		return smallOption{words: 2}, true
	}
	if name != written {
		if l.texts.has(name) {
			return smallOption{text: someText(written[len(name)+1:])}, true
		}
		return optionAlone, l.values.has(name) || l.attached.has(name)
	}
	switch {
	case l.texts.has(written):
		return optionWithText, true
	case l.flags.has(written):
		return optionAlone, true
	case l.values.has(written):
		return smallOption{words: 1}, true
	case strings.HasPrefix(written, "--"):
		return optionAlone, false
	}
	return l.readCluster(written)
}

func (l *smallLanguage) readCluster(written string) (option smallOption, ok bool) {
	for at := 1; at < len(written); at++ {
		name, rest := "-"+written[at:at+1], written[at+1:]
		switch {
		case l.texts.has(name):
			if rest == "" {
				return optionWithText, true
			}
			return smallOption{text: someText(rest)}, true
		case l.values.has(name):
			if rest == "" {
				return smallOption{words: 1}, true
			}
			return optionAlone, true
		case l.attached.has(name):
			return optionAlone, true
		case !l.flags.has(name):
			return optionAlone, false
		}
	}
	return optionAlone, true
}

// isInertSed takes addresses, and the commands `p d q n =` and `s` with the flags `g p I` or a number.
func isInertSed(text string) bool {
	reader := sedReader{text: text}
	return reader.readScript()
}

type sedReader struct {
	text string
	at   int
}

func (r *sedReader) peek() int { return byteAt(r.text, r.at) }

func (r *sedReader) skip(set string) {
	r.at = endOfRun(r.text, r.at, func(character int) bool { return isOneOf(character, set) })
}

func (r *sedReader) readScript() bool {
	for {
		r.skip(" \t\n;")
		if r.at >= len(r.text) {
			return true
		}
		if !r.readAddress() {
			return false
		}
		r.skip(" \t")
		if r.peek() == ',' {
			r.at++
			r.skip(" \t+~")
			if !r.readAddress() {
				return false
			}
		}
		r.skip(" \t!")
		if !r.readCommand() {
			return false
		}
		r.skip(" \t")
		if r.at < len(r.text) && !isOneOf(r.peek(), ";\n") {
			return false
		}
	}
}

// readAddress reads a number, `$`, a pattern, or nothing.
func (r *sedReader) readAddress() bool {
	switch first := r.peek(); {
	case first == '$':
		r.at++
	case isDigit(first):
		r.skip("0123456789~")
	case first == '/':
		r.at++
		if !r.readTo('/') {
			return false
		}
		r.skip("I")
	}
	return true
}

func (r *sedReader) readCommand() bool {
	command := r.peek()
	r.at++
	if command == 's' {
		return r.readSubstitution()
	}
	return isOneOf(command, "pdqn=")
}

func (r *sedReader) readSubstitution() bool {
	bound := r.peek()
	if endsAt(bound, "\n\\") {
		return false
	}
	r.at++
	if !r.readTo(bound) || !r.readTo(bound) {
		return false
	}
	r.skip("gpI0123456789")
	return true
}

// readTo moves behind the next border that no backslash stands before. Inside brackets it ends the text for some programs
// only.
func (r *sedReader) readTo(bound int) bool {
	bracket := false
	for ; r.at < len(r.text); r.at++ {
		switch character := r.peek(); {
		case character == '\\':
			r.at++
		case character == '\n' || (bracket && character == bound):
			return false
		case character == '[':
			bracket = true
		case character == ']':
			bracket = false
		case character == bound:
			r.at++
			return true
		}
	}
	return false
}

// isInertAwk: no `system`, `getline`, `|`, `>` or `@`, nor what loads or calls something by name.
func isInertAwk(text string) bool { return !containsAny(text, "system", "getline", "|", ">", "@") }

// isInertJq: no `import` or `include`.
func isInertJq(text string) bool { return !containsAny(text, "import", "include") }

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}
