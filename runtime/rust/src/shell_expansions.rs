//! What a `$` starts.

use std::borrow::Cow;

use crate::bytes::{between, byte_at, end_of_run, is_digit, is_letter, is_name_byte, is_name_start, is_one_of};
use crate::codes::OpaqueCode;
use crate::shell_arithmetic::{arithmetic_end, note_arithmetic, read_arithmetic};
use crate::shell_cursor::Cursor;
use crate::shell_parameters::read_parameter;
use crate::shell_skim::skim;
use crate::shell_substitutions::read_substitution;
use crate::shell_types::{Parameter, Piece, Place};

/// Reads the expansion that a `$` starts. `None`, with the cursor where it was, where the `$` stands for itself. `$'…'` and `$"…"`
/// are none: in double quotes they mean nothing.
pub(crate) fn read_expansion(c: &mut Cursor, quoted: bool) -> Option<Piece> {
	let start = c.continued(c.at + 1);
	let (name, end) = scan_name(c.text, start);
	if !name.is_empty() {
		return Some(bare_variable(c, &name, end, quoted));
	}
	match byte_at(c.text, start)? {
		one if is_digit(one) || b"@*#?$!-".contains(&one) => return Some(bare_variable(c, &[one], start + 1, quoted)),
		b'{' => return Some(read_parameter(c, quoted)),
		b'[' => read_bracket_arithmetic(c),
		b'(' => {
			if !read_parenthesised_arithmetic(c) {
				read_substitution(c, false);
			}
		}
		_ => return None,
	}
	Some(unknown_piece(quoted))
}

/// Unknown text: one word in quotes, else any words.
pub(crate) fn unknown_piece(quoted: bool) -> Piece {
	if quoted { Piece::One(None) } else { Piece::Many(None) }
}

/// The name at an offset, with line continuations removed, and where it ends; empty where none starts.
pub(crate) fn scan_name(text: &[u8], from: usize) -> (Cow<'_, [u8]>, usize) {
	if !byte_at(text, from).is_some_and(is_name_start) {
		return (Cow::default(), from);
	}
	let mut end = end_of_run(text, from, is_name_byte);
	let mut name = Cow::Borrowed(between(text, from, end));
	while between(text, end, end + 2) == b"\\\n" {
		let start = end + 2;
		end = end_of_run(text, start, is_name_byte);
		name.to_mut().extend_from_slice(between(text, start, end));
	}
	(name, end)
}

/// The offset behind modifiers that zsh takes after a bare name (zshexpn(1), Modifiers), with whatever letters follow.
fn modifiers_end(text: &[u8], from: usize) -> usize {
	let mut end = from;
	while byte_at(text, end) == Some(b':') && is_one_of(byte_at(text, end + 1), b"aAcehlpPqQrtuwWx&gF") {
		end = end_of_run(text, end + 2, is_letter);
	}
	end
}

fn bare_variable(c: &mut Cursor, name: &[u8], end: usize, quoted: bool) -> Piece {
	let start = c.at;
	c.at = end;
	// zsh takes a subscript, which is arithmetic, and can replace text in the value.
	if c.is_at(b'[') || c.starts_with(b":s") || c.starts_with(b":gs") {
		c.note(OpaqueCode::Dialect, c.span(start, end));
	}
	c.at = modifiers_end(c.text, end);
	if c.at == end {
		return variable(name, quoted);
	}
	// With modifiers the value is as little known as without; to other shells they are text after it.
	unknown_piece(quoted && name != b"@")
}

/// The piece that a variable is.
pub(crate) fn variable(name: &[u8], quoted: bool) -> Piece {
	let parameter = match name {
		b"HOME" => return Piece::Place { place: Place::Home, splits: !quoted },
		b"PWD" => return Piece::Place { place: Place::Pwd, splits: !quoted },
		b"@" => return Piece::Many(Some(Parameter::All)),
		[digit] if is_digit(*digit) => Some(Parameter::Number(usize::from(digit - b'0'))),
		_ => None,
	};
	if quoted { Piece::One(parameter) } else { Piece::Many(parameter) }
}

/// Reads `$((…))`; false where it is a substitution that starts with a subshell.
fn read_parenthesised_arithmetic(c: &mut Cursor) -> bool {
	let inner = c.continued(c.continued(c.at + 1) + 1);
	if byte_at(c.text, inner) != Some(b'(') {
		return false;
	}
	let Some(end) = arithmetic_end(c.text, inner + 1) else { return false };
	c.at = inner + 1;
	read_arithmetic(c, end);
	if !c.halted() {
		c.at = end + 2;
	}
	true
}

/// Reads `$[…]`, the old spelling of arithmetic; a literal text and a glob to shells that do not know it.
fn read_bracket_arithmetic(c: &mut Cursor) {
	let start = c.continued(c.at + 1) + 1;
	c.at = start;
	skim(c, b']', true, false);
	if !c.halted() {
		note_arithmetic(c, start, c.at - 1);
	}
}
