//! The value of a condition.

use crate::types::{Condition, ConditionKind, Predicate, Truth};

/// The predicates of a condition in the order in which they are written.
pub(crate) fn predicates_of(condition: &Condition) -> Vec<Predicate> {
	match &condition.kind {
		ConditionKind::Predicate(predicate) => vec![*predicate],
		ConditionKind::All(members) | ConditionKind::Any(members) | ConditionKind::Not(members) => {
			members.iter().flat_map(predicates_of).collect()
		}
	}
}

/// Evaluates a condition.
///
/// `all`: false if a required member is false, else unknown if one is unknown, else true. `any`: over the required members if there are
/// any, else over the optional ones: true if one is true, else unknown if one is unknown, else false. `not` keeps unknown. Optional
/// members of `all` change nothing; `all` and `any` are required members whatever they say.
pub(crate) fn evaluate_condition(condition: &Condition, ask: &mut dyn FnMut(Predicate) -> Truth) -> Truth {
	match &condition.kind {
		ConditionKind::Predicate(predicate) => ask(*predicate),
		ConditionKind::Not(members) => members.first().map_or(Truth::Unknown, |member| negate(evaluate_condition(member, ask))),
		ConditionKind::All(members) => strongest(&members_of(members, ask).0, Truth::False, Truth::True),
		ConditionKind::Any(members) => {
			let (required, optional) = members_of(members, ask);
			strongest(if required.is_empty() { &optional } else { &required }, Truth::True, Truth::False)
		}
	}
}

/// The values of the required members, and of the optional ones.
fn members_of(members: &[Condition], ask: &mut dyn FnMut(Predicate) -> Truth) -> (Vec<Truth>, Vec<Truth>) {
	let (mut required, mut optional) = (Vec::new(), Vec::new());
	for member in members {
		let value = evaluate_condition(member, ask);
		let is_required = member.required || matches!(member.kind, ConditionKind::All(_) | ConditionKind::Any(_));
		if is_required { required.push(value) } else { optional.push(value) }
	}
	(required, optional)
}

/// The first value if a member has it, else unknown if one is unknown, else the other value.
fn strongest(members: &[Truth], first: Truth, other: Truth) -> Truth {
	if members.contains(&first) {
		first
	} else if members.contains(&Truth::Unknown) {
		Truth::Unknown
	} else {
		other
	}
}

fn negate(value: Truth) -> Truth {
	match value {
		Truth::True => Truth::False,
		Truth::False => Truth::True,
		Truth::Unknown => Truth::Unknown,
	}
}
