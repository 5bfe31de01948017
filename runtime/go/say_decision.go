package evaluator

import (
	"fmt"
	"strings"
)

// Longer commands and texts are cut at their end, never at their front: what is asked about stands first.
const (
	mostCommandText = 300
	mostText        = 2_000
)

// sayDecision says what was decided on which command, by which rule, and why, for the person and the model in front of a host.
// Never empty; safe to print.
//
//	sayDecision(verdict) // "`git push -f` is denied (policy rule force-push): Rewrites what others have."
func sayDecision(verdict *Verdict) string {
	text := "This command line"
	for at := range verdict.commands {
		command := &verdict.commands[at]
		if command.decision == verdict.Decision && command.by == verdict.by && command.rule == verdict.rule {
			if len(command.argv) > 0 {
				text = "`" + cutText(strings.Join(command.argv, " "), mostCommandText) + "`"
			}
			break
		}
	}
	switch verdict.Decision {
	case Allow:
		text += " is allowed"
	case Request:
		text += " needs a person's approval"
	default:
		text += " is denied"
	}
	if verdict.rule.known {
		text += " (policy rule " + verdict.rule.text + ")"
	}
	if verdict.reason.text == "" {
		text += "."
	} else {
		text += ": " + verdict.reason.text
	}
	return cutText(showControls(text), mostText)
}

// cutText cuts a text after so many characters. Only its first 2·most UTF-16 code units are looked at: a text of nothing but
// characters that take two of them stays whole.
func cutText(text string, most int) string {
	characters, units, end := 0, 0, len(text)
	for at, character := range text {
		if units >= 2*most {
			break
		}
		if characters == most {
			end = at
		}
		characters++
		units++
		if character > 0xffff {
			units++
		}
	}
	if characters <= most {
		return text
	}
	return text[:end] + "…"
}

// hidden holds the characters that a terminal acts upon, that cannot be seen, or that turn the direction of a text (Unicode 15.1:
// general categories Cc and Cf as far as they hide text, and the separators of lines and paragraphs).
var hidden = []scalarRange{
	{0x00, 0x1f},
	{0x7f, 0x9f},
	{0xad, 0xad},
	{0x61c, 0x61c},
	{0x180e, 0x180e},
	{0x200b, 0x200f},
	{0x2028, 0x202e},
	{0x2060, 0x2069},
	{0xfeff, 0xfeff},
	{0xfff9, 0xfffb},
	{0xe0000, 0xe007f},
}

// showControls is a text in which hidden characters are written out.
//
//	showControls("a\x1b[31m") // `a\u{1b}[31m`
func showControls(text string) string {
	var shown strings.Builder
	for _, character := range text {
		if inRanges(hidden, character) {
			fmt.Fprintf(&shown, "\\u{%x}", character)
		} else {
			shown.WriteRune(character)
		}
	}
	return shown.String()
}
