package evaluator

import (
	"os"
	"strings"
	"unicode/utf8"
)

// replaced stands for bytes that are not UTF-8 where a platform hands the environment over as text.
const replaced = "\ufffd"

// readEnvIs says whether a variable's value matches: the argument is the name, a blank and the glob. One that is not set matches
// nothing; one that is not UTF-8 is unknown.
//
//	readEnvIs("CI tru*") // true where CI=true
func readEnvIs(argument string) truth {
	name, glob, found := strings.Cut(argument, " ")
	if !found || name == "" {
		return isUnknown
	}
	value, set := os.LookupEnv(name)
	if !set {
		return isFalse
	}
	if !utf8.ValidString(value) || strings.Contains(value, replaced) {
		return isUnknown
	}
	return truthOf(globMatches(prepareGlob(glob), value))
}

// readOsIs says whether a system, by the name that Go has for it, is the one named; a name that is not in the list is unknown, a
// system that is not in it is none of them.
func readOsIs(name, system string) truth {
	if name != "linux" && name != "macos" && name != "windows" {
		return isUnknown
	}
	if system == "darwin" {
		system = "macos"
	}
	return truthOf(system == name)
}

func truthOf(value bool) truth {
	if value {
		return isTrue
	}
	return isFalse
}
