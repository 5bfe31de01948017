//! A shell text becomes simple commands.

use crate::bytes::is_one_of;
use crate::codes::{InputError, OpaqueCode};
use crate::shell_commands::{Found, read_simple_command};
use crate::shell_compounds::{is_continuation, read_compound};
use crate::shell_cursor::{Cursor, Reading};
use crate::shell_functions::read_function_body;
use crate::shell_lists::{ENDS_NOTHING, Ending, Ends, ListSign};
use crate::shell_scopes::{circumstances_within, place_commands};
use crate::shell_types::{Budget, ShellText, Within};

/// Reads a whole shell text to simple commands, in source order.
///
/// Programs are read as bash does, where dash and zsh run the same commands for them. Where they do not, or where something evaluates
/// text again, a part is noted as opaque and the reading goes on. Where the text is no valid shell, the reading stops: the rest is one
/// opaque part, the commands before it stay, and those that were being read stay with an unknown rest, so that a deny rule still sees
/// their start.
///
/// `text` is well-formed UTF-8 without NUL, `left` is counted down by what is read, `around` is where the text stands if it is not the
/// outer line itself. An error where the input is over a budget.
///
/// ```text
/// read_shell(b"a b; (c)", &mut Budget::new(), None)?.commands // two
/// ```
pub(crate) fn read_shell(text: &[u8], left: &mut Budget, around: Option<Within>) -> Result<ShellText, InputError> {
	let number = left.next_scope();
	let mut found = Reading::new(*left, around.map(|place| place.span), text.len());
	read_program(&mut Cursor::new(text, &mut found), &ENDS_NOTHING);
	*left = found.budget;
	if let Some(problem) = found.refused() {
		return Err(problem);
	}
	let opaque = std::mem::take(&mut found.opaque);
	let functions = std::mem::take(&mut found.functions);
	let variables = std::mem::take(&mut found.variables);
	let (commands, budget) = place_commands(found, circumstances_within(around, number));
	*left = budget;
	match left.exceeded() {
		Some(problem) => Err(problem),
		None => Ok(ShellText { commands, opaque, functions, variables }),
	}
}

/// Reads the commands up to the closing parenthesis, before which the cursor then is, or to the end of the text.
pub(crate) fn read_program(c: &mut Cursor, ends: &'static Ends) {
	let mut reader = ProgramReader { cursor: &mut *c, ends };
	reader.read_lists_up_to(ends);
	if !c.halted() && !c.pending.is_empty() {
		c.stop(OpaqueCode::HereDocument, c.at);
	}
}

/// What ends a command. Newlines count as `;`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
	/// The reading stopped.
	None,
	End,
	Semicolon,
	Ampersand,
	And,
	Or,
	Pipe,
}

/// Reads lists of commands.
pub(crate) struct ProgramReader<'reader, 'text> {
	pub(crate) cursor: &'reader mut Cursor<'text>,
	/// What ends the lists that are being read.
	ends: &'static Ends,
}

impl ProgramReader<'_, '_> {
	/// Reads lists up to one of these ends, of what starts at an offset.
	pub(crate) fn read_lists(&mut self, until: &'static Ends, start: usize) -> Ending {
		if self.cursor.halted() {
			return Ending::Stopped;
		}
		let outer = self.ends;
		let (found, empty) = self.read_lists_up_to(until);
		self.ends = outer;
		if found == Ending::Missing && !self.cursor.halted() {
			self.cursor.stop(OpaqueCode::SyntaxError, start);
		}
		if self.cursor.halted() {
			return Ending::Stopped;
		}
		// Only an arm of `case` may be empty; some shells take empty lists elsewhere.
		if empty && until.sign != Some(ListSign::Arm) {
			let span = self.cursor.span(self.cursor.at, self.cursor.at);
			self.cursor.note(OpaqueCode::SyntaxError, span);
		}
		found
	}

