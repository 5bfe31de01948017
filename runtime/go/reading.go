package evaluator

import "strings"

// readsOnly says whether a subcommand changes nothing: all of it, or with one of its query words first, which every option
// must be one of too; the empty one stands for no words at all. from is the index of the first word behind the subcommand.
func readsOnly(words []*word, from int, subcommand *knownSubcommand) bool {
	if subcommand.readOnly {
		return true
	}
	if from >= len(words) {
		return subcommand.query.has("")
	}
	first := words[from]
	if !first.literal.known || !subcommand.query.has(first.literal.text) {
		return false
	}
	for _, one := range words[from:] {
		head := headOf(one)
		reads := !strings.HasPrefix(head, "-")
		if one.literal.known {
			reads = reads || subcommand.query.has(one.literal.text)
		} else {
			reads = reads && head != ""
		}
		if !reads {
			return false
		}
	}
	return true
}
