//! Text whose value does not matter, but whose programs do.

use crate::bytes::{between, end_of_run};
use crate::codes::OpaqueCode;
use crate::shell_ansi::read_ansi;
use crate::shell_cursor::Cursor;
use crate::shell_expansions::read_expansion;
use crate::shell_pieces::PieceList;
use crate::shell_quotes::{read_double_quoted, read_single_quoted};
use crate::shell_substitutions::{read_backticks, read_substitution};
use crate::shell_types::Piece;

/// Passes over text whose value does not matter, such as the word of `${x:-word}`, up to and past a closing bracket: the programs in
/// it are read, nothing else of it is kept.
///
/// `quoted`: the text stands in double quotes. `quotes`: single quotes mean something. It says whether the text may expand to
/// several words in double quotes (`"$@"`).
pub(crate) fn skim(c: &mut Cursor, closing: u8, quoted: bool, quotes: bool) -> bool {
	let start = c.at;
	let mut skimmer = Skimmer { cursor: c, closing, quoted, quotes, ignored: PieceList::new(), several: false };
	if skimmer.cursor.reading.descend() {
		skimmer.read(start);
	}
	let Skimmer { cursor: c, ignored, several, .. } = skimmer;
	c.reading.ascend();
	if let Some(odd) = ignored.odd {
		c.note(odd, c.span(start, c.at));
	}
	if !c.halted() {
		c.at += 1;
	}
	several
}

struct Skimmer<'reader, 'text> {
	cursor: &'reader mut Cursor<'text>,
	closing: u8,
	quoted: bool,
	quotes: bool,
	ignored: PieceList,
	several: bool,
}

impl Skimmer<'_, '_> {
	/// Reads up to the closing bracket of the text that starts at an offset.
	fn read(&mut self, start: usize) {
		// Of brackets; may be below zero, where the text closes more than it opens.
		let mut depth = 0_isize;
		while !self.cursor.halted() {
			let c = &mut *self.cursor;
			let end = end_of_run(c.text, c.at, |one| !b"\\'\"`$<>[]{}".contains(&one));
			self.ignored.check(between(c.text, c.at, end), self.quoted);
			c.at = end;
			let Some(character) = c.here() else { return c.stop(OpaqueCode::SyntaxError, start) };
			if character == self.closing && depth == 0 {
				return;
			}
			match character {
				b'\\' => c.at = c.text.len().min(c.at + 2),
				b'\'' if self.quotes => read_single_quoted(c, &mut self.ignored),
				b'"' => read_double_quoted(c, &mut self.ignored),
				b'`' => read_backticks(c, self.quoted),
				b'$' => self.read_dollar(),
				b'<' | b'>' if !self.quoted && c.peek(1) == Some(b'(') => read_process(c),
				_ => {
					if self.closing == b']' {
						depth += isize::from(character == b'[') - isize::from(character == b']');
					}
					c.at += 1;
				}
			}
		}
	}

	fn read_dollar(&mut self) {
		let c = &mut *self.cursor;
		if let Some(found) = read_expansion(c, self.quoted) {
			self.several |= matches!(found, Piece::Many(_));
			return;
		}
		let ansi = if self.quotes && c.starts_with(b"$'") { read_ansi(c.text, c.at + 2) } else { None };
		c.at = ansi.map_or(c.at + 1, |read| read.end);
	}
}

/// Passes over a process substitution, which not all shells take where a value is expected.
fn read_process(c: &mut Cursor) {
	let start = c.at;
	read_substitution(c, true);
	c.note(OpaqueCode::Dialect, c.span(start, c.at));
}
