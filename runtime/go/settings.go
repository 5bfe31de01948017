package evaluator

import (
	"strconv"
	"strings"
)

// settingFloors are what the settings of a command hide (`git -c`): those on its command line, and those that it writes down.
func settingFloors(words []*word, program opt, known *knownCommands) []opaquePart {
	settings := settingsOf(program, known)
	if settings == nil {
		return nil
	}
	globals := globalsOf(words, program, known, 0)
	var parts []opaquePart
	for _, one := range globals.settings {
		if settingKindOf(one, settings) == settingOther {
			parts = append(parts, opaquePart{code: opaqueConfiguration, span: one.span})
		}
	}
	if globals.unclear || globals.end >= len(words) || !words[globals.end].literal.is(settings.command) {
		return parts
	}
	if written := writtenSetting(words[globals.end+1:], settings); written != nil {
		parts = append(parts, opaquePart{code: opaqueConfiguration, span: written.span})
	}
	return parts
}

func settingsOf(program opt, known *knownCommands) *knownSettings {
	if !program.known {
		return nil
	}
	if entry := known.programs.get(program.text); entry != nil {
		return entry.settings
	}
	return nil
}

var (
	settingReads = names{list: []string{
		"--get", "--get-all", "--get-color", "--get-colorbool", "--get-regexp", "--get-urlmatch", "--list", "-l",
	}}
	settingVerbs  = names{list: []string{"edit", "get", "list", "remove-section", "rename-section", "set", "unset"}}
	settingValues = names{list: []string{"--blob", "--comment", "--default", "--file", "--type", "--value", "-f"}}
	settingWrites = names{list: []string{"--add", "--replace-all", "--unset", "--unset-all"}}
)

// writtenSetting is the word of `git config` that names a setting which is not inert, or nil; also where it only reads.
func writtenSetting(words []*word, settings *knownSettings) *word {
	var operands []*word
	isWrite := false
	for at := 0; at < len(words); at++ {
		one := words[at]
		text := one.literal
		switch {
		case text.known && settingReads.has(text.text):
			return nil
		case !strings.HasPrefix(headOf(one), "-"):
			operands = append(operands, one)
		case text.known && settingValues.has(text.text):
			at++
		case text.known && settingWrites.has(text.text):
			isWrite = true
		case text.is("-e") || strings.HasPrefix(text.text, "--e"):
			return one
		}
	}
	if len(operands) == 0 {
		return nil
	}
	first := operands[0]
	isVerb := first.literal.known && settingVerbs.has(first.literal.text)
	if first.literal.is("get") || first.literal.is("list") {
		return nil
	}
	if isVerb {
		operands = operands[1:]
	}
	if len(operands) == 0 {
		return first
	}
	name := operands[0].literal
	if !isVerb && !isWrite && len(operands) == 1 && name.known {
		return nil
	}
	if name.text != "" && nameKindOf(name.text, settings) == settingInert {
		return nil
	}
	return operands[0]
}

// expansion is what a subcommand stands for that a setting of the same command defines: words, or shell text; neither where
// none does.
type expansion struct {
	words []*word
	text  opt
	span  span
}

// expandAlias gives what the subcommand of a command stands for, if a setting on its command line or in its environment
// (`GIT_CONFIG_COUNT`) defines it.
//
//	expandAlias(words of `git -c alias.tidy='clean -f' tidy x`, …) // words: git clean -f x
func expandAlias(words []*word, program opt, assignments []assignment, known *knownCommands) expansion {
	settings := settingsOf(program, known)
	if settings == nil || len(words) == 0 {
		return expansion{}
	}
	entry := known.programs.get(program.text)
	globals := globalsOf(words, program, known, 0)
	if globals.unclear || globals.end >= len(words) {
		return expansion{}
	}
	subcommand := words[globals.end]
	if subcommand.literal.text == "" || entry.subcommands.has(subcommand.literal.text) {
		return expansion{}
	}
	name := settings.alias + smallLetters(subcommand.literal.text)
	value := unknownText
	for _, one := range globals.settings {
		if one.literal.known {
			value = laterValue(value, one.literal.text, name)
		}
	}
	for _, text := range environmentSettings(assignments, settings) {
		value = laterValue(value, text, name)
	}
	if !value.known {
		return expansion{}
	}
	rest := words[globals.end+1:]
	if text, isShell := strings.CutPrefix(value.text, "!"); isShell {
		for _, one := range rest {
			text += " " + quotedWord(one)
		}
		return expansion{text: someText(text), span: subcommand.span}
	}
	texts, ok := splitText(value.text)
	if !ok {
		return expansion{}
	}
	meant := []*word{words[0]}
	for _, text := range texts {
		meant = append(meant, literalWord(text, subcommand.span))
	}
	return expansion{words: append(meant, rest...)}
}

// laterValue is the value of a name that a text NAME=VALUE gives, or else the one before.
func laterValue(before opt, text, name string) opt {
	written, value, found := strings.Cut(text, "=")
	if found && smallLetters(written) == name {
		return someText(value)
	}
	return before
}

// quotedWord is a word as shell text; what is not known stays so.
func quotedWord(one *word) string {
	if !one.literal.known {
		return "$@"
	}
	return "'" + strings.ReplaceAll(one.literal.text, "'", `'\''`) + "'"
}

// mostSettings: more than a line could write are not looked for.
const mostSettings = 1_000

// environmentSettings gives NAME=VALUE for each pair that numbered environment names hold.
func environmentSettings(assignments []assignment, settings *knownSettings) []string {
	values := make(map[string]opt, len(assignments))
	for _, one := range assignments {
		values[one.name] = one.value.literal
	}
	count := readCount(values[settings.environment+"COUNT"].text)
	var found []string
	for at := range min(count, mostSettings) {
		name := values[settings.environment+"KEY_"+strconv.Itoa(at)]
		value := values[settings.environment+"VALUE_"+strconv.Itoa(at)]
		if name.text != "" && value.known {
			found = append(found, name.text+"="+value.text)
		}
	}
	return found
}

// readCount says how many pairs are there, as strtoul(3) reads it, by which git does; what it does not take whole is an error of git.
func readCount(text string) int {
	digits := strings.TrimPrefix(strings.TrimLeft(text, " \t\n\v\f\r"), "+")
	if digits == "" || strings.ContainsFunc(digits, func(letter rune) bool { return letter < '0' || letter > '9' }) {
		return 0
	}
	count, err := strconv.Atoi(digits)
	if err != nil {
		return mostSettings
	}
	return count
}
