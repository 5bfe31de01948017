package evaluator

import (
	"slices"
	"strings"
)

// names is a list of names that is asked as a set; it keeps the order in which they are listed.
type names struct {
	list []string
	// Made for long lists only.
	set map[string]struct{}
}

// fewNames is up to how many names are looked through one by one.
const fewNames = 16

func newNames(list []string) names {
	if len(list) <= fewNames {
		return names{list: list}
	}
	set := make(map[string]struct{}, len(list))
	for _, name := range list {
		set[name] = struct{}{}
	}
	return names{list: list, set: set}
}

func (n *names) has(name string) bool {
	if n.set != nil {
		_, found := n.set[name]
		return found
	}
	return slices.Contains(n.list, name)
}

func (n *names) isEmpty() bool { return len(n.list) == 0 }

// nameTest is a list of names, some of which end in `*` and then stand for all that start so.
type nameTest struct {
	exact  names
	starts []string
}

func newNameTest(list []string) nameTest {
	var exact, starts []string
	for _, name := range list {
		if start, found := strings.CutSuffix(name, "*"); found {
			starts = append(starts, start)
		} else {
			exact = append(exact, name)
		}
	}
	return nameTest{exact: newNames(exact), starts: starts}
}

func (t *nameTest) has(name string) bool {
	return t.exact.has(name) || slices.ContainsFunc(t.starts, func(start string) bool { return strings.HasPrefix(name, start) })
}

// assignmentTest is names as above, and NAME=VALUE, whose value may end in `*` for any text without blanks.
type assignmentTest struct {
	names nameTest
	pairs nameTest
}

func newAssignmentTest(entries []string) assignmentTest {
	var alone, pairs []string
	for _, entry := range entries {
		if strings.Contains(entry, "=") {
			pairs = append(pairs, entry)
		} else {
			alone = append(alone, entry)
		}
	}
	return assignmentTest{names: newNameTest(alone), pairs: newNameTest(pairs)}
}

func (t *assignmentTest) has(one assignment) bool {
	if t.names.has(one.name) {
		return true
	}
	value := one.value.literal
	return value.known && !one.append && !strings.ContainsAny(value.text, " \t\n") && t.pairs.has(one.name+"="+value.text)
}

var executableSuffixes = []string{".exe", ".cmd", ".bat", ".com"}

// reduceProgram is a program word as loose views compare it: what follows the last `/`, ASCII letters small, one final
// .exe, .cmd, .bat or .com dropped unless nothing would be left.
//
//	reduceProgram("/usr/bin/Git.EXE") // "git"
func reduceProgram(word string) string {
	last := smallLetters(word[strings.LastIndexByte(word, '/')+1:])
	for _, suffix := range executableSuffixes {
		if reduced, found := strings.CutSuffix(last, suffix); found && reduced != "" {
			return reduced
		}
	}
	return last
}
