package evaluator

import (
	"slices"
	"strings"
)

// takesNames holds built-ins whose operands are names of variables, which may have a subscript.
var takesNames = []string{
	"declare",
	"export",
	"getopts",
	"integer",
	"local",
	"mapfile",
	"read",
	"readarray",
	"readonly",
	"typeset",
	"unset",
}

// isIntegerOption says whether a word is an option that makes a variable a number: whatever it is given is arithmetic.
func isIntegerOption(text string) bool {
	return strings.HasPrefix(text, "-") && endOfRun(text, 1, isLetter) == len(text) && strings.Contains(text, "i")
}

// isValuedOption says whether a word is an option of `read` and its like whose value is no name.
func isValuedOption(text string) bool {
	return len(text) > 1 && text[0] == '-' && endOfRun(text, 1, isLetter) == len(text) && isOneOf(int(text[len(text)-1]), "dCcnNOpstu")
}

// nameOption is the option of a built-in that stands before the name of a variable, or empty.
func nameOption(program string) string {
	switch program {
	case "printf", "test", "[":
		return "-v"
	case "wait":
		return "-p"
	}
	return ""
}

// evaluatesAgain gives the words of a command that a shell evaluates again, as arithmetic or as the subscript of an array.
// program is the reduced program word.
func evaluatesAgain(words []*word, program opt) []opaquePart {
	if !program.known || len(words) < 2 {
		return nil
	}
	var parts []opaquePart
	add := func(one *word) { parts = append(parts, opaquePart{code: opaqueArithmetic, span: one.span}) }
	operands := words[1:]
	if program.text == "let" {
		for _, one := range operands {
			if !one.literal.known || !isPlainArithmetic(one.literal.text) {
				add(one)
			}
		}
		return parts
	}
	isNames := slices.Contains(takesNames, program.text)
	option := nameOption(program.text)
	if !isNames && option == "" {
		return nil
	}
	isInteger := program.text == "integer"
	for at, one := range operands {
		before := ""
		if at > 0 {
			before = operands[at-1].literal.text
		}
		isNamed := option != "" && before == option
		isAttached := program.text == "printf" && at == 0 && strings.HasPrefix(one.literal.text, "-v") && one.literal.text != "-v"
		isName := isNames && !isValuedOption(before)
		if (isNamed || isAttached || isName) && hasSubscript(one) {
			add(one)
		}
		isInteger = isInteger || (isNames && isIntegerOption(one.literal.text))
	}
	for _, one := range operands {
		if isInteger && assignsExpression(one) {
			add(one)
		}
	}
	return parts
}

// assignsExpression says whether a word gives a variable the value of an expression.
func assignsExpression(one *word) bool {
	if !one.literal.known {
		return true
	}
	_, value, found := strings.Cut(one.literal.text, "=")
	return found && !isPlainArithmetic(value)
}

// hasSubscript says whether the name in a word has, or may have, a subscript that is not a number.
func hasSubscript(one *word) bool {
	name, _, assigns := strings.Cut(headOf(one), "=")
	if !one.literal.known && !assigns {
		return slices.ContainsFunc(one.pieces, func(part piece) bool { return part.kind != piecePlace })
	}
	from := strings.IndexByte(name, '[')
	return from >= 0 && !isPlainSubscript(name[from:])
}

// isPlainSubscript says whether a text is `[` digits, `@` or `*` `]`, perhaps with a `+` behind it.
func isPlainSubscript(text string) bool {
	end := endOfRun(text, 1, func(character int) bool { return isDigit(character) || isOneOf(character, "@*") })
	return end > 1 && (text[end:] == "]" || text[end:] == "]+")
}
