package evaluator

import "strings"

type pathBase uint8

const (
	baseRoot pathBase = iota
	baseHome
	baseAbsolute
)

// pathPattern is a path pattern of a policy (docs/semantics.md, section 6).
//
// Everything is textual: no file is looked at. What is not known (the root, the home directory, the directory of a command, an
// opaque word) makes the answer maybe.
type pathPattern struct {
	base pathBase
	// How many segments of the base a leading `..` takes away.
	up       int
	segments []pathSegment
}

// pathSegment is a glob over one segment, or (deep) `**`.
type pathSegment struct {
	deep bool
	glob []globToken
}

// pathBases are the directories that patterns and words are resolved against: absolute paths.
type pathBases struct {
	root opt
	home opt
}

func preparePaths(patterns []string) []pathPattern {
	paths := make([]pathPattern, len(patterns))
	for at, pattern := range patterns {
		paths[at] = preparePath(pattern)
	}
	return paths
}

// preparePath prepares a path pattern of a bundle. A text with another start than `./`, `~/` or `/` is read below the root.
func preparePath(pattern string) pathPattern {
	made := pathPattern{base: baseRoot}
	rest := pattern
	if strings.HasPrefix(pattern, "/") {
		made.base = baseAbsolute
	} else if pattern == "~" || strings.HasPrefix(pattern, "~/") {
		made.base = baseHome
		rest = pattern[1:]
	}
	var segments []string
	for segment := range strings.SplitSeq(rest, "/") {
		if segment == ".." && len(segments) == 0 {
			made.up++
		} else {
			segments = pushSegment(segments, segment)
		}
	}
	for _, segment := range segments {
		if segment == "**" {
			made.segments = append(made.segments, pathSegment{deep: true})
		} else {
			made.segments = append(made.segments, pathSegment{glob: prepareGlob(segment)})
		}
	}
	return made
}

// segmentsOf is the normalised segments of a path: empty and `.` segments go, `..` takes the one before it and stays at `/`. A
// relative path is resolved in a directory; false where that is needed and unknown.
//
//	segmentsOf("../x", someText("/a/b")) // a, x
func segmentsOf(path string, in opt) ([]string, bool) {
	isAbsolute := strings.HasPrefix(path, "/")
	if !isAbsolute && !in.known {
		return nil, false
	}
	var segments []string
	if !isAbsolute {
		for segment := range strings.SplitSeq(in.text, "/") {
			segments = pushSegment(segments, segment)
		}
	}
	for segment := range strings.SplitSeq(path, "/") {
		segments = pushSegment(segments, segment)
	}
	return segments, true
}

func pushSegment(segments []string, segment string) []string {
	switch segment {
	case "..":
		return segments[:max(0, len(segments)-1)]
	case "", ".":
		return segments
	}
	return append(segments, segment)
}

// pathOfWord is a word as a path: known text, or `~`, `$HOME` or `$PWD` followed by known text. False where it is not known.
func pathOfWord(one *word, known places, in opt) ([]string, bool) {
	if one.literal.known {
		return segmentsOf(one.literal.text, in)
	}
	if len(one.pieces) == 0 || one.pieces[0].kind != piecePlace {
		return nil, false
	}
	first := one.pieces[0]
	place := known.of(first.place)
	if !place.known || (first.splits && isCut(place.text)) {
		return nil, false
	}
	for _, part := range one.pieces[1:] {
		if part.kind != pieceLiteral {
			return nil, false
		}
	}
	return segmentsOf(place.text+joinTexts(one.pieces[1:]), in)
}

// pathMatches says whether a path is one of the patterns. path is normalised segments, if it is known; below: whether everything
// below a match counts too.
func pathMatches(path []string, known bool, patterns []pathPattern, bases pathBases, below bool) answer {
	if !known {
		if len(patterns) == 0 {
			return no
		}
		return maybe
	}
	found := no
	for at := range patterns {
		pattern := &patterns[at]
		base, baseKnown := baseSegments(pattern, bases)
		if !baseKnown {
			found = maybe
		} else if startsWithSegments(path, base) && matchSegments(path[len(base):], pattern.segments, below) {
			return yes
		}
	}
	return found
}

func startsWithSegments(path, start []string) bool {
	if len(path) < len(start) {
		return false
	}
	for at, segment := range start {
		if path[at] != segment {
			return false
		}
	}
	return true
}

// baseSegments are the segments that a pattern's own are appended to; false where its base is not known.
func baseSegments(pattern *pathPattern, bases pathBases) ([]string, bool) {
	if pattern.base == baseAbsolute {
		return nil, true
	}
	base := bases.root
	if pattern.base == baseHome {
		base = bases.home
	}
	if !base.known {
		return nil, false
	}
	segments, known := segmentsOf(base.text, unknownText)
	return segments[:max(0, len(segments)-pattern.up)], known
}

// matchSegments runs the segments of a pattern over a path as a small automaton: positions of the pattern that are reached.
func matchSegments(path []string, pattern []pathSegment, below bool) bool {
	reached := make([]bool, len(pattern)+1)
	reached[0] = true
	for at := 0; ; at++ {
		// A `**` that is not the last segment may stand for none.
		any := false
		for position := range reached {
			any = any || reached[position]
			if reached[position] && position < len(pattern)-1 && pattern[position].deep {
				reached[position+1] = true
			}
		}
		if reached[len(pattern)] && (below || at >= len(path)) {
			return true
		}
		if at >= len(path) || !any {
			return false
		}
		next := make([]bool, len(pattern)+1)
		for position, segment := range pattern {
			if !reached[position] {
				continue
			}
			if segment.deep {
				next[position] = true
				// A last `**` stands for at least one segment.
				if position == len(pattern)-1 {
					next[len(pattern)] = true
				}
			} else if globMatches(segment.glob, path[at]) {
				next[position+1] = true
			}
		}
		reached = next
	}
}

// directoryOf is a text of a request as a directory: absolute, else unknown.
func directoryOf(text opt) opt {
	if text.known && strings.HasPrefix(text.text, "/") {
		return text
	}
	return unknownText
}
