package evaluator

import (
	"slices"
	"strings"
)

// view is a list of words that a command is, or could be.
type view struct {
	// With the program word as written.
	words []*viewWord
	// With the program word reduced; the same list where that changes nothing.
	reduced []*viewWord
}

// isReduced says whether the program word as written is reduced.
func (v *view) isReduced() bool {
	return len(v.words) == 0 || &v.words[0] == &v.reduced[0]
}

// views are those of one command for rules that name one set of global options.
type views struct {
	// The words as written, those without global options where that differs, and those in other spellings of the program.
	loose []*view
	// Nil where it does not exist.
	strict *view
	// The strict view if nothing earlier in the line had changed what the program word means.
	meant *view
	// The loose views and the strict one; and those with the meant one, each once.
	all   []*view
	every []*view
}

// globalOptions is what the global options before a subcommand say, whatever rules name.
type globalOptions struct {
	// The values of options that move the directory, in order; nothing is known of it where one is unknown.
	directory      []string
	directoryKnown bool
	// The index of the word after the global options.
	end int
	// A word there may or may not be an option: nothing is known of the words behind the program.
	unclear bool
	// Every option there is known to be inert or to move the directory: the subcommand does what it always does.
	harmless bool
	// The values of options that make settings.
	settings []*word
}

// programWithGlobals is the program of the registry that a command names, if it has global options: only programs with
// subcommands do.
func programWithGlobals(program opt, known *knownCommands) *knownProgram {
	if !program.known {
		return nil
	}
	if found := known.programs.get(program.text); found != nil && !found.subcommands.isEmpty() {
		return found
	}
	return nil
}

// viewsOf makes the views of a command.
//
// program is the reduced program word; named the global options that the asking rule names: they stay, moved behind the
// other words; certain is false where an earlier part of the line may change what the program word means.
func viewsOf(words []*word, program opt, known *knownCommands, where places, named []string, certain bool) *views {
	looseWords := make([]*viewWord, len(words))
	for at, one := range words {
		looseWords[at] = looseWord(one, where)
	}
	looseView := func(viewed []*viewWord) *view {
		return &view{words: viewed, reduced: reducedFirst(viewed, words, program)}
	}
	first := looseView(looseWords)
	made := &views{loose: []*view{first}}
	var cut *cutWords
	var entry *knownProgram
	if program.known {
		cut = cutGlobals(words, program.text, known, named)
		entry = known.programs.get(program.text)
	}
	bare := first
	if cut != nil {
		bare = looseView(cut.looseOf(looseWords))
		made.loose = append(made.loose, bare)
	}
	if entry != nil {
		for _, spelled := range otherSpellings(bare.words, entry) {
			made.loose = append(made.loose, looseView(spelled))
		}
	}
	if written, differs := unexpandWords(words); differs {
		made.loose = append(made.loose, looseView(mapWords(written, func(one *word) *viewWord { return looseWord(one, where) })))
	}
	made.all, made.every = made.loose, made.loose
	if (len(words) > 0 && !words[0].literal.known) || (cut != nil && !cut.exists) {
		return made
	}
	if allKnown(words) {
		// Where every word is known, the strict view differs from a loose one in the program word only.
		made.meant = bare
	} else {
		strict := words
		if cut != nil {
			strict = pickWords(words, cut.tail)
		}
		strictWords := mapWords(strict, strictWord)
		made.meant = &view{words: strictWords, reduced: reducedFirst(strictWords, words, program)}
	}
	if !slices.Contains(made.loose, made.meant) {
		made.every = append(made.loose[:len(made.loose):len(made.loose)], made.meant)
	}
	if certain {
		made.strict, made.all = made.meant, made.every
	}
	return made
}

func allKnown(words []*word) bool {
	return !slices.ContainsFunc(words, func(one *word) bool { return !one.literal.known })
}

