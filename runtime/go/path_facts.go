package evaluator

import (
	"os"
	"strings"
)

// mostEntries is how many entries of folders one `path_exists` may look at.
const mostEntries = 10_000

// readCwdUnder says whether a directory is one that the pattern names or lies below it. Links may lead a path elsewhere than its
// name says: where the path as named and the canonical one differ in the answer, it is unknown.
//
//	readCwdUnder("./src", "/work/src/a", pathBases{root: someText("/work")}) // true
func readCwdUnder(pattern, in string, bases pathBases) truth {
	patterns := []pathPattern{preparePath(pattern)}
	canonical := canonicalPath(in)
	if !canonical.known {
		return isUnknown
	}
	canonicalBases := pathBases{root: canonicalBase(bases.root), home: canonicalBase(bases.home)}
	path, _ := segmentsOf(canonical.text, unknownText)
	real := pathMatches(path, true, patterns, canonicalBases, true)
	// A directory may be named as it really is while the root is not, and the other way round.
	named, _ := segmentsOf(in, unknownText)
	asNamed := pathMatches(named, true, patterns, bases, true)
	asReal := pathMatches(named, true, patterns, canonicalBases, true)
	switch {
	case real == yes && max(asNamed, asReal) == yes:
		return isTrue
	case real == no && max(asNamed, asReal) == no:
		return isFalse
	}
	return isUnknown
}

func canonicalBase(base opt) opt {
	if !base.known {
		return base
	}
	return canonicalPath(base.text)
}

// readPathExists says whether something exists at a path that the pattern names; a link that leads nowhere does not count. `**`
// does not follow links.
//
//	readPathExists("./package.json", pathBases{root: someText("/work")}) // true
func readPathExists(pattern string, bases pathBases) truth {
	prepared := preparePath(pattern)
	base, known := baseSegments(&prepared, bases)
	if !known {
		return isUnknown
	}
	return searchPath("/"+strings.Join(base, "/"), prepared.segments)
}

// searchStep is a path, and how many segments of the pattern it has used.
type searchStep struct {
	path string
	used int
}

// searchPath walks the tree along the pattern; a part that cannot be looked at leaves false open.
func searchPath(base string, pattern []pathSegment) truth {
	open := []searchStep{{path: base}}
	seen := map[searchStep]bool{}
	left := mostEntries
	certain := true
	for len(open) > 0 {
		step := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[step] {
			continue
		}
		seen[step] = true
		if step.used == len(pattern) {
			kind := lookThrough(step.path).kind
			if kind != kindAbsent && kind != kindUnreadable {
				return isTrue
			}
			certain = certain && kind == kindAbsent
			continue
		}
		wanted := pattern[step.used]
		if name, literal := literalSegment(wanted); literal {
			open = append(open, searchStep{path: pathBelow(step.path, name), used: step.used + 1})
			continue
		}
		names, listed := listFolder(step.path)
		left -= len(names)
		if left < 0 {
			return isUnknown
		}
		certain = certain && listed
		open = append(open, stepsInto(step, names, wanted, len(pattern))...)
	}
	if certain {
		return isFalse
	}
	return isUnknown
}

// stepsInto is where a glob or `**` leads from a folder. A `**` that is not the last segment may stand for none.
func stepsInto(step searchStep, names []string, wanted pathSegment, length int) []searchStep {
	var steps []searchStep
	last := step.used == length-1
	if wanted.deep && !last {
		steps = append(steps, searchStep{path: step.path, used: step.used + 1})
	}
	for _, name := range names {
		inner := pathBelow(step.path, name)
		if !wanted.deep {
			if globMatches(wanted.glob, name) {
				steps = append(steps, searchStep{path: inner, used: step.used + 1})
			}
			continue
		}
		if last {
			steps = append(steps, searchStep{path: inner, used: step.used + 1})
		}
		if lookAt(inner).kind == kindFolder {
			steps = append(steps, searchStep{path: inner, used: step.used})
		}
	}
	return steps
}

// literalSegment is the one name that a segment of a pattern matches; false where it is a glob.
func literalSegment(segment pathSegment) (string, bool) {
	if segment.deep {
		return "", false
	}
	name := make([]byte, len(segment.glob))
	for at, token := range segment.glob {
		if token.kind != globByte {
			return "", false
		}
		name[at] = token.byte
	}
	return string(name), true
}

// listFolder gives the names in a folder; none where there is no folder, false where it cannot be listed.
func listFolder(path string) ([]string, bool) {
	if kind := lookThrough(path).kind; kind != kindFolder {
		return nil, kind != kindUnreadable
	}
	folder, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	return names, err == nil
}
