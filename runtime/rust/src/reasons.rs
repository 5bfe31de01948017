//! Which of several reasons decides.

use std::cmp::Reverse;

use crate::codes::OpaqueCode;
use crate::prepare::PreparedRule;
use crate::types::{By, Decision, PolicyText};

/// Decisions by strictness; leaving it to the host's own permissions stands between allow and request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
	Allow,
	Host,
	Request,
	Deny,
}

impl Rank {
	/// The rank of a decision; `Skip`, which is none, counts as the strictest.
	pub(crate) fn of(decision: Decision) -> Self {
		match decision {
			Decision::Allow => Self::Allow,
			Decision::Host => Self::Host,
			Decision::Request => Self::Request,
			Decision::Deny | Decision::Skip => Self::Deny,
		}
	}
}

/// Something that asks for a decision at least as strict as its rank.
#[derive(Clone, Copy)]
pub(crate) struct Reason<'policy> {
	pub(crate) rank: Rank,
	pub(crate) by: By,
	/// `None` where no rule says it.
	pub(crate) rule: Option<&'policy PreparedRule>,
	pub(crate) code: Option<OpaqueCode>,
	/// Where in the line, in bytes.
	pub(crate) at: usize,
}

impl Reason<'_> {
	pub(crate) fn rule_id(&self) -> Option<PolicyText> {
		self.rule.map(|rule| rule.rule.id)
	}
}

/// The reason that decided: of the strictest ones the first by kind, then by the rule's place in IR order, then by place in the line.
/// There is always one; without any the answer is deny.
pub(crate) fn select_reason<'policy>(reasons: &[Reason<'policy>]) -> Reason<'policy> {
	let key = |one: &&Reason| (Reverse(one.rank), one.by, one.rule.map_or(0, |rule| rule.order), one.at, one.code);
	let none = Reason { rank: Rank::Deny, by: By::Input, rule: None, code: None, at: 0 };
	reasons.iter().min_by_key(key).copied().unwrap_or(none)
}
