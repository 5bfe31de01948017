//! Words as they could be, and as they certainly are.

use std::rc::Rc;

use crate::bytes::contains_any;
use crate::shell_types::{GlobSymbol, Piece, Place, Word};

/// A word of a view: known bytes, or parts of which some are unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ViewWord {
	pub(crate) literal: Option<Vec<u8>>,
	/// Of a word that is not known.
	pub(crate) parts: Vec<ViewPart>,
	/// The word that it was made from.
	pub(crate) of: Option<Rc<Word>>,
}

impl ViewWord {
	pub(crate) fn known(text: &[u8], of: Option<Rc<Word>>) -> Rc<Self> {
		Rc::new(Self { literal: Some(text.to_vec()), parts: Vec::new(), of })
	}

	/// A word of one unknown part.
	pub(crate) fn unknown(kind: PartKind, of: Option<Rc<Word>>) -> Rc<Self> {
		Rc::new(Self { literal: None, parts: vec![ViewPart { kind, text: Vec::new() }], of })
	}
}

/// Known bytes or something unknown; see `Piece` for what the unknown kinds stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ViewPart {
	pub(crate) kind: PartKind,
	/// Of known bytes.
	pub(crate) text: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
	Text,
	One,
	Many,
	/// A reduced program word: no slash, no capital letter.
	Name,
	/// One that any words may follow.
	Names,
	Star,
	Deep,
	Any,
	Bracket,
}

impl ViewPart {
	/// Whether a word with such a part stands for one or more words.
	pub(crate) fn is_glob(&self) -> bool {
		matches!(self.kind, PartKind::Star | PartKind::Deep | PartKind::Any | PartKind::Bracket)
	}
}

/// Stands for any words, none included.
pub(crate) fn unknown_view_words() -> Rc<ViewWord> {
	ViewWord::unknown(PartKind::Many, None)
}

/// The directories that loose views know; not known where the line assigns them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
	pub(crate) home: Option<Vec<u8>>,
	pub(crate) pwd: Option<Vec<u8>>,
}

impl Places {
	pub(crate) fn of(&self, place: Place) -> Option<&[u8]> {
		match place {
			Place::Home => self.home.as_deref(),
			Place::Pwd => self.pwd.as_deref(),
		}
	}
}

/// Whether an unquoted value is cut into words or expanded as a pattern.
pub(crate) fn is_cut(value: &[u8]) -> bool {
	contains_any(value, b" \t\n*?[]")
}

/// A word as it could be: `~`, `$HOME`, `$PWD` and `$'…'` are what bash makes of them.
pub(crate) fn loose_word(one: &Rc<Word>, known: &Places) -> Rc<ViewWord> {
	make_view_word(one, |part| match part {
		Piece::Ansi(text) => Some(text.clone()),
		Piece::Place { place, splits } => known.of(*place).filter(|path| !(*splits && is_cut(path))).map(<[u8]>::to_vec),
		_ => None,
	})
}

/// A word as it certainly is.
pub(crate) fn strict_word(one: &Rc<Word>) -> Rc<ViewWord> {
	make_view_word(one, |_| None)
}

fn make_view_word(one: &Rc<Word>, read: impl Fn(&Piece) -> Option<Vec<u8>>) -> Rc<ViewWord> {
	let of = Some(one.clone());
	if let Some(text) = one.literal() {
		return ViewWord::known(text, of);
	}
	let mut parts: Vec<ViewPart> = Vec::new();
	for piece in &one.pieces {
		let part = match read(piece) {
			Some(text) => ViewPart { kind: PartKind::Text, text },
			None => plain_part(piece),
		};
		match parts.last_mut() {
			Some(last) if last.kind == PartKind::Text && part.kind == PartKind::Text => last.text.extend_from_slice(&part.text),
			_ => parts.push(part),
		}
	}
	match parts.as_slice() {
		[ViewPart { kind: PartKind::Text, text }] => ViewWord::known(text, of),
		_ => Rc::new(ViewWord { literal: None, parts, of }),
	}
}

fn plain_part(piece: &Piece) -> ViewPart {
	let kind = match piece {
		Piece::Literal(text) => return ViewPart { kind: PartKind::Text, text: text.clone() },
		Piece::Glob(GlobSymbol::Star) => PartKind::Star,
		Piece::Glob(GlobSymbol::Deep) => PartKind::Deep,
		Piece::Glob(GlobSymbol::Any) => PartKind::Any,
		Piece::Glob(GlobSymbol::Bracket) => PartKind::Bracket,
		Piece::Many(_) | Piece::Place { splits: true, .. } => PartKind::Many,
		Piece::Ansi(_) | Piece::One(_) | Piece::Place { .. } | Piece::Sign(_) => PartKind::One,
	};
	ViewPart { kind, text: Vec::new() }
}
