package evaluator

import (
	"slices"
	"strings"
)

// headOf is the literal start of a word; empty where it starts with something unknown.
func headOf(one *word) string {
	if one.literal.known {
		return one.literal.text
	}
	if len(one.pieces) > 0 && one.pieces[0].kind == pieceLiteral {
		return one.pieces[0].text
	}
	return ""
}

// splits says whether a word may be none or several.
func splits(one *word) bool {
	return !one.literal.known && slices.ContainsFunc(one.pieces, func(part piece) bool {
		return part.kind == pieceMany || part.kind == pieceGlob || part.splits
	})
}

// cutWord is a word without the first bytes of its first literal piece.
func cutWord(one *word, from int) *word {
	if one.literal.known {
		text := after(one.literal.text, from)
		return &word{pieces: []piece{{kind: pieceLiteral, text: text}}, literal: someText(text), source: one.source, span: one.span}
	}
	pieces := one.pieces
	if len(pieces) > 0 && pieces[0].kind == pieceLiteral {
		pieces = slices.Concat([]piece{{kind: pieceLiteral, text: after(pieces[0].text, from)}}, pieces[1:])
	}
	return &word{pieces: pieces, source: one.source, span: one.span}
}

// replaceIn is a word in which each of some texts stands for something that is not known.
func replaceIn(one *word, texts []string, filler pieceKind) *word {
	pieces := one.pieces
	replaced := false
	for _, text := range texts {
		var filled []piece
		for _, part := range pieces {
			if part.kind != pieceLiteral {
				filled = append(filled, part)
				continue
			}
			replaced = replaced || strings.Contains(part.text, text)
			for at, rest := range strings.Split(part.text, text) {
				if at > 0 {
					filled = append(filled, piece{kind: filler})
				}
				if rest != "" {
					filled = append(filled, piece{kind: pieceLiteral, text: rest})
				}
			}
		}
		pieces = filled
	}
	if !replaced {
		return one
	}
	return &word{pieces: pieces, source: one.source, span: one.span, unexpanded: one.unexpanded}
}

// unknownWords stands for any words, none included, at a place of the line.
func unknownWords(at int) *word {
	return &word{pieces: []piece{{kind: pieceMany}}, span: span{at, at}}
}
