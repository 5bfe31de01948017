//! Parts of words.

use std::rc::Rc;

use crate::bytes::{after, find};
use crate::shell_types::{Piece, Word};

/// The literal start of a word; empty where it starts with something unknown.
pub(crate) fn head_of(one: &Word) -> &[u8] {
	match one.pieces.first() {
		Some(Piece::Literal(text)) => text,
		_ => b"",
	}
}

/// Whether a word may be none or several.
pub(crate) fn splits(one: &Word) -> bool {
	one.pieces.iter().any(|part| part.splits() || matches!(part, Piece::Glob(_)))
}

/// A word without the first bytes of its first literal piece.
pub(crate) fn cut_word(one: &Word, from: usize) -> Rc<Word> {
	let mut pieces = one.pieces.clone();
	if let Some(Piece::Literal(text)) = pieces.first_mut() {
		*text = after(text, from).to_vec();
	}
	Rc::new(Word::new(pieces, one.source.clone(), one.span))
}

/// A word in which each of some texts stands for something that is not known; `None` where it holds none of them.
pub(crate) fn replace_in(one: &Word, texts: &[&[u8]], filler: &Piece) -> Option<Rc<Word>> {
	let mut pieces = one.pieces.clone();
	let mut replaced = false;
	for text in texts {
		let mut filled = Vec::with_capacity(pieces.len());
		for part in pieces {
			let Piece::Literal(written) = &part else {
				filled.push(part);
				continue;
			};
			let mut rest = written.as_slice();
			while let Some(at) = find(rest, text).filter(|_| !text.is_empty()) {
				replaced = true;
				push_text(&mut filled, &rest[..at]);
				filled.push(filler.clone());
				rest = &rest[at + text.len()..];
			}
			push_text(&mut filled, rest);
		}
		pieces = filled;
	}
	replaced.then(|| Rc::new(Word { pieces, source: one.source.clone(), span: one.span, unexpanded: one.unexpanded.clone() }))
}

fn push_text(pieces: &mut Vec<Piece>, text: &[u8]) {
	if !text.is_empty() {
		pieces.push(Piece::Literal(text.to_vec()));
	}
}

/// Stands for any words, none included, at a place of the line.
pub(crate) fn unknown_words(at: usize) -> Rc<Word> {
	Rc::new(Word::new(vec![Piece::Many(None)], Vec::new(), [at, at]))
}
