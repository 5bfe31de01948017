//! Loops.

use crate::bytes::is_name;
use crate::codes::OpaqueCode;
use crate::shell::ProgramReader;
use crate::shell_arithmetic::{arithmetic_end, read_arithmetic};
use crate::shell_cursor::Cursor;
use crate::shell_lists::{ENDS_BRACE, ENDS_DO, ENDS_DONE};
use crate::shell_scopes::ScopeId;
use crate::shell_types::NamedPart;
use crate::shell_words::{PLAIN_PLACE, read_word};

/// Reads `while` and `until`. Their commands may run several times, or not at all.
pub(crate) fn read_loop(lists: &mut ProgramReader, own: ScopeId, start: usize) {
	let scope = lists.cursor.reading.scope_of(own);
	scope.is_loop = true;
	scope.branch = true;
	lists.read_lists(&ENDS_DO, start);
	lists.read_lists(&ENDS_DONE, start);
}

/// Reads `for NAME in …`, `select NAME in …`, `for ((…))`.
pub(crate) fn read_for(lists: &mut ProgramReader, own: ScopeId, start: usize) {
	let c = &mut *lists.cursor;
	c.skip_blank(false);
	if c.starts_with(b"((") {
		let Some(end) = arithmetic_end(c.text, c.at + 2) else { return c.stop(OpaqueCode::SyntaxError, start) };
		c.at += 2;
		read_arithmetic(c, end);
		if c.halted() {
			return;
		}
		c.at = end + 2;
	} else if !read_for_list(c) {
		return;
	}
	c.skip_blank(false);
	if c.is_at(b';') {
		c.at += 1;
	}
	c.skip_blank(true);
	let (opening, end) = c.plain_word();
	let until = match &*opening {
		b"do" => &ENDS_DONE,
		b"{" => &ENDS_BRACE,
		_ => return c.stop(OpaqueCode::SyntaxError, start),
	};
	if c.halted() {
		return;
	}
	c.at = end;
	c.reading.enter();
	c.reading.here().is_loop = true;
	c.reading.here().branch = true;
	lists.read_lists(until, start);
	lists.cursor.reading.scope = own;
}

/// Reads the variable of a loop and its words; false where the reading stopped.
fn read_for_list(c: &mut Cursor) -> bool {
	let start = c.at;
	let read = read_word(c, PLAIN_PLACE);
	let variable = read.words.first().and_then(|one| one.literal()).filter(|name| read.plain && is_name(name));
	let Some(name) = variable else {
		c.stop(OpaqueCode::Dialect, start);
		return false;
	};
	let part = NamedPart { name: name.to_vec(), span: c.span(start, c.at) };
	c.reading.variables.push(part);
	c.skip_blank(false);
	if c.is_at(b';') {
		return true;
	}
	c.skip_blank(true);
	let (word, end) = c.plain_word();
	if *word != *b"in" {
		return true;
	}
	c.at = end;
	while !c.halted() {
		c.skip_blank(false);
		if c.is_at(b'#') {
			c.skip_comment();
		}
		if c.is_at_one_of(b";\n") {
			return true;
		}
		let before = c.at;
		read_word(c, PLAIN_PLACE);
		if c.at == before {
			c.stop(OpaqueCode::SyntaxError, before);
		}
	}
	false
}
