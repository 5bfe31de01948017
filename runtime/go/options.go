package evaluator

// isOption says whether a word is one of the options that all evaluators share, and whether it takes a value.
func isOption(name string) (valued, known bool) {
	switch name {
	case "--bundle", "--command", "--cwd", "--facts", "--fallback", "--hook", "--sha256":
		return true, true
	case "--json", "--serve", "--unattended", "--version", "--help":
		return false, true
	}
	return false, false
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
		valued, known := isOption(name)
		switch {
		case !known:
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
		if valued, _ := isOption(args[at]); valued {
			at++
		}
	}
	return unknownText
}
