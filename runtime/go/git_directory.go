package evaluator

import (
	"slices"
	"strings"
)

// repository is one with a work tree that the directory lies in. All paths are canonical.
type repository struct {
	// The folder that holds `.git`.
	top string
	// Holds HEAD and the index.
	gitFolder string
	// Holds `objects`, `refs` and `config`; another than gitFolder in a linked worktree only.
	commonFolder string
	linked       bool
	// The repository's own configuration, with `config.worktree` after it where that counts; without includes.
	config []configEntry
	// Hexadecimal digits of an object id: 40 or 64.
	idLength int
	// Refs are files, and not in a table that only git reads.
	refsAreFiles bool
}

// gitPlace is where a directory lies.
type gitPlace struct {
	kind gitPlaceKind
	// Of a work tree.
	repository *repository
}

type gitPlaceKind uint8

const (
	placeUnknown gitPlaceKind = iota
	placeWorktree
	// In no repository.
	placeOutside
	// Inside a git folder or a bare repository.
	placeInside
)

const (
	// mostPointer is how many bytes a `.git` file, `commondir` and `gitdir` may have.
	mostPointer = 4096
	mostConfig  = 1024 * 1024
)

var unknownPlace = gitPlace{}

// knownExtensions are repository extensions that change nothing here, or that are looked at below (git-config(1), extensions.*).
var knownExtensions = []string{
	"noop",
	"noop-v1",
	"objectformat",
	"partialclone",
	"preciousobjects",
	"refstorage",
	"relativeworktrees",
	"worktreeconfig",
}

// findRepository finds the repository that git would find from a directory, by reading files alone (gitrepository-layout(5)). Git
// itself would believe more than this does: whatever a repository could have forged to point elsewhere is unknown here.
//
// in is an absolute path, which need not be canonical; user is the user id that must own what is found.
func findRepository(in string, user int) gitPlace {
	start := canonicalPath(in)
	if !start.known {
		return unknownPlace
	}
	entry := lookAt(start.text)
	if entry.kind != kindFolder {
		return unknownPlace
	}
	for folder := start.text; ; folder = folderOf(folder) {
		// Git does not look beyond a mount point (git(1), GIT_DISCOVERY_ACROSS_FILESYSTEM).
		if found := lookAt(folder); found.owner < 0 || found.device != entry.device {
			return gitPlace{kind: placeOutside}
		}
		if place, found := placeAt(folder, user); found {
			return place
		}
		if folder == "/" {
			return gitPlace{kind: placeOutside}
		}
	}
}

// placeAt is what one folder on the way up says; false: nothing, look higher.
func placeAt(top string, user int) (gitPlace, bool) {
	dotGit := pathBelow(top, ".git")
	entry := lookAt(dotGit)
	if entry.kind == kindAbsent {
		if looksLikeGitFolder(top, top) {
			return insideOf(top, user), true
		}
		return unknownPlace, false
	}
	if entry.owner != user || lookAt(top).owner != user {
		return unknownPlace, true
	}
	switch entry.kind {
	case kindFolder:
		return mainRepository(top, dotGit, user), true
	case kindFile:
		return pointedRepository(top, dotGit, user), true
	}
	return unknownPlace, true
}

// insideOf is about a git folder itself, bare or not: what `core.worktree` makes of it is not trusted.
func insideOf(folder string, user int) gitPlace {
	if lookAt(folder).owner != user {
		return unknownPlace
	}
	config, ok := readConfig(pathBelow(folder, "config"))
	if !ok || len(valuesOf(config, "core", unknownText, "worktree")) > 0 {
		return unknownPlace
	}
	return gitPlace{kind: placeInside}
}

func mainRepository(top, gitFolder string, user int) gitPlace {
	if lookAt(pathBelow(gitFolder, "commondir")).kind != kindAbsent || !looksLikeGitFolder(gitFolder, gitFolder) {
		return unknownPlace
	}
	return openRepository(repository{top: top, gitFolder: gitFolder, commonFolder: gitFolder}, user)
}

// pointedRepository is about a `.git` file: a linked worktree where its target has a `commondir`, else a submodule or a separate
// git folder.
func pointedRepository(top, dotGit string, user int) gitPlace {
	named, found := strings.CutPrefix(readOneLine(dotGit, mostPointer).text, "gitdir: ")
	if !found {
		return unknownPlace
	}
	gitFolder := canonicalPath(pathBelow(top, named))
	if !gitFolder.known || lookAt(gitFolder.text).owner != user {
		return unknownPlace
	}
	if lookAt(pathBelow(gitFolder.text, "commondir")).kind != kindAbsent {
		return linkedRepository(top, dotGit, gitFolder.text, user)
	}
	if !looksLikeGitFolder(gitFolder.text, gitFolder.text) {
		return unknownPlace
	}
	return openRepository(repository{top: top, gitFolder: gitFolder.text, commonFolder: gitFolder.text}, user)
}

