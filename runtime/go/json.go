package evaluator

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A jsonValue is nil, a bool, a float64, a string, a []jsonValue or a *jsonObject.
type jsonValue = any

// jsonObject keeps its members in the order in which they were read.
type jsonObject struct {
	keys   []string
	values []jsonValue
	// Where a key stands; made for objects of many keys only.
	places map[string]int
}

// fewMembers is up to how many keys are looked through one by one.
const fewMembers = 32

// place is where a key stands; -1 where the object does not have it.
func (o *jsonObject) place(key string) int {
	if o.places != nil {
		if at, found := o.places[key]; found {
			return at
		}
		return -1
	}
	for at, known := range o.keys {
		if known == key {
			return at
		}
	}
	return -1
}

// get is the value of a key; nil where the object does not have it, as for null.
func (o *jsonObject) get(key string) jsonValue {
	if at := o.place(key); at >= 0 {
		return o.values[at]
	}
	return nil
}

func (o *jsonObject) has(key string) bool { return o.place(key) >= 0 }

// add adds a member and says whether its key is new.
func (o *jsonObject) add(key string, value jsonValue) bool {
	if o.has(key) {
		return false
	}
	if o.places != nil {
		o.places[key] = len(o.keys)
	} else if len(o.keys) == fewMembers {
		o.places = make(map[string]int, 2*fewMembers)
		for at, known := range o.keys {
			o.places[known] = at
		}
		o.places[key] = len(o.keys)
	}
	o.keys = append(o.keys, key)
	o.values = append(o.values, value)
	return true
}

const mostLevels = 64

// readJSON reads bytes as one JSON value (RFC 8259) in the strict profile: UTF-8 without byte order mark, no duplicate
// keys, no lone surrogates, at most 64 levels. False where the bytes breach it.
//
//	readJSON([]byte(`{"a":1,"a":2}`), 1024) // nil, false
func readJSON(bytes []byte, mostBytes int) (jsonValue, bool) {
	if len(bytes) > mostBytes {
		return nil, false
	}
	return readJSONText(string(bytes))
}

func readJSONText(text string) (jsonValue, bool) {
	if !utf8.ValidString(text) {
		return nil, false
	}
	reader := jsonReader{text: text}
	value, ok := reader.value(0)
	if !ok || !reader.atEnd() {
		return nil, false
	}
	return value, true
}

// jsonReader reads one value after the other; every method that fails says so with false.
type jsonReader struct {
	text string
	at   int
	// The value that starts here is not read, up to its end; 0 where there is none such.
	holeStart int
	holeEnd   int
	// Which members of the outermost object are read; nil: all.
	wanted func(key string) bool
}

func (r *jsonReader) atEnd() bool {
	r.skip()
	return r.at == len(r.text)
}

func (r *jsonReader) value(depth int) (jsonValue, bool) {
	r.skip()
	if r.holeEnd > 0 && r.at == r.holeStart {
		r.at = r.holeEnd
		return nil, true
	}
	switch byteAt(r.text, r.at) {
	case '{':
		return r.object(depth)
	case '[':
		return r.array(depth)
	case '"':
		return r.string()
	case 't':
		return true, r.word("true")
	case 'f':
		return false, r.word("false")
	case 'n':
		return nil, r.word("null")
	default:
		return r.number()
	}
}

func (r *jsonReader) object(depth int) (jsonValue, bool) {
	if depth >= mostLevels {
		return nil, false
	}
	object := &jsonObject{}
	r.at++
	if r.takes('}') {
		return object, true
	}
	for {
		r.skip()
		if byteAt(r.text, r.at) != '"' {
			return nil, false
		}
		key, ok := r.string()
		if !ok || !r.takes(':') {
			return nil, false
		}
		if depth == 0 && r.wanted != nil && !r.wanted(key) {
			r.pass()
		} else if value, ok := r.value(depth + 1); !ok || !object.add(key, value) {
			return nil, false
		}
		if r.takes('}') {
			return object, true
		}
		if !r.takes(',') {
			return nil, false
		}
	}
}

func (r *jsonReader) array(depth int) (jsonValue, bool) {
	if depth >= mostLevels {
		return nil, false
	}
	array := []jsonValue{}
	r.at++
	if r.takes(']') {
		return array, true
	}
	for {
		value, ok := r.value(depth + 1)
		if !ok {
			return nil, false
		}
		array = append(array, value)
		if r.takes(']') {
			return array, true
		}
		if !r.takes(',') {
			return nil, false
		}
	}
}

func (r *jsonReader) string() (string, bool) {
	r.at++
	start := r.at
	var decoded strings.Builder
	for r.at < len(r.text) {
		switch character := r.text[r.at]; {
		case character == '"':
			part := r.text[start:r.at]
			r.at++
			if decoded.Len() == 0 {
				return part, true
			}
			decoded.WriteString(part)
			return decoded.String(), true
		case character < 0x20:
			return "", false
		case character == '\\':
			decoded.WriteString(r.text[start:r.at])
			code, ok := r.escape()
			if !ok {
				return "", false
			}
			decoded.WriteRune(code)
			start = r.at
		default:
			r.at++
		}
	}
	return "", false
}

