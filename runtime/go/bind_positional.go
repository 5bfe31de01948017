package evaluator

import (
	"slices"
	"strings"
)

// bindPositional gives the commands of a text with its positional parameters bound, as far as they are literal words: those
// behind `sh -c TEXT` are what `$0`, `$1`, … stand for. Nothing is bound where something in the text may change them: `set`,
// `shift`, a sourced file, a function.
//
// left is charged for every value that is bound: texts that run themselves could double their words at each level. Nothing is bound
// any more once it is overdrawn, which the caller has to look at.
func bindPositional(commands []*simpleCommand, positional []*word, left *budget) []*simpleCommand {
	if len(positional) == 0 || slices.ContainsFunc(commands, mayChangePositional) {
		return commands
	}
	bound := make([]*simpleCommand, len(commands))
	for at, command := range commands {
		made := *command
		made.words = nil
		for _, one := range command.words {
			made.words = append(made.words, bindWord(one, positional, left)...)
		}
		bound[at] = &made
	}
	return bound
}

func mayChangePositional(command *simpleCommand) bool {
	// What unquoted values are cut at counts too.
	if command.deferred || slices.ContainsFunc(command.assignments, func(one assignment) bool { return one.name == "IFS" }) {
		return true
	}
	if len(command.words) == 0 {
		return false
	}
	switch command.words[0].literal.text {
	case ".", "eval", "getopts", "set", "shift", "source":
		return true
	}
	return false
}

// bindWord gives the words that a word becomes: one, or for a whole `"$@"` as many as there are.
func bindWord(one *word, positional []*word, left *budget) []*word {
	if one.literal.known || left.bound < 0 || left.nodes < 0 {
		return []*word{one}
	}
	if isAllParameters(one) {
		if all, ok := bindAll(one, positional[1:]); ok {
			left.nodes -= len(all)
			for _, value := range all {
				left.bound -= len(value.literal.text)
			}
			return all
		}
	}
	bound := *one
	bound.pieces = make([]piece, len(one.pieces))
	isLiteral := true
	for at, part := range one.pieces {
		bound.pieces[at] = bindPiece(part, positional, left)
		isLiteral = isLiteral && bound.pieces[at].kind == pieceLiteral
	}
	if isLiteral {
		bound.literal = someText(joinTexts(bound.pieces))
		bound.pieces = []piece{{kind: pieceLiteral, text: bound.literal.text}}
	}
	return []*word{&bound}
}

// isAllParameters says whether a word is `$@` and nothing else. Quotes leave an empty text before what they hold.
func isAllParameters(one *word) bool {
	found := 0
	for _, part := range one.pieces {
		switch {
		case part.kind == pieceLiteral && part.text == "":
		case part.parameter == "@":
			found++
		default:
			return false
		}
	}
	return found == 1
}

// bindAll gives a word for each parameter; false where one is not known, or would not stay one word.
func bindAll(one *word, values []*word) ([]*word, bool) {
	var words []*word
	for _, value := range values {
		if !value.literal.known || !staysOne(value.literal.text) {
			return nil, false
		}
		placed := *value
		placed.span = one.span
		words = append(words, &placed)
	}
	return words, true
}

func bindPiece(part piece, positional []*word, left *budget) piece {
	if len(part.parameter) != 1 || !isDigit(int(part.parameter[0])) {
		return part
	}
	index := int(part.parameter[0] - '0')
	if index >= len(positional) || !positional[index].literal.known {
		return part
	}
	value := positional[index].literal.text
	if part.kind == pieceMany && !staysOne(value) {
		return part
	}
	if left.bound < 0 {
		return part
	}
	left.bound -= len(value)
	return piece{kind: pieceLiteral, text: value}
}

// staysOne says whether a value stays one word without quotes: no blank, no pattern, and not empty.
func staysOne(value string) bool {
	return value != "" && !strings.ContainsAny(value, " \t\n*?[]\\")
}
