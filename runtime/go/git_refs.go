package evaluator

import (
	"slices"
	"strings"
)

// gitHead is what HEAD or a ref is: another ref by its full name, or an id.
type gitHead struct {
	ref string
	id  string
}

// gitRef is what a ref holds.
type gitRef struct {
	// Empty where the ref is absent, or elsewhere.
	id string
	// It is kept where only git looks.
	elsewhere bool
}

const (
	mostRef      = 65_536
	mostPacked   = 64 * 1024 * 1024
	mostRefSteps = 5
)

// perWorktree are the folders of refs that belong to a worktree and not to the repository (git-worktree(1), "Refs").
var perWorktree = []string{"refs/bisect/", "refs/rewritten/", "refs/worktree/"}

// readHead reads HEAD; false where it is not a regular file or not well-formed.
func readHead(in *repository) (gitHead, bool) {
	found := readRegular(pathBelow(in.gitFolder, "HEAD"), mostRef)
	if !found.read {
		return gitHead{}, false
	}
	return parseRef(found.bytes, in.idLength)
}

// readRef reads a ref through at most five symbolic ones; false where something on the way is malformed.
func readRef(in *repository, name string) (gitRef, bool) {
	wanted := name
	for range mostRefSteps + 1 {
		if !isRefName(wanted) {
			return gitRef{}, false
		}
		if slices.ContainsFunc(perWorktree, func(folder string) bool { return strings.HasPrefix(wanted, folder) }) {
			return gitRef{elsewhere: true}, true
		}
		loose, absent, ok := readLoose(in, wanted)
		switch {
		case !ok:
			return gitRef{}, false
		case absent:
			return readPacked(in, wanted)
		case loose.id != "":
			return gitRef{id: loose.id}, true
		}
		wanted = loose.ref
	}
	return gitRef{}, false
}

// readLoose reads a loose ref; no folder on the way to it may be a link.
func readLoose(in *repository, name string) (found gitHead, absent, ok bool) {
	segments := strings.Split(name, "/")
	path := in.commonFolder
	for at, segment := range segments {
		path = pathBelow(path, segment)
		kind := lookAt(path).kind
		last := at == len(segments)-1
		// A folder in the ref's place only says that refs with longer names were there.
		if kind == kindAbsent || (kind == kindFolder && last) {
			return gitHead{}, true, true
		}
		if last && kind != kindFile || !last && kind != kindFolder {
			return gitHead{}, false, false
		}
	}
	read := readRegular(path, mostRef)
	if !read.read {
		return gitHead{}, false, false
	}
	found, ok = parseRef(read.bytes, in.idLength)
	return found, false, ok
}

// readPacked looks for the line `ID NAME` in `packed-refs`; other lines are not looked at.
func readPacked(in *repository, name string) (gitRef, bool) {
	found := readRegular(pathBelow(in.commonFolder, "packed-refs"), mostPacked)
	if !found.read {
		return gitRef{}, found.absent
	}
	tail := " " + name + "\n"
	for at := indexFrom(found.bytes, tail, 0); at >= 0; at = indexFrom(found.bytes, tail, at+1) {
		start := at - in.idLength
		if start < 0 || (start > 0 && found.bytes[start-1] != '\n') {
			continue
		}
		id := found.bytes[start:at]
		return gitRef{id: id}, isID(id, in.idLength)
	}
	return gitRef{}, true
}

// parseRef reads `ref: NAME` or an object id, and nothing but blanks behind it.
func parseRef(text string, idLength int) (gitHead, bool) {
	text = strings.TrimRight(text, " \t\r\n")
	if name, found := strings.CutPrefix(text, "ref:"); found {
		name = strings.TrimLeft(name, " \t")
		return gitHead{ref: name}, isRefName(name)
	}
	return gitHead{id: text}, isID(text, idLength)
}

// isRefName says whether a text is a full ref name as git-check-ref-format(1) wants it.
func isRefName(name string) bool {
	if !strings.HasPrefix(name, "refs/") || strings.Contains(name, "..") || strings.Contains(name, "@{") || strings.HasSuffix(name, ".") {
		return false
	}
	for at := range len(name) {
		if name[at] <= ' ' || name[at] == 0x7f || strings.IndexByte("~^:?*[\\", name[at]) >= 0 {
			return false
		}
	}
	for segment := range strings.SplitSeq(name, "/") {
		if segment == "" || strings.HasPrefix(segment, ".") || strings.HasSuffix(segment, ".lock") {
			return false
		}
	}
	return true
}

// isID says whether a text is an object id; the one of zeros stands for no object.
func isID(text string, length int) bool {
	return len(text) == length && strings.Trim(text, hexDigits) == "" && strings.Trim(text, "0") != ""
}
