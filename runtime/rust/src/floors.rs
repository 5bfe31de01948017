//! What cannot be known of a command.

use std::collections::HashSet;

use crate::codes::OpaqueCode;
use crate::effects::changes_lookup;
use crate::foreign_code::{is_foreign, reads_foreign_code};
use crate::match_rule::{Marker, Subject, concerns};
use crate::prepare::Prepared;
use crate::settings::setting_floors;
use crate::shell_types::OpaquePart;
use crate::suffix::{SuffixWords, prepare_suffix, suffix_match};
use crate::types::{Answer, Decision};
use crate::unwrap::known_text;

/// Whether a floor is lifted by a rule that contributes allow for this very command.
pub(crate) fn is_lifted(code: OpaqueCode) -> bool {
	matches!(code, OpaqueCode::ForeignCode | OpaqueCode::LookupChange | OpaqueCode::SuffixUnknown)
}

/// All opaque parts of a command, whatever the rules say; those that were found while it was read included.
pub(crate) fn floors_of(about: &Subject, ready: &Prepared) -> Vec<OpaquePart> {
	let (command, known) = (about.command, about.known);
	let span = command.simple.span;
	let mut parts = command.opaque.clone();
	parts.extend(setting_floors(&command.simple.words, command.program.as_deref(), known));
	let mut add = |code| parts.push(OpaquePart { code, span });
	if changes_lookup(command, known) || (command.redefined && is_allowed(about, ready)) {
		add(OpaqueCode::LookupChange);
	}
	if is_foreign(command, known) {
		add(OpaqueCode::ForeignCode);
	} else if reads_foreign_code(command, known) {
		add(OpaqueCode::StdinCode);
	}
	if ready.denies {
		match denied_behind(about, ready) {
			Answer::Yes => add(OpaqueCode::SuffixMatch),
			Answer::Maybe => add(OpaqueCode::SuffixUnknown),
			Answer::No => {}
		}
	}
	parts
}

/// Whether an allow rule is about the name of the program.
fn is_allowed(about: &Subject, ready: &Prepared) -> bool {
	let allows = |number: &usize| ready.action(*number) == Decision::Allow && ready.rule(*number).rule.programs.is_some();
	ready.naming(about.command.program.as_deref()).iter().any(allows)
}

/// Whether the later words of a program that the registry does not know are, or may be, a command that a deny rule matches.
fn denied_behind(about: &Subject, ready: &Prepared) -> Answer {
	let (command, known) = (about.command, about.known);
	let words = &command.simple.words;
	let Some(program) = command.program.as_deref() else { return Answer::No };
	if words.len() < 2 || known_text(&words[0]).is_none() || known.programs.has(program) || known.wrappers.has(program) {
		return Answer::No;
	}
	let mut search = Search { about, ready, suffix: prepare_suffix(words, known, &about.place.places), tried: HashSet::new() };
	let mut found = search.ask(ready.always());
	let mut asked = HashSet::new();
	for at in 1..words.len() {
		if found == Answer::Yes {
			break;
		}
		let name = search.suffix.names[at].clone();
		if !asked.contains(&name) {
			found = found.max(search.ask(&ready.naming(name.as_deref())));
			asked.insert(name);
		}
	}
	found
}

/// The search for a denied command among the later words of one command.
struct Search<'line> {
	about: &'line Subject<'line>,
	ready: &'line Prepared,
	suffix: SuffixWords,
	/// The numbers of the rules that were asked.
	tried: HashSet<usize>,
}

impl Search<'_> {
	/// Asks the rules with these numbers, each once, up to one that says yes.
	fn ask(&mut self, numbers: &[usize]) -> Answer {
		let mut found = Answer::No;
		for number in numbers {
			if found == Answer::Yes {
				break;
			}
			if self.ready.action(*number) != Decision::Deny || !self.tried.insert(*number) {
				continue;
			}
			let rule = self.ready.rule(*number);
			let loose = rule.loose.as_ref().filter(|_| concerns(rule, self.about) != Answer::No);
			if let Some(loose) = loose {
				found = found.max(suffix_match(loose, &self.suffix, Marker::of(rule, self.about).as_ref()));
			}
		}
		found
	}
}