// escape reads an escape from its backslash; two that are a pair of surrogates are one character.
func (r *jsonReader) escape() (rune, bool) {
	letter := byteAt(r.text, r.at+1)
	if letter != 'u' {
		r.at += 2
		at := -1
		if letter >= 0 {
			at = strings.IndexByte(`"\/bfnrt`, byte(letter))
		}
		if at < 0 {
			return 0, false
		}
		return rune("\"\\/\b\f\n\r\t"[at]), true
	}
	high, ok := r.codeUnit()
	if !ok || high < 0xd800 || high > 0xdfff {
		return high, ok
	}
	if high > 0xdbff || byteAt(r.text, r.at) != '\\' || byteAt(r.text, r.at+1) != 'u' {
		return 0, false
	}
	low, ok := r.codeUnit()
	if !ok || low < 0xdc00 || low > 0xdfff {
		return 0, false
	}
	return 0x10000 + (high-0xd800)<<10 + (low - 0xdc00), true
}

// codeUnit reads \uHHHH.
func (r *jsonReader) codeUnit() (rune, bool) {
	digits := between(r.text, r.at+2, r.at+6)
	if len(digits) < 4 {
		return 0, false
	}
	r.at += 6
	var unit rune
	for at := range len(digits) {
		digit := hexDigit(int(digits[at]))
		if digit < 0 {
			return 0, false
		}
		unit = unit<<4 | rune(digit)
	}
	return unit, true
}

// hexDigit is the value of a hexadecimal digit; -1 for any other byte.
func hexDigit(character int) int {
	switch {
	case isDigit(character):
		return character - '0'
	case character >= 'a' && character <= 'f':
		return character - 'a' + 10
	case character >= 'A' && character <= 'F':
		return character - 'A' + 10
	}
	return -1
}

// number reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
func (r *jsonReader) number() (jsonValue, bool) {
	start, at := r.at, r.at
	if byteAt(r.text, at) == '-' {
		at++
	}
	whole := endOfRun(r.text, at, isDigit)
	if whole == at {
		return nil, false
	}
	if r.text[at] == '0' {
		whole = at + 1
	}
	at = whole
	if byteAt(r.text, at) == '.' {
		if end := endOfRun(r.text, at+1, isDigit); end > at+1 {
			at = end
		}
	}
	if isOneOf(byteAt(r.text, at), "eE") {
		digits := at + 1
		if isOneOf(byteAt(r.text, digits), "+-") {
			digits++
		}
		if end := endOfRun(r.text, digits, isDigit); end > digits {
			at = end
		}
	}
	r.at = at
	value, err := strconv.ParseFloat(r.text[start:at], 64)
	if err != nil || math.IsInf(value, 0) {
		return nil, false
	}
	return value, true
}

// pass goes behind a value, or to the end of what it stands in, without reading it: in texts that were read strictly before.
func (r *jsonReader) pass() {
	for depth := 0; ; {
		switch character := byteAt(r.text, r.at); character {
		case '"':
			r.passText()
		case '{', '[':
			depth++
			r.at++
			continue
		case '}', ']':
			if depth == 0 {
				return
			}
			depth--
			r.at++
		case ',', -1:
			if depth == 0 || character < 0 {
				return
			}
			r.at++
			continue
		default:
			r.at++
			continue
		}
		if depth == 0 {
			return
		}
	}
}

func (r *jsonReader) passText() {
	for r.at++; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '\\':
			r.at++
		case '"':
			r.at++
			return
		}
	}
}

// memberText is the text of a member of an object, which is not read, nor are the members before it; false where the object does
// not have it. The text was read strictly before.
//
//	memberText(`{"a": [1], "b": {"c": 2}}`, "b") // `{"c": 2}`
func memberText(text, key string) (member string, found bool) {
	reader := jsonReader{text: text}
	if !reader.takes('{') {
		return "", false
	}
	for {
		reader.skip()
		if byteAt(text, reader.at) != '"' {
			return "", false
		}
		name, _ := reader.string()
		reader.takes(':')
		reader.skip()
		start := reader.at
		reader.pass()
		if name == key {
			return text[start:reader.at], true
		}
		if !reader.takes(',') {
			return "", false
		}
	}
}

// states reads a list of whole numbers from -1 on, as tables hold them.
func (r *jsonReader) states() ([]int32, bool) {
	if !r.takes('[') {
		return nil, false
	}
	var numbers []int32
	for !r.takes(']') {
		if len(numbers) > 0 && !r.takes(',') {
			return nil, false
		}
		r.skip()
		negative := r.word("-1")
		start, number := r.at, int32(0)
		for isDigit(byteAt(r.text, r.at)) && r.at < start+9 {
			number = number*10 + int32(r.text[r.at]-'0')
			r.at++
		}
		if negative == (r.at > start) {
			return nil, false
		}
		if negative {
			number = dead
		}
		numbers = append(numbers, number)
	}
	return numbers, true
}

func (r *jsonReader) word(word string) bool {
	if !strings.HasPrefix(r.text[r.at:], word) {
		return false
	}
	r.at += len(word)
	return true
}

func (r *jsonReader) takes(character int) bool {
	r.skip()
	if byteAt(r.text, r.at) != character {
		return false
	}
	r.at++
	return true
}

func (r *jsonReader) skip() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return
		}
	}
}
