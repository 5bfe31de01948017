package evaluator

import "strings"

// readAnsi reads the text of `$'…'` from the byte after `$'` to the closing quote, decoded as bash does (bash(1), QUOTING:
// "words of the form $'string'").
//
// It gives the decoded bytes (not known where shells differ on them: control letters, numbers out of range) and the offset
// after the closing quote; -1 without a closing quote. A NUL ends the decoded text early.
//
//	readAnsi(`a\x62'c`, 0) // "ab", 6
func readAnsi(text string, from int) (decoded opt, end int) {
	var parts []byte
	known := true
	for at := from; at < len(text); {
		character := text[at]
		if character == '\'' {
			if !known {
				return unknownText, at + 1
			}
			found, _, _ := strings.Cut(string(parts), "\x00")
			return someText(found), at + 1
		}
		if character != '\\' {
			parts = append(parts, character)
			at++
			continue
		}
		escaped, next := readAnsiEscape(text, at+1)
		known = known && escaped.known
		parts = append(parts, escaped.text...)
		at = next
	}
	return unknownText, -1
}

const (
	ansiLetters = "abeEfnrtv\\'\"?"
	ansiMeaning = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?"
)

func readAnsiEscape(text string, at int) (decoded opt, end int) {
	letter := byteAt(text, at)
	if letter >= 0 {
		if place := strings.IndexByte(ansiLetters, byte(letter)); place >= 0 {
			return someText(ansiMeaning[place : place+1]), at + 1
		}
	}
	switch letter {
	case 'x':
		value, end := digitsAt(text, at+1, 2, 16)
		if end == at+1 {
			return unknownText, end
		}
		return someText(string([]byte{byte(value)})), end
	case 'u', 'U':
		most := 4
		if letter == 'U' {
			most = 8
		}
		value, end := digitsAt(text, at+1, most, 16)
		if end == at+1 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff) {
			return unknownText, end
		}
		return someText(string(rune(value))), end
	}
	if value, end := digitsAt(text, at, 3, 8); end > at {
		return someText(string([]byte{byte(value)})), end
	}
	// `\cX` and unknown letters: shells disagree, so the text is not known. One byte is skipped whatever it means.
	return unknownText, min(len(text), at+1)
}

// digitsAt reads at most so many digits of a base, and gives their value and where they end.
func digitsAt(text string, from, most, base int) (value, end int) {
	for end = from; end < from+most; end++ {
		digit := hexDigit(byteAt(text, end))
		if digit < 0 || digit >= base {
			break
		}
		value = value*base + digit
	}
	return value, end
}
