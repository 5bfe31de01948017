package evaluator

import (
	"os"
	"os/user"
	"path/filepath"
)

// configFolder is the folder that makes the folder which holds it the policy's root.
const configFolder = "policy-config"

// surroundingsOf is what surrounds a command that runs in a directory, if that is known, on this machine.
func surroundingsOf(cwd opt) Surroundings {
	around := Surroundings{home: homeDirectory()}
	if cwd.known {
		around.root = findPolicyRoot(cwd.text)
	}
	around.facts = newMachineFacts(around.root, around.home)
	return around
}

func homeDirectory() opt {
	if home, set := os.LookupEnv("HOME"); set {
		return someText(home)
	}
	if current, err := user.Current(); err == nil {
		return someText(current.HomeDir)
	}
	return unknownText
}

// findPolicyRoot is the nearest folder from a folder upwards that holds policy-config/.
func findPolicyRoot(from string) opt {
	for folder := from; ; folder = filepath.Dir(folder) {
		if found, err := os.Stat(filepath.Join(folder, configFolder)); err == nil && found.IsDir() {
			return someText(folder)
		}
		if folder == filepath.Dir(folder) {
			return unknownText
		}
	}
}