	/// Reads lists up to one of these ends, or to the end of the text; gives what ended them and whether there were none.
	fn read_lists_up_to(&mut self, until: &'static Ends) -> (Ending, bool) {
		self.ends = until;
		let mut empty = true;
		loop {
			self.cursor.skip_blank(true);
			if self.cursor.halted() || self.cursor.here().is_none() {
				return (Ending::Missing, empty);
			}
			let (word, end) = self.cursor.plain_word();
			if let Some(word) = until.word(&word) {
				self.cursor.at = end;
				return (Ending::Word(word), empty);
			}
			if self.at_sign() {
				return (Ending::Sign, empty);
			}
			self.read_list();
			empty = false;
		}
	}

	/// Whether the sign that ends the lists stands here.
	fn at_sign(&self) -> bool {
		match self.ends.sign {
			Some(ListSign::Parenthesis) => self.cursor.is_at(b')'),
			Some(ListSign::Arm) => self.cursor.is_at(b';') && is_one_of(self.cursor.peek(1), b";&"),
			None => false,
		}
	}

	/// Whether a reserved word that ends the lists stands here: after a compound command, one may follow without a separator.
	fn at_end_word(&self) -> bool {
		self.ends.word(&self.cursor.plain_word().0).is_some()
	}

	/// Reads pipelines joined by `&&` and `||`, up to `;`, `&`, a newline or the end.
	fn read_list(&mut self) {
		let outer = self.cursor.reading.scope;
		let list = self.cursor.reading.enter();
		let mut joint = Separator::Semicolon;
		loop {
			// What follows `&&` has run if what follows the next `&&` runs; what follows `||` says nothing of the rest.
			if joint != Separator::Semicolon {
				self.cursor.reading.enter();
				self.cursor.reading.here().branch = true;
			}
			let mut next = self.read_pipeline();
			while next == Separator::And && joint == Separator::And {
				self.cursor.skip_blank(true);
				next = self.read_pipeline();
			}
			let found = &mut *self.cursor.reading;
			found.scope = list;
			if next == Separator::Ampersand {
				found.here().environment = true;
				found.here().background = true;
			}
			if !matches!(next, Separator::And | Separator::Or) {
				break;
			}
			self.cursor.skip_blank(true);
			joint = next;
		}
		self.cursor.reading.scope = outer;
	}

	/// Reads commands joined by `|`.
	fn read_pipeline(&mut self) -> Separator {
		let outer = self.cursor.reading.scope;
		let pipeline = self.cursor.reading.enter();
		let prefixed = self.skip_prefix();
		let mut next = Separator::None;
		let mut before = None;
		while !self.cursor.halted() {
			let from = self.cursor.at;
			let member = self.cursor.reading.enter();
			self.cursor.reading.here().from = before;
			let any = self.read_command();
			self.cursor.reading.scope = pipeline;
			if self.cursor.halted() {
				break;
			}
			next = self.read_separator();
			let alone = before.is_none() && prefixed && !matches!(next, Separator::Pipe | Separator::And | Separator::Or);
			// A command is missing: most shells refuse the line, zsh runs the rest of some.
			if !any && !alone {
				self.cursor.note(OpaqueCode::SyntaxError, self.cursor.span(from, self.cursor.at));
			}
			let found = &mut *self.cursor.reading;
			if next != Separator::Pipe {
				// zsh runs the last member in the shell itself, the others do not.
				found.scope_of(member).branch |= before.is_some();
				break;
			}
			found.scope_of(member).environment = true;
			found.scope_of(pipeline).together = true;
			before = Some(member);
			self.cursor.skip_blank(true);
		}
		self.cursor.reading.scope = outer;
		if self.cursor.halted() { Separator::None } else { next }
	}

	/// Reads one command of any kind, without what separates it from the next; false where none stands here.
	pub(crate) fn read_command(&mut self) -> bool {
		self.cursor.skip_blank(false);
		let (word, _) = self.cursor.plain_word();
		if is_continuation(&word) || *word == *b"!" {
			self.cursor.stop(OpaqueCode::SyntaxError, self.cursor.at);
			return false;
		}
		if read_compound(self) {
			return true;
		}
		match read_simple_command(self.cursor) {
			Found::Nothing => false,
			Found::Command => true,
			Found::Function(name) => {
				read_function_body(self, name);
				true
			}
		}
	}

