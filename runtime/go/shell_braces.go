package evaluator

import (
	"slices"
	"strings"
)

const (
	// Longer lists are one unknown word.
	mostListWords = 64
	mostListDepth = 8
)

// braceItem is a part of a word outside of lists, or (list not nil) the alternatives of a list.
type braceItem struct {
	part piece
	list [][]braceItem
}

// expandBraces gives the words that a word with signs of brace lists stands for, each as its pieces; a word without pieces
// vanishes. Nil where there is no list, or where it is a sequence, too long, or not certain to be one.
//
// `{a,b}` makes several words of one, before anything else in the word is expanded (bash(1), EXPANSION, Brace Expansion).
// Shells without such lists keep the text, so what a list puts into a word is text that shells read differently.
func expandBraces(parts []piece) [][]piece {
	reader := braceReader{parts: parts}
	items, ok := reader.readSequence(0)
	if !ok || reader.at < len(parts) || countWords(items) > mostListWords {
		return nil
	}
	if !slices.ContainsFunc(items, func(item braceItem) bool { return item.list != nil }) {
		return nil
	}
	return expandItems(items, false)
}

func isSign(part piece) bool { return part.kind == pieceSign }

// signsOf gives the places of the first and the last sign; -1 without one.
func signsOf(parts []piece) (first, last int) {
	first = slices.IndexFunc(parts, isSign)
	last = first
	for at := range parts {
		if isSign(parts[at]) {
			last = at
		}
	}
	return first, last
}

// mayBeList says whether between the first and the last sign there may be a list: a comma, or two dots.
func mayBeList(parts []piece) bool {
	first, last := signsOf(parts)
	if first < 0 || !slices.ContainsFunc(parts, func(part piece) bool { return isSign(part) && part.sign == '}' }) {
		return false
	}
	return slices.ContainsFunc(parts[first:last], func(part piece) bool {
		if isSign(part) {
			return part.sign == ','
		}
		return part.kind == pieceLiteral && strings.Contains(part.text, "..")
	})
}

// unexpandWords gives the words as shells without brace lists read them, and whether that differs.
func unexpandWords(words []*word) ([]*word, bool) {
	if !slices.ContainsFunc(words, func(one *word) bool { return one.unexpanded != nil }) {
		return words, false
	}
	var read []*word
	for at, one := range words {
		if one.unexpanded == nil {
			read = append(read, one)
		} else if at == 0 || words[at-1].unexpanded != one.unexpanded {
			read = append(read, one.unexpanded)
		}
	}
	return read, true
}

type braceReader struct {
	parts []piece
	at    int
}

// readSequence reads items up to a comma or a closing brace of the list around them, or to the end of the word.
func (r *braceReader) readSequence(depth int) ([]braceItem, bool) {
	items := []braceItem{}
	for ; r.at < len(r.parts); r.at++ {
		part := r.parts[r.at]
		switch {
		case !isSign(part):
			items = append(items, braceItem{part: part})
		case part.sign == '{':
			if depth >= mostListDepth {
				return nil, false
			}
			list, ok := r.readList(depth + 1)
			if !ok {
				return nil, false
			}
			items = append(items, list...)
		case depth > 0:
			return items, true
		case part.sign == '}':
			return nil, false
		default:
			items = append(items, literalItem(","))
		}
	}
	return items, depth == 0
}

func literalItem(text string) braceItem {
	return braceItem{part: piece{kind: pieceLiteral, text: text}}
}

// readList reads from an opening brace to the closing one. Without a comma the braces are text around what they hold.
func (r *braceReader) readList(depth int) ([]braceItem, bool) {
	var alternatives [][]braceItem
	for {
		r.at++
		items, ok := r.readSequence(depth)
		if !ok {
			return nil, false
		}
		alternatives = append(alternatives, items)
		if r.parts[r.at].sign == '}' {
			break
		}
	}
	if len(alternatives) > 1 {
		return []braceItem{{list: alternatives}}, true
	}
	only := alternatives[0]
	for _, item := range only {
		if item.list == nil && item.part.kind == pieceLiteral && strings.Contains(item.part.text, "..") {
			return nil, false
		}
	}
	return slices.Concat([]braceItem{literalItem("{")}, only, []braceItem{literalItem("}")}), true
}

// countWords is how many words some items make; past the limit it need not be exact.
func countWords(items []braceItem) int {
	count := 1
	for _, item := range items {
		if item.list == nil {
			continue
		}
		choices := 0
		for _, alternative := range item.list {
			choices += countWords(alternative)
		}
		count *= choices
		if count > mostListWords {
			return count
		}
	}
	return count
}

// expandItems gives all words, in the order in which a shell makes them. inside: text of a list, which not all shells take
// out of it.
func expandItems(items []braceItem, inside bool) [][]piece {
	words := [][]piece{{}}
	for _, item := range items {
		var choices [][]piece
		if item.list == nil {
			part := item.part
			if inside && part.kind == pieceLiteral {
				part.kind = pieceAnsi
			}
			choices = [][]piece{{part}}
		}
		for _, alternative := range item.list {
			choices = append(choices, expandItems(alternative, true)...)
		}
		longer := make([][]piece, 0, len(words)*len(choices))
		for _, one := range words {
			for _, choice := range choices {
				longer = append(longer, slices.Concat(one, choice))
			}
		}
		words = longer
	}
	return words
}
