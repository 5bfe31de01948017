package evaluator

import "cmp"

// rank orders decisions by strictness; leaving it to the host's own permissions stands between allow and request.
type rank uint8

const (
	rankAllow rank = iota
	rankHost
	rankRequest
	rankDeny
)

func rankOf(decision Decision) rank {
	switch decision {
	case Allow:
		return rankAllow
	case leaveToHost:
		return rankHost
	case Request:
		return rankRequest
	}
	return rankDeny
}

// reason is something that asks for a decision at least as strict as its rank.
type reason struct {
	rank rank
	by   by
	// Nil where no rule says it.
	rule *preparedRule
	code opaqueCode
	// Where in the line, in bytes.
	at int
}

// kindOrder: among equally strict reasons, the kind with the smaller number counts.
func kindOrder(kind by) int {
	switch kind {
	case byInput:
		return 0
	case byRule:
		return 1
	case byConditionError:
		return 2
	case byOpaque:
		return 3
	}
	return 4
}

// selectReason is the reason that decided: of the strictest ones the first by kind, then by the rule's place in IR order, then
// by place in the line. There is always one; without any the answer is deny.
func selectReason(reasons []reason) reason {
	if len(reasons) == 0 {
		return reason{rank: rankDeny, by: byInput}
	}
	best := reasons[0]
	for _, one := range reasons[1:] {
		if compareReasons(one, best) < 0 {
			best = one
		}
	}
	return best
}

func compareReasons(one, other reason) int {
	return cmp.Or(
		cmp.Compare(other.rank, one.rank),
		cmp.Compare(kindOrder(one.by), kindOrder(other.by)),
		cmp.Compare(one.order(), other.order()),
		cmp.Compare(one.at, other.at),
		cmp.Compare(one.code, other.code),
	)
}

func (r reason) order() int {
	if r.rule == nil {
		return 0
	}
	return r.rule.order
}
