package evaluator

import (
	"slices"
	"strings"
)

// readInnerOptions reads `find`, `fd` and their like: programs that run the words after each inner option, up to `;` or to
// `{} +`, or to the end where the program takes that. from is the index of the first word behind the program.
//
//	readInnerOptions(find, words of `find . -exec rm {} +`, 1).inner // [[rm, many]]
func readInnerOptions(wrapper *knownWrapper, words []*word, from int) wrapperReading {
	var found wrapperReading
	lastEnd := len(words)
	if !wrapper.openEnd {
		lastEnd = -1
		for at, one := range words {
			if !one.literal.known || one.literal.text == ";" || one.literal.text == "+" {
				lastEnd = at
			}
		}
	}
	for at := from; at < len(words); at++ {
		one := words[at]
		if !one.literal.known {
			if mayHideInner(one, lastEnd >= at+2) {
				found.opaque = append(found.opaque, opaquePart{code: opaqueWrapperOption, span: one.span})
				break
			}
			continue
		}
		text := one.literal.text
		if wrapper.openEnd && text == "--" {
			break
		}
		if wrapper.query.has(text) {
			return wrapperReading{opaque: found.opaque}
		}
		if wrapper.values.has(text) {
			at++
			continue
		}
		if !wrapper.innerOptions.has(text) {
			if !hidesInner(wrapper, text) {
				continue
			}
			found.opaque = append(found.opaque, opaquePart{code: opaqueWrapperOption, span: one.span})
			break
		}
		ends := endsOfInner(wrapper, words, at+1)
		for _, end := range ends[:min(len(ends), mostEnds)] {
			if command := fillInner(wrapper, words, at+1, end); len(command) > 0 {
				found.inner = append(found.inner, command)
			}
		}
		next, last := len(words), len(words)
		if len(ends) > 0 {
			next, last = ends[0], ends[len(ends)-1]
		}
		// More than one word may end it and begin another.
		hiding := slices.IndexFunc(words[at+1:last], splits)
		switch {
		case len(ends) > mostEnds:
			found.opaque = append(found.opaque, opaquePart{code: opaqueWrapperOption, span: one.span})
		case hiding >= 0:
			found.opaque = append(found.opaque, opaquePart{code: opaqueWrapperOption, span: words[at+1+hiding].span})
		}
		at = next
	}
	found.stdin = len(found.inner) == 0 && len(found.opaque) == 0 && wrapper.empty == "stdin"
	found.moved = len(found.inner) > 0
	return found
}

// mostEnds: an inner command has as many readings as words that may end it; beyond this many it counts as hidden.
const mostEnds = 8

// endsOfInner says where an inner command ends: at each unknown word that could be its end, and where it surely does. Nowhere:
// without an end the program refuses to run at all.
func endsOfInner(wrapper *knownWrapper, words []*word, from int) []int {
	var ends []int
	for at := from; at < len(words); at++ {
		if endsInner(wrapper, words, at) {
			return append(withoutNext(ends, at), at)
		}
		if mayEndInner(words[at]) {
			ends = append(ends, at)
		}
	}
	if wrapper.openEnd {
		return append(withoutNext(ends, len(words)), len(words))
	}
	return ends
}

// withoutNext leaves out the word right before the end: it is one command with it and without it, fillInner makes it any number of
// words.
func withoutNext(ends []int, end int) []int {
	if len(ends) > 0 && ends[len(ends)-1] == end-1 {
		return ends[:len(ends)-1]
	}
	return ends
}

// mayEndInner says whether an unknown word could be one of the words that end an inner command.
func mayEndInner(one *word) bool {
	return !one.literal.known && !slices.ContainsFunc(one.pieces, func(part piece) bool {
		return part.kind == pieceLiteral && part.text != ";" && part.text != "+"
	})
}

func endsInner(wrapper *knownWrapper, words []*word, at int) bool {
	literal := words[at].literal
	return literal.is(";") || (!wrapper.openEnd && literal.is("+") && words[at-1].literal.is("{}"))
}

// fillInner is the inner command, its placeholders filled with what is not known; where there is none, `fd` adds one.
func fillInner(wrapper *knownWrapper, words []*word, start, end int) []*word {
	if start >= end {
		return nil
	}
	command := words[start:end]
	filler := pieceOne
	if wrapper.openEnd || !words[end].literal.is(";") {
		filler = pieceMany
	}
	filled := make([]*word, len(command))
	for at, one := range command {
		filled[at] = replaceIn(one, wrapper.fillers, filler)
	}
	if last := len(command) - 1; mayEndInner(command[last]) {
		filled[last] = unknownWords(command[last].span[0])
		return filled
	}
	if !wrapper.openEnd || len(wrapper.fillers) == 0 || !slices.Equal(filled, command) {
		return filled
	}
	return append(filled, unknownWords(command[len(command)-1].span[1]))
}

// hidesInner is about `-Hx` and `--exec=rm`: an inner option that is not a word of its own.
func hidesInner(wrapper *knownWrapper, text string) bool {
	if !wrapper.openEnd || !strings.HasPrefix(text, "-") {
		return false
	}
	if strings.HasPrefix(text, "--") {
		return slices.ContainsFunc(wrapper.innerOptions.list, func(option string) bool { return strings.HasPrefix(text, option+"=") })
	}
	for at := 1; at < len(text); at++ {
		option := "-" + text[at:at+1]
		if wrapper.innerOptions.has(option) {
			return true
		}
		if wrapper.values.has(option) {
			return false
		}
	}
	return false
}

// mayHideInner says whether an unknown word could be an inner option: it has a command and an end after it, or could hold them
// all.
func mayHideInner(one *word, commandFollows bool) bool {
	head := headOf(one)
	if head != "" && !strings.HasPrefix(head, "-") && !splits(one) {
		return false
	}
	return commandFollows || slices.ContainsFunc(one.pieces, func(part piece) bool { return part.kind == pieceMany || part.splits })
}
