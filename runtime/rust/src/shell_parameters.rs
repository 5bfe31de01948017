//! `${…}`.

use crate::bytes::{between, byte_at, end_of_run, is_digit, is_name_byte, is_one_of};
use crate::codes::OpaqueCode;
use crate::shell_arithmetic::note_arithmetic;
use crate::shell_cursor::Cursor;
use crate::shell_expansions::{scan_name, unknown_piece, variable};
use crate::shell_skim::skim;
use crate::shell_types::{NamedPart, Piece};

const SPECIAL_PARAMETERS: &[u8] = b"@*#?$!-";

/// Reads `${…}` from its `$`: a parameter, a subscript and an operator (bash(1), EXPANSION, Parameter Expansion). What is not in
/// this list evaluates text again in some shell, or is an error.
pub(crate) fn read_parameter(c: &mut Cursor, quoted: bool) -> Piece {
	let start = c.at;
	let mut reader = ParameterReader { cursor: c, quoted, start, piece: unknown_piece(quoted) };
	reader.read();
	reader.piece
}

struct ParameterReader<'reader, 'text> {
	cursor: &'reader mut Cursor<'text>,
	quoted: bool,
	start: usize,
	piece: Piece,
}

impl ParameterReader<'_, '_> {
	fn read(&mut self) {
		let c = &mut *self.cursor;
		c.at = c.continued(c.continued(c.at + 1) + 1);
		// `${#x}` is a length and `${!x}` reads the variable that x names, but `${#}` and `${#-y}` are about `$#`.
		let prefix = c.here().filter(|sign| b"#!".contains(sign) && prefixes(c));
		if prefix.is_some() {
			c.at = c.continued(c.at + 1);
		}
		let name = read_name(c);
		if name.is_empty() {
			return self.unknown();
		}
		let subscript = if c.is_at(b'[') { read_subscript(c) } else { Vec::new() };
		if c.halted() {
			return;
		}
		if prefix == Some(b'#') {
			return if c.is_at(b'}') { c.at += 1 } else { self.unknown() };
		}
		if prefix.is_some() {
			self.read_indirect(&subscript);
		} else if subscript.is_empty() && c.is_at(b'}') {
			self.piece = variable(&name, self.quoted);
		}
		if name == b"@" || subscript == b"@" {
			self.piece = Piece::Many(None);
		}
		self.read_operator(name);
	}

	/// Reads `${!x}`: the names of variables and the indices of an array are only listed, everything else is read again.
	fn read_indirect(&mut self, subscript: &[u8]) {
		let c = &mut *self.cursor;
		if c.starts_with(b"*}") || c.starts_with(b"@}") {
			if c.is_at(b'@') {
				self.piece = Piece::Many(None);
			}
			c.at += 1;
		} else if !matches!(subscript, b"@" | b"*") || !c.is_at(b'}') {
			self.note();
		}
	}

	fn read_operator(&mut self, name: Vec<u8>) {
		let c = &mut *self.cursor;
		let operator = c.here();
		let colon = operator == Some(b':');
		let sign = if colon { byte_at(c.text, c.at + 1) } else { operator };
		if operator == Some(b'}') {
			c.at += 1;
		} else if is_one_of(sign, b"-=?+") {
			if sign == Some(b'=') {
				let span = c.span(self.start, c.at);
				c.reading.variables.push(NamedPart { name, span });
			}
			c.at += 1 + usize::from(colon);
			self.skim_word();
		} else if colon {
			let from = c.at + 1;
			c.at = from;
			skim(c, b'}', true, false);
			if !c.halted() {
				note_arithmetic(c, from, c.at - 1);
			}
		} else if is_one_of(operator, b"#%/^,") {
			c.at += 1;
			skim(c, b'}', self.quoted, true);
		} else {
			self.unknown();
		}
	}

	/// Reads an operator that evaluates text again, or that is none.
	fn unknown(&mut self) {
		self.note();
		self.skim_word();
	}

	/// Passes over a word whose value may be that of the expansion.
	fn skim_word(&mut self) {
		if skim(self.cursor, b'}', self.quoted, !self.quoted) {
			self.piece = Piece::Many(None);
		}
	}

	fn note(&mut self) {
		let span = self.cursor.span(self.start, self.cursor.at);
		self.cursor.note(OpaqueCode::ParameterExpansion, span);
	}
}

/// Whether the sign here stands before a parameter and is not itself the parameter.
fn prefixes(c: &Cursor) -> bool {
	let at = c.continued(c.at + 1);
	let next = byte_at(c.text, at);
	let is_special = is_one_of(next, SPECIAL_PARAMETERS) && byte_at(c.text, c.continued(at + 1)) == Some(b'}');
	next.is_some_and(is_name_byte) || is_special
}

/// Reads the name of the parameter; empty where there is none.
fn read_name(c: &mut Cursor) -> Vec<u8> {
	let (name, end) = scan_name(c.text, c.at);
	if !name.is_empty() {
		c.at = end;
		return name.into_owned();
	}
	let start = c.at;
	c.at = end_of_run(c.text, c.at, is_digit);
	if c.at == start && c.is_at_one_of(SPECIAL_PARAMETERS) {
		c.at += 1;
	}
	between(c.text, start, c.at).to_vec()
}

/// Reads `[…]`: an index, which is arithmetic, or all elements.
fn read_subscript(c: &mut Cursor) -> Vec<u8> {
	let start = c.at + 1;
	c.at = start;
	skim(c, b']', true, false);
	if c.halted() {
		return Vec::new();
	}
	let text = between(c.text, start, c.at - 1).to_vec();
	if !matches!(text.as_slice(), b"@" | b"*") {
		note_arithmetic(c, start, c.at - 1);
	}
	text
}
