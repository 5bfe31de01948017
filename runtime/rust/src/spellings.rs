//! Other word lists that mean the same to a program.

use std::iter::once;
use std::rc::Rc;

use crate::names::Names;
use crate::registry::KnownProgram;
use crate::types::PolicyText;
use crate::view_words::{PartKind, ViewWord, unknown_view_words};

type Words = Vec<Rc<ViewWord>>;

/// The word lists that mean the same to a program as one without global options, or that it could be: with its subcommand in each
/// other spelling (`docker container rm` for `docker rm`), with every subcommand that it may abbreviate, and with more words where an
/// option takes operands from elsewhere.
pub(crate) fn other_spellings(words: &[Rc<ViewWord>], program: &KnownProgram) -> Vec<Words> {
	let Some(first) = words.first() else { return Vec::new() };
	let mut spelled = Vec::new();
	let second = words.get(1);
	let subcommand = second.and_then(|one| one.literal.as_deref()).filter(|text| !text.is_empty());
	if let (Some(second), Some(text)) = (second, subcommand) {
		spelled.extend(equivalents(words, text, program));
		for name in abbreviated(text, program) {
			let meant: Words = [first.clone(), like(name, second)].into_iter().chain(words[2..].iter().cloned()).collect();
			let others = equivalents(&meant, name, program);
			spelled.push(meant);
			spelled.extend(others);
		}
	}
	let options = if program.subcommands.is_empty() {
		Some(&program.options)
	} else {
		subcommand.and_then(|text| program.subcommands.get(text)).map(|found| &found.options)
	};
	if options.is_some_and(|options| words.iter().any(|one| names_source(one, &options.unknown_operands))) {
		spelled.push(words.iter().cloned().chain([unknown_view_words()]).collect());
	}
	spelled
}

/// The same words with the subcommand that they name in its other spellings.
fn equivalents(words: &[Rc<ViewWord>], subcommand: &[u8], program: &KnownProgram) -> Vec<Words> {
	let mut spelled = Vec::new();
	for group in program.equivalents_of(subcommand) {
		if !starts_with_spelling(&words[1..], &group.spelling) {
			continue;
		}
		for other in &group.others {
			let meant = other.iter().map(|text| like(text, &words[1]));
			let rest = words[group.spelling.len() + 1..].iter().cloned();
			spelled.push(once(words[0].clone()).chain(meant).chain(rest).collect());
		}
	}
	spelled
}

fn starts_with_spelling(words: &[Rc<ViewWord>], spelling: &[PolicyText]) -> bool {
	words.len() >= spelling.len() && words.iter().zip(spelling).all(|(one, text)| one.literal.as_deref() == Some(*text))
}

/// The subcommands that a text may abbreviate, sorted.
fn abbreviated(written: &[u8], program: &KnownProgram) -> Vec<PolicyText> {
	if !program.abbreviates || program.subcommands.has(written) {
		return Vec::new();
	}
	let mut meant: Vec<PolicyText> = program.subcommands.names().filter(|name| name.starts_with(written)).collect();
	meant.sort_unstable();
	meant
}

/// Whether a word is, or may be, one of some options.
fn names_source(one: &ViewWord, options: &Names) -> bool {
	let head = match (&one.literal, one.parts.first()) {
		(Some(text), _) => text.as_slice(),
		(None, Some(part)) if part.kind == PartKind::Text => &part.text,
		_ => b"",
	};
	options
		.list()
		.iter()
		.any(|option| head.strip_prefix(*option).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"=") || option.len() == 2))
}

/// A known word in the place of another.
fn like(text: &[u8], other: &ViewWord) -> Rc<ViewWord> {
	ViewWord::known(text, other.of.clone())
}