func mapWords(words []*word, make func(one *word) *viewWord) []*viewWord {
	made := []*viewWord{}
	for _, one := range words {
		made = append(made, make(one))
	}
	return made
}

func pickWords[Item any](words []Item, indices []int) []Item {
	picked := make([]Item, len(indices))
	for at, index := range indices {
		picked[at] = words[index]
	}
	return picked
}

// cutWords are the words without global options, as indices.
type cutWords struct {
	tail []int
	// What follows is unknown words, which stand for what could be options.
	open bool
	// Whether the strict view exists.
	exists bool
}

func (c *cutWords) looseOf(words []*viewWord) []*viewWord {
	picked := pickWords(words, c.tail)
	if c.open {
		picked = append(picked, unknownViewWords)
	}
	return picked
}

// cutGlobals is nil where there is nothing to cut. A subcommand with an entry of its own has global options too
// (`docker compose -f x up`).
func cutGlobals(words []*word, program string, known *knownCommands, named []string) *cutWords {
	kept := []int{0}
	var moved []int
	exists, cut := true, false
	at := 1
	name := program
	for entry := programWithGlobals(someText(name), known); entry != nil; entry = programWithGlobals(someText(name), known) {
		for option := readGlobal(words, at, entry, named); option != nil; option = readGlobal(words, at, entry, named) {
			switch option.kind {
			case optionUnknown:
				// What is an option decides what the subcommand is.
				return &cutWords{tail: kept, open: true}
			case optionNamed:
				for index := at; index < option.end; index++ {
					moved = append(moved, index)
				}
			case optionOther:
				exists = false
			}
			at = option.end
			cut = true
		}
		if at >= len(words) || !words[at].literal.known {
			break
		}
		name += " " + words[at].literal.text
		if !known.programs.has(name) {
			break
		}
		kept = append(kept, at)
		at++
	}
	if !cut {
		return nil
	}
	split := at
	for split < len(words) && !words[split].literal.is("--") {
		split++
	}
	tail := kept
	for index := at; index < split; index++ {
		tail = append(tail, index)
	}
	tail = append(tail, moved...)
	for index := split; index < len(words); index++ {
		tail = append(tail, index)
	}
	return &cutWords{tail: tail, exists: exists}
}

type optionKind uint8

const (
	// optionOther may change what the program does.
	optionOther optionKind = iota
	// optionUnknown may be an option, its value or the subcommand.
	optionUnknown
	optionNamed
	optionInert
	optionDirectory
)

type globalOption struct {
	kind optionKind
	// The value of a directory option where it is known.
	value opt
	// The value of an option that makes a setting, else nil.
	setting *word
	end     int
}

// readGlobal reads the option that starts at a word; nil where the word is none.
func readGlobal(words []*word, at int, program *knownProgram, named []string) *globalOption {
	if at >= len(words) {
		return nil
	}
	one := words[at]
	head := headOf(one)
	if one.literal.known && (!strings.HasPrefix(head, "-") || head == "-" || head == "--") {
		return nil
	}
	if !one.literal.known && head != "" && !strings.HasPrefix(head, "-") {
		return nil
	}
	// `git --version` asks a question: it has no subcommand to look for.
	if one.literal.known && program.query.has(head) {
		return nil
	}
	unknown := &globalOption{kind: optionUnknown, end: at}
	if !one.literal.known && (splits(one) || !strings.Contains(head, "=")) {
		return unknown
	}
	name, attached := splitOption(head, program)
	takesNext := !attached.known && (program.globalValues.has(name) || program.globalDirectory.has(name))
	var value *word
	if takesNext && at+1 < len(words) {
		value = words[at+1]
	}
	if value != nil && splits(value) {
		return unknown
	}
	read := &globalOption{end: at + 1}
	if takesNext {
		read.end = min(len(words), at+2)
	}
	if program.settings != nil && program.settings.options.has(name) {
		read.setting = value
		if value == nil {
			read.setting = cutWord(one, len(head)-len(attached.text))
		}
	}
	if one.literal.known {
		switch {
		case attached.known:
			read.value = attached
		case value != nil:
			read.value = value.literal
		}
	}
	read.kind = kindOfOption(name, read.setting, program, named)
	return read
}

