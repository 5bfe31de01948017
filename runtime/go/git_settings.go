package evaluator

import "strings"

// gitSetting is a setting (of section `core`) that decides what counts as a change; its value is not known where the name stands
// alone.
type gitSetting struct {
	name  string
	value opt
}

// userFolders are directories of the user: where git finds the user's own configuration.
type userFolders struct {
	home          opt
	configuration opt
}

// settingWords ask for what is copied. Nothing here names a program, and `git config` runs nothing that a repository names.
var settingWords = []string{
	"config",
	"-z",
	"--get-regexp",
	`^core\.(autocrlf|eol|excludesfile|filemode|ignorecase|precomposeunicode|protecthfs|protectntfs|safecrlf|` +
		`sparsecheckout|sparsecheckoutcone|symlinks)$`,
}

// statusNothingSet is the status of `git config` where nothing is set (git-config(1), "Description").
const statusNothingSet = 1

// readSettings asks git for the settings of a repository, as git itself reads them from all its files; false where it does not say.
func readSettings(workspace string, user userFolders, git *gitRunner, outside []string) ([]gitSetting, bool) {
	environment := []string{"GIT_DIR=" + workspace + "/" + linkedGitFolder}
	if user.home.known {
		environment = append(environment, "HOME="+user.home.text)
	}
	if user.configuration.known {
		environment = append(environment, "XDG_CONFIG_HOME="+user.configuration.text)
	}
	result := git.run(gitCall{words: settingWords, environment: environment, folder: workspace}, outside)
	if !result.done || (result.status != 0 && result.status != statusNothingSet) {
		return nil, false
	}
	return parseSettings(result.output)
}

// parseSettings: records end with a NUL; a newline stands between name and value. The last value of a name counts.
func parseSettings(output string) ([]gitSetting, bool) {
	var settings []gitSetting
	if output == "" {
		return nil, true
	}
	records, found := strings.CutSuffix(output, "\x00")
	if !found {
		return nil, false
	}
	for record := range strings.SplitSeq(records, "\x00") {
		written, value, valued := strings.Cut(record, "\n")
		name, found := strings.CutPrefix(written, "core.")
		if !found {
			return nil, false
		}
		settings = withSetting(settings, gitSetting{name: name, value: opt{text: value, known: valued}})
	}
	return settings, true
}

func withSetting(settings []gitSetting, one gitSetting) []gitSetting {
	if known := settingNamed(settings, one.name); known != nil {
		known.value = one.value
		return settings
	}
	return append(settings, one)
}

// settingNamed is the setting of a name, or nil.
func settingNamed(settings []gitSetting, name string) *gitSetting {
	for at := range settings {
		if settings[at].name == name {
			return &settings[at]
		}
	}
	return nil
}

// writeConfig is the configuration that holds these settings and nothing else; idLength is the hexadecimal digits of the
// repository's object ids.
//
//	writeConfig([]gitSetting{{"eol", someText("lf")}}, 40, folders) // "[core]\n\trepositoryformatversion = 0\n\teol = \"lf\"\n"
func writeConfig(settings []gitSetting, idLength int, user userFolders) string {
	version := "0"
	if idLength == 64 {
		version = "1"
	}
	lines := []string{"[core]", "\trepositoryformatversion = " + version}
	for _, setting := range settings {
		if setting.name == "excludesfile" {
			continue
		}
		if setting.value.known {
			lines = append(lines, "\t"+setting.name+" = "+quoteSetting(setting.value.text))
		} else {
			lines = append(lines, "\t"+setting.name)
		}
	}
	if ignored := excludesFile(settings, user); ignored.known {
		lines = append(lines, "\texcludesfile = "+quoteSetting(ignored.text))
	}
	if idLength == 64 {
		lines = append(lines, "[extensions]", "\tobjectformat = sha256")
	}
	return strings.Join(lines, "\n") + "\n"
}

// excludesFile is the user's own list of ignored files as an absolute path, if it is known: without it more counts as untracked.
// Where it is not set, git has a usual place for it (gitignore(5)).
func excludesFile(settings []gitSetting, user userFolders) opt {
	set := settingNamed(settings, "excludesfile")
	if set == nil {
		folder := user.configuration
		if !folder.known && user.home.known {
			folder = someText(user.home.text + "/.config")
		}
		return opt{text: folder.text + "/git/ignore", known: folder.known}
	}
	if strings.HasPrefix(set.value.text, "~/") {
		return opt{text: user.home.text + set.value.text[1:], known: user.home.known}
	}
	return opt{text: set.value.text, known: strings.HasPrefix(set.value.text, "/")}
}

func quoteSetting(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(value) + `"`
}
