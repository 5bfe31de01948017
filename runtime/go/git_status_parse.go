package evaluator

import "strings"

// statusFields is, per record type, how many fields it has, the last of which is a path and may hold blanks; 0 for other types.
func statusFields(record string) int {
	switch byteAt(record, 0) {
	case '1':
		return 9
	case '2':
		return 10
	case 'u':
		return 11
	case '?', '!':
		return 2
	}
	return 0
}

// parseStatus says what the output of `git status --porcelain=v2 -z` says of a work tree, true where it is clean (git-status(1),
// "Porcelain Format Version 2"): records that each end with a NUL. Unknown where a record is not understood.
//
//	parseStatus("? notes\x00") // false
func parseStatus(output string) truth {
	clean := isTrue
	for output != "" {
		record, rest, found := strings.Cut(output, "\x00")
		if !found {
			return isUnknown
		}
		output = rest
		if strings.HasPrefix(record, "# ") {
			continue
		}
		if !hasFields(record, statusFields(record)) {
			return isUnknown
		}
		// Renames and copies have the old path as a record of its own behind them.
		if record[0] == '2' {
			old, rest, found := strings.Cut(output, "\x00")
			if !found || old == "" {
				return isUnknown
			}
			output = rest
		}
		// Ignored files are no change.
		if record[0] != '!' {
			clean = isFalse
		}
	}
	return clean
}

// hasFields says whether a record is a type of one byte and then so many fields in all, none of them empty.
func hasFields(record string, count int) bool {
	if count == 0 {
		return false
	}
	for field := 1; field < count; field++ {
		text, rest, found := strings.Cut(record, " ")
		if !found || text == "" || (field == 1 && len(text) != 1) {
			return false
		}
		record = rest
	}
	return record != ""
}
