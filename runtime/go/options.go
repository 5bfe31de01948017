package evaluator

// takesValue is the options that all evaluators share, and whether each takes a value.
var takesValue = map[string]bool{
	"--bundle":     true,
	"--command":    true,
	"--cwd":        true,
	"--facts":      true,
	"--fallback":   true,
	"--hook":       true,
	"--json":       false,
	"--serve":      false,
	"--sha256":     true,
	"--unattended": false,
	"--version":    false,
	"--help":       false,
}

// options are those of a call with their values; a switch has the empty text.
type options map[string]string

func (o options) has(name string) bool {
	_, found := o[name]
	return found
}

func (o options) get(name string) opt {
	value, found := o[name]
	return opt{text: value, known: found}
}

// readOptions reads the options of a call, or says what is wrong with it.
//
//	readOptions([]string{"--command"}) // nil, "--command needs a value"
func readOptions(args []string) (found options, problem string) {
	found = options{}
	for at := 0; at < len(args); at++ {
		name := args[at]
		valued, isOption := takesValue[name]
		switch {
		case !isOption:
			return nil, "`" + name + "` is no option"
		case found.has(name):
			return nil, name + " is given twice"
		case !valued:
			found[name] = ""
			continue
		}
		at++
		if at >= len(args) {
			return nil, name + " needs a value"
		}
		found[name] = args[at]
	}
	return found, ""
}

// hostOf is the host that a call speaks to, however faulty the call is otherwise; not known where it speaks to none. A hook has to
// answer in its host's form even if the rest of its command line cannot be understood.
//
//	hostOf([]string{"--frob", "--hook", "claude"}) // "claude"
func hostOf(args []string) opt {
	for at := 0; at < len(args); at++ {
		if args[at] == "--hook" {
			if at+1 < len(args) {
				return someText(args[at+1])
			}
			return someText("")
		}
		if takesValue[args[at]] {
			at++
		}
	}
	return unknownText
}
