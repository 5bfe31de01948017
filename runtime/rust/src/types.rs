//! What a policy is, what a verdict is, and what both are made of.
//!
//! A process reads one policy and keeps it until it ends. So everything of a policy is `'static`: text of the bundle's file, or data
//! of the program itself.

use crate::codes::InputError;
use crate::json::Object;
use crate::shell_types::OpaquePart;

/// Text of the policy.
pub(crate) type PolicyText = &'static [u8];

/// What becomes of a command; `Host` is a default only, `Skip` an `on_mismatch` only (the rule says nothing).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
	Allow,
	Request,
	Deny,
	Host,
	Skip,
}

impl Decision {
	/// The decision as bundles and verdicts write it.
	pub(crate) fn text(self) -> &'static str {
		match self {
			Self::Allow => "allow",
			Self::Request => "request",
			Self::Deny => "deny",
			Self::Host => "host",
			Self::Skip => "skip",
		}
	}

	/// The decision of a text; `None` where it is none.
	pub(crate) fn of(text: &[u8]) -> Option<Self> {
		[Self::Allow, Self::Request, Self::Deny, Self::Host, Self::Skip].into_iter().find(|one| one.text().as_bytes() == text)
	}
}

/// A policy in the form that an evaluator reads: schemas/policy_wrapper.schema.json, as far as it decides something.
#[derive(Debug)]
pub struct Bundle {
	pub(crate) policy_hash: PolicyText,
	pub(crate) defaults: Defaults,
	pub(crate) registry: &'static Object<'static>,
	pub(crate) automata: Vec<AutomatonTable>,
	/// In IR order.
	pub(crate) commands: Vec<BundleRule>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Defaults {
	pub(crate) standard: Decision,
	pub(crate) opaque: Decision,
	pub(crate) condition_error: Decision,
	pub(crate) unattended: Decision,
}

/// An automaton by state: its label, where all bytes lead that no range holds, and ranges of three numbers each (low, high, target).
#[derive(Debug)]
pub(crate) struct AutomatonTable {
	pub(crate) accept: Vec<i32>,
	pub(crate) others: Vec<i32>,
	pub(crate) ranges: Vec<Vec<i32>>,
}

/// A language of a rule: literal heads that go on in tables, or one table.
#[derive(Debug)]
pub(crate) enum Program {
	Heads(Vec<ProgramHead>),
	Automaton(usize),
}

#[derive(Debug)]
pub(crate) struct ProgramHead {
	/// For each word the texts that it may be.
	pub(crate) words: Vec<Vec<PolicyText>>,
	/// The automaton that goes on behind them.
	pub(crate) tail: usize,
}

/// One rule. Lists that are `None` are not written in the policy.
#[derive(Debug)]
pub(crate) struct BundleRule {
	pub(crate) id: PolicyText,
	pub(crate) action: Decision,
	pub(crate) on_mismatch: Decision,
	pub(crate) on_unknown: Option<Decision>,
	pub(crate) conditions: Option<Condition>,
	pub(crate) reason: Option<PolicyText>,
	pub(crate) strict: Option<Program>,
	pub(crate) loose: Option<Program>,
	pub(crate) except: Option<Program>,
	pub(crate) programs: Option<Vec<PolicyText>>,
	pub(crate) global_options: Vec<PolicyText>,
	pub(crate) path_sets: Vec<Vec<PolicyText>>,
	pub(crate) writes: Option<Vec<PolicyText>>,
	pub(crate) reads: Option<Vec<PolicyText>>,
	pub(crate) env: Option<Vec<PolicyText>>,
}

/// A predicate, or a list of conditions.
#[derive(Debug)]
pub(crate) struct Condition {
	pub(crate) kind: ConditionKind,
	pub(crate) required: bool,
}

#[derive(Debug)]
pub(crate) enum ConditionKind {
	Predicate(Predicate),
	All(Vec<Condition>),
	Any(Vec<Condition>),
	/// Of one member; of several the first counts.
	Not(Vec<Condition>),
}

/// One predicate of a condition with its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Predicate {
	pub(crate) name: PolicyText,
	pub(crate) argument: Option<PolicyText>,
}

/// Whether something holds: yes and no are certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
	No,
	Maybe,
	Yes,
}

/// The value of a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
	True,
	False,
	Unknown,
}

impl Truth {
	pub(crate) fn of(value: bool) -> Self {
		if value { Self::True } else { Self::False }
	}

	pub(crate) fn text(self) -> &'static str {
		match self {
			Self::True => "true",
			Self::False => "false",
			Self::Unknown => "unknown",
		}
	}
}

/// The kind of reason that decided. Among equally strict reasons the smaller one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
	Input,
	Rule,
	ConditionError,
	Opaque,
	Default,
}

impl By {
	pub(crate) fn text(self) -> &'static str {
		match self {
			Self::Input => "input",
			Self::Rule => "rule",
			Self::ConditionError => "condition_error",
			Self::Opaque => "opaque",
			Self::Default => "default",
		}
	}
}

/// A range of the outer line in bytes, half-open.
pub(crate) type Span = [usize; 2];

/// The decision on a line, with what it is made of: schemas/verdict.schema.json.
#[derive(Debug)]
pub struct Verdict {
	pub(crate) decision: Decision,
	pub(crate) leave_to_host: bool,
	pub(crate) by: By,
	pub(crate) rule: Option<PolicyText>,
	pub(crate) reason: Option<String>,
	pub(crate) commands: Vec<CommandVerdict>,
	pub(crate) opaque: Vec<OpaquePart>,
	pub(crate) conditions: Vec<JudgedPredicate>,
	pub(crate) errors: Vec<InputError>,
	pub(crate) policy_hash: Option<PolicyText>,
}

#[derive(Debug)]
pub(crate) struct CommandVerdict {
	pub(crate) argv: Vec<String>,
	pub(crate) span: Span,
	pub(crate) decision: Decision,
	pub(crate) leave_to_host: bool,
	pub(crate) by: By,
	pub(crate) rule: Option<PolicyText>,
	pub(crate) matches: Vec<RuleMatched>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleMatched {
	pub(crate) rule: PolicyText,
	/// Maybe or yes.
	pub(crate) answer: Answer,
}

/// A predicate with the value it had for a rule that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JudgedPredicate {
	pub(crate) predicate: Predicate,
	pub(crate) value: Truth,
}

/// One line to decide on.
pub struct CommandRequest<'request> {
	pub(crate) command: &'request [u8],
	/// The absolute directory where it would run; not known where it is not said.
	pub(crate) cwd: Option<&'request [u8]>,
	/// Facts that are given instead of real ones; `None`: ask the machine.
	pub(crate) facts: Option<&'request Object<'request>>,
	pub(crate) unattended: bool,
}
