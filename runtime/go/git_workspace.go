package evaluator

import (
	"os"
	"path/filepath"
)

// Names in a workspace: the git folder, and the work tree.
const (
	linkedGitFolder = "git"
	linkedTop       = "tree"
)

// inWorkspace makes a private folder to run git in, uses it and removes it; false where it cannot be made. The repository is reached
// from there by links: then paths of any bytes are no matter for arguments and environment.
func inWorkspace(in *repository, use func(folder string)) bool {
	folder, err := os.MkdirTemp("", "policy-git-")
	if err != nil {
		return false
	}
	// What cannot be removed says nothing about the repository.
	defer os.RemoveAll(folder)
	if os.Symlink(in.gitFolder, filepath.Join(folder, linkedGitFolder)) != nil || os.Symlink(in.top, filepath.Join(folder, linkedTop)) != nil {
		return false
	}
	use(folder)
	return true
}
