package evaluator

// splitText gives the words of a text that programs cut into words by themselves, such as `env -S` and the aliases of git: cut
// at blanks, quotes removed. False where the text holds more than plain words and quotes, because programs differ on that.
//
//	splitText("clean -f 'a b'") // clean, -f, a b
func splitText(text string) ([]string, bool) {
	words := []string{}
	var one []byte
	inWord := false
	quote := byte(0)
	for at := range len(text) {
		character := text[at]
		switch {
		case isOneOf(int(character), "\\$#\v\f\r"):
			// These mean something to one program and something else, or nothing, to another.
			return nil, false
		case quote != 0:
			if character == quote {
				quote = 0
			} else {
				one = append(one, character)
			}
		case character == '\'' || character == '"':
			quote = character
			inWord = true
		case character == ' ' || character == '\t' || character == '\n':
			if inWord {
				words = append(words, string(one))
			}
			one, inWord = one[:0], false
		default:
			one = append(one, character)
			inWord = true
		}
	}
	if quote != 0 {
		return nil, false
	}
	if inWord {
		words = append(words, string(one))
	}
	return words, true
}
