package evaluator

import (
	"slices"
	"strings"
	"sync"
)

// knownOptions are the options of a program without subcommands, or of a subcommand.
type knownOptions struct {
	values names
	// Whether values are known at all.
	valuesKnown     bool
	flags           names
	runs            names
	runsText        names
	unknownOperands names
	bareCluster     bool
}

type knownProgram struct {
	knownOptions
	globalValues    names
	globalInert     names
	globalDirectory names
	subcommands     *lazyMap[knownSubcommand]
	// By the first word of a spelling: that spelling, and its others, as words.
	equivalent  map[string][]equivalent
	abbreviates bool
	readOnly    bool
	foreign     bool
	query       names
	plugins     bool
	shape       string
	readsCode   bool
	settings    *knownSettings
}

type equivalent struct {
	spelling []string
	others   [][]string
}

type knownSettings struct {
	options names
	command string
	// Settings, their names in small letters, that run and change nothing.
	inert       nameTest
	alias       string
	environment string
}

type knownSubcommand struct {
	knownOptions
	readOnly bool
	query    names
	// The facts that it can change; nil: all.
	changes []string
	foreign bool
}

type knownWrapper struct {
	values         names
	flags          names
	optional       names
	query          names
	abbreviates    bool
	operands       int
	permute        bool
	assignments    bool
	mixed          bool
	assignOptions  names
	then           string
	empty          string
	standard       opt
	transparent    bool
	inShell        string
	directory      names
	moves          bool
	textFlag       opt
	textOptions    names
	join           bool
	joinFlags      names
	argvFlags      names
	splitOptions   names
	programOptions names
	runs           names
	appended       bool
	until          names
	replace        names
	innerOptions   names
	openEnd        bool
	fillers        []string
	// Every option with two dashes, for abbreviations.
	long []string
}

// knownCommands is the command registry in the form that the evaluator asks.
type knownCommands struct {
	programs *lazyMap[knownProgram]
	// By program, or by program and subcommand words, joined by blanks.
	wrappers *lazyMap[knownWrapper]
	// beginsWrapper says whether a name is the first words of the name of a wrapper that has more: `docker container` for
	// `docker container exec`.
	beginsWrapper func(name string) bool
	// Programs whose subcommands are programs too: `git-` for `git`.
	dashed []string
	// Assignments that may precede an allowed command.
	inert func() *assignmentTest
	// Names whose assignment, whatever the value, may change how programs are found or behave.
	lookup func() *nameTest
	// Folders in which a program named by its path is the program itself and no script.
	systemFolders func() *names
}

// registrySource is where the registry is taken from: a bundle that was read whole, or an embedded one.
type registrySource struct {
	programs          entries
	wrappers          entries
	dashed            []string
	beginsWrapper     func(name string) bool
	inertEnvironment  func() []string
	lookupEnvironment func() []string
	systemFolders     func() []string
}

// registryOf is the registry of a bundle that was read whole.
func registryOf(registry *jsonObject) registrySource {
	programs, wrappers := objectOf(registry.get("programs")), objectOf(registry.get("wrappers"))
	beginnings := map[string]bool{}
	for _, name := range wrappers.keys {
		for at := range len(name) {
			if name[at] == ' ' {
				beginnings[name[:at]] = true
			}
		}
	}
	var dashed []string
	for at, name := range programs.keys {
		if objectOf(programs.values[at]).get("dashed") == true {
			dashed = append(dashed, name)
		}
	}
	return registrySource{
		programs:          programs,
		wrappers:          wrappers,
		dashed:            dashed,
		beginsWrapper:     func(name string) bool { return beginnings[name] },
		inertEnvironment:  func() []string { return textsOf(registry.get("inert_environment")) },
		lookupEnvironment: func() []string { return textsOf(registry.get("lookup_environment")) },
		systemFolders:     func() []string { return textsOf(registry.get("system_folders")) },
	}
}

// prepareRegistry makes a registry ready to be asked; what it holds is made ready when it is first asked for.
func prepareRegistry(from registrySource) *knownCommands {
	known := &knownCommands{
		programs: newLazyMap(from.programs, prepareProgram),
		wrappers: newLazyMap(from.wrappers, func(raw *jsonObject, _ entries) *knownWrapper {
			return prepareWrapper(likeOther(raw, from.wrappers))
		}),
		beginsWrapper: from.beginsWrapper,
		inert:         sync.OnceValue(func() *assignmentTest { return new(newAssignmentTest(from.inertEnvironment())) }),
		lookup:        sync.OnceValue(func() *nameTest { return new(newNameTest(from.lookupEnvironment())) }),
		systemFolders: sync.OnceValue(func() *names { return new(newNames(from.systemFolders())) }),
	}
	for _, name := range from.dashed {
		known.dashed = append(known.dashed, name+"-")
	}
	return known
}

// isScript says whether a program word as written is a script by its path: in no folder of the system.
func (k *knownCommands) isScript(written string) bool {
	slash := strings.LastIndexByte(written, '/')
	return slash >= 0 && !k.systemFolders().has(written[:slash])
}

// likeOther is a wrapper with the keys of the one that it is like.
func likeOther(wrapper *jsonObject, wrappers entries) *jsonObject {
	if !wrapper.has("like") {
		return wrapper
	}
	other, _ := wrappers.entry(textOf(wrapper.get("like")))
	if other == nil {
		return wrapper
	}
	both := &jsonObject{keys: slices.Clone(wrapper.keys), values: slices.Clone(wrapper.values)}
	for at, key := range other.keys {
		both.add(key, other.values[at])
	}
	return both
}

