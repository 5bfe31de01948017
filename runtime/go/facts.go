package evaluator

// FactSource is where the values of predicates come from.
type FactSource interface {
	// ask answers one predicate in one directory: the absolute path where the command runs, or the directory of the line, where
	// the caller did not name it. It is asked at most once for each combination.
	ask(name string, argument, in opt) truth
}

// noFacts knows nothing.
type noFacts struct{}

func (noFacts) ask(string, opt, opt) truth { return isUnknown }

// givenFacts are facts that came with a request, by `name` or `name ARGUMENT`; what is not there is unknown.
type givenFacts struct {
	values *jsonObject
}

func (f givenFacts) ask(name string, argument, _ opt) truth {
	key := name
	if argument.known {
		key += " " + argument.text
	}
	switch f.values.get(key) {
	case true:
		return isTrue
	case false:
		return isFalse
	}
	return isUnknown
}
