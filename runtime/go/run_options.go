package evaluator

import "strings"

// findRunOptions finds the options among the words from an index on that make a program which is no wrapper run or load
// something else (`tar --to-command`, `rsync -e`): one part for each word that is, or may be, such an option, and the values
// that are shell text. Read the wide way: clusters, attached values and abbreviations count, and so does an unknown word where
// an option could stand.
func findRunOptions(words []*word, from int, options *knownOptions) (parts []opaquePart, texts []*word) {
	if options.runs.isEmpty() && options.runsText.isEmpty() {
		return nil, nil
	}
	for at := from; at < len(words); at++ {
		one := words[at]
		if one.literal.is("--") {
			break
		}
		read := one
		if options.bareCluster && at == from && one.literal.known && !strings.HasPrefix(one.literal.text, "-") {
			read = literalWord("-"+one.literal.text, one.span)
		}
		found, isRun := readRunWord(read, options)
		if !isRun {
			if read.literal.known && takesNextWord(read.literal.text, options) {
				at++
			}
			continue
		}
		parts = append(parts, opaquePart{code: opaqueRunOption, span: one.span})
		if found.name == "" || !options.runsText.has(found.name) {
			continue
		}
		if found.attached > 0 {
			texts = append(texts, cutWord(one, found.attached))
			continue
		}
		at++
		if at < len(words) {
			texts = append(texts, words[at])
		}
	}
	return parts, texts
}

// takesNextWord says whether the next word is the value of an option: of one by itself, or of the last of a cluster.
func takesNextWord(text string, options *knownOptions) bool {
	if !options.valuesKnown || !strings.HasPrefix(text, "-") {
		return false
	}
	if options.values.has(text) {
		return true
	}
	if strings.HasPrefix(text, "--") {
		return false
	}
	for at := 1; at < len(text); at++ {
		if options.values.has("-" + text[at:at+1]) {
			return at == len(text)-1
		}
	}
	return false
}

// runOption is an option that runs something.
type runOption struct {
	// The listed name; empty where it is not known which it is.
	name string
	// Where an attached value starts; 0: the next word is the value, if the option has one.
	attached int
}

func (o *knownOptions) isRun(name string) bool { return o.runs.has(name) || o.runsText.has(name) }

// eachRun goes through the names of options that run something, as long as it is not told that one was found.
func (o *knownOptions) eachRun(found func(name string) bool) bool {
	for _, list := range [][]string{o.runs.list, o.runsText.list} {
		for _, name := range list {
			if found(name) {
				return true
			}
		}
	}
	return false
}

func readRunWord(one *word, options *knownOptions) (option runOption, isRun bool) {
	head := headOf(one)
	known := one.literal.known
	if !known && (head == "" || head == "-" || head == "--") {
		return runOption{}, !startsWithPlace(one)
	}
	if options.eachRun(func(name string) bool {
		if name != "+" && !strings.HasSuffix(name, "=") && !strings.HasSuffix(name, ":") {
			return false
		}
		if strings.HasPrefix(head, name) {
			option = runOption{name: name, attached: len(name)}
			return true
		}
		return !known && strings.HasPrefix(name, head)
	}) {
		return option, true
	}
	if !strings.HasPrefix(head, "-") || head == "-" {
		return runOption{}, false
	}
	written, _, hasValue := strings.Cut(head, "=")
	attached := 0
	if hasValue {
		attached = len(written) + 1
	}
	if options.eachRun(func(name string) bool {
		if len(name) <= 2 || !strings.HasPrefix(name, "-") {
			return false
		}
		isSingle := !strings.HasPrefix(name, "--") && written == "-"+name
		if (written == name || isSingle) && (known || hasValue) {
			option = runOption{name: name, attached: attached}
			return true
		}
		if strings.HasPrefix(name, written) && mayAbbreviate(written, known && !hasValue, options) {
			option = runOption{attached: attached}
			if known {
				option.name = name
			}
			return true
		}
		return false
	}) {
		return option, true
	}
	if strings.HasPrefix(head, "--") {
		return runOption{}, false
	}
	return readRunCluster(head, known, options)
}

// mayAbbreviate says whether a proper start of a long option may stand for it: it is no option itself, or how it goes on is not
// known.
func mayAbbreviate(written string, whole bool, options *knownOptions) bool {
	if !strings.HasPrefix(written, "--") || len(written) < 4 {
		return !whole && !strings.HasPrefix(written, "--") && len(written) > 2
	}
	return !whole || (!options.flags.has(written) && !options.values.has(written))
}

func readRunCluster(head string, known bool, options *knownOptions) (option runOption, isRun bool) {
	for at := 1; at < len(head); at++ {
		name := "-" + head[at:at+1]
		if options.isRun(name) {
			option.name = name
			if at < len(head)-1 {
				option.attached = at + 1
			}
			return option, true
		}
		if options.values.has(name) || head[at] == '=' {
			return runOption{}, false
		}
	}
	// How an unknown cluster goes on is not known.
	return runOption{}, !known
}

// startsWithPlace is about `~/x` and `$PWD/x`: a path, which starts with a slash.
func startsWithPlace(one *word) bool {
	return len(one.pieces) > 0 && one.pieces[0].kind == piecePlace && !splits(one)
}
