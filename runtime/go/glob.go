package evaluator

// globToken is a part of a glob over one text: `*` any bytes, `?` one character, or a byte.
type globToken struct {
	kind globKind
	byte byte
}

type globKind uint8

const (
	globByte globKind = iota
	globMany
	globCharacter
)

// prepareGlob makes a glob text of a bundle ready to match; `\x` is the character x.
func prepareGlob(pattern string) []globToken {
	var tokens []globToken
	for at := 0; at < len(pattern); at++ {
		switch {
		case pattern[at] == '*':
			if len(tokens) == 0 || tokens[len(tokens)-1].kind != globMany {
				tokens = append(tokens, globToken{kind: globMany})
			}
		case pattern[at] == '?':
			tokens = append(tokens, globToken{kind: globCharacter})
		default:
			if pattern[at] == '\\' && at+1 < len(pattern) {
				at++
			}
			tokens = append(tokens, globToken{byte: pattern[at]})
		}
	}
	return tokens
}

// globMatches says whether a whole text matches. At most the length of the text times that of the pattern, because only the
// last `*` is ever widened.
//
//	globMatches(prepareGlob("a*"), "abc") // true
func globMatches(tokens []globToken, text string) bool {
	at, token := 0, 0
	star, resume := -1, 0
	for {
		if token < len(tokens) && tokens[token].kind == globMany {
			star, resume = token, at
			token++
			continue
		}
		if token < len(tokens) {
			if length := tokenLength(tokens[token], text, at); length > 0 {
				at += length
				token++
				continue
			}
		} else if at == len(text) {
			return true
		}
		if star < 0 || resume >= len(text) {
			return false
		}
		resume++
		at, token = resume, star+1
	}
}

// tokenLength is how many bytes of the text a token takes; 0: it does not match here.
func tokenLength(token globToken, text string, at int) int {
	if at >= len(text) {
		return 0
	}
	if token.kind == globByte {
		if text[at] == token.byte {
			return 1
		}
		return 0
	}
	_, length := decodeScalar(text, at)
	return length
}
