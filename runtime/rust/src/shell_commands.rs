//! Simple commands.

use std::rc::Rc;

use crate::bytes::{byte_at, end_of_run, ends_at, is_name, is_one_of};
use crate::codes::OpaqueCode;
use crate::shell_characters::mixes_scripts;
use crate::shell_cursor::Cursor;
use crate::shell_redirections::{read_redirection, starts_redirection};
use crate::shell_scopes::{Draft, DraftId, ScopeId, SourceId};
use crate::shell_types::{Assignment, NamedPart, Piece, Redirection, Word};
use crate::shell_words::{Declares, WordPlace, WordReading, read_word};

/// Words with a meaning of their own to zsh (zshmisc(1), Precommand Modifiers and Complex Commands).
const ZSH_WORDS: [&[u8]; 7] = [b"repeat", b"foreach", b"end", b"always", b"nocorrect", b"noglob", b"-"];

/// Built-ins that take operands which may be assignments of arrays.
const DECLARING: [&[u8]; 6] = [b"declare", b"export", b"integer", b"local", b"readonly", b"typeset"];

/// What stood where a simple command may stand.
#[derive(Debug)]
pub(crate) enum Found {
	Nothing,
	Command,
	/// The name of a function whose definition goes on, with its parentheses.
	Function(NamedPart),
}

/// Reads the command that starts at the cursor and puts it among the others. A command that could not be read to its end is kept with
/// an unknown rest.
pub(crate) fn read_simple_command(c: &mut Cursor) -> Found {
	let (outer, owner) = (c.reading.scope, c.reading.owner);
	let scope = c.reading.enter();
	// The substitutions in its words run with it.
	c.reading.owner = Some(scope);
	let place = c.reading.drafts.len();
	c.reading.drafts.push(None);
	c.reading.places.push(place);
	let start = c.at;
	let reader = CommandReader {
		cursor: &mut *c,
		assignments: Vec::new(),
		words: Vec::new(),
		declares: Declares::Nothing,
		redirections: Vec::new(),
		input: None,
		start,
		end: start,
		scope,
		place,
	};
	let found = reader.read();
	(c.reading.scope, c.reading.owner) = (outer, owner);
	found
}

struct CommandReader<'reader, 'text> {
	cursor: &'reader mut Cursor<'text>,
	assignments: Vec<Assignment>,
	words: Vec<Rc<Word>>,
	/// What its words say of lists of arrays behind them.
	declares: Declares,
	redirections: Vec<Redirection>,
	input: Option<SourceId>,
	start: usize,
	end: usize,
	scope: ScopeId,
	place: DraftId,
}

