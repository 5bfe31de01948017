package evaluator

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// refuse is the verdict on an input that is refused. policyHash is not known where no policy could be read.
func refuse(problem inputError, policyHash opt) Verdict {
	return Verdict{
		Decision:   Deny,
		by:         byInput,
		reason:     someText("The input is refused: " + problem.reason() + "."),
		errors:     []inputError{problem},
		policyHash: policyHash,
	}
}

// Canonical is the canonical JSON of a verdict, with an id where it answers a request.
func (v *Verdict) canonical(id jsonValue, withID bool) []byte {
	object := members(
		"decision", string(v.Decision),
		"leave_to_host", v.LeaveToHost,
		"by", string(v.by),
		"rule", nullOf(v.rule),
		"reason", nullOf(v.reason),
		"commands", eachOf(v.commands, commandJSON),
		"opaque", eachOf(v.opaque, func(part opaquePart) jsonValue {
			return members("code", string(part.code), "span", spanJSON(part.span))
		}),
		"conditions", eachOf(v.conditions, func(judged judgedPredicate) jsonValue {
			return members("name", judged.name, "argument", nullOf(judged.argument), "value", string(judged.value))
		}),
		"errors", eachOf(v.errors, func(problem inputError) jsonValue { return string(problem) }),
		"policy_hash", nullOf(v.policyHash),
	)
	if withID {
		object.add("id", id)
	}
	return appendCanonical(nil, object)
}

func commandJSON(command commandVerdict) jsonValue {
	return members(
		"argv", eachOf(command.argv, func(word string) jsonValue { return word }),
		"span", spanJSON(command.span),
		"decision", string(command.decision),
		"leave_to_host", command.leaveToHost,
		"by", string(command.by),
		"rule", nullOf(command.rule),
		"matches", eachOf(command.matches, func(matched ruleMatched) jsonValue {
			match := "maybe"
			if matched.match == yes {
				match = "yes"
			}
			return members("rule", matched.rule, "match", match)
		}),
	)
}

// members is an object of keys and values in turn.
func members(pairs ...jsonValue) *jsonObject {
	object := &jsonObject{}
	for at := 0; at+1 < len(pairs); at += 2 {
		object.add(pairs[at].(string), pairs[at+1])
	}
	return object
}

func eachOf[Item any](items []Item, value func(Item) jsonValue) jsonValue {
	list := make([]jsonValue, len(items))
	for at, item := range items {
		list[at] = value(item)
	}
	return list
}

func nullOf(text opt) jsonValue {
	if text.known {
		return text.text
	}
	return nil
}

func spanJSON(place span) jsonValue {
	return []jsonValue{float64(place[0]), float64(place[1])}
}

// appendCanonical writes a value as canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, no blanks, numbers and
// strings as ECMAScript writes them.
func appendCanonical(out []byte, value jsonValue) []byte {
	switch value := value.(type) {
	case bool:
		return strconv.AppendBool(out, value)
	case float64:
		return appendNumber(out, value)
	case string:
		return appendString(out, value)
	case []jsonValue:
		out = append(out, '[')
		for at, one := range value {
			if at > 0 {
				out = append(out, ',')
			}
			out = appendCanonical(out, one)
		}
		return append(out, ']')
	case *jsonObject:
		order := make([]int, len(value.keys))
		for at := range order {
			order[at] = at
		}
		slices.SortFunc(order, func(one, other int) int { return compareCodeUnits(value.keys[one], value.keys[other]) })
		out = append(out, '{')
		for at, place := range order {
			if at > 0 {
				out = append(out, ',')
			}
			out = appendString(out, value.keys[place])
			out = append(out, ':')
			out = appendCanonical(out, value.values[place])
		}
		return append(out, '}')
	}
	return append(out, "null"...)
}

// compareCodeUnits compares texts by UTF-16 code unit: characters beyond U+FFFF stand before U+E000 and what follows it.
func compareCodeUnits(one, other string) int {
	at := 0
	for at < len(one) && at < len(other) && one[at] == other[at] {
		at++
	}
	if at == len(one) || at == len(other) {
		return len(one) - len(other)
	}
	for at > 0 && !utf8.RuneStart(one[at]) {
		at--
	}
	left, _ := utf8.DecodeRuneInString(one[at:])
	right, _ := utf8.DecodeRuneInString(other[at:])
	if (left > 0xffff) != (right > 0xffff) {
		return int(firstUnit(left)) - int(firstUnit(right))
	}
	return int(left) - int(right)
}

func firstUnit(code rune) rune {
	if code > 0xffff {
		return 0xd800 + (code-0x10000)>>10
	}
	return code
}

const hexDigits = "0123456789abcdef"

func appendString(out []byte, text string) []byte {
	out = append(out, '"')
	start := 0
	for at := 0; at < len(text); at++ {
		character := text[at]
		if character >= 0x20 && character != '"' && character != '\\' {
			continue
		}
		out = append(out, text[start:at]...)
		start = at + 1
		if short := strings.IndexByte("\"\\\b\f\n\r\t", character); short >= 0 {
			out = append(out, '\\', `"\bfnrt`[short])
		} else {
			out = append(out, '\\', 'u', '0', '0', hexDigits[character>>4], hexDigits[character&0xf])
		}
	}
	return append(append(out, text[start:]...), '"')
}

// appendNumber writes a number as ECMAScript's Number::toString does (ECMA-262, 6.1.6.1.20).
func appendNumber(out []byte, number float64) []byte {
	if number == 0 {
		return append(out, '0')
	}
	if number == math.Trunc(number) && math.Abs(number) < 1e15 {
		return strconv.AppendInt(out, int64(number), 10)
	}
	size := math.Abs(number)
	if size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(out, number, 'f', -1, 64)
	}
	text := strconv.FormatFloat(number, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	sign, digits := exponent[:1], strings.TrimLeft(exponent[1:], "0")
	return append(out, mantissa+"e"+sign+digits...)
}
