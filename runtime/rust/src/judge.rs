//! What the rules and the floors say of each command of a line.

use crate::bytes::{end_of_run, is_name_byte};
use crate::codes::OpaqueCode;
use crate::conditions::{evaluate_condition, predicates_of};
use crate::effects::{assigns_lookup, is_fixed_fact};
use crate::facts::FactSource;
use crate::floors::{floors_of, is_lifted};
use crate::match_rule::{Subject, match_rule};
use crate::paths::PathBases;
use crate::prepare::{Prepared, PreparedRule};
use crate::reasons::{Rank, Reason};
use crate::redirections::Where;
use crate::shell_types::OpaquePart;
use crate::state::{Directory, LineState};
use crate::types::{Answer, BundleRule, By, Condition, Decision, JudgedPredicate, Predicate, RuleMatched, Truth};
use crate::unwrap::RunCommand;
use crate::view_words::Places;
use crate::views::globals_of;

/// What was found of one command: what each rule contributes, and the floors under it.
pub(crate) struct Judgement<'line> {
	pub(crate) command: &'line RunCommand,
	pub(crate) reasons: Vec<Reason<'line>>,
	pub(crate) matches: Vec<RuleMatched>,
	pub(crate) opaque: Vec<OpaquePart>,
}

/// Asks each predicate at most once for each argument and directory, and keeps what is to be shown.
pub(crate) struct FactBook<'source> {
	source: &'source mut dyn FactSource,
	answers: Vec<(Predicate, Option<Vec<u8>>, Truth)>,
	/// The predicates of rules that matched, in the order of commands and rules, without duplicates.
	pub(crate) shown: Vec<JudgedPredicate>,
}

impl<'source> FactBook<'source> {
	pub(crate) fn new(source: &'source mut dyn FactSource) -> Self {
		Self { source, answers: Vec::new(), shown: Vec::new() }
	}

	fn ask(&mut self, about: Predicate, directory: Option<&[u8]>) -> Truth {
		let known = self.answers.iter().find(|(asked, place, _)| *asked == about && place.as_deref() == directory);
		if let Some((_, _, value)) = known {
			return *value;
		}
		let value = self.source.ask(about.name, about.argument, directory);
		self.answers.push((about, directory.map(<[u8]>::to_vec), value));
		value
	}

	fn show(&mut self, judged: JudgedPredicate) {
		if !self.shown.contains(&judged) {
			self.shown.push(judged);
		}
	}
}

/// Judges the commands of one line.
pub(crate) struct Judge<'line> {
	pub(crate) ready: &'line Prepared,
	/// The directories of the decision.
	pub(crate) bases: PathBases,
	pub(crate) book: FactBook<'line>,
}

/// A command that is judged: all that rules ask of it, and where it runs.
struct Judged<'line, 'subject> {
	about: &'subject Subject<'line>,
	directory: Directory,
}

