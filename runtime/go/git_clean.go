package evaluator

import (
	"os"
	"path/filepath"
	"slices"
)

// inProgress is what is there while an operation waits to be continued (git-status(1), gitrepository-layout(5)).
var inProgress = []string{"MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG", "rebase-merge", "rebase-apply", "sequencer"}

// statusWords: the flags repeat what the configuration of our own says already. `dirty` and not `all`: staged changes of a
// submodule's commit count, and git still does not go into it.
var statusWords = []string{
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"core.untrackedCache=false",
	"--no-optional-locks",
	"status",
	"--porcelain=v2",
	"-z",
	"--untracked-files=normal",
	"--ignore-submodules=dirty",
	"--no-renames",
}

const (
	shadowFolder = "shadow"
	mostIndex    = 256 * 1024 * 1024
	mostInfo     = 1024 * 1024
	// Submodules in submodules.
	mostSubmodules = 8
)

// cleanTools are what the comparison needs beside the repository.
type cleanTools struct {
	git     *gitRunner
	user    int
	folders userFolders
}

// readClean says whether nothing is staged, changed, unmerged, untracked or in progress, in submodules neither, without running
// anything that the repository configures; unknown where entries are hidden from git, or where git does not answer in time.
//
// Git compares the tree in a git folder of our own: the real index, objects and commit, and a configuration that names no program.
// Content is compared as it is, so files behind a filter may show as changed, never the other way round.
func readClean(in *repository, tools cleanTools) truth { return cleanAt(in, tools, 0) }

func cleanAt(in *repository, tools cleanTools, depth int) truth {
	waits := isTrue
	for _, name := range inProgress {
		switch lookAt(pathBelow(in.gitFolder, name)).kind {
		case kindAbsent:
		case kindUnreadable:
			return isUnknown
		default:
			waits = isFalse
		}
	}
	if waits == isFalse {
		return isFalse
	}
	index, ok := readIndex(in)
	if !ok || index.assumed || depth > mostSubmodules {
		return isUnknown
	}
	own := isUnknown
	inWorkspace(in, func(workspace string) { own = compareTree(in, index, tools, workspace) })
	if own != isTrue {
		return own
	}
	for _, path := range index.submodules {
		if value := submoduleIsClean(pathBelow(in.top, path), tools, depth+1); value != isTrue {
			return value
		}
	}
	return isTrue
}

func readIndex(in *repository) (indexSummary, bool) {
	found := readRegular(pathBelow(in.gitFolder, "index"), mostIndex)
	if !found.read {
		return indexSummary{}, found.absent
	}
	return summariseIndex(found.bytes, in.idLength)
}

// compareTree is the comparison of one tree, submodules apart.
func compareTree(in *repository, index indexSummary, tools cleanTools, workspace string) truth {
	settings, ok := readSettings(workspace, tools.folders, tools.git, in.outside())
	if !ok {
		return isUnknown
	}
	head, ok := readCommit(in, tools.git, workspace)
	if !ok {
		return isUnknown
	}
	// An entry that is skipped is no part of a sparse checkout, or it is hidden.
	if index.skipped && !isSparse(settings) {
		return isUnknown
	}
	shadow := filepath.Join(workspace, shadowFolder)
	if !writeShadow(shadow, in, head, writeConfig(settings, in.idLength, tools.folders)) {
		return isUnknown
	}
	environment := slices.Concat(ownConfiguration, []string{
		"GIT_DIR=" + shadow,
		"GIT_INDEX_FILE=" + filepath.Join(workspace, linkedGitFolder, "index"),
		"GIT_WORK_TREE=" + filepath.Join(workspace, linkedTop),
	})
	result := tools.git.run(gitCall{words: statusWords, environment: environment, folder: workspace}, in.outside())
	switch {
	case result.overflow:
		return isFalse
	case !result.done || result.status != 0 || result.complained:
		// A complaint may mean that some folder could not be looked into.
		return isUnknown
	}
	return parseStatus(result.output)
}

func isSparse(settings []gitSetting) bool {
	set := settingNamed(settings, "sparsecheckout")
	if set == nil {
		return false
	}
	value, ok := readBoolean(set.value)
	return value && ok
}

// readCommit is what HEAD of our own git folder is to hold: the commit, or a branch that is not born; false where it is not known.
func readCommit(in *repository, git *gitRunner, workspace string) (string, bool) {
	if !in.refsAreFiles {
		records, ok := listRefs(in, git, workspace)
		current := currentRecord(records)
		if !ok || current == nil {
			return "", false
		}
		return current.id, true
	}
	head, ok := readHead(in)
	if !ok || head.id != "" {
		return head.id, ok
	}
	ref, ok := readRef(in, head.ref)
	if !ok || ref.elsewhere {
		return "", false
	}
	if ref.id == "" {
		return "ref: refs/heads/unborn", true
	}
	return ref.id, true
}

// writeShadow makes the git folder of our own; false where some part of the real one cannot be read, or where it cannot be made.
func writeShadow(folder string, in *repository, head, config string) bool {
	if os.MkdirAll(filepath.Join(folder, "refs"), 0o777) != nil || os.Mkdir(filepath.Join(folder, "info"), 0o777) != nil ||
		os.Symlink(pathBelow(in.commonFolder, "objects"), filepath.Join(folder, "objects")) != nil ||
		os.WriteFile(filepath.Join(folder, "HEAD"), []byte(head+"\n"), 0o666) != nil ||
		os.WriteFile(filepath.Join(folder, "config"), []byte(config), 0o666) != nil {
		return false
	}
	for _, info := range []struct{ name, from string }{
		{"attributes", in.commonFolder},
		{"exclude", in.commonFolder},
		{"sparse-checkout", in.gitFolder},
	} {
		found := readRegular(pathBelow(info.from, "info/"+info.name), mostInfo)
		if found.read {
			if os.WriteFile(filepath.Join(folder, "info", info.name), []byte(found.bytes), 0o666) != nil {
				return false
			}
		} else if !found.absent {
			return false
		}
	}
	return true
}

// submoduleIsClean: a submodule is clean where it is not checked out and empty, or checked out and clean itself; git has compared
// its commit.
func submoduleIsClean(path string, tools cleanTools, depth int) truth {
	if lookAt(path).kind != kindFolder {
		return isFalse
	}
	if lookAt(pathBelow(path, ".git")).kind == kindAbsent {
		names, listed := listFolder(path)
		if !listed {
			return isUnknown
		}
		return truthOf(len(names) == 0)
	}
	place := findRepository(path, tools.user)
	if place.kind != placeWorktree || !canonicalPath(path).is(place.repository.top) {
		return isUnknown
	}
	return cleanAt(place.repository, tools, depth)
}
