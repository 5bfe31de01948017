//! Brace lists.

use std::rc::Rc;

use crate::bytes::contains;
use crate::shell_types::{Piece, Word};

/// Longer lists are one unknown word.
const MOST_LIST_WORDS: usize = 64;
const MOST_LIST_DEPTH: usize = 8;

/// A part of a word.
#[derive(Debug)]
enum BraceItem {
	/// Outside of lists.
	Part(Piece),
	/// The alternatives of a list.
	List(Vec<Vec<BraceItem>>),
}

/// The words that a word with signs of brace lists stands for, each as its pieces; a word without pieces vanishes. `None` where there
/// is no list, or where it is a sequence, too long, or not certain to be one.
///
/// `{a,b}` makes several words of one, before anything else in the word is expanded (bash(1), EXPANSION, Brace Expansion). Shells
/// without such lists keep the text, so what a list puts into a word is text that shells read differently.
pub(crate) fn expand_braces(parts: &[Piece]) -> Option<Vec<Vec<Piece>>> {
	let mut reader = BraceReader { parts, at: 0 };
	let items = reader.read_sequence(0)?;
	let has_list = items.iter().any(|item| matches!(item, BraceItem::List(_)));
	let is_whole = reader.at >= parts.len();
	(is_whole && has_list && count_words(&items) <= MOST_LIST_WORDS).then(|| expand_items(&items, false))
}

/// The places of the first and the last sign.
pub(crate) fn signs_of(parts: &[Piece]) -> Option<(usize, usize)> {
	Some((parts.iter().position(Piece::is_sign)?, parts.iter().rposition(Piece::is_sign)?))
}

/// Whether from the first sign to the last there may be a list: a closing brace, and a comma or two dots.
pub(crate) fn may_be_list(parts: &[Piece]) -> bool {
	let separates = |part: &Piece| match part {
		Piece::Sign(sign) => *sign == b',',
		Piece::Literal(text) => contains(text, b".."),
		_ => false,
	};
	let Some((_, before_last)) = parts.split_last() else { return false };
	parts.contains(&Piece::Sign(b'}')) && before_last.iter().any(separates)
}

/// The words as shells without brace lists read them; `None` where that is the same.
pub(crate) fn unexpand_words(words: &[Rc<Word>]) -> Option<Vec<Rc<Word>>> {
	if words.iter().all(|one| one.unexpanded.is_none()) {
		return None;
	}
	let mut read: Vec<Rc<Word>> = Vec::new();
	let mut before: Option<&Rc<Word>> = None;
	for one in words {
		match (&one.unexpanded, before) {
			(None, _) => read.push(one.clone()),
			(Some(whole), Some(known)) if Rc::ptr_eq(whole, known) => {}
			(Some(whole), _) => read.push(whole.clone()),
		}
		before = one.unexpanded.as_ref();
	}
	Some(read)
}

struct BraceReader<'parts> {
	parts: &'parts [Piece],
	at: usize,
}

impl BraceReader<'_> {
	/// Reads items up to a comma or a closing brace of the list around them, or to the end of the word.
	fn read_sequence(&mut self, depth: usize) -> Option<Vec<BraceItem>> {
		let mut items = Vec::new();
		while let Some(part) = self.parts.get(self.at) {
			match part {
				Piece::Sign(b'{') if depth >= MOST_LIST_DEPTH => return None,
				Piece::Sign(b'{') => items.extend(self.read_list(depth + 1)?),
				Piece::Sign(_) if depth > 0 => return Some(items),
				Piece::Sign(b'}') => return None,
				Piece::Sign(_) => items.push(literal_item(b",")),
				other => items.push(BraceItem::Part(other.clone())),
			}
			self.at += 1;
		}
		(depth == 0).then_some(items)
	}

	/// Reads from an opening brace to the closing one. Without a comma the braces are text around what they hold.
	fn read_list(&mut self, depth: usize) -> Option<Vec<BraceItem>> {
		let mut alternatives = Vec::new();
		loop {
			self.at += 1;
			alternatives.push(self.read_sequence(depth)?);
			if self.parts.get(self.at) == Some(&Piece::Sign(b'}')) {
				break;
			}
		}
		if alternatives.len() > 1 {
			return Some(vec![BraceItem::List(alternatives)]);
		}
		let mut items = vec![literal_item(b"{")];
		for item in alternatives.into_iter().flatten() {
			if matches!(&item, BraceItem::Part(Piece::Literal(text)) if contains(text, b"..")) {
				return None;
			}
			items.push(item);
		}
		items.push(literal_item(b"}"));
		Some(items)
	}
}

fn literal_item(text: &[u8]) -> BraceItem {
	BraceItem::Part(Piece::Literal(text.to_vec()))
}

/// How many words some items make; past the limit it need not be exact.
fn count_words(items: &[BraceItem]) -> usize {
	let mut count = 1_usize;
	for item in items {
		if let BraceItem::List(alternatives) = item {
			let choices = alternatives.iter().fold(0_usize, |sum, one| sum.saturating_add(count_words(one)));
			count = count.saturating_mul(choices);
		}
		if count > MOST_LIST_WORDS {
			return count;
		}
	}
	count
}

/// All words, in the order in which a shell makes them. `inside`: text of a list, which not all shells take out of it.
fn expand_items(items: &[BraceItem], inside: bool) -> Vec<Vec<Piece>> {
	let mut words = vec![Vec::new()];
	for item in items {
		let choices = match item {
			BraceItem::Part(Piece::Literal(text)) if inside => vec![vec![Piece::Ansi(text.clone())]],
			BraceItem::Part(part) => vec![vec![part.clone()]],
			BraceItem::List(alternatives) => alternatives.iter().flat_map(|one| expand_items(one, true)).collect(),
		};
		words = words.iter().flat_map(|one| choices.iter().map(move |choice| [one.as_slice(), choice].concat())).collect();
	}
	words
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The parts of a word in which all braces and commas are signs.
	fn parts(text: &str) -> Vec<Piece> {
		let is_sign = |one: u8| b"{,}".contains(&one);
		let piece = |part: &[u8]| if is_sign(part[0]) { Piece::Sign(part[0]) } else { Piece::Literal(part.to_vec()) };
		text.as_bytes().chunk_by(|one, other| !is_sign(*one) && !is_sign(*other)).map(piece).collect()
	}

	fn expanded(text: &str) -> Option<Vec<String>> {
		let text_of = |pieces: Vec<Piece>| String::from_utf8_lossy(&crate::shell_folds::join_texts(&pieces)).into_owned();
		Some(expand_braces(&parts(text))?.into_iter().map(text_of).collect())
	}

	#[test]
	fn lists_make_words() {
		assert_eq!(expanded("a{b,c}d"), Some(vec!["abd".into(), "acd".into()]));
		assert_eq!(expanded("{a,{b,c}}x"), Some(vec!["ax".into(), "bx".into(), "cx".into()]));
		assert_eq!(expanded("{x}{a,b}"), Some(vec!["{x}a".into(), "{x}b".into()]));
	}

	#[test]
	fn what_is_no_certain_list_stays() {
		for text in ["{a}", "a,b", "{a,b", "a}b,c", "{1..3}{a,b}", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"] {
			assert_eq!(expanded(text), None, "{text}");
		}
	}

	#[test]
	fn deep_lists_are_not_followed() {
		let deep = format!("{}x{}", "{a,".repeat(9), "}".repeat(9));
		assert_eq!(expanded(&deep), None);
	}
}
