package evaluator

import (
	"slices"
	"strings"
)

// wrapperOptions reads the options of one wrapper, one word after the other.
//
// Only what the registry lists is read. An option that is not listed, an ambiguous abbreviation, or an unknown word where an
// option could stand hides where the inner command starts: the wrapper is then opaque.
type wrapperOptions struct {
	wrapper *knownWrapper
	words   []*word
	// The index of the first word that may be an option; afterwards, of the first that is none.
	at          int
	assignments []assignment
	opaque      []opaquePart
	// Values that are shell text.
	texts []*word
	// Flags that were given, by their listed names.
	flags []string
	// The value that is the inner program, or nil.
	program *word
	// The text that stands for what standard input gives.
	replaced opt
	moved    bool
	queries  bool
	// `--` was read: no option follows.
	ended bool
	// Something hides where the inner command starts.
	hidden   bool
	assigned bool
}

func newWrapperOptions(wrapper *knownWrapper, words []*word, at int) *wrapperOptions {
	return &wrapperOptions{wrapper: wrapper, words: words, at: at}
}

// rest is the words from the first that was not read on.
func (o *wrapperOptions) rest() []*word { return o.words[min(o.at, len(o.words)):] }

// next is the word that is read next, or nil.
func (o *wrapperOptions) next() *word {
	if o.at < len(o.words) {
		return o.words[o.at]
	}
	return nil
}

func (o *wrapperOptions) hasFlag(flag string) bool { return slices.Contains(o.flags, flag) }

func (o *wrapperOptions) addFlag(flag string) {
	if !o.hasFlag(flag) {
		o.flags = append(o.flags, flag)
	}
}

// read reads options up to the next operand.
func (o *wrapperOptions) read() {
	for !o.hidden && !o.ended {
		one := o.next()
		if one == nil || !o.readWord(one) {
			return
		}
	}
	// Behind `--`, `env` and `sudo` still take assignments.
	for o.ended && !o.hidden {
		one := o.next()
		if one == nil || !o.readAssignment(one) {
			return
		}
	}
}

func (o *wrapperOptions) note(one *word, code opaqueCode) {
	if code != opaqueRunOption {
		o.hidden = true
	}
	o.opaque = append(o.opaque, opaquePart{code: code, span: one.span})
}

// readWord reads a word that is an option or an assignment; false where it is neither.
func (o *wrapperOptions) readWord(one *word) bool {
	head := headOf(one)
	if o.readAssignment(one) {
		return true
	}
	// `env A=1 -- x` runs `--`: behind an assignment no option follows.
	if o.assigned && !o.wrapper.mixed {
		return false
	}
	if one.literal.is("--") {
		o.at++
		o.ended = true
		return true
	}
	if (one.literal.known || head != "") && !o.isOption(head) && !o.mayAssign(one, head) {
		return false
	}
	if splits(one) || !o.readOption(one, head) {
		o.note(one, opaqueWrapperOption)
	}
	return true
}

func (o *wrapperOptions) readAssignment(one *word) bool {
	if !o.wrapper.assignments || splits(one) || !o.keepAssignment(one) {
		return false
	}
	o.assigned = true
	o.at++
	return true
}

// keepAssignment keeps what a word assigns; false where it is no assignment.
func (o *wrapperOptions) keepAssignment(one *word) bool {
	head := headOf(one)
	end := nameEnd(head, 0)
	if end == 0 || byteAt(head, end) != '=' {
		return false
	}
	o.assignments = append(o.assignments, assignment{name: head[:end], value: cutWord(one, end+1)})
	return true
}

func (o *wrapperOptions) isOption(text string) bool {
	if text == "-" {
		return o.wrapper.flags.has("-") || o.wrapper.query.has("-")
	}
	return strings.HasPrefix(text, "-") || (o.wrapper.textFlag.known && len(text) > 1 && text[0] == '+')
}

// mayAssign says whether the unknown rest of a word could make it an assignment.
func (o *wrapperOptions) mayAssign(one *word, head string) bool {
	return o.wrapper.assignments && !one.literal.known && isName(head)
}

// readOption reads one option word and its value; false where it is not listed.
func (o *wrapperOptions) readOption(one *word, head string) bool {
	if one.literal.known {
		if o.isFlag(head) {
			o.at++
			return true
		}
		if o.takesValue(head) {
			return o.takeNext(head)
		}
	}
	if strings.HasPrefix(head, "--") || o.hasLongName(head) {
		return o.readLong(one, head)
	}
	return o.readCluster(one, head)
}

// hasLongName says whether an option is a long one with one dash (`-chdir=…`).
func (o *wrapperOptions) hasLongName(head string) bool {
	equals := strings.IndexByte(head, '=')
	return equals > 2 && o.takesValue(head[:equals])
}