impl<'text> CommandReader<'_, 'text> {
	fn read(mut self) -> Found {
		while !self.cursor.halted() {
			self.cursor.skip_blank(false);
			let character = self.cursor.here();
			if character == Some(b'#') {
				self.cursor.skip_comment();
				break;
			}
			if starts_redirection(self.cursor) {
				self.read_redirection(self.cursor.at);
			} else if character == Some(b'(') {
				if let Some(name) = self.function_name() {
					return Found::Function(name);
				}
				self.cursor.stop(OpaqueCode::ExtendedGlob, self.cursor.at);
			} else if ends_at(character, b"\n;|&)") {
				break;
			} else {
				self.read_element();
			}
		}
		self.finish()
	}

	/// The name before a parenthesis, if that starts a function definition.
	fn function_name(&mut self) -> Option<NamedPart> {
		let [only] = self.words.as_slice() else { return None };
		let name = only.literal().filter(|_| self.assignments.is_empty() && self.redirections.is_empty())?;
		let c = &mut *self.cursor;
		let mut at = c.continued(c.at + 1);
		while is_one_of(byte_at(c.text, at), b" \t") {
			at = c.continued(at + 1);
		}
		if byte_at(c.text, at) != Some(b')') {
			return None;
		}
		c.at = at + 1;
		// A literal word holds no programs: the place is the last one.
		c.reading.places.pop();
		Some(NamedPart { name: name.to_vec(), span: only.span })
	}

	/// Reads a word, an assignment, or a descriptor with its redirection.
	fn read_element(&mut self) {
		let from = self.cursor.at;
		let place = WordPlace { assigns: self.words.is_empty(), declares: self.declares };
		let read = read_word(self.cursor, place);
		self.end = read.end;
		if starts_redirection(self.cursor) && !self.cursor.is_at(b'&') && self.is_descriptor(&read) {
			return self.read_redirection(from);
		}
		if let Some(assignment) = read.assignment {
			self.assignments.push(assignment);
		} else {
			if self.words.is_empty() {
				note_program(self.cursor, &read);
			}
			// The words of a brace list count as well.
			self.cursor.reading.budget.take_nodes(read.words.len().saturating_sub(1));
			for one in read.words {
				self.add_word(one);
			}
		}
		// A parenthesis or a bracket that no word starts with would be read again and again.
		if !self.cursor.halted() && self.cursor.at == from {
			self.cursor.stop(OpaqueCode::SyntaxError, from);
		}
	}

	fn add_word(&mut self, one: Rc<Word>) {
		let text = one.literal().unwrap_or_default();
		if self.words.is_empty() && DECLARING.contains(&text) {
			self.declares = Declares::Indexed;
		} else if self.declares == Declares::Indexed && is_keyed_option(text) {
			self.declares = Declares::Keyed;
		}
		self.words.push(one);
	}

	fn is_descriptor(&mut self, read: &WordReading<'text>) -> bool {
		let number = read.words.first().and_then(|one| one.literal()).filter(|_| read.plain);
		if let Some(digits) = number.filter(|text| !text.is_empty() && text.iter().all(u8::is_ascii_digit)) {
			// dash takes more than one digit for a word.
			if digits.len() > 1 {
				let span = self.cursor.span(self.end - read.source.len(), self.end);
				self.cursor.note(OpaqueCode::Dialect, span);
			}
			return true;
		}
		read.source.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}")).is_some_and(is_name)
	}

	fn read_redirection(&mut self, start: usize) {
		self.cursor.reading.budget.take_nodes(1);
		let read = read_redirection(self.cursor, start);
		self.redirections.extend(read.redirection);
		self.input = read.source.or(self.input);
		self.end = self.cursor.at;
	}

	fn finish(mut self) -> Found {
		let holds_nothing = self.words.is_empty() && self.assignments.is_empty() && self.redirections.is_empty();
		let (c, start, end) = (self.cursor, self.start, self.end);
		if holds_nothing && self.input.is_none() && end == start {
			c.reading.places.pop();
			return Found::Nothing;
		}
		if c.halted() && !self.words.is_empty() {
			let rest = Word::new(vec![Piece::Many(None)], Vec::new(), c.span(end, c.text.len()));
			self.words.push(Rc::new(rest));
		}
		let span = c.span(start, end.min(c.text.len()));
		let found = &mut *c.reading;
		found.budget.take_command();
		let (exec_redirections, exec_input) = (found.exec_redirections.clone(), found.exec_input);
		// What `exec` redirects without a program stays so for the commands after it; with one, none come after.
		if self.words.iter().take(MOST_BEFORE_EXEC).any(|one| one.is(b"exec")) {
			found.exec_redirections = found.exec_redirections.iter().chain(&self.redirections).cloned().collect();
			found.exec_input = self.input.or(found.exec_input);
		}
		found.drafts[self.place] = Some(Draft {
			assignments: self.assignments,
			words: self.words,
			redirections: self.redirections,
			span,
			scope: self.scope,
			input: self.input,
			exec_redirections,
			exec_input,
		});
		Found::Command
	}
}

/// Notes what is odd about the word of a program.
fn note_program(c: &mut Cursor, read: &WordReading) {
	let Some(one) = read.words.first() else { return };
	let Some(Piece::Literal(text) | Piece::Ansi(text)) = one.pieces.first() else { return };
	if mixes_scripts(text) {
		c.note(OpaqueCode::ConfusableText, one.span);
	}
	let is_zsh = one.is(&one.source) && ZSH_WORDS.contains(&one.source.as_slice());
	if is_zsh || (read.unquoted > 0 && text.starts_with(b"=")) {
		c.note(OpaqueCode::Dialect, one.span);
	}
}

/// Whether a word starts with `-`, small letters and `A`.
fn is_keyed_option(text: &[u8]) -> bool {
	text.starts_with(b"-") && byte_at(text, end_of_run(text, 1, |one| one.is_ascii_lowercase())) == Some(b'A')
}

/// `exec` may stand behind modifiers such as `command`.
const MOST_BEFORE_EXEC: usize = 3;
