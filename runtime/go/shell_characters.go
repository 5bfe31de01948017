package evaluator

// scalarRange holds the first and the last of some scalar values.
type scalarRange [2]rune

// confusable characters are invisible, look like a blank, or look like an ASCII character.
var confusable = []scalarRange{
	{0x00a0, 0x00a0},
	{0x00ad, 0x00ad},
	{0x034f, 0x034f},
	{0x061c, 0x061c},
	{0x115f, 0x1160},
	{0x1680, 0x1680},
	{0x17b4, 0x17b5},
	{0x180b, 0x180f},
	{0x2000, 0x200f},
	{0x2028, 0x202f},
	{0x205f, 0x206f},
	{0x3000, 0x3000},
	{0x3164, 0x3164},
	{0xfe00, 0xfe0f},
	{0xfeff, 0xfeff},
	{0xff01, 0xff5e},
	{0xffa0, 0xffa0},
	{0xe0000, 0xe0fff},
}

// directional controls reorder what people see, in quotes as well.
var directional = []scalarRange{
	{0x061c, 0x061c},
	{0x200e, 0x200f},
	{0x202a, 0x202e},
	{0x2066, 0x2069},
}

// otherScripts is the scalar value from which on letters are of other scripts than the extended Latin ones.
const otherScripts = 0x0370

// mayBeOdd says whether a text has bytes that oddCharacter would look at; false for plain printable ASCII with blanks.
func mayBeOdd(text string) bool {
	for at := range len(text) {
		if character := text[at]; character >= 0x7f || (character < 0x20 && character != '\t' && character != '\n') {
			return true
		}
	}
	return false
}

// oddCharacter is the first reason to distrust the characters of a text, or empty. Quoted text may hold look-alikes (a
// message in another language), but no control characters other than tab and newline and no directional marks.
//
//	oddCharacter("a\r", true) // control_character
func oddCharacter(text string, quoted bool) opaqueCode {
	if !mayBeOdd(text) {
		return ""
	}
	distrusted := confusable
	if quoted {
		distrusted = directional
	}
	for at := 0; at < len(text); {
		code, length := decodeScalar(text, at)
		if length == 0 {
			return ""
		}
		if isControl(code) {
			return opaqueControlCharacter
		}
		if inRanges(distrusted, code) {
			return opaqueConfusableText
		}
		at += length
	}
	return ""
}

// mixesScripts says whether a program word mixes ASCII letters with letters of another script (`n`, Cyrillic `r`, `m`).
func mixesScripts(program string) bool {
	if !mayBeOdd(program) || endOfRun(program, 0, func(character int) bool { return !isLetter(character) }) == len(program) {
		return false
	}
	for at := 0; at < len(program); {
		code, length := decodeScalar(program, at)
		if length == 0 || code >= otherScripts {
			return true
		}
		at += length
	}
	return false
}

func isControl(code rune) bool {
	return (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7f && code <= 0x9f)
}

func inRanges(ranges []scalarRange, code rune) bool {
	for _, one := range ranges {
		if code >= one[0] && code <= one[1] {
			return true
		}
	}
	return false
}
