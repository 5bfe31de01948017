package evaluator

import "strings"

// settingKind is what one setting (`git -c NAME=VALUE`) may do.
type settingKind uint8

const (
	settingOther settingKind = iota
	settingAlias
	settingInert
)

// settingKindOf is what a setting NAME=VALUE may do. Names compare with small letters; an unknown value does not matter, an
// unknown name does.
func settingKindOf(one *word, settings *knownSettings) settingKind {
	name, _, found := strings.Cut(headOf(one), "=")
	if !found && !one.literal.known {
		return settingOther
	}
	return nameKindOf(name, settings)
}

// nameKindOf is the same for the name alone.
func nameKindOf(name string, settings *knownSettings) settingKind {
	small := smallLetters(name)
	switch {
	case strings.HasPrefix(small, settings.alias):
		return settingAlias
	case settings.inert.has(small):
		return settingInert
	}
	return settingOther
}
