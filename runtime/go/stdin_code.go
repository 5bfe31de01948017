package evaluator

import (
	"slices"
	"strings"
)

// inputText is standard input as text.
type inputText struct {
	bytes string
	span  span
}

// mostCats is how many `cat`s in a row are looked through.
const mostCats = 8

// inputTextOf is the text that a command reads: a here-document or a here-string, or the output of an `echo`, a `printf` or a
// `cat` of which the line shows every byte. Nil for anything else.
//
//	inputTextOf(the `sh` of `echo ls | sh`) // "ls\n"
func inputTextOf(command *simpleCommand) *inputText {
	reader := command
	for range mostCats {
		source := reader.input
		if source == nil || source.shared || slices.ContainsFunc(reader.redirections, reads) {
			return nil
		}
		if source.text != nil {
			return literalInput(source.text)
		}
		if len(source.from.commands) != 1 {
			return nil
		}
		writer := source.from.commands[0]
		texts, ok := literalTexts(writer.words)
		if !ok || len(writer.assignments) > 0 || slices.ContainsFunc(writer.redirections, writes) {
			return nil
		}
		if len(texts) == 0 || texts[0] != "cat" {
			bytes, ok := writtenText(texts)
			if !ok {
				return nil
			}
			return &inputText{bytes: bytes, span: writer.span}
		}
		if len(texts) > 2 || (len(texts) == 2 && texts[1] != "-") {
			return nil
		}
		reader = writer
	}
	return nil
}

func reads(one redirection) bool  { return one.direction != directionWrite }
func writes(one redirection) bool { return one.direction != directionRead }

func literalInput(text *word) *inputText {
	for _, part := range text.pieces {
		if part.kind != pieceLiteral {
			return nil
		}
	}
	return &inputText{bytes: joinTexts(text.pieces), span: text.span}
}

func literalTexts(words []*word) ([]string, bool) {
	texts := make([]string, len(words))
	for at, one := range words {
		if !one.literal.known {
			return nil, false
		}
		texts[at] = one.literal.text
	}
	return texts, true
}

func writtenText(texts []string) (string, bool) {
	if len(texts) == 0 {
		return "", false
	}
	switch texts[0] {
	case "echo":
		return echoText(texts[1:])
	case "printf":
		return printfText(texts[1:])
	}
	return "", false
}

// echoText: shells differ on backslashes and on options; with either, the text counts as unknown.
func echoText(texts []string) (string, bool) {
	end := "\n"
	if len(texts) > 0 && texts[0] == "-n" {
		texts, end = texts[1:], ""
	}
	if len(texts) > 0 && strings.HasPrefix(texts[0], "-") {
		return "", false
	}
	shown := strings.Join(texts, " ")
	return shown + end, !strings.Contains(shown, `\`)
}

// printfText is what `printf` writes with a format of plain text, `%s`, `%%`, `\n`, `\t` and `\\`, which is used again while
// arguments are left.
func printfText(texts []string) (string, bool) {
	if len(texts) > 0 && texts[0] == "--" {
		texts = texts[1:]
	}
	if len(texts) == 0 || strings.HasPrefix(texts[0], "-") {
		return "", false
	}
	format, values := texts[0], texts[1:]
	var text []byte
	for {
		left := len(values)
		for at := 0; at < len(format); at++ {
			character := format[at]
			if character != '%' && character != '\\' {
				text = append(text, character)
				continue
			}
			at++
			switch next := byteAt(format, at); {
			case character == '\\' && isOneOf(next, `nt\`):
				text = append(text, "\n\t\\"[strings.IndexByte(`nt\`, byte(next))])
			case character == '%' && next == '%':
				text = append(text, '%')
			case character == '%' && next == 's':
				if len(values) > 0 {
					text = append(text, values[0]...)
					values = values[1:]
				}
			default:
				return "", false
			}
		}
		if len(text) > mostLine {
			return "", false
		}
		if len(values) == left || len(values) == 0 {
			return string(text), true
		}
	}
}
