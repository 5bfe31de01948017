package evaluator

import (
	"io/fs"
	"slices"
	"strings"
)

// gitPlaces is where systems and package managers put git, in the order in which they are tried.
var gitPlaces = []string{"/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git", "/run/current-system/sw/bin/git"}

const rootUser = 0

const (
	executable   = 0o111
	groupWrites  = 0o020
	othersWrites = 0o002
)

// findGit is the path of the git to run: one of few fixed places, or the one that the caller names; never by PATH, and never a file
// of the tree that is judged. Empty where there is none that can be trusted.
//
// named is the only place to look at, or empty; user may own it, beside root; it must not lie in the folders of outside.
func findGit(named string, user int, outside []string) string {
	places := gitPlaces
	if named != "" {
		places = []string{named}
	}
	for _, place := range places {
		if isTrustedGit(place, user, outside) {
			return place
		}
	}
	return ""
}

// isTrustedGit follows links to the program: it and all folders above it belong to root or the user and are written by nobody else.
func isTrustedGit(place string, user int, outside []string) bool {
	if !strings.HasPrefix(place, "/") {
		return false
	}
	path := canonicalPath(place)
	if !path.known || slices.ContainsFunc(outside, func(folder string) bool { return isWithin(path.text, folder) }) {
		return false
	}
	program := lookAt(path.text)
	mode := program.mode.Perm()
	if program.kind != kindFile || mode&executable == 0 || mode&(groupWrites|othersWrites) != 0 || !program.belongsTo(user) {
		return false
	}
	for folder := folderOf(path.text); ; folder = folderOf(folder) {
		entry := lookAt(folder)
		// In a sticky folder only the owner of an entry can put another in its place.
		if !entry.belongsTo(user) || (entry.mode&othersWrites != 0 && entry.mode&fs.ModeSticky == 0) {
			return false
		}
		if folder == "/" {
			return true
		}
	}
}

func (e fileEntry) belongsTo(user int) bool { return e.owner == rootUser || e.owner == user }
