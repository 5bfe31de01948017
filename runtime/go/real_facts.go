package evaluator

import (
	"os"
	"runtime"
	"slices"
	"strings"
)

// redirecting are variables, `*` at the end allowed, with which the command's own git would look elsewhere than what is read here.
var redirecting = nameTest{starts: []string{"GIT_CONFIG"}, exact: names{list: []string{
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_ATTR_SOURCE",
	"GIT_CEILING_DIRECTORIES",
	"GIT_COMMON_DIR",
	"GIT_DIR",
	"GIT_DISCOVERY_ACROSS_FILESYSTEM",
	"GIT_EXEC_PATH",
	"GIT_GRAFT_FILE",
	"GIT_INDEX_FILE",
	"GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY",
	"GIT_REPLACE_REF_BASE",
	"GIT_SHALLOW_FILE",
	"GIT_WORK_TREE",
}}}

// machineFacts are what the readers of one decision share.
type machineFacts struct {
	bases   pathBases
	folders userFolders
	// Negative where the system has no user ids: there paths and repositories are unknown.
	user int
	git  *gitRunner
	// Where directories lie, found once for each.
	places map[string]gitPlace
}

// newMachineFacts are the facts of this machine, for one decision: nothing is looked at before it is asked for, and repositories and
// the deadline are shared by all that is asked. root and home are absolute paths.
func newMachineFacts(root, home opt) *machineFacts {
	user := os.Geteuid()
	configuration := os.Getenv("XDG_CONFIG_HOME")
	return &machineFacts{
		bases:   pathBases{root: directoryOf(root), home: directoryOf(home)},
		folders: userFolders{home: home, configuration: opt{text: configuration, known: configuration != ""}},
		user:    user,
		git:     &gitRunner{user: user},
		places:  map[string]gitPlace{},
	}
}

// ask is the table of predicates and who reads them. A predicate that is not in it is unknown.
func (m *machineFacts) ask(name string, argument, in opt) truth {
	switch name {
	case "env_is":
		return readEnvIs(argument.text)
	case "os_is":
		return readOsIs(argument.text, runtime.GOOS)
	}
	if m.user < 0 {
		return isUnknown
	}
	switch name {
	case "path_exists":
		return readPathExists(argument.text, m.bases)
	case "cwd_under":
		if !in.known {
			return isUnknown
		}
		return readCwdUnder(argument.text, in.text, m.bases)
	}
	place := m.placeOf(in)
	if name == "git_is_worktree" {
		if place.kind == placeUnknown {
			return isUnknown
		}
		return truthOf(place.kind == placeWorktree)
	}
	if place.kind != placeWorktree {
		return isUnknown
	}
	switch name {
	case "git_branch_is":
		return readBranchIs(place.repository, prepareGlob(argument.text), m.git)
	case "git_clean_worktree":
		return readClean(place.repository, cleanTools{git: m.git, user: m.user, folders: m.folders})
	case "git_is_linked_worktree":
		return truthOf(place.repository.linked)
	case "git_synced_to_upstream":
		return readSynced(place.repository, m.git)
	}
	return isUnknown
}

func (m *machineFacts) placeOf(in opt) gitPlace {
	if !in.known || slices.ContainsFunc(os.Environ(), redirects) {
		return unknownPlace
	}
	place, found := m.places[in.text]
	if !found {
		place = findRepository(in.text, m.user)
		m.places[in.text] = place
	}
	return place
}

func redirects(variable string) bool {
	name, _, _ := strings.Cut(variable, "=")
	return redirecting.has(name)
}
