package evaluator

import (
	"slices"
	"strings"
)

// appendInput is the inner command of `xargs` with the words of the input in place of the unknown ones at its end. Left as it
// is where the input holds quotes or backslashes, which `xargs` reads in its own way, or names no words at all.
func appendInput(words []*word, source *inputText) []*word {
	if len(words) == 0 {
		return words
	}
	last := words[len(words)-1]
	if last.source != "" || len(last.pieces) != 1 || last.pieces[0].kind != pieceMany {
		return words
	}
	if strings.ContainsAny(source.bytes, `'"\`) {
		return words
	}
	texts := strings.FieldsFunc(source.bytes, func(character rune) bool {
		return character == ' ' || character == '\t' || character == '\n'
	})
	if len(texts) == 0 {
		return words
	}
	added := slices.Clone(words[:len(words)-1])
	for _, text := range texts {
		added = append(added, literalWord(text, source.span))
	}
	return added
}
