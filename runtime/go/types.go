package evaluator

// Decision is what becomes of a command: allow, request or deny.
type Decision string

// The decisions, and the two words that stand where a policy leaves one to others.
const (
	Allow   Decision = "allow"
	Request Decision = "request"
	Deny    Decision = "deny"
	// leaveToHost is a default only.
	leaveToHost Decision = "host"
	// skip is an on_mismatch only: the rule says nothing.
	skip Decision = "skip"
)

// Bundle is a policy in the form that an evaluator reads: schemas/policy_wrapper.schema.json, as far as it decides something.
type Bundle struct {
	PolicyHash string
	defaults   defaults
	registry   *jsonObject
	automata   []automatonTable
	// In IR order.
	commands []bundleRule
}

type defaults struct {
	standard       Decision
	opaque         Decision
	conditionError Decision
	unattended     Decision
}

// automatonTable is an automaton by state: its label, where all bytes lead that no range holds, and ranges of three
// numbers each (low, high, target).
type automatonTable struct {
	accept []int32
	others []int32
	ranges [][]int32
}

func (t *automatonTable) count() int { return len(t.accept) }

func (t *automatonTable) acceptOf(at state) int32 { return t.accept[at] }

func (t *automatonTable) stepsOf(at state) (others state, ranges []int32) {
	return t.others[at], t.ranges[at]
}

// program is a language of a rule: literal heads that go on in tables, or (heads nil) one table.
type program struct {
	heads     []programHead
	automaton int
}

type programHead struct {
	words [][]string
	tail  int
}

// bundleRule is one rule. Lists that are nil are not written in the policy.
type bundleRule struct {
	id            string
	action        Decision
	onMismatch    Decision
	onUnknown     Decision
	conditions    *condition
	reason        opt
	strict        *program
	loose         *program
	except        *program
	programs      []string
	globalOptions []string
	pathSets      [][]string
	writes        []string
	reads         []string
	env           []string
}

// condition is a predicate (mode empty) or a list of conditions.
type condition struct {
	name     string
	value    opt
	mode     string
	members  []condition
	required bool
}

// answer is whether something holds: yes and no are certain.
type answer uint8

const (
	no answer = iota
	maybe
	yes
)

// truth is the value of a predicate.
type truth string

const (
	isTrue    truth = "true"
	isFalse   truth = "false"
	isUnknown truth = "unknown"
)

// by is the kind of reason that decided.
type by string

const (
	byInput          by = "input"
	byRule           by = "rule"
	byConditionError by = "condition_error"
	byOpaque         by = "opaque"
	byDefault        by = "default"
)

// span is a range of the outer line in bytes, half-open.
type span [2]int

// Verdict is the decision on a line, with what it is made of: schemas/verdict.schema.json.
type Verdict struct {
	Decision    Decision
	LeaveToHost bool
	by          by
	rule        opt
	reason      opt
	commands    []commandVerdict
	opaque      []opaquePart
	conditions  []judgedPredicate
	errors      []inputError
	policyHash  opt
}

type commandVerdict struct {
	argv        []string
	span        span
	decision    Decision
	leaveToHost bool
	by          by
	rule        opt
	matches     []ruleMatched
}

type ruleMatched struct {
	rule  string
	match answer
}

// CommandRequest is one line to decide on.
type CommandRequest struct {
	Command string
	// cwd is the absolute directory where it would run; not known where it is not said.
	cwd opt
	// facts are given instead of real ones; nil: ask the machine.
	facts      *jsonObject
	unattended bool
}
