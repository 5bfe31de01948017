package evaluator

// predicate is one predicate of a condition with its argument.
type predicate struct {
	name     string
	argument opt
}

// predicatesOf are the predicates of a condition in the order in which they are written.
func predicatesOf(one *condition) []predicate {
	if one.mode == "" {
		return []predicate{{name: one.name, argument: one.value}}
	}
	var all []predicate
	for at := range one.members {
		all = append(all, predicatesOf(&one.members[at])...)
	}
	return all
}

// evaluateCondition is the value of a condition.
//
// `all`: false if a required member is false, else unknown if one is unknown, else true. `any`: over the required members if
// there are any, else over the optional ones: true if one is true, else unknown if one is unknown, else false. `not` keeps
// unknown. Optional members of `all` change nothing; `all` and `any` are required members whatever they say.
func evaluateCondition(one *condition, ask func(predicate) truth) truth {
	if one.mode == "" {
		return ask(predicate{name: one.name, argument: one.value})
	}
	var required, optional []truth
	for at := range one.members {
		member := &one.members[at]
		value := evaluateCondition(member, ask)
		if member.required || member.mode == "all" || member.mode == "any" {
			required = append(required, value)
		} else {
			optional = append(optional, value)
		}
		if one.mode == "not" {
			return negate(value)
		}
	}
	if one.mode == "all" {
		return strongest(required, isFalse, isTrue)
	}
	if len(required) == 0 {
		required = optional
	}
	return strongest(required, isTrue, isFalse)
}

// strongest is the first value if a member has it, else unknown if one is unknown, else the other value.
func strongest(members []truth, first, other truth) truth {
	found := other
	for _, value := range members {
		if value == first {
			return first
		}
		if value == isUnknown {
			found = isUnknown
		}
	}
	return found
}

func negate(value truth) truth {
	switch value {
	case isTrue:
		return isFalse
	case isFalse:
		return isTrue
	}
	return isUnknown
}
