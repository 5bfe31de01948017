//! The words that the parts of one word stand for.

use crate::shell_braces::{expand_braces, may_be_list, signs_of};
use crate::shell_types::{GlobSymbol, Piece};

/// The words that the parts of one word stand for, each as its pieces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Folded {
	pub(crate) words: Vec<Vec<Piece>>,
	/// With brace lists, the one word of shells that do not know them.
	pub(crate) unexpanded: Option<Vec<Piece>>,
}

impl Folded {
	fn one(pieces: Vec<Piece>) -> Self {
		Self { words: vec![pieces], unexpanded: None }
	}
}

/// Folds the parts of a word to the words that it stands for.
///
/// `first_bracket` and `last_bracket` are the places of the first and behind the last unquoted bracket among the parts. From the first
/// to the last one a word is one glob piece. Brace lists are expanded; where that is not certain, everything between the outer braces
/// is unknown, and with brackets in the same word all of it.
pub(crate) fn fold_parts(parts: Vec<Piece>, first_bracket: Option<usize>, last_bracket: Option<usize>) -> Folded {
	let brackets = first_bracket.zip(last_bracket).filter(|(first, last)| first < last);
	let Some((first, last)) = signs_of(&parts).filter(|(first, last)| may_be_list(&parts[*first..=*last])) else {
		let pieces = without_signs(parts);
		return Folded::one(merge_literals(match brackets {
			Some((first, last)) => fold_brackets(pieces, first, last),
			None => pieces,
		}));
	};
	if brackets.is_some() {
		return Folded::one(vec![Piece::Many(None)]);
	}
	let Some(expanded) = expand_braces(&parts) else {
		let mut pieces = parts;
		pieces.splice(first..=last, [Piece::Many(None)]);
		return Folded::one(merge_literals(pieces));
	};
	let words = expanded.into_iter().filter(|pieces| !pieces.is_empty()).map(merge_literals).collect();
	Folded { words, unexpanded: Some(merge_literals(without_signs(parts))) }
}

/// The pieces of a word whose braces and commas are text.
fn without_signs(mut parts: Vec<Piece>) -> Vec<Piece> {
	for part in &mut parts {
		if let Piece::Sign(sign) = *part {
			*part = Piece::Literal(vec![sign]);
		}
	}
	parts
}

fn fold_brackets(mut pieces: Vec<Piece>, first: usize, last: usize) -> Vec<Piece> {
	let splits = pieces[first..last].iter().any(Piece::splits);
	pieces.splice(first..last, [if splits { Piece::Many(None) } else { Piece::Glob(GlobSymbol::Bracket) }]);
	pieces
}

/// Literal pieces that stand side by side as one, and none that is empty beside others.
pub(crate) fn merge_literals(pieces: Vec<Piece>) -> Vec<Piece> {
	let count = pieces.len();
	if count < 2 {
		return pieces;
	}
	let mut merged: Vec<Piece> = Vec::with_capacity(count);
	for piece in pieces {
		match (merged.last_mut(), piece) {
			(Some(Piece::Literal(before)), Piece::Literal(text)) => before.extend_from_slice(&text),
			(_, piece) => merged.push(piece),
		}
	}
	if merged.len() == 1 {
		return merged;
	}
	merged.retain(|piece| !matches!(piece, Piece::Literal(text) if text.is_empty()));
	// `""$x` is a word even where the variable is empty.
	if merged.len() < count && merged.iter().all(Piece::splits) {
		merged.insert(0, Piece::Literal(Vec::new()));
	}
	merged
}

/// The bytes of literal and `$'…'` pieces, side by side.
pub(crate) fn join_texts(pieces: &[Piece]) -> Vec<u8> {
	let mut text = Vec::new();
	for piece in pieces {
		if let Piece::Literal(part) | Piece::Ansi(part) = piece {
			text.extend_from_slice(part);
		}
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	fn literal(text: &str) -> Piece {
		Piece::Literal(text.as_bytes().to_vec())
	}

	#[test]
	fn literals_side_by_side_are_one() {
		assert_eq!(merge_literals(vec![literal("a"), literal(""), literal("b")]), [literal("ab")]);
		assert_eq!(merge_literals(vec![literal(""), literal("")]), [literal("")]);
		assert_eq!(merge_literals(vec![literal(""), Piece::Many(None)]), [literal(""), Piece::Many(None)]);
		assert_eq!(merge_literals(vec![literal(""), Piece::One(None)]), [Piece::One(None)]);
	}

	#[test]
	fn brackets_are_one_glob() {
		let parts = vec![literal("a"), literal("[x]"), literal("b")];
		let folded = fold_parts(parts, Some(1), Some(2));
		assert_eq!(folded, Folded::one(vec![literal("a"), Piece::Glob(GlobSymbol::Bracket), literal("b")]));
	}
}
