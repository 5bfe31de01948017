package evaluator

import (
	"slices"
	"strings"
)

// fileList are the files that a clause lists; any covers unknown targets too.
type fileList struct {
	any   bool
	paths []pathPattern
}

// environmentPattern is one NAME=GLOB.
type environmentPattern struct {
	name  []globToken
	value []globToken
	// The glob is `*`: it covers unknown values too.
	any bool
}

func prepareFiles(files []string) *fileList {
	if slices.Contains(files, "any") {
		return &fileList{any: true}
	}
	return &fileList{paths: preparePaths(files)}
}

func prepareEnvironment(entry string) environmentPattern {
	name, value, found := strings.Cut(entry, "=")
	if !found {
		value = "*"
	}
	return environmentPattern{name: prepareGlob(name), value: prepareGlob(value), any: value == "*"}
}

// isInertTarget says whether a redirection to this target changes and reveals nothing: `/dev/null` and the standard streams.
func isInertTarget(target *word) bool {
	switch target.literal.text {
	case "/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr":
		return true
	}
	number, found := strings.CutPrefix(target.literal.text, "/dev/fd/")
	return found && number != "" && endOfRun(number, 0, isDigit) == len(number)
}

// where is where targets are resolved: the directory of the shell, not that of a program's own options.
type where struct {
	// What patterns start from, and what `~`, `$HOME` and `$PWD` stand for in words.
	bases     pathBases
	places    places
	directory opt
}

func opens(one redirection, wanted direction) bool {
	return (one.direction == wanted || one.direction == directionBoth) && !isInertTarget(one.target)
}

// coversFiles says whether every file that the command opens in that direction is one of the list.
func coversFiles(redirections []redirection, wanted direction, files *fileList, in *where) answer {
	weakest := yes
	for _, one := range redirections {
		if opens(one, wanted) {
			weakest = min(weakest, inFiles(one.target, files, in))
		}
	}
	return weakest
}

// opensSome says whether some file that the command opens in that direction is one of the list.
func opensSome(redirections []redirection, wanted direction, files *fileList, in *where) answer {
	strictest := no
	for _, one := range redirections {
		if opens(one, wanted) {
			strictest = max(strictest, inFiles(one.target, files, in))
		}
	}
	return strictest
}

func inFiles(target *word, files *fileList, in *where) answer {
	if files.any {
		return yes
	}
	path, known := pathOfWord(target, in.places, in.directory)
	return pathMatches(path, known, files.paths, in.bases, false)
}

// coversAssignments says whether every assignment is one of the list, or inert.
func coversAssignments(assignments []assignment, list []environmentPattern, inert *assignmentTest) answer {
	weakest := yes
	for _, one := range assignments {
		if !inert.has(one) {
			weakest = min(weakest, assignsOne(one, list))
		}
	}
	return weakest
}

// assignsSome says whether some assignment is one of the list.
func assignsSome(assignments []assignment, list []environmentPattern) answer {
	strictest := no
	for _, one := range assignments {
		strictest = max(strictest, assignsOne(one, list))
	}
	return strictest
}

func assignsOne(one assignment, list []environmentPattern) answer {
	found := no
	for _, pattern := range list {
		if !globMatches(pattern.name, one.name) {
			continue
		}
		if pattern.any {
			return yes
		}
		// What `+=` adds to is not known.
		if one.append || !one.value.literal.known {
			found = max(found, maybe)
		} else if globMatches(pattern.value, one.value.literal.text) {
			found = yes
		}
	}
	return found
}
