package evaluator

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// opt is a text that may not be known.
type opt struct {
	text  string
	known bool
}

// unknownText is the text of which nothing is known.
var unknownText = opt{}

func someText(text string) opt { return opt{text: text, known: true} }

// is says whether the text is known and this one.
func (o opt) is(text string) bool { return o.known && o.text == text }

// atEnd is what byteAt gives outside of a text.
const atEnd = -1

// byteAt is the byte at an offset, or atEnd.
func byteAt(text string, at int) int {
	if at < 0 || at >= len(text) {
		return atEnd
	}
	return int(text[at])
}

// isOneOf says whether a byte is in a set; atEnd is in none.
func isOneOf(character int, set string) bool {
	return character >= 0 && strings.IndexByte(set, byte(character)) >= 0
}

// endsAt says whether a byte is in a set, or the end of the text.
func endsAt(character int, set string) bool {
	return character < 0 || strings.IndexByte(set, byte(character)) >= 0
}

// between is the part of a text from one offset to another, as much of it as there is.
func between(text string, from, to int) string {
	from = max(0, min(from, len(text)))
	to = max(from, min(to, len(text)))
	return text[from:to]
}

// after is the part of a text from an offset on.
func after(text string, from int) string { return between(text, from, len(text)) }

// indexFrom is the offset of a text in another, at or behind an offset; -1 where it is not there.
func indexFrom(text, wanted string, from int) int {
	if from > len(text) {
		return -1
	}
	found := strings.Index(text[max(0, from):], wanted)
	if found < 0 {
		return -1
	}
	return max(0, from) + found
}

// endOfRun is the offset behind the bytes that are wanted, from an offset on.
func endOfRun(text string, from int, wanted func(character int) bool) int {
	at := from
	for at < len(text) && wanted(int(text[at])) {
		at++
	}
	return at
}

func isDigit(character int) bool { return character >= '0' && character <= '9' }

func isLetter(character int) bool {
	return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z')
}

func isNameStart(character int) bool { return isLetter(character) || character == '_' }

func isNameByte(character int) bool { return isNameStart(character) || isDigit(character) }

// nameEnd is the offset behind the shell name that starts a text at an offset; that offset where none does.
func nameEnd(text string, from int) int {
	if !isNameStart(byteAt(text, from)) {
		return from
	}
	return endOfRun(text, from, isNameByte)
}

// isName says whether a whole text is a shell name.
func isName(text string) bool { return text != "" && nameEnd(text, 0) == len(text) }

// decodeScalar is the scalar value at an offset and how many bytes it takes; 0 bytes where they are not well-formed UTF-8
// (RFC 3629).
func decodeScalar(text string, at int) (code rune, length int) {
	if at < 0 || at >= len(text) {
		return 0, 0
	}
	code, length = utf8.DecodeRuneInString(text[at:])
	if code == utf8.RuneError && length < 2 {
		return 0, 0
	}
	return code, length
}

// toText is a byte string as text for people: well-formed UTF-8 as it is, every other byte as \xHH.
//
//	toText("a\xff") // `a\xff`
func toText(bytes string) string {
	if utf8.ValidString(bytes) {
		return bytes
	}
	var text strings.Builder
	for at := 0; at < len(bytes); {
		_, length := decodeScalar(bytes, at)
		if length == 0 {
			fmt.Fprintf(&text, "\\x%02x", bytes[at])
			at++
			continue
		}
		text.WriteString(bytes[at : at+length])
		at += length
	}
	return text.String()
}

// smallLetters is a text with its ASCII letters small, whatever the locale.
func smallLetters(text string) string {
	at := 0
	for at < len(text) && !(text[at] >= 'A' && text[at] <= 'Z') {
		at++
	}
	if at == len(text) {
		return text
	}
	small := []byte(text)
	for ; at < len(small); at++ {
		if small[at] >= 'A' && small[at] <= 'Z' {
			small[at] += 'a' - 'A'
		}
	}
	return string(small)
}