// splitOption is an option word's name and the value that it holds: `--name=value`, or `-nvalue` of a listed short option.
func splitOption(head string, program *knownProgram) (name string, attached opt) {
	if isListedOption(head, program) {
		return head, unknownText
	}
	if equals := strings.IndexByte(head, '='); equals > 0 {
		return head[:equals], someText(head[equals+1:])
	}
	if len(head) > 2 && !strings.HasPrefix(head, "--") && program.globalValues.has(head[:2]) {
		return head[:2], someText(head[2:])
	}
	return head, unknownText
}

func isListedOption(name string, program *knownProgram) bool {
	return program.globalValues.has(name) || program.globalInert.has(name) || program.globalDirectory.has(name)
}

func kindOfOption(name string, setting *word, program *knownProgram, named []string) optionKind {
	switch {
	case slices.Contains(named, name) && isListedOption(name, program):
		return optionNamed
	case program.globalDirectory.has(name):
		return optionDirectory
	case setting != nil && program.settings != nil:
		if settingKindOf(setting, program.settings) == settingInert {
			return optionInert
		}
		return optionOther
	case program.globalInert.has(name):
		return optionInert
	}
	return optionOther
}

// globalsOf is what the global options of a command say of its directory, and where its subcommand stands; from is the
// index of the program word.
//
//	globalsOf(words of `git -C sub push`, "git", known, 0) // directory ["sub"], end 3
func globalsOf(words []*word, program opt, known *knownCommands, from int) globalOptions {
	found := programWithGlobals(program, known)
	read := globalOptions{directoryKnown: true, harmless: true, end: from + 1}
	if found == nil {
		return read
	}
	for option := readGlobal(words, read.end, found, nil); option != nil; option = readGlobal(words, read.end, found, nil) {
		if option.kind == optionUnknown {
			return globalOptions{end: read.end, unclear: true, settings: read.settings}
		}
		if option.kind == optionDirectory && option.value.known {
			read.directory = append(read.directory, option.value.text)
		} else if option.kind != optionInert {
			read.directoryKnown = false
		}
		if option.kind == optionOther {
			read.harmless = false
		}
		if option.setting != nil {
			read.settings = append(read.settings, option.setting)
		}
		read.end = option.end
	}
	return read
}

// reducedFirst is a view with its program word reduced: as known bytes, or unknown as a whole.
func reducedFirst(viewed []*viewWord, words []*word, program opt) []*viewWord {
	if len(viewed) == 0 || len(words) == 0 {
		return viewed
	}
	head := viewed[0]
	reduced := program
	if head.literal.known {
		reduced = someText(reduceProgram(head.literal.text))
		if reduced == head.literal {
			return viewed
		}
	}
	return slices.Concat([]*viewWord{programWord(head, words[0], reduced)}, viewed[1:])
}

func programWord(head *viewWord, first *word, reduced opt) *viewWord {
	switch {
	case reduced.known:
		return &viewWord{literal: reduced, parts: []viewPart{{text: reduced.text}}, of: head.of}
	case splits(first):
		return &viewWord{parts: []viewPart{{kind: partNames}}, of: head.of}
	}
	return &viewWord{parts: []viewPart{{kind: partName}}, of: head.of}
}

// suffixViews are the words of a command as they could be, and each of them as a reduced program word.
func suffixViews(words []*word, programs []opt, where places) (loose, reduced []*viewWord) {
	for at, one := range words {
		viewed := looseWord(one, where)
		loose = append(loose, viewed)
		reduced = append(reduced, reducedFirst([]*viewWord{viewed}, words[at:at+1], programs[at])[0])
	}
	return loose, reduced
}
