package evaluator

import (
	"slices"
	"strings"
)

// configEntry is one assignment: section and name in small letters, the subsection as it is.
type configEntry struct {
	section    string
	subsection opt
	name       string
	// Not known where the name stands alone, which git takes as true.
	value opt
}

// parseConfig gives the entries of a configuration file in order, or false where git would refuse it (git-config(1), "Syntax").
// Includes are not followed: an `include.path` is an entry like any other.
//
//	parseConfig("[branch \"x\"]\n\tremote = origin\n") // branch, x, remote, origin
func parseConfig(text string) ([]configEntry, bool) {
	reader := configReader{text: text}
	if strings.HasPrefix(text, "\xef\xbb\xbf") {
		reader.at = 3
	}
	if !reader.read() {
		return nil, false
	}
	return reader.entries, true
}

// valuesOf are the values of a name, in order; one that is not known stands for a name without `=`.
func valuesOf(config []configEntry, section string, subsection opt, name string) []opt {
	var values []opt
	for _, entry := range config {
		if entry.section == section && entry.subsection == subsection && entry.name == name {
			values = append(values, entry.value)
		}
	}
	return values
}

// hasIncludes says whether the configuration takes in other files, so that it is not all that git sees.
func hasIncludes(config []configEntry) bool {
	return slices.ContainsFunc(config, func(entry configEntry) bool {
		return (entry.section == "include" || entry.section == "includeif") && entry.name == "path"
	})
}

// booleanOf is the last value of a name as git reads a truth value: false where it is not one, `absent` where it is not set.
//
//	booleanOf([…core.bare = yes…], "core", "bare", false) // true, true
func booleanOf(config []configEntry, section, name string, absent bool) (value, ok bool) {
	values := valuesOf(config, section, unknownText, name)
	if len(values) == 0 {
		return absent, true
	}
	return readBoolean(values[len(values)-1])
}

func readBoolean(text opt) (value, ok bool) {
	if !text.known {
		return true, true
	}
	switch smallLetters(text.text) {
	case "true", "yes", "on", "1":
		return true, true
	case "false", "no", "off", "0", "":
		return false, true
	}
	return false, false
}

// configReader reads byte by byte; every method that fails says so with false.
type configReader struct {
	text       string
	at         int
	entries    []configEntry
	inSection  bool
	section    string
	subsection opt
}

func (r *configReader) read() bool {
	if strings.Contains(r.text, "\x00") {
		return false
	}
	for {
		r.take(isBlankOrNewline)
		ok := true
		switch r.peek() {
		case atEnd:
			return true
		case '#', ';':
			r.take(isNoNewline)
		case '[':
			ok = r.readSection()
		default:
			ok = r.readEntry()
		}
		if !ok {
			return false
		}
	}
}

// readSection reads `[name]`, `[name "sub"]`, or the old `[name.sub]`, whose parts all count in small letters.
func (r *configReader) readSection() bool {
	r.at++
	name := smallLetters(r.take(func(character int) bool { return isConfigName(character) || character == '.' }))
	if name == "" {
		return false
	}
	section, rest, dotted := strings.Cut(name, ".")
	r.inSection = true
	r.section = section
	r.subsection = opt{text: rest, known: dotted}
	if isConfigBlank(r.peek()) {
		r.take(isConfigBlank)
		quoted, ok := r.readSubsection()
		if !ok {
			return false
		}
		if dotted {
			quoted = rest + "." + quoted
		}
		r.subsection = someText(quoted)
	}
	return r.next() == ']'
}

// readSubsection: a backslash takes any byte but a newline as it is; there are no other escapes here.
func (r *configReader) readSubsection() (string, bool) {
	if r.next() != '"' {
		return "", false
	}
	var name []byte
	for {
		character := r.next()
		if character == '"' {
			return string(name), true
		}
		if character == '\\' {
			character = r.next()
		}
		if character == atEnd || character == '\n' {
			return "", false
		}
		name = append(name, byte(character))
	}
}

func (r *configReader) readEntry() bool {
	name := ""
	if isLetter(r.peek()) {
		name = smallLetters(r.take(isConfigName))
	}
	if !r.inSection || name == "" {
		return false
	}
	r.take(isConfigBlank)
	value := unknownText
	switch r.next() {
	case '=':
		text, ok := r.readValue()
		if !ok {
			return false
		}
		value = someText(text)
	case '\n', atEnd:
	default:
		return false
	}
	r.entries = append(r.entries, configEntry{section: r.section, subsection: r.subsection, name: name, value: value})
	return true
}

// readValue reads up to the end of the line: blanks around it and comments go, unless they are quoted.
func (r *configReader) readValue() (string, bool) {
	r.take(isConfigBlank)
	var value, blanks []byte
	quoted := false
	for {
		character := r.next()
		switch {
		case character == atEnd || character == '\n':
			return string(value), !quoted
		case !quoted && (character == '#' || character == ';'):
			r.take(isNoNewline)
			continue
		case !quoted && isConfigBlank(character):
			blanks = append(blanks, byte(character))
			continue
		}
		value = append(value, blanks...)
		blanks = blanks[:0]
		switch character {
		case '"':
			quoted = !quoted
		case '\\':
			// A newline continues the line.
			escaped := r.next()
			at := strings.IndexByte("ntb\\\"\n", byte(escaped))
			if escaped == atEnd || at < 0 {
				return "", false
			}
			if escaped != '\n' {
				value = append(value, "\n\t\b\\\""[at])
			}
		default:
			value = append(value, byte(character))
		}
	}
}

// peek is the byte here; a carriage return before a newline does not count.
func (r *configReader) peek() int {
	if byteAt(r.text, r.at) == '\r' && byteAt(r.text, r.at+1) == '\n' {
		r.at++
	}
	return byteAt(r.text, r.at)
}

func (r *configReader) next() int {
	character := r.peek()
	r.at++
	return character
}

func (r *configReader) take(wanted func(character int) bool) string {
	var taken []byte
	for character := r.peek(); character != atEnd && wanted(character); character = r.peek() {
		taken = append(taken, byte(character))
		r.at++
	}
	return string(taken)
}

func isConfigBlank(character int) bool    { return isOneOf(character, " \t\r\v\f") }
func isBlankOrNewline(character int) bool { return isOneOf(character, " \t\r\v\f\n") }
func isNoNewline(character int) bool      { return character != '\n' }
func isConfigName(character int) bool     { return isLetterOrDigit(character) || character == '-' }
