package evaluator

import "strings"

// viewWord is a word of a view: known bytes, or parts of which some are unknown.
type viewWord struct {
	literal opt
	parts   []viewPart
	// The word that it was made from; nil where it was made from none.
	of *word
}

// viewPart is known bytes or something unknown; see piece for what the unknown kinds stand for.
type viewPart struct {
	kind partKind
	text string
}

type partKind uint8

const (
	partText partKind = iota
	partOne
	partMany
	// A reduced program word: no slash, no capital letter.
	partName
	// One that any words may follow.
	partNames
	partStar
	partDeep
	partAny
	partBracket
)

// isGlob says whether a word with such a part stands for one or more words.
func (p viewPart) isGlob() bool { return p.kind >= partStar }

// unknownViewWords stands for any words, none included.
var unknownViewWords = &viewWord{parts: []viewPart{{kind: partMany}}}

// places are the directories that loose views know; not known where the line assigns them.
type places struct {
	home opt
	pwd  opt
}

func (p places) of(place placeKind) opt {
	if place == placeHome {
		return p.home
	}
	return p.pwd
}

// isCut says whether an unquoted value is cut into words or expanded as a pattern.
func isCut(value string) bool { return strings.ContainsAny(value, " \t\n*?[]") }

// looseWord is a word as it could be: `~`, `$HOME`, `$PWD` and `$'…'` are what bash makes of them.
func looseWord(one *word, known places) *viewWord {
	return makeViewWord(one, func(part piece) (string, bool) {
		if part.kind == pieceAnsi {
			return part.text, true
		}
		if part.kind != piecePlace {
			return "", false
		}
		place := known.of(part.place)
		return place.text, place.known && !(part.splits && isCut(place.text))
	})
}

// strictWord is a word as it certainly is.
func strictWord(one *word) *viewWord {
	return makeViewWord(one, func(piece) (string, bool) { return "", false })
}

func makeViewWord(one *word, read func(part piece) (string, bool)) *viewWord {
	if one.literal.known {
		return &viewWord{literal: one.literal, parts: []viewPart{{text: one.literal.text}}, of: one}
	}
	var parts []viewPart
	for _, part := range one.pieces {
		made := plainPart(part)
		if text, known := read(part); known {
			made = viewPart{text: text}
		}
		if last := len(parts) - 1; last >= 0 && parts[last].kind == partText && made.kind == partText {
			parts[last].text += made.text
		} else {
			parts = append(parts, made)
		}
	}
	made := &viewWord{parts: parts, of: one}
	if len(parts) == 1 && parts[0].kind == partText {
		made.literal = someText(parts[0].text)
	}
	return made
}

func plainPart(part piece) viewPart {
	switch part.kind {
	case pieceLiteral:
		return viewPart{text: part.text}
	case pieceGlob:
		return viewPart{kind: partStar + partKind(part.symbol)}
	case pieceMany:
		return viewPart{kind: partMany}
	case piecePlace:
		if part.splits {
			return viewPart{kind: partMany}
		}
	}
	return viewPart{kind: partOne}
}