	/// Skips `!` and `time` before a pipeline; true if there was one. `time` with options of its own is the program of that name.
	fn skip_prefix(&mut self) -> bool {
		let c = &mut *self.cursor;
		let mut any = false;
		loop {
			let from = c.at;
			if !c.skip_plain(b"!") {
				if !c.skip_plain(b"time") {
					return any;
				}
				c.skip_plain(b"-p");
				c.skip_plain(b"--");
				if c.is_at(b'-') {
					// bash takes the option for the program, other shells run the program `time`.
					c.note(OpaqueCode::Dialect, c.span(from, c.at));
					c.at = from;
					return any;
				}
			}
			any = true;
		}
	}

	/// Reads the separator that ends a command. Newlines after it are skipped by who reads on.
	fn read_separator(&mut self) -> Separator {
		self.cursor.skip_blank(false);
		let Some(character) = self.cursor.here() else { return Separator::End };
		if self.at_sign() || self.at_end_word() {
			return Separator::End;
		}
		let c = &mut *self.cursor;
		let next = c.peek(1);
		match character {
			b'#' => {
				c.skip_comment();
				return Separator::End;
			}
			b'\n' => {
				c.end_line();
				return Separator::Semicolon;
			}
			_ => {}
		}
		// Some shells have an operator of their own here, to the others it is a mistake.
		let odd = match character {
			b'&' => is_one_of(next, b";|"),
			b';' => is_one_of(next, b";&|"),
			_ => character != b'|',
		};
		if odd {
			c.stop(OpaqueCode::SyntaxError, c.at);
			return Separator::End;
		}
		let twice = next == Some(character) && character != b';';
		if character == b'&' && next == Some(b'!') {
			c.note(OpaqueCode::Dialect, c.span(c.at, c.continued(c.at + 1) + 1));
		}
		c.at += 1;
		if twice || (character == b'|' && next == Some(b'&')) {
			c.at = c.continued(c.at) + 1;
		}
		match (character, twice) {
			(b';', _) => Separator::Semicolon,
			(b'&', true) => Separator::And,
			(b'&', false) => Separator::Ampersand,
			(_, true) => Separator::Or,
			(_, false) => Separator::Pipe,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn commands(line: &str) -> Vec<Vec<String>> {
		let text = read_shell(line.as_bytes(), &mut Budget::new(), None).expect("within the budgets");
		let source = |word: &std::rc::Rc<crate::shell_types::Word>| String::from_utf8_lossy(&word.source).into_owned();
		text.commands.iter().map(|one| one.words.iter().map(source).collect()).collect()
	}

	#[test]
	fn lines_become_commands() {
		assert_eq!(commands("a b; (c) | d && e"), [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
		assert_eq!(commands("a $(b) <<X\n$(c)\nX\nd"), [vec!["a", "$(b)"], vec!["b"], vec!["c"], vec!["d"]]);
		assert_eq!(commands("case x in a|b) c;; *) d; esac"), [vec!["c"], vec!["d"]]);
	}

	#[test]
	fn what_is_no_shell_stops_the_reading() {
		let text = read_shell(b"a; b 'c", &mut Budget::new(), None).expect("within the budgets");
		assert_eq!(text.commands.len(), 2);
		assert_eq!(text.opaque.len(), 1);
		assert_eq!((text.opaque[0].code, text.opaque[0].span), (OpaqueCode::UnterminatedQuote, [5, 7]));
	}

	#[test]
	fn budgets_refuse_the_input() {
		let nested = format!("{}a{}", "( ".repeat(70), " )".repeat(70));
		assert_eq!(read_shell(nested.as_bytes(), &mut Budget::new(), None).err(), Some(InputError::TooDeep));
		let many = "a;".repeat(1_001);
		assert_eq!(read_shell(many.as_bytes(), &mut Budget::new(), None).err(), Some(InputError::TooManyCommands));
		let words = "a ".repeat(10_001);
		assert_eq!(read_shell(words.as_bytes(), &mut Budget::new(), None).err(), Some(InputError::TooManyNodes));
	}
}