impl<'line> Judge<'line> {
	/// Judges one command of a line in the state that the commands before it leave.
	pub(crate) fn judge_command(&mut self, command: &'line RunCommand, state: &'line LineState) -> Judgement<'line> {
		let ready = self.ready;
		let place = if command.moved { Directory::default() } else { state.directory.clone() };
		let runs_in = self.directory_of_command(command, &place);
		let assigns = |name: &[u8]| command.simple.assignments.iter().any(|one| *one.name == *name);
		let home = self.bases.home.clone().filter(|_| !state.shell.home && !assigns(b"HOME"));
		let pwd = place.path.clone().filter(|_| !state.shell.pwd && !assigns(b"PWD"));
		// Patterns mean the user's own home directory, whatever the line assigns.
		let around = Where { bases: self.bases.clone(), places: Places { home, pwd }, directory: place.path };
		let about = Subject::new(command, state, &ready.known, runs_in.path.clone(), around);
		let opaque = floors_of(&about, ready);
		let mut found = Judgement { command, reasons: Vec::new(), matches: Vec::new(), opaque };
		let mut allowed = false;
		if command.judged {
			allowed = self.contribute(&Judged { about: &about, directory: runs_in }, &mut found);
		}
		for part in &found.opaque {
			if !allowed || !is_lifted(part.code) {
				found.reasons.push(self.floor(*part));
			}
		}
		found
	}

	/// The reason that an opaque part of a command is. Under `default host`, foreign code is left to the host like everything else that
	/// no rule decides.
	fn floor(&self, part: OpaquePart) -> Reason<'line> {
		let given = self.ready.defaults;
		let to_host = part.code == OpaqueCode::ForeignCode && given.standard == Decision::Host;
		let rank = if to_host { Rank::Host } else { Rank::of(given.opaque) };
		Reason { rank, by: By::Opaque, rule: None, code: Some(part.code), at: part.span[0] }
	}

	fn directory_of_command(&self, command: &RunCommand, shell: &Directory) -> Directory {
		let globals = globals_of(&command.simple.words, command.program.as_deref(), &self.ready.known, 0);
		if !shell.known || !globals.directory_known {
			return Directory::default();
		}
		let mut path = shell.path.clone();
		// Not normalised: after a link, `..` leads where the kernel goes, and not where the text goes.
		for step in globals.directory {
			path = if step.starts_with(b"/") { Some(step) } else { path.map(|path| [&*path, b"/", &*step].concat()) };
		}
		Directory { known: true, path }
	}

	/// Adds what the rules say of a command, or the default where none says anything; whether a rule contributed allow.
	fn contribute(&mut self, judged: &Judged<'line, '_>, found: &mut Judgement<'line>) -> bool {
		let ready = self.ready;
		let given = ready.defaults;
		let command = judged.about.command;
		let at = command.simple.span[0];
		let program = if command.simple.words.is_empty() { Some(b"".as_slice()) } else { command.program.as_deref() };
		let mut allowed = false;
		// Whether the rules say so much that the default does not count.
		let mut settled = false;
		for number in ready.candidates(program, || judged.about.second_word()).iter() {
			let rule = ready.rule(*number);
			let matched = match_rule(rule, judged.about);
			if matched.answer == Answer::No {
				continue;
			}
			found.matches.push(RuleMatched { rule: rule.rule.id, answer: matched.answer });
			if matched.answer == Answer::Maybe {
				if strictest_of(rule.rule) > Rank::Allow {
					let rank = Rank::of(given.opaque);
					found.reasons.push(Reason { rank, by: By::Rule, rule: Some(rule), code: None, at });
				}
				if !matched.asks {
					continue;
				}
			}
			let value = rule.rule.conditions.as_ref().map_or(Truth::True, |condition| self.condition_value(condition, judged));
			let contributed = self.contributions_of(rule, value, matched.certain);
			settled |= !contributed.is_empty() && !leaves_default(rule.rule, value);
			for (rank, by) in contributed {
				allowed |= rank == Rank::Allow && by == By::Rule;
				let rule = (by != By::Default).then_some(rule);
				found.reasons.push(Reason { rank, by, rule, code: None, at });
			}
		}
		if !settled {
			found.reasons.push(Reason { rank: Rank::of(given.standard), by: By::Default, rule: None, code: None, at });
		}
		allowed
	}

	fn condition_value(&mut self, condition: &'static Condition, judged: &Judged) -> Truth {
		for predicate in predicates_of(condition) {
			let value = self.ask(predicate, judged);
			self.book.show(JudgedPredicate { predicate, value });
		}
		evaluate_condition(condition, &mut |predicate| self.ask(predicate, judged))
	}

	fn ask(&mut self, predicate: Predicate, judged: &Judged) -> Truth {
		if may_have_changed(predicate, judged) { Truth::Unknown } else { self.book.ask(predicate, judged.directory.path.as_deref()) }
	}

	/// What a rule contributes for a value of its condition, and why; nothing where the list is empty.
	fn contributions_of(&self, rule: &PreparedRule, value: Truth, certain: bool) -> Vec<(Rank, By)> {
		let rule = rule.rule;
		let decision = match value {
			Truth::Unknown => return self.unknown_reasons(rule, certain),
			Truth::True => rule.action,
			Truth::False => rule.on_mismatch,
		};
		if says_nothing(decision, certain) { Vec::new() } else { vec![(Rank::of(decision), By::Rule)] }
	}

	/// Why an unknown condition gives what it gives: the rule's own word for it, or whichever of its effect, its `on_mismatch` (the
	/// default where that leaves the command to it) and the fallback is strictest.
	fn unknown_reasons(&self, rule: &BundleRule, certain: bool) -> Vec<(Rank, By)> {
		if let Some(decision) = rule.on_unknown {
			return vec![(Rank::of(decision), By::Rule)];
		}
		let given = self.ready.defaults;
		let otherwise = if says_nothing(rule.on_mismatch, certain) {
			(Rank::of(given.standard), By::Default)
		} else {
			(Rank::of(rule.on_mismatch), By::Rule)
		};
		let all = [(Rank::of(rule.action), By::Rule), otherwise, (Rank::of(given.condition_error), By::ConditionError)];
		let strictest = all.iter().map(|(rank, _)| *rank).max();
		all.into_iter().filter(|(rank, _)| Some(*rank) == strictest).collect()
	}
}

/// Whether a decision contributes nothing: `skip`, and an allow that is not certain.
fn says_nothing(decision: Decision, certain: bool) -> bool {
	decision == Decision::Skip || (decision == Decision::Allow && !certain)
}

/// Whether the line may have changed the very fact that a predicate asks for.
fn may_have_changed(about: Predicate, judged: &Judged) -> bool {
	if is_fixed_fact(about.name) {
		return false;
	}
	let Subject { command, state, known, .. } = judged.about;
	let lookup = state.shell.lookup || assigns_lookup(command, known);
	if !judged.directory.known || lookup || state.facts.has(about.name) {
		return true;
	}
	if about.name != b"env_is" {
		return false;
	}
	let argument = about.argument.unwrap_or_default();
	let variable = &argument[..end_of_run(argument, 0, is_name_byte)];
	state.shell.names.has(variable) || command.simple.assignments.iter().any(|one| *one.name == *variable)
}

/// What a deny rule says of an unknown condition does not take the place of a stricter default: a deny rule never loosens.
fn leaves_default(rule: &BundleRule, value: Truth) -> bool {
	rule.action == Decision::Deny && rule.on_unknown.is_some() && value == Truth::Unknown
}

/// The stricter of a rule's effect and its `on_mismatch`.
fn strictest_of(rule: &BundleRule) -> Rank {
	let action = Rank::of(rule.action);
	if rule.on_mismatch == Decision::Skip { action } else { action.max(Rank::of(rule.on_mismatch)) }
}
