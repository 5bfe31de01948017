//! Programs inside of words.

use crate::bytes::{between, byte_at, is_one_of};
use crate::codes::OpaqueCode;
use crate::shell::read_program;
use crate::shell_cursor::Cursor;
use crate::shell_lists::{ENDS_NOTHING, ENDS_PARENTHESIS};

/// Reads `$(…)`, `<(…)` or `>(…)`; the cursor is before the parenthesis.
///
/// `concurrent`: its program runs beside the command, not before it.
pub(crate) fn read_substitution(c: &mut Cursor, concurrent: bool) {
	let start = c.at;
	c.at = c.continued(start + 1) + 1;
	substitute(c, concurrent, |c| c.nest(|c| read_program(c, &ENDS_PARENTHESIS)));
	if c.halted() {
		return;
	}
	if c.is_at(b')') {
		c.at += 1;
	} else {
		c.stop(OpaqueCode::SyntaxError, start);
	}
}

/// Reads a substitution in backticks from the first of them. Inside, a backslash escapes a backtick, a `$` and a backslash, in double
/// quotes also the quote; the text without these is read as a program.
pub(crate) fn read_backticks(c: &mut Cursor, quoted: bool) {
	let start = c.at;
	let Some(end) = closing_backtick(c.text, start + 1) else { return c.stop(OpaqueCode::SyntaxError, start) };
	let text = between(c.text, start + 1, end);
	let plain = remove_backslashes(text, quoted);
	substitute(c, false, |c| {
		if plain == text {
			read_program(&mut c.part(start + 1, end), &ENDS_NOTHING);
		} else {
			let place = c.span(start, end + 1);
			read_program(&mut c.inner(&plain, place), &ENDS_NOTHING);
		}
	});
	c.at = end + 1;
}

fn closing_backtick(text: &[u8], from: usize) -> Option<usize> {
	let mut at = from;
	loop {
		match byte_at(text, at)? {
			b'`' => return Some(at),
			b'\\' => at += 2,
			_ => at += 1,
		}
	}
}

fn remove_backslashes(text: &[u8], quoted: bool) -> Vec<u8> {
	let mut plain = Vec::with_capacity(text.len());
	let mut at = 0;
	while at < text.len() {
		if text[at] == b'\\' {
			let escaped = byte_at(text, at + 1);
			let is_escaped = is_one_of(escaped, b"$`\\") || (quoted && escaped == Some(b'"'));
			if !is_escaped {
				plain.push(b'\\');
			}
			at += 1;
		}
		plain.extend_from_slice(between(text, at, at + 1));
		at += 1;
	}
	plain
}

/// Reads a program of a word in its own subshell. What it does happens before or beside the command that the word belongs to.
fn substitute<'text>(c: &mut Cursor<'text>, concurrent: bool, read: impl FnOnce(&mut Cursor<'text>)) {
	let (outer, owner) = (c.reading.scope, c.reading.owner);
	let exec = (c.reading.exec_redirections.clone(), c.reading.exec_input);
	if let Some(beside) = owner.or(concurrent.then_some(outer)) {
		c.reading.scope_of(beside).together = true;
	}
	c.reading.owner = None;
	c.reading.enter();
	c.reading.here().environment = true;
	if c.reading.descend() {
		read(c);
	}
	c.reading.ascend();
	(c.reading.scope, c.reading.owner) = (outer, owner);
	(c.reading.exec_redirections, c.reading.exec_input) = exec;
}
