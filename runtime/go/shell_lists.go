package evaluator

import "slices"

// listSign is a sign that ends lists of commands; the cursor stays before it.
type listSign uint8

const (
	signNone listSign = iota
	signParenthesis
	// What ends an arm of `case`.
	signArm
	// The text ended.
	signMissing
)

// ends is what ends lists of commands.
type ends struct {
	// Reserved words; the one that was found is passed over.
	words []string
	sign  listSign
}

func (e *ends) has(word string) bool { return word != "" && slices.Contains(e.words, word) }

// ending is what ended a list: a reserved word or a sign.
type ending struct {
	word string
	sign listSign
	// The reading stopped.
	stopped bool
}

// compoundReader reads a compound command from after its first word, in a scope of its own.
type compoundReader func(lists *programReader, own *scope, start int)

var (
	endsBrace       = ends{words: []string{"}"}}
	endsDo          = ends{words: []string{"do"}}
	endsDone        = ends{words: []string{"done"}}
	endsThen        = ends{words: []string{"then"}}
	endsElse        = ends{words: []string{"elif", "else", "fi"}}
	endsFi          = ends{words: []string{"fi"}}
	endsParenthesis = ends{sign: signParenthesis}
	endsArm         = ends{words: []string{"esac"}, sign: signArm}
	endsNothing     = ends{}
)
