//! A word becomes pieces.

use std::rc::Rc;

use crate::bytes::{between, byte_at, byte_before, contains_any, end_of_run, ends_at, index_from, is_name_byte, is_one_of, name_end};
use crate::codes::OpaqueCode;
use crate::shell_ansi::read_ansi;
use crate::shell_arithmetic::note_arithmetic;
use crate::shell_arrays::read_array;
use crate::shell_cursor::Cursor;
use crate::shell_expansions::{read_expansion, scan_name};
use crate::shell_extended_globs::read_extended_glob;
use crate::shell_folds::fold_parts;
use crate::shell_pieces::{PieceList, character_at};
use crate::shell_quotes::{read_double_quoted, read_single_quoted};
use crate::shell_skim::skim;
use crate::shell_substitutions::{read_backticks, read_substitution};
use crate::shell_types::{Assignment, GlobSymbol, Piece, Place, Word};
use crate::types::Span;

/// A word, or the part of it before something at which the reading stopped.
#[derive(Debug)]
pub(crate) struct WordReading<'text> {
	/// The words that it stands for: several or none where it holds brace lists, else one.
	pub(crate) words: Vec<Rc<Word>>,
	/// What it assigns, where it stands before a program.
	pub(crate) assignment: Option<Assignment>,
	/// The whole word is unquoted literal text: only then it can be a descriptor number or the name of a function.
	pub(crate) plain: bool,
	/// How many bytes of the first literal piece are unquoted.
	pub(crate) unquoted: usize,
	pub(crate) source: &'text [u8],
	pub(crate) end: usize,
}

/// Whether a word may hold the list of an array after NAME=: the command declares variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Declares {
	#[default]
	Nothing,
	Indexed,
	/// Its keys are texts.
	Keyed,
}

/// What a word may be where it stands.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordPlace {
	/// It may be an assignment: it stands before a program.
	pub(crate) assigns: bool,
	pub(crate) declares: Declares,
}

/// A word that is nothing but a word.
pub(crate) const PLAIN_PLACE: WordPlace = WordPlace { assigns: false, declares: Declares::Nothing };

/// Reads the word that starts at the cursor; the caller has skipped blanks and operators, so there is one. The programs in it are
/// read on the way.
pub(crate) fn read_word<'text>(c: &mut Cursor<'text>, place: WordPlace) -> WordReading<'text> {
	c.reading.budget.take_nodes(1);
	let start = c.at;
	let reader = WordReader {
		cursor: c,
		place,
		start,
		pieces: PieceList::new(),
		in_braces: false,
		first_bracket: None,
		last_bracket: None,
		assigned: None,
		value_from: start,
		like_assignment: None,
	};
	reader.read()
}

/// What a word assigns, without the value.
struct Assigned {
	name: Vec<u8>,
	append: bool,
}

struct WordReader<'reader, 'text> {
	cursor: &'reader mut Cursor<'text>,
	place: WordPlace,
	start: usize,
	pieces: PieceList,
	in_braces: bool,
	first_bracket: Option<usize>,
	last_bracket: Option<usize>,
	/// `None` in a word that is no assignment.
	assigned: Option<Assigned>,
	value_from: usize,
	/// Whether the word starts like an assignment, once that is asked for.
	like_assignment: Option<bool>,
}