func (o *wrapperOptions) readLong(one *word, head string) bool {
	written, _, hasValue := strings.Cut(head, "=")
	if !hasValue && !one.literal.known {
		return false
	}
	name := o.longName(written)
	if name == "" {
		return false
	}
	if hasValue {
		// `--flag=false` of programs that know it: what it turns off is not known here.
		if !o.takesValue(name) && !o.wrapper.optional.has(name) {
			return false
		}
		o.at++
		o.apply(name, cutWord(one, len(written)+1))
		return true
	}
	if o.takesValue(name) {
		return o.takeNext(name)
	}
	if !o.isFlag(name) {
		return false
	}
	o.at++
	return true
}

// longName is the listed option that a long option is or abbreviates; empty where there is none, or several.
func (o *wrapperOptions) longName(written string) string {
	if o.takesValue(written) || o.wrapper.optional.has(written) || slices.Contains(o.wrapper.long, written) {
		return written
	}
	if !o.wrapper.abbreviates || len(written) < 3 {
		return ""
	}
	meant := ""
	for _, option := range o.wrapper.long {
		if !strings.HasPrefix(option, written) {
			continue
		}
		if meant != "" {
			return ""
		}
		meant = option
	}
	return meant
}

func (o *wrapperOptions) takesValue(option string) bool {
	w := o.wrapper
	return w.values.has(option) || w.textOptions.has(option) || w.splitOptions.has(option) || w.programOptions.has(option)
}

// isFlag says whether an option may stand without a value; notes that it does.
func (o *wrapperOptions) isFlag(option string) bool {
	w := o.wrapper
	if w.query.has(option) {
		o.queries = true
	}
	if w.optional.has(option) && w.replace.has(option) {
		o.replaced = someText("{}")
	}
	listed := w.query.has(option) || w.textFlag.is(option) || w.flags.has(option) || w.optional.has(option)
	if listed {
		o.addFlag(option)
	}
	return listed
}

// readCluster reads short options in one word: flags, then at most one that takes the rest of the word or the next word.
func (o *wrapperOptions) readCluster(one *word, head string) bool {
	if !isOneOf(byteAt(head, 0), "-+") {
		return false
	}
	for at := 1; at < len(head); at++ {
		option := head[:1] + head[at:at+1]
		last := at == len(head)-1 && one.literal.known
		takesValue := o.takesValue(option)
		if takesValue && last {
			return o.takeNext(option)
		}
		// A shell takes the value of `-o` from the next word even inside a cluster.
		if takesValue && o.wrapper.textFlag.known {
			return false
		}
		if takesValue || (o.wrapper.optional.has(option) && !last) {
			o.at++
			o.apply(option, cutWord(one, at+1))
			return true
		}
		if !o.isFlag(option) {
			return false
		}
	}
	if !one.literal.known {
		return false
	}
	o.at++
	return true
}

// takeNext: the next word is the option's value, whatever it is; it must be exactly one word.
func (o *wrapperOptions) takeNext(option string) bool {
	var value *word
	if o.at+1 < len(o.words) {
		value = o.words[o.at+1]
	}
	if value != nil && splits(value) {
		return false
	}
	o.at += 2
	if value != nil {
		o.apply(option, value)
	}
	return true
}

// apply does what an option with its value says.
func (o *wrapperOptions) apply(option string, value *word) {
	w := o.wrapper
	o.addFlag(option)
	if w.directory.has(option) {
		o.moved = true
	}
	if w.textOptions.has(option) {
		o.texts = append(o.texts, value)
	}
	if w.programOptions.has(option) {
		o.program = value
	}
	if w.splitOptions.has(option) {
		o.insert(value)
	}
	if o.runsOther(option, value) {
		o.note(value, opaqueRunOption)
	}
	if w.assignOptions.has(option) {
		o.assign(value)
	}
	if w.replace.has(option) {
		if value.literal.text == "" {
			o.note(value, opaqueWrapperOption)
		}
		o.replaced = value.literal
	}
}

// runsOther is about `-o ProxyCommand=…`: some values of an option name what the wrapper runs; of an unknown value any might.
func (o *wrapperOptions) runsOther(option string, value *word) bool {
	if o.wrapper.runs.has(option) {
		return true
	}
	text := strings.TrimLeft(smallLetters(headOf(value)), " \t\n\v\f\r")
	for _, entry := range o.wrapper.runs.list {
		name, found := strings.CutPrefix(entry, option+" ")
		if found && (strings.HasPrefix(text, name) || (!value.literal.known && strings.HasPrefix(name, text))) {
			return true
		}
	}
	return false
}

// assign reads `-e NAME=VALUE`; `-e NAME` takes what the environment holds, and an unknown word may be anything.
func (o *wrapperOptions) assign(value *word) {
	if !o.keepAssignment(value) && !value.literal.known {
		o.note(value, opaqueWrapperOption)
	}
}

// insert puts the words that a value is cut into in its place.
func (o *wrapperOptions) insert(value *word) {
	texts, ok := []string(nil), false
	if value.literal.known {
		texts, ok = splitText(value.literal.text)
	}
	if !ok {
		o.note(value, opaqueWrapperOption)
		return
	}
	words := make([]*word, len(texts))
	for at, text := range texts {
		words[at] = literalWord(text, value.span)
	}
	at := min(o.at, len(o.words))
	o.words = slices.Concat(o.words[:at], words, o.words[at:])
}