func prepareOptions(options *jsonObject) knownOptions {
	values := textsOf(options.get("values"))
	return knownOptions{
		values:          newNames(values),
		valuesKnown:     values != nil,
		flags:           namesOf(options, "flags"),
		runs:            namesOf(options, "runs"),
		runsText:        namesOf(options, "runs_text"),
		unknownOperands: namesOf(options, "unknown_operands"),
		bareCluster:     options.get("bare_cluster") == true,
	}
}

// withShared is the options of a subcommand with those that all of its program have.
func withShared(own knownOptions, shared *jsonObject) knownOptions {
	more := prepareOptions(shared)
	both := func(one, other names) names { return newNames(slices.Concat(one.list, other.list)) }
	joined := knownOptions{
		valuesKnown:     own.valuesKnown,
		flags:           both(own.flags, more.flags),
		runs:            both(own.runs, more.runs),
		runsText:        both(own.runsText, more.runsText),
		unknownOperands: both(own.unknownOperands, more.unknownOperands),
	}
	if own.valuesKnown {
		joined.values = both(own.values, more.values)
	}
	return joined
}

func prepareProgram(raw *jsonObject, subcommands entries) *knownProgram {
	shared, _ := raw.get("shared").(*jsonObject)
	made := &knownProgram{
		knownOptions:    prepareOptions(raw),
		globalValues:    namesOf(raw, "global_values"),
		globalInert:     namesOf(raw, "global_inert"),
		globalDirectory: namesOf(raw, "global_directory"),
		subcommands: newLazyMap(subcommands, func(raw *jsonObject, _ entries) *knownSubcommand {
			return prepareSubcommand(raw, shared)
		}),
		equivalent:  prepareEquivalent(listOf(raw.get("equivalent"))),
		abbreviates: raw.get("abbreviates") == true,
		readOnly:    raw.get("read_only") == true,
		foreign:     raw.get("foreign") == true,
		query:       namesOf(raw, "query"),
		plugins:     raw.get("plugins") == true,
		shape:       textOf(raw.get("shape")),
		readsCode:   raw.get("reads_code") == true,
	}
	if settings, found := raw.get("settings").(*jsonObject); found {
		made.settings = &knownSettings{
			options:     namesOf(settings, "options"),
			command:     textOf(settings.get("command")),
			inert:       newNameTest(textsOf(settings.get("inert"))),
			alias:       textOf(settings.get("alias")),
			environment: textOf(settings.get("environment")),
		}
	}
	return made
}

func prepareSubcommand(raw, shared *jsonObject) *knownSubcommand {
	options := prepareOptions(raw)
	if shared != nil {
		options = withShared(options, shared)
	}
	return &knownSubcommand{
		knownOptions: options,
		readOnly:     raw.get("read_only") == true,
		query:        namesOf(raw, "query"),
		changes:      textsOf(raw.get("changes")),
		foreign:      raw.get("foreign") == true,
	}
}

func prepareEquivalent(groups []jsonValue) map[string][]equivalent {
	found := map[string][]equivalent{}
	for _, group := range groups {
		var spellings [][]string
		for _, spelling := range textsOf(group) {
			spellings = append(spellings, strings.Split(spelling, " "))
		}
		for at, spelling := range spellings {
			others := slices.Concat(spellings[:at], spellings[at+1:])
			found[spelling[0]] = append(found[spelling[0]], equivalent{spelling: spelling, others: others})
		}
	}
	return found
}

func prepareWrapper(raw *jsonObject) *knownWrapper {
	made := &knownWrapper{
		values:         namesOf(raw, "values"),
		flags:          namesOf(raw, "flags"),
		optional:       namesOf(raw, "optional"),
		query:          namesOf(raw, "query"),
		abbreviates:    raw.get("abbreviates") == true,
		operands:       numberOf(raw.get("operands")),
		permute:        raw.get("permute") == true,
		assignments:    raw.get("assignments") == true,
		mixed:          raw.get("mixed") == true,
		assignOptions:  namesOf(raw, "assign_options"),
		then:           textOf(raw.get("then")),
		empty:          textOf(raw.get("empty")),
		standard:       optOf(raw.get("default")),
		transparent:    raw.get("transparent") == true,
		inShell:        textOf(raw.get("in_shell")),
		directory:      namesOf(raw, "directory"),
		moves:          raw.get("moves") == true,
		textFlag:       optOf(raw.get("text_flag")),
		textOptions:    namesOf(raw, "text_options"),
		join:           raw.get("join") == true,
		joinFlags:      namesOf(raw, "join_flags"),
		argvFlags:      namesOf(raw, "argv_flags"),
		splitOptions:   namesOf(raw, "split_options"),
		programOptions: namesOf(raw, "program_options"),
		runs:           namesOf(raw, "runs"),
		appended:       raw.get("appended") == true,
		until:          namesOf(raw, "until"),
		replace:        namesOf(raw, "replace"),
		innerOptions:   namesOf(raw, "inner_options"),
		openEnd:        raw.get("open_end") == true,
		fillers:        textsOf(raw.get("fillers")),
	}
	if made.then == "" {
		made.then = "argv"
	}
	for _, list := range []names{made.values, made.flags, made.optional, made.query, made.textOptions} {
		for _, option := range list.list {
			if strings.HasPrefix(option, "--") && !slices.Contains(made.long, option) {
				made.long = append(made.long, option)
			}
		}
	}
	return made
}

func namesOf(object *jsonObject, key string) names { return newNames(textsOf(object.get(key))) }
