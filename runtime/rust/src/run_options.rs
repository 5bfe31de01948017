//! Options that make a program run something.

use std::rc::Rc;

use crate::bytes::cut;
use crate::codes::OpaqueCode;
use crate::registry::KnownOptions;
use crate::shell_types::{OpaquePart, Piece, Word, literal_word};
use crate::types::PolicyText;
use crate::word_parts::{cut_word, head_of, splits};

/// What the options of a command make it run.
#[derive(Debug, Default)]
pub(crate) struct RunOptions {
	/// One part for each word that is, or may be, such an option.
	pub(crate) parts: Vec<OpaquePart>,
	/// The values that are shell text.
	pub(crate) texts: Vec<Rc<Word>>,
}

/// Finds the options among the words from an index on that make a program which is no wrapper run or load something else
/// (`tar --to-command`, `rsync -e`). Read the wide way: clusters, attached values and abbreviations count, and so does an unknown word
/// where an option could stand.
pub(crate) fn find_run_options(words: &[Rc<Word>], from: usize, options: &KnownOptions) -> RunOptions {
	let mut found = RunOptions::default();
	if options.runs.is_empty() && options.runs_text.is_empty() {
		return found;
	}
	let mut at = from;
	while let Some(one) = words.get(at).filter(|one| !one.is(b"--")) {
		let cluster = one.literal().filter(|text| options.bare_cluster && at == from && !text.starts_with(b"-"));
		let cluster = cluster.map(|text| literal_word(&[b"-", text].concat(), one.span));
		let read = cluster.as_ref().unwrap_or(one);
		at += 1;
		let Some(option) = read_run_word(read, options) else {
			at += usize::from(read.literal().is_some_and(|text| takes_next_word(text, options)));
			continue;
		};
		found.parts.push(OpaquePart { code: OpaqueCode::RunOption, span: one.span });
		if !option.name.is_some_and(|name| options.runs_text.has(name)) {
			continue;
		}
		if option.attached > 0 {
			found.texts.push(cut_word(one, option.attached));
		} else {
			found.texts.extend(words.get(at).cloned());
			at += 1;
		}
	}
	found
}

/// Whether the next word is the value of an option: of one by itself, or of the last of a cluster.
fn takes_next_word(text: &[u8], options: &KnownOptions) -> bool {
	let Some(letters) = text.strip_prefix(b"-").filter(|_| options.values_known) else { return false };
	if options.values.has(text) {
		return true;
	}
	let takes = letters.iter().position(|letter| options.values.has(&[b'-', *letter]));
	!letters.starts_with(b"-") && takes.is_some_and(|at| at == letters.len() - 1)
}

/// An option that runs something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RunOption {
	/// The listed name; `None` where it is not known which it is.
	name: Option<PolicyText>,
	/// Where an attached value starts; 0: the next word is the value, if the option has one.
	attached: usize,
}

/// The names of options that run something.
fn run_names(options: &KnownOptions) -> impl Iterator<Item = PolicyText> {
	options.runs.list().iter().chain(options.runs_text.list()).copied()
}

/// The option that runs something which a word is, or may be.
fn read_run_word(one: &Word, options: &KnownOptions) -> Option<RunOption> {
	let head = head_of(one);
	let known = one.is_known();
	if !known && matches!(head, b"" | b"-" | b"--") {
		return (!starts_with_place(one)).then_some(RunOption { name: None, attached: 0 });
	}
	// Options such as `+` and `exec:`, whose value stands behind them in the same word.
	let starts = run_names(options).filter(|name| *name == b"+" || name.ends_with(b"=") || name.ends_with(b":")).find_map(|name| {
		if head.starts_with(name) {
			return Some(RunOption { name: Some(name), attached: name.len() });
		}
		(!known && name.starts_with(head)).then_some(RunOption { name: None, attached: 0 })
	});
	if starts.is_some() || !head.starts_with(b"-") || head == b"-" {
		return starts;
	}
	let with_value = cut(head, b'=');
	let written = with_value.map_or(head, |(written, _)| written);
	let attached = with_value.map_or(0, |_| written.len() + 1);
	let is_whole = known || with_value.is_some();
	let long = run_names(options).filter(|name| name.len() > 2 && name.starts_with(b"-")).find_map(|name| {
		let is_single = !name.starts_with(b"--") && written.strip_prefix(b"-") == Some(name);
		if (written == name || is_single) && is_whole {
			return Some(RunOption { name: Some(name), attached });
		}
		let abbreviates = name.starts_with(written) && may_abbreviate(written, known && with_value.is_none(), options);
		abbreviates.then_some(RunOption { name: known.then_some(name), attached })
	});
	if long.is_some() || head.starts_with(b"--") {
		return long;
	}
	read_run_cluster(head, known, options)
}

/// Whether a proper start of a long option may stand for it: it is no option itself, or how it goes on is not known.
fn may_abbreviate(written: &[u8], whole: bool, options: &KnownOptions) -> bool {
	if !written.starts_with(b"--") {
		return !whole && written.len() > 2;
	}
	written.len() >= 4 && (!whole || (!options.flags.has(written) && !options.values.has(written)))
}

fn read_run_cluster(head: &[u8], known: bool, options: &KnownOptions) -> Option<RunOption> {
	for (at, letter) in head.iter().enumerate().skip(1) {
		let option = [b'-', *letter];
		if let Some(name) = run_names(options).find(|name| *name == option) {
			let attached = if at < head.len() - 1 { at + 1 } else { 0 };
			return Some(RunOption { name: Some(name), attached });
		}
		if options.values.has(&option) || *letter == b'=' {
			return None;
		}
	}
	// How an unknown cluster goes on is not known.
	(!known).then_some(RunOption { name: None, attached: 0 })
}

/// `~/x` and `$PWD/x`: a path, which starts with a slash.
fn starts_with_place(one: &Word) -> bool {
	matches!(one.pieces.first(), Some(Piece::Place { .. })) && !splits(one)
}
