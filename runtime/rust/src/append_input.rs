//! Words that standard input adds to a command.

use std::rc::Rc;

use crate::bytes::contains_any;
use crate::shell_types::{Piece, Word, literal_word};
use crate::stdin_code::InputText;

/// The inner command of `xargs` with the words of the input in place of the unknown ones at its end. Left as it is where the input holds
/// quotes or backslashes, which `xargs` reads in its own way, or names no words at all.
pub(crate) fn append_input(mut words: Vec<Rc<Word>>, source: &InputText) -> Vec<Rc<Word>> {
	let is_open = words.last().is_some_and(|last| last.source.is_empty() && matches!(last.pieces[..], [Piece::Many(_)]));
	if !is_open || contains_any(&source.bytes, b"'\"\\") {
		return words;
	}
	let texts = source.bytes.split(|one| b" \t\n".contains(one)).filter(|text| !text.is_empty());
	let added: Vec<Rc<Word>> = texts.map(|text| literal_word(text, source.span)).collect();
	if !added.is_empty() {
		words.pop();
		words.extend(added);
	}
	words
}
