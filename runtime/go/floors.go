package evaluator

// isLifted says whether a floor is lifted by a rule that contributes allow for this very command.
func isLifted(code opaqueCode) bool {
	return code == opaqueForeignCode || code == opaqueLookupChange || code == opaqueSuffixUnknown
}

// floorsOf gives all opaque parts of a command, whatever the rules say; those that were found while it was read included.
func floorsOf(about *subject, ready *Prepared) []opaquePart {
	command, known := about.command, about.known
	parts := append(command.opaque[:len(command.opaque):len(command.opaque)], settingFloors(command.words, command.program, known)...)
	add := func(code opaqueCode) { parts = append(parts, opaquePart{code: code, span: command.span}) }
	if changesLookup(command, known) || (command.redefined && isAllowed(about, ready)) {
		add(opaqueLookupChange)
	}
	if isForeign(command, known) {
		add(opaqueForeignCode)
	} else if readsForeignCode(command, known) {
		add(opaqueStdinCode)
	}
	if ready.denies {
		switch deniedBehind(about, ready) {
		case yes:
			add(opaqueSuffixMatch)
		case maybe:
			add(opaqueSuffixUnknown)
		}
	}
	return parts
}

// isAllowed says whether an allow rule is about the name of the program.
func isAllowed(about *subject, ready *Prepared) bool {
	for _, number := range ready.naming(about.command.program) {
		if ready.source.action(number) == Allow && ready.rule(number).rule.programs != nil {
			return true
		}
	}
	return false
}

// deniedBehind says whether the later words of a program that the registry does not know are, or may be, a command that a deny
// rule matches.
func deniedBehind(about *subject, ready *Prepared) answer {
	command, known := about.command, about.known
	if !command.program.known || len(command.words) < 2 || !isKnownText(command.words[0]) {
		return no
	}
	if known.programs.has(command.program.text) || known.wrappers.has(command.program.text) {
		return no
	}
	suffix := prepareSuffix(command.words, known, about.where.places)
	tried := map[int]bool{}
	found := no
	// try asks the rules with these numbers, each once; it says whether the answer is settled.
	try := func(numbers []int) bool {
		for _, number := range numbers {
			if tried[number] || ready.source.action(number) != Deny {
				continue
			}
			tried[number] = true
			rule := ready.rule(number)
			if rule.loose == nil || concerns(rule, about) == no {
				continue
			}
			found = max(found, suffixMatch(rule.loose, suffix, about.marksOf(rule)))
			if found == yes {
				return true
			}
		}
		return false
	}
	if try(ready.always) {
		return found
	}
	asked := map[opt]bool{}
	for _, name := range suffix.names[1:] {
		if asked[name] {
			continue
		}
		asked[name] = true
		if try(ready.naming(name)) {
			break
		}
	}
	return found
}
