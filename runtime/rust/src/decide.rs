//! The decision on a command line.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::bytes::{between, to_text};
use crate::codes::{InputError, MOST_LINE};
use crate::facts::{FactSource, GivenFacts, NoFacts};
use crate::judge::{FactBook, Judge, Judgement};
use crate::paths::{PathBases, directory_of};
use crate::prepare::Prepared;
use crate::reasons::{Rank, Reason, select_reason};
use crate::shell_types::OpaquePart;
use crate::state::states_of;
use crate::types::{By, CommandRequest, CommandVerdict, Decision, Span, Verdict};
use crate::unwrap::read_line;
use crate::verdict::refuse;

/// What surrounds the line: directories and facts that the caller knows. Facts of the request go before them.
pub(crate) struct Surroundings {
	/// The policy's root (the repository) and the home directory, as absolute paths.
	pub(crate) bases: PathBases,
	/// Asked only where the request gives no facts.
	pub(crate) facts: Box<dyn FactSource>,
}

impl Surroundings {
	/// Surroundings of which nothing is known.
	pub(crate) fn unknown() -> Self {
		Self { bases: PathBases::default(), facts: Box::new(NoFacts) }
	}
}

/// Decides on a command line. It gives a verdict for every input: over a budget or for bad bytes deny by input, and so for a failure of
/// the evaluator itself.
pub(crate) fn decide(ready: &Prepared, request: &CommandRequest, around: Surroundings) -> Verdict {
	let policy_hash = Some(ready.policy_hash);
	// What a decision leaves behind when it fails is a cache without the entry that was being made.
	let verdict = catch_unwind(AssertUnwindSafe(|| try_to_decide(ready, request, around)));
	verdict.unwrap_or(Err(InputError::InternalError)).unwrap_or_else(|problem| refuse(problem, policy_hash))
}

fn try_to_decide(ready: &Prepared, request: &CommandRequest, mut around: Surroundings) -> Result<Verdict, InputError> {
	let line = request.command;
	check_input(line)?;
	let read = read_line(line, &ready.known)?;
	let mut given = request.facts.map(GivenFacts);
	let from_request = |name: &[u8]| request.facts.and_then(|facts| facts.get(name).as_text());
	let directory = |given: Option<&[u8]>, known: Option<Vec<u8>>| directory_of(given.or(known.as_deref())).map(<[u8]>::to_vec);
	let bases =
		PathBases { root: directory(from_request(b"root"), around.bases.root), home: directory(from_request(b"home"), around.bases.home) };
	let source: &mut dyn FactSource = match &mut given {
		Some(given) => given,
		None => &mut *around.facts,
	};
	let states = states_of(&read, &ready.known, request.cwd.and_then(|cwd| directory_of(Some(cwd))), bases.home.as_deref());
	let mut judge = Judge { ready, bases, book: FactBook::new(source) };
	let judgements: Vec<Judgement> =
		read.commands.iter().zip(&states).map(|(command, state)| judge.judge_command(command, state)).collect();
	let mut opaque = read.opaque.clone();
	opaque.extend(judgements.iter().flat_map(|one| &one.opaque));
	let conclusion = Conclusion { ready, unattended: request.unattended };
	let mut verdict = conclusion.conclude(line, &judgements, &read.opaque, opaque);
	verdict.conditions = judge.book.shown;
	Ok(verdict)
}

fn check_input(line: &[u8]) -> Result<(), InputError> {
	if std::str::from_utf8(line).is_err() {
		Err(InputError::NotUtf8)
	} else if line.len() > MOST_LINE {
		Err(InputError::TooLong)
	} else if line.contains(&0) {
		Err(InputError::NulByte)
	} else {
		Ok(())
	}
}

/// Puts the commands and the line's own floors together.
struct Conclusion<'policy> {
	ready: &'policy Prepared,
	unattended: bool,
}

impl Conclusion<'_> {
	fn conclude(&self, line: &[u8], judgements: &[Judgement], line_floors: &[OpaquePart], opaque: Vec<OpaquePart>) -> Verdict {
		let given = self.ready.defaults;
		let mut reasons: Vec<Reason> = judgements.iter().flat_map(|one| &one.reasons).copied().collect();
		for part in line_floors {
			let rank = Rank::of(given.opaque);
			reasons.push(Reason { rank, by: By::Opaque, rule: None, code: Some(part.code), at: part.span[0] });
		}
		let commands: Vec<CommandVerdict> =
			judgements.iter().filter(|one| one.command.judged).map(|one| self.command_verdict(one)).collect();
		if commands.is_empty() {
			reasons.push(Reason { rank: Rank::of(given.standard), by: By::Default, rule: None, code: None, at: 0 });
		}
		let deciding = select_reason(&reasons);
		Verdict {
			decision: self.decision_of(deciding.rank),
			leave_to_host: deciding.rank == Rank::Host,
			by: deciding.by,
			rule: deciding.rule_id(),
			reason: self.explain(&deciding, line, &opaque),
			commands,
			opaque: in_source_order(opaque),
			conditions: Vec::new(),
			errors: Vec::new(),
			policy_hash: Some(self.ready.policy_hash),
		}
	}

	fn command_verdict(&self, of: &Judgement) -> CommandVerdict {
		let deciding = select_reason(&of.reasons);
		let command = &of.command.simple;
		CommandVerdict {
			argv: command.words.iter().map(|word| to_text(word.literal().unwrap_or(&word.source))).collect(),
			span: command.span,
			decision: self.decision_of(deciding.rank),
			leave_to_host: deciding.rank == Rank::Host,
			by: deciding.by,
			rule: deciding.rule_id(),
			matches: of.matches.clone(),
		}
	}

	fn decision_of(&self, rank: Rank) -> Decision {
		match rank {
			Rank::Deny => Decision::Deny,
			Rank::Allow => Decision::Allow,
			Rank::Request if self.unattended => self.ready.defaults.unattended,
			Rank::Request | Rank::Host => Decision::Request,
		}
	}

	/// Says why, in one sentence for people: the rule's own reason, or what decided in its place.
	fn explain(&self, of: &Reason, line: &[u8], opaque: &[OpaquePart]) -> Option<String> {
		match of.by {
			By::Rule => return of.rule.and_then(|rule| rule.rule.reason).map(to_text),
			By::ConditionError => {
				let rule = to_text(of.rule_id().unwrap_or_default());
				return Some(format!("A condition of rule {rule} could not be evaluated."));
			}
			By::Default => {
				let default = self.ready.defaults.standard.text();
				return Some(format!("No rule decides this; the policy's default is {default}."));
			}
			By::Input | By::Opaque => {}
		}
		let Some(code) = of.code else { return Some(format!("{}.", InputError::InternalError.reason())) };
		let shown = opaque.iter().find(|part| part.code == code && part.span[0] == of.at);
		let shown = shown.map(|part| format!(": {}", excerpt(line, part.span))).unwrap_or_default();
		Some(format!("Not everything this runs is known: {}{shown}", code.reason()))
	}
}

const MOST_EXCERPT: usize = 60;

fn excerpt(line: &[u8], [start, end]: Span) -> String {
	let text = to_text(between(line, start, end.min(start + MOST_EXCERPT))).replace(|character: char| character.is_ascii_control(), " ");
	let more = if end.saturating_sub(start) > MOST_EXCERPT { "…" } else { "" };
	format!("`{text}{more}`")
}

fn in_source_order(mut parts: Vec<OpaquePart>) -> Vec<OpaquePart> {
	parts.sort_unstable_by_key(|part| (part.span, part.code));
	parts.dedup();
	parts
}