// linkedRepository: worktree and repository must name each other, as `git worktree add` leaves them.
func linkedRepository(top, dotGit, gitFolder string, user int) gitPlace {
	common := pointedTo(gitFolder, "commondir")
	if !common.known || !pointedTo(gitFolder, "gitdir").is(dotGit) || folderOf(gitFolder) != pathBelow(common.text, "worktrees") {
		return unknownPlace
	}
	if lookAt(common.text).owner != user || !looksLikeGitFolder(gitFolder, common.text) {
		return unknownPlace
	}
	if !looksLikeGitFolder(common.text, common.text) || hasGitSegment(top) {
		return unknownPlace
	}
	return openRepository(repository{top: top, gitFolder: gitFolder, commonFolder: common.text, linked: true}, user)
}

func pointedTo(folder, name string) opt {
	line := readOneLine(pathBelow(folder, name), mostPointer)
	if !line.known {
		return line
	}
	return canonicalPath(pathBelow(folder, line.text))
}

// hasGitSegment says whether a work tree stands in something called `.git`, whatever the case: programs differ in what they make of
// that.
func hasGitSegment(path string) bool {
	return slices.Contains(strings.Split(smallLetters(path), "/"), ".git")
}

// looksLikeGitFolder: HEAD, and `objects` and `refs` of the common folder, are what makes a git folder (gitrepository-layout(5)).
func looksLikeGitFolder(gitFolder, commonFolder string) bool {
	head := lookAt(pathBelow(gitFolder, "HEAD")).kind
	return (head == kindFile || head == kindLink) &&
		lookThrough(pathBelow(commonFolder, "objects")).kind == kindFolder &&
		lookThrough(pathBelow(commonFolder, "refs")).kind == kindFolder
}

// openRepository reads what the repository says of itself; what is not understood there makes everything unknown.
func openRepository(found repository, user int) gitPlace {
	shared, ok := readConfig(pathBelow(found.commonFolder, "config"))
	if !ok || lookAt(found.gitFolder).owner != user {
		return unknownPlace
	}
	perWorktree, ok := booleanOf(shared, "extensions", "worktreeconfig", false)
	if !ok {
		return unknownPlace
	}
	var own []configEntry
	if perWorktree {
		if own, ok = readConfig(pathBelow(found.gitFolder, "config.worktree")); !ok {
			return unknownPlace
		}
	}
	found.config = slices.Concat(shared, own)
	// A linked worktree has a work tree, even of a repository that is bare itself; unless its own file says otherwise.
	says := found.config
	if found.linked {
		says = own
	}
	bare, ok := booleanOf(says, "core", "bare", false)
	if !ok || !found.readFormat(shared) || !found.worktreeIsTop() {
		return unknownPlace
	}
	if bare {
		return gitPlace{kind: placeInside}
	}
	return gitPlace{kind: placeWorktree, repository: &found}
}

// readFormat reads the version and the extensions of a repository (git's repository-version.txt); false where one is not known.
func (r *repository) readFormat(config []configEntry) bool {
	last := func(section, name, absent string) string {
		values := valuesOf(config, section, unknownText, name)
		if len(values) == 0 {
			return absent
		}
		return values[len(values)-1].text
	}
	if version := last("core", "repositoryformatversion", "0"); version != "0" && version != "1" {
		return false
	}
	for _, entry := range config {
		if entry.section == "extensions" && !slices.Contains(knownExtensions, entry.name) {
			return false
		}
	}
	objects := last("extensions", "objectformat", "sha1")
	refs := last("extensions", "refstorage", "files")
	r.idLength = 40
	if objects == "sha256" {
		r.idLength = 64
	}
	r.refsAreFiles = refs == "files"
	return (objects == "sha1" || objects == "sha256") && (refs == "files" || refs == "reftable")
}

// worktreeIsTop says whether `core.worktree` is not set, or names the very folder that holds `.git`, as in submodules.
func (r *repository) worktreeIsTop() bool {
	for _, path := range valuesOf(r.config, "core", unknownText, "worktree") {
		if !path.known || !canonicalPath(pathBelow(r.gitFolder, path.text)).is(r.top) {
			return false
		}
	}
	return true
}

// readConfig gives the entries of a configuration file; none where there is no file, false where it cannot be read.
func readConfig(path string) ([]configEntry, bool) {
	found := readRegular(path, mostConfig)
	if found.absent {
		return nil, true
	}
	if !found.read {
		return nil, false
	}
	return parseConfig(found.bytes)
}
