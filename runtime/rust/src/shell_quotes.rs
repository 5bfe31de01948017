//! Quoted text.

use crate::bytes::{between, byte_at, end_of_run, index_from};
use crate::codes::OpaqueCode;
use crate::shell_cursor::Cursor;
use crate::shell_expansions::read_expansion;
use crate::shell_pieces::PieceList;
use crate::shell_substitutions::read_backticks;
use crate::shell_types::Piece;

/// Reads `'…'` from its opening quote.
pub(crate) fn read_single_quoted(c: &mut Cursor, pieces: &mut PieceList) {
	match index_from(c.text, b'\'', c.at + 1) {
		Some(end) => {
			pieces.add_quoted(between(c.text, c.at + 1, end));
			c.at = end + 1;
		}
		None => c.stop(OpaqueCode::UnterminatedQuote, c.at),
	}
}

/// Reads `"…"` from its opening quote.
pub(crate) fn read_double_quoted(c: &mut Cursor, pieces: &mut PieceList) {
	let opening = c.at;
	pieces.add_quoted(b"");
	c.at += 1;
	read_quoted_text(c, pieces, Some(b'"'));
	if c.halted() {
		return;
	}
	if c.is_at(b'"') {
		c.at += 1;
	} else {
		c.stop(OpaqueCode::UnterminatedQuote, opening);
	}
}

/// Reads text in which only expansions and backslashes mean something, up to the closing quote or, where that is `None`, to the end
/// (POSIX.1-2017, Shell Command Language, 2.2.3 and 2.7.4).
pub(crate) fn read_quoted_text(c: &mut Cursor, pieces: &mut PieceList, closing: Option<u8>) {
	while !c.halted() {
		let end = end_of_run(c.text, c.at, |one| !b"\"\\$`".contains(&one));
		if end > c.at {
			pieces.add_quoted(between(c.text, c.at, end));
			c.at = end;
		}
		match c.here() {
			None => return,
			character if character == closing => return,
			Some(b'"') => {
				pieces.add_quoted(b"\"");
				c.at += 1;
			}
			Some(b'`') => {
				read_backticks(c, closing == Some(b'"'));
				pieces.push(Piece::One(None));
			}
			Some(b'$') => {
				if let Some(found) = read_expansion(c, true) {
					pieces.push(found);
				} else {
					pieces.add_quoted(b"$");
					c.at += 1;
				}
			}
			Some(_) => read_escaped(c, pieces, closing),
		}
	}
}

/// Reads a backslash: it escapes a few characters and stands for itself before all others.
fn read_escaped(c: &mut Cursor, pieces: &mut PieceList, closing: Option<u8>) {
	match byte_at(c.text, c.at + 1) {
		Some(b'\n') => c.at += 2,
		Some(escaped) if b"$`\\".contains(&escaped) || Some(escaped) == closing => {
			pieces.add_quoted(&[escaped]);
			c.at += 2;
		}
		_ => {
			pieces.add_quoted(b"\\");
			c.at += 1;
		}
	}
}