impl<'text> WordReader<'_, 'text> {
	fn read(mut self) -> WordReading<'text> {
		if self.place.assigns {
			self.read_assigned();
		}
		while !self.cursor.halted() && self.step() {}
		let c = self.cursor;
		let parts = self.pieces.finish();
		let source = between(c.text, self.value_from, c.at);
		let span = c.span(self.start, c.at);
		if let Some(odd) = self.pieces.odd {
			c.note(odd, span);
		}
		let folded = fold_parts(parts, self.first_bracket, self.last_bracket);
		let halted = c.halted();
		let finished = |mut pieces: Vec<Piece>| {
			if halted {
				pieces.push(Piece::Many(None));
			}
			Word::new(pieces, source.to_vec(), span)
		};
		let whole = folded.unexpanded.map(|pieces| Rc::new(finished(pieces)));
		let place = |pieces| Rc::new(Word { unexpanded: whole.clone(), ..finished(pieces) });
		let words: Vec<Rc<Word>> = folded.words.into_iter().map(place).collect();
		let plain = self.pieces.plain && self.assigned.is_none() && words.first().is_some_and(|one| one.is_known());
		let assignment = self.assigned.map(|one| {
			let value = assigned_value(&words, source, span);
			Assignment { name: one.name.into(), append: one.append, value }
		});
		WordReading { words, assignment, plain, unquoted: self.pieces.unquoted(), source, end: c.at }
	}

	/// Reads `NAME=`, `NAME+=` and `NAME[…]=` at the start of the word: only what follows is the word then.
	fn read_assigned(&mut self) {
		let (name, end) = scan_name(self.cursor.text, self.cursor.at);
		if name.is_empty() {
			return;
		}
		self.cursor.at = end;
		let subscripted = self.cursor.is_at(b'[') && index_from(self.cursor.text, b']', end).is_some();
		if subscripted {
			self.read_subscript();
		}
		let c = &mut *self.cursor;
		if c.halted() {
			return;
		}
		let append = c.is_at(b'+');
		let equals = c.continued(c.at + usize::from(append));
		if byte_at(c.text, equals) == Some(b'=') {
			if subscripted {
				note_arithmetic(c, end + 1, c.at - 1);
			}
			c.at = c.continued(equals + 1);
			self.value_from = c.at;
			self.assigned = Some(Assigned { name: name.into_owned(), append });
			self.pieces = PieceList::new();
			// In a value, braces and globs are text.
			if c.is_at(b'(') {
				self.read_array(Declares::Indexed);
			} else if is_end_of_word(c.here()) {
				self.pieces.add_quoted(b"");
			}
			return;
		}
		self.pieces.add_unquoted(&name);
		if subscripted {
			// A glob after all.
			self.first_bracket = Some(self.pieces.mark());
			self.pieces.push(Piece::Glob(GlobSymbol::Bracket));
			self.last_bracket = Some(self.pieces.mark());
		}
	}

	/// Passes over a subscript; other shells end the word at a blank or an operator in it.
	fn read_subscript(&mut self) {
		let c = &mut *self.cursor;
		let start = c.at;
		c.at += 1;
		skim(c, b']', false, true);
		if contains_any(between(c.text, start, c.at), b" \t\n;&|<>") {
			c.note(OpaqueCode::Dialect, c.span(start, c.at));
		}
	}

	/// Reads one element; false at the end of the word.
	fn step(&mut self) -> bool {
		let c = &mut *self.cursor;
		let in_braces = self.in_braces;
		let end = end_of_run(c.text, c.at, |one| is_ordinary(one) && !(in_braces && one == b','));
		if end > c.at {
			self.pieces.add_unquoted(between(c.text, c.at, end));
			c.at = end;
		}
		let Some(character) = c.here().filter(|one| !is_end_of_word(Some(*one))) else { return self.at_end() };
		match character {
			b'\\' => self.backslash(),
			b'\'' => read_single_quoted(c, &mut self.pieces),
			b'"' => read_double_quoted(c, &mut self.pieces),
			b'$' => self.dollar(),
			b'`' => {
				read_backticks(c, false);
				self.pieces.push(Piece::Many(None));
			}
			b'~' => self.tilde(),
			b'*' => self.star(),
			b'?' => self.glob(GlobSymbol::Any, 1),
			b']' => {
				self.pieces.add_unquoted(b"]");
				c.at += 1;
				self.last_bracket = Some(self.pieces.mark());
			}
			// In a value, braces and commas are text.
			b'{' | b',' | b'}' if self.assigned.is_none() && (character == b'{' || in_braces) => {
				self.in_braces = true;
				self.pieces.push(Piece::Sign(character));
				c.at += 1;
			}
			_ => {
				if character == b'[' && self.first_bracket.is_none() {
					self.first_bracket = Some(self.pieces.mark());
				}
				let one = character_at(c.text, c.at);
				self.pieces.add_unquoted(one);
				c.at += one.len();
			}
		}
		true
	}

	/// At a character that ends words, unless it starts something that belongs to one.
	fn at_end(&mut self) -> bool {
		let c = &mut *self.cursor;
		let character = c.here();
		if is_one_of(character, b"<>") && c.peek(1) == Some(b'(') {
			read_substitution(c, true);
			self.pieces.push(Piece::One(None));
			return true;
		}
		if character != Some(b'(') || c.at == self.start {
			return false;
		}
		if is_one_of(byte_before(c.text, c.at), b"?*+@!") {
			read_extended_glob(c);
			self.pieces.push(Piece::Many(None));
			return true;
		}
		let before = self.pieces.last_literal();
		let takes_list = self.place.declares != Declares::Nothing && self.pieces.plain;
		if !takes_list || !starts_like_assignment(before) || !before.ends_with(b"=") {
			return false;
		}
		self.read_array(self.place.declares);
		true
	}

	fn read_array(&mut self, keys: Declares) {
		read_array(self.cursor, keys);
		self.pieces.push(Piece::One(None));
	}

	fn backslash(&mut self) {
		let c = &mut *self.cursor;
		let escaped = character_at(c.text, c.at + 1);
		// A backslash at the very end is kept by some shells and dropped by others.
		if escaped.is_empty() {
			c.stop(OpaqueCode::Dialect, c.at);
		} else if escaped != b"\n" {
			self.pieces.add_quoted(escaped);
		}
		c.at += 1 + escaped.len();
	}

	fn dollar(&mut self) {
		let c = &mut *self.cursor;
		match c.peek(1) {
			Some(b'\'') => return self.ansi(),
			Some(b'"') => {
				let start = c.at;
				c.at = c.continued(start + 1);
				read_double_quoted(c, &mut self.pieces);
				return c.note(OpaqueCode::LocaleText, c.span(start, c.at));
			}
			_ => {}
		}
		if let Some(found) = read_expansion(c, false) {
			self.pieces.push(found);
		} else {
			self.pieces.add_unquoted(b"$");
			c.at += 1;
		}
	}

	fn ansi(&mut self) {
		let c = &mut *self.cursor;
		let Some(read) = read_ansi(c.text, c.continued(c.at + 1) + 1) else {
			return c.stop(OpaqueCode::UnterminatedQuote, c.at);
		};
		self.pieces.check(between(c.text, c.at, read.end), true);
		self.pieces.push(read.text.map_or(Piece::One(None), Piece::Ansi));
		c.at = read.end;
	}

	fn tilde(&mut self) {
		let at_start = self.cursor.at == self.value_from;
		let before = byte_before(self.cursor.text, self.cursor.at);
		let expands = at_start
			|| match before {
				Some(b':' | b'=') => self.is_assignment(),
				_ => self.in_braces && is_one_of(before, b"{,"),
			};
		let c = &mut *self.cursor;
		if !expands {
			self.pieces.add_unquoted(b"~");
			c.at += 1;
			return;
		}
		let end = end_of_run(c.text, c.at + 1, |one| is_name_byte(one) || b".+-".contains(&one));
		let has_user = end > c.at + 1;
		c.at = end;
		// Quoted or odd text after the tilde may or may not be a user's name.
		let is_home = !has_user && at_start && self.assigned.is_none() && (c.is_at(b'/') || is_end_of_word(c.here()));
		self.pieces.push(if is_home { Piece::Place { place: Place::Home, splits: false } } else { Piece::One(None) });
	}

	/// Whether the word starts like an assignment; asked for each tilde, so it is found out once.
	fn is_assignment(&mut self) -> bool {
		let written = between(self.cursor.text, self.start, self.cursor.at);
		self.assigned.is_some() || *self.like_assignment.get_or_insert_with(|| starts_like_assignment(written))
	}

	fn star(&mut self) {
		let length = end_of_run(self.cursor.text, self.cursor.at, |one| one == b'*') - self.cursor.at;
		self.glob(if length > 1 { GlobSymbol::Deep } else { GlobSymbol::Star }, length);
	}

	fn glob(&mut self, symbol: GlobSymbol, length: usize) {
		let c = &mut *self.cursor;
		let end = c.at + length;
		if self.assigned.is_some() {
			self.pieces.add_unquoted(between(c.text, c.at, end));
		} else if byte_at(c.text, end) != Some(b'(') {
			self.pieces.push(Piece::Glob(symbol));
		}
		c.at = end;
	}
}

fn is_end_of_word(character: Option<u8>) -> bool {
	ends_at(character, b" \t\n;&|<>()")
}

/// Whether a byte stands for itself in an unquoted word. A comma does not where braces are open.
fn is_ordinary(character: u8) -> bool {
	is_name_byte(character) || character >= 0x80 || b"-./:=@%+,^!#".contains(&character)
}

/// Whether a text starts with NAME= or NAME+=.
fn starts_like_assignment(text: &[u8]) -> bool {
	let end = name_end(text, 0);
	let plus = usize::from(byte_at(text, end) == Some(b'+'));
	end > 0 && byte_at(text, end + plus) == Some(b'=')
}

/// The value of an assignment: known bytes, or not known at all.
fn assigned_value(words: &[Rc<Word>], source: &[u8], span: Span) -> Rc<Word> {
	let known = match words {
		[only] => only.literal(),
		_ => None,
	};
	let piece = known.map_or(Piece::One(None), |text| Piece::Literal(text.to_vec()));
	Rc::new(Word::new(vec![piece], source.to_vec(), span))
}
