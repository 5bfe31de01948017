//! The pieces of a word while it is read.

use crate::bytes::{between, decode_scalar};
use crate::codes::OpaqueCode;
use crate::shell_characters::odd_character;
use crate::shell_types::Piece;

/// Gathers the pieces of a word while it is read, with the signs of brace lists among them; literal text that stands side by side
/// becomes one piece.
#[derive(Debug)]
pub(crate) struct PieceList {
	/// Everything so far is unquoted literal text.
	pub(crate) plain: bool,
	/// The first reason to distrust a character.
	pub(crate) odd: Option<OpaqueCode>,
	/// How many bytes of the first literal piece are unquoted; `None` while that may still grow.
	unquoted_bytes: Option<usize>,
	parts: Vec<Piece>,
	/// The literal text that was added last, with nothing after it.
	literal: Option<Vec<u8>>,
}

impl PieceList {
	pub(crate) fn new() -> Self {
		Self { plain: true, odd: None, unquoted_bytes: None, parts: Vec::new(), literal: None }
	}

	/// How many bytes of the first literal piece are unquoted.
	pub(crate) fn unquoted(&self) -> usize {
		match self.unquoted_bytes {
			Some(count) => count,
			None if self.parts.is_empty() => self.last_literal().len(),
			None => 0,
		}
	}

	/// The literal text that was added last, with nothing after it.
	pub(crate) fn last_literal(&self) -> &[u8] {
		self.literal.as_deref().unwrap_or_default()
	}

	pub(crate) fn add_unquoted(&mut self, text: &[u8]) {
		self.check(text, false);
		self.literal.get_or_insert_default().extend_from_slice(text);
	}

	/// Adds quoted text; the empty text too makes a word.
	pub(crate) fn add_quoted(&mut self, text: &[u8]) {
		self.unquoted_bytes = Some(self.unquoted());
		self.plain = false;
		self.check(text, true);
		self.literal.get_or_insert_default().extend_from_slice(text);
	}

	pub(crate) fn push(&mut self, part: Piece) {
		self.plain = false;
		self.mark();
		self.parts.push(part);
	}

	/// Looks at text that is not part of the pieces.
	pub(crate) fn check(&mut self, text: &[u8], quoted: bool) {
		if self.odd.is_none() {
			self.odd = odd_character(text, quoted);
		}
	}

	/// How many parts there are so far; a place to fold from or to.
	pub(crate) fn mark(&mut self) -> usize {
		self.unquoted_bytes = Some(self.unquoted());
		if let Some(text) = self.literal.take() {
			self.parts.push(Piece::Literal(text));
		}
		self.parts.len()
	}

	/// Gives all parts, and ends the adding.
	pub(crate) fn finish(&mut self) -> Vec<Piece> {
		self.mark();
		std::mem::take(&mut self.parts)
	}
}

/// The bytes of the character at an offset: a whole scalar value, or one byte where the text is cut.
pub(crate) fn character_at(text: &[u8], at: usize) -> &[u8] {
	let length = decode_scalar(text, at).map_or(1, |(_, length)| length);
	between(text, at, at + length)
}
