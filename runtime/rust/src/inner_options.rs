//! `find`, `fd` and their like: programs that run the words behind some of their options.

use std::rc::Rc;

use crate::codes::OpaqueCode;
use crate::read_wrapper::WrapperReading;
use crate::registry::{Empty, KnownWrapper};
use crate::shell_types::{OpaquePart, Piece, Word};
use crate::types::PolicyText;
use crate::word_parts::{head_of, replace_in, splits, unknown_words};

/// Reads the words after each inner option, up to `;` or to `{} +`, or to the end where the program takes that. `from` is the index of
/// the first word behind the program.
///
/// ```text
/// read_inner_options(find, words of `find . -exec rm {} +`, 1).inner // [[rm, many]]
/// ```
pub(crate) fn read_inner_options(wrapper: &KnownWrapper, words: &[Rc<Word>], from: usize) -> WrapperReading {
	let mut found = WrapperReading::default();
	let hidden = |one: &Word| OpaquePart { code: OpaqueCode::WrapperOption, span: one.span };
	let may_end = |one: &Rc<Word>| one.literal().is_none_or(|text| matches!(text, b";" | b"+"));
	let last_end = if wrapper.open_end { Some(words.len()) } else { words.iter().rposition(may_end) };
	let mut at = from;
	while let Some(one) = words.get(at) {
		let Some(text) = one.literal() else {
			if may_hide_inner(one, last_end.is_some_and(|end| end >= at + 2)) {
				found.opaque.push(hidden(one));
				break;
			}
			at += 1;
			continue;
		};
		if wrapper.open_end && text == b"--" {
			break;
		}
		if wrapper.query.has(text) {
			return WrapperReading { opaque: found.opaque, ..WrapperReading::default() };
		}
		if wrapper.values.has(text) {
			at += 2;
			continue;
		}
		if !wrapper.inner_options.has(text) {
			if hides_inner(wrapper, text) {
				found.opaque.push(hidden(one));
				break;
			}
			at += 1;
			continue;
		}
		let ends = ends_of_inner(wrapper, words, at + 1);
		let commands = ends.iter().take(MOST_ENDS).map(|end| fill(wrapper, words, at + 1, *end));
		found.inner.extend(commands.filter(|command| !command.is_empty()));
		let last = ends.last().copied().unwrap_or(words.len());
		// More than one word may end it and begin another.
		let hiding = if ends.len() > MOST_ENDS { Some(one) } else { words[at + 1..last].iter().find(|one| splits(one)) };
		found.opaque.extend(hiding.map(|one| hidden(one)));
		at = ends.first().copied().unwrap_or(words.len()) + 1;
	}
	found.stdin = found.inner.is_empty() && found.opaque.is_empty() && wrapper.empty == Empty::Stdin;
	found.moved = !found.inner.is_empty();
	found
}

/// An inner command has as many readings as words that may end it; beyond this many it counts as hidden.
const MOST_ENDS: usize = 8;

/// Where an inner command ends: at each unknown word that could be its end, and where it surely does. Nowhere: without an end the
/// program refuses to run at all.
fn ends_of_inner(wrapper: &KnownWrapper, words: &[Rc<Word>], from: usize) -> Vec<usize> {
	let mut ends = Vec::new();
	for at in from..words.len() {
		if ends_inner(wrapper, words, at) {
			return with_end(ends, at);
		}
		if may_end_inner(&words[at]) {
			ends.push(at);
		}
	}
	if wrapper.open_end { with_end(ends, words.len()) } else { ends }
}

/// Adds the certain end. The word right before it is no end of its own: it is one command with it and without it, `fill` makes it any
/// number of words.
fn with_end(mut ends: Vec<usize>, end: usize) -> Vec<usize> {
	ends.pop_if(|last| *last + 1 == end);
	ends.push(end);
	ends
}

/// Whether an unknown word could be one of the words that end an inner command.
fn may_end_inner(one: &Word) -> bool {
	let could_be = |part: &Piece| !matches!(part, Piece::Literal(text) if !matches!(text.as_slice(), b";" | b"+"));
	!one.is_known() && one.pieces.iter().all(could_be)
}

fn ends_inner(wrapper: &KnownWrapper, words: &[Rc<Word>], at: usize) -> bool {
	let follows_filler = at > 0 && words[at - 1].is(b"{}");
	words[at].is(b";") || (!wrapper.open_end && words[at].is(b"+") && follows_filler)
}

/// The inner command, its placeholders filled with what is not known; where there is none, `fd` adds one.
fn fill(wrapper: &KnownWrapper, words: &[Rc<Word>], start: usize, end: usize) -> Vec<Rc<Word>> {
	let command = words.get(start..end).unwrap_or_default();
	let Some(last) = command.last() else { return Vec::new() };
	let is_single = !wrapper.open_end && words.get(end).is_some_and(|one| one.is(b";"));
	let filler = if is_single { Piece::One(None) } else { Piece::Many(None) };
	let mut replaced = false;
	let mut filled: Vec<Rc<Word>> = Vec::with_capacity(command.len() + 1);
	for one in command {
		let other = replace_in(one, &wrapper.fillers, &filler);
		replaced |= other.is_some();
		filled.push(other.unwrap_or_else(|| one.clone()));
	}
	if may_end_inner(last) {
		filled.pop();
		filled.push(unknown_words(last.span[0]));
	} else if wrapper.open_end && !wrapper.fillers.is_empty() && !replaced {
		filled.push(unknown_words(last.span[1]));
	}
	filled
}

/// `-Hx` and `--exec=rm`: an inner option that is not a word of its own.
fn hides_inner(wrapper: &KnownWrapper, text: &[u8]) -> bool {
	let Some(letters) = text.strip_prefix(b"-").filter(|_| wrapper.open_end) else { return false };
	if letters.starts_with(b"-") {
		let starts = |option: &PolicyText| text.strip_prefix(*option).is_some_and(|rest| rest.starts_with(b"="));
		return wrapper.inner_options.list().iter().any(starts);
	}
	for letter in letters {
		let option = [b'-', *letter];
		if wrapper.inner_options.has(&option) {
			return true;
		}
		if wrapper.values.has(&option) {
			return false;
		}
	}
	false
}

/// Whether an unknown word could be an inner option: it has a command and an end after it, or could hold them all.
fn may_hide_inner(one: &Word, command_follows: bool) -> bool {
	let head = head_of(one);
	if !head.is_empty() && !head.starts_with(b"-") && !splits(one) {
		return false;
	}
	command_follows || one.pieces.iter().any(Piece::splits)
}
