package evaluator

import "slices"

// foldParts gives the words that the parts of one word stand for, each as its pieces, and, with brace lists, the one word of
// shells that do not know them.
//
// firstBracket and lastBracket are the places of the first and the last unquoted bracket among the parts; -1 without one.
// From the first to the last one a word is one glob piece. Brace lists are expanded; where that is not certain, everything
// between the outer braces is unknown, and with brackets in the same word all of it.
func foldParts(parts []piece, firstBracket, lastBracket int) (words [][]piece, unexpanded []piece) {
	hasBrackets := firstBracket >= 0 && firstBracket < lastBracket
	if !mayBeList(parts) {
		pieces := withoutSigns(parts)
		if hasBrackets {
			pieces = foldBrackets(pieces, firstBracket, lastBracket)
		}
		return [][]piece{mergeLiterals(pieces)}, nil
	}
	if hasBrackets {
		return [][]piece{{{kind: pieceMany}}}, nil
	}
	expanded := expandBraces(parts)
	if expanded == nil {
		return [][]piece{mergeLiterals(foldList(parts))}, nil
	}
	words = [][]piece{}
	for _, pieces := range expanded {
		if len(pieces) > 0 {
			words = append(words, mergeLiterals(pieces))
		}
	}
	return words, mergeLiterals(withoutSigns(parts))
}

// withoutSigns gives the pieces of a word whose braces and commas are text.
func withoutSigns(parts []piece) []piece {
	if !slices.ContainsFunc(parts, isSign) {
		return parts
	}
	pieces := make([]piece, len(parts))
	for at, part := range parts {
		if isSign(part) {
			part = piece{kind: pieceLiteral, text: string(rune(part.sign))}
		}
		pieces[at] = part
	}
	return pieces
}

// foldList gives the pieces of a word whose list is unknown.
func foldList(parts []piece) []piece {
	first, last := signsOf(parts)
	return slices.Concat(parts[:first], []piece{{kind: pieceMany}}, parts[last+1:])
}

func foldBrackets(pieces []piece, first, last int) []piece {
	glob := piece{kind: pieceGlob, symbol: globBracket}
	if slices.ContainsFunc(pieces[first:last], func(part piece) bool { return part.kind == pieceMany || part.splits }) {
		glob = piece{kind: pieceMany}
	}
	return slices.Concat(pieces[:first], []piece{glob}, pieces[last:])
}

// mergeLiterals gives literal pieces that stand side by side as one, and none that is empty beside others.
func mergeLiterals(pieces []piece) []piece {
	if len(pieces) < 2 {
		return pieces
	}
	merged := make([]piece, 0, len(pieces))
	for at := 0; at < len(pieces); {
		if pieces[at].kind != pieceLiteral {
			merged = append(merged, pieces[at])
			at++
			continue
		}
		end := at + 1
		for end < len(pieces) && pieces[end].kind == pieceLiteral {
			end++
		}
		if text := joinTexts(pieces[at:end]); text != "" {
			merged = append(merged, piece{kind: pieceLiteral, text: text})
		}
		at = end
	}
	if len(merged) == 0 {
		return pieces[:1]
	}
	// `""$x` is a word even where the variable is empty.
	if len(merged) < len(pieces) && !slices.ContainsFunc(merged, staysWord) {
		return append([]piece{{kind: pieceLiteral}}, merged...)
	}
	return merged
}

// staysWord says whether a piece makes a word whatever it stands for.
func staysWord(part piece) bool {
	return part.kind != pieceMany && !(part.kind == piecePlace && part.splits)
}

func joinTexts(pieces []piece) string {
	if len(pieces) == 1 {
		return pieces[0].text
	}
	var text []byte
	for _, part := range pieces {
		text = append(text, part.text...)
	}
	return string(text)
}
