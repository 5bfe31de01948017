package evaluator

// suffixWords are the words of a command for the search: as they could be, and each as a reduced program word.
type suffixWords struct {
	words    []*viewWord
	programs []*viewWord
	// For each word that names a program with global options, those options; else nil.
	skips []*globalOptions
	// The reduced program word that each would be.
	names []opt
}

// prepareSuffix makes the words of a command ready for the search.
func prepareSuffix(words []*word, known *knownCommands, where places) *suffixWords {
	made := &suffixWords{names: make([]opt, len(words)), skips: make([]*globalOptions, len(words))}
	for at, one := range words {
		made.names[at] = programOf(one)
		if options := globalsOf(words, made.names[at], known, at); options.unclear || options.end > at+1 {
			made.skips[at] = &options
		}
	}
	made.words, made.programs = suffixViews(words, made.names, where)
	return made
}

// suffixMatch says whether the words from some later word on are in a language: one forward pass over the words with all runs
// together, one starting at every word. Yes where every word is known and one run ends in the language; else maybe where one
// could. Past the budget of steps the answer is maybe.
func suffixMatch(one *language, suffix *suffixWords, marksOf marker) answer {
	search := newRun(one.machine(), marksOf)
	start := stateSetOf(search.machine.start())
	// States of all runs together, and those that one run is surely in; both also for runs that wait for a later word.
	live, sure := stateSetOf(), stateSetOf()
	waiting, waitingSure := waitingStates{}, waitingStates{}
	length := len(suffix.words)
	for at := 1; at < length; at++ {
		started := search.word(start, suffix.programs[at])
		surely := stateSetOf()
		if len(started.list) == 1 {
			surely = started
		}
		live = union(search.word(waiting.join(live, at), suffix.words[at]), started)
		sure = union(singles(search, waitingSure.join(sure, at), suffix.words[at]), surely)
		if skip := suffix.skips[at]; skip != nil {
			if skip.unclear {
				waiting.add(length, search.word(started, unknownViewWords))
			} else {
				waiting.add(skip.end, started)
				waitingSure.add(skip.end, surely)
			}
		}
		if search.exhausted() {
			return maybe
		}
	}
	for _, state := range waitingSure.join(sure, length).list {
		if search.machine.accept(state) == 2 {
			return yes
		}
	}
	if answerOf(search.machine, waiting.join(live, length)) == no {
		return no
	}
	return maybe
}

// singles gives where each state goes with a word, as far as that is one state whatever the word is.
func singles(search *run, states *stateSet, one *viewWord) *stateSet {
	found := stateSetOf()
	for _, from := range states.list {
		if next := search.word(stateSetOf(from), one); len(next.list) == 1 {
			found.add(next.list[0])
		}
	}
	return found
}

// waitingStates are states of runs that leave out words, by the index of the word that they go on with.
type waitingStates map[int]*stateSet

func (w waitingStates) add(index int, states *stateSet) { w[index] = w.join(states, index) }

// join gives some states, and those that go on with that word.
func (w waitingStates) join(states *stateSet, index int) *stateSet {
	if more := w[index]; more != nil {
		return union(states, more)
	}
	return states
}
