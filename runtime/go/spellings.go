package evaluator

import (
	"slices"
	"strings"
)

// otherSpellings are the word lists that mean the same to a program as one without global options, or that it could be:
// with its subcommand in each other spelling (`docker container rm` for `docker rm`), with every subcommand that it may
// abbreviate, and with more words where an option takes operands from elsewhere.
func otherSpellings(words []*viewWord, program *knownProgram) [][]*viewWord {
	if len(words) == 0 {
		return nil
	}
	var spelled [][]*viewWord
	subcommand := opt{}
	if len(words) > 1 && words[1].literal.text != "" {
		subcommand = words[1].literal
	}
	if subcommand.known {
		spelled = append(spelled, equivalents(words, subcommand.text, program)...)
		for _, name := range abbreviated(subcommand.text, program) {
			meant := slices.Concat([]*viewWord{words[0], knownViewWord(name, words[1])}, words[2:])
			spelled = append(spelled, meant)
			spelled = append(spelled, equivalents(meant, name, program)...)
		}
	}
	var options *knownOptions
	if program.subcommands.isEmpty() {
		options = &program.knownOptions
	} else if found := program.subcommands.get(subcommand.text); subcommand.known && found != nil {
		options = &found.knownOptions
	}
	if options != nil && slices.ContainsFunc(words, func(one *viewWord) bool { return namesSource(one, &options.unknownOperands) }) {
		spelled = append(spelled, slices.Concat(words, []*viewWord{unknownViewWords}))
	}
	return spelled
}

func equivalents(words []*viewWord, subcommand string, program *knownProgram) [][]*viewWord {
	var spelled [][]*viewWord
	for _, group := range program.equivalent[subcommand] {
		if !startsWithSpelling(words[1:], group.spelling) {
			continue
		}
		rest := words[len(group.spelling)+1:]
		for _, other := range group.others {
			meant := []*viewWord{words[0]}
			for _, text := range other {
				meant = append(meant, knownViewWord(text, words[1]))
			}
			spelled = append(spelled, append(meant, rest...))
		}
	}
	return spelled
}

func startsWithSpelling(words []*viewWord, spelling []string) bool {
	if len(words) < len(spelling) {
		return false
	}
	for at, text := range spelling {
		if !words[at].literal.is(text) {
			return false
		}
	}
	return true
}

func abbreviated(written string, program *knownProgram) []string {
	if !program.abbreviates || program.subcommands.has(written) {
		return nil
	}
	var meant []string
	for _, name := range program.subcommands.names() {
		if strings.HasPrefix(name, written) {
			meant = append(meant, name)
		}
	}
	slices.Sort(meant)
	return meant
}

// namesSource says whether a word is, or may be, one of some options.
func namesSource(one *viewWord, options *names) bool {
	if options.isEmpty() {
		return false
	}
	head := one.literal.text
	if !one.literal.known && len(one.parts) > 0 && one.parts[0].kind == partText {
		head = one.parts[0].text
	}
	for _, option := range options.list {
		rest, found := strings.CutPrefix(head, option)
		if found && (rest == "" || rest[0] == '=' || len(option) == 2) {
			return true
		}
	}
	return false
}

func knownViewWord(text string, like *viewWord) *viewWord {
	return &viewWord{literal: someText(text), parts: []viewPart{{text: text}}, of: like.of}
}
