//! Functions and coprocesses.

use crate::bytes::{between, byte_at, end_of_run, is_one_of, name_end};
use crate::codes::OpaqueCode;
use crate::shell::ProgramReader;
use crate::shell_compounds::{read_compound, starts_compound};
use crate::shell_types::NamedPart;
use crate::shell_words::{PLAIN_PLACE, read_word};

/// How far the parentheses behind the name of a function are looked for.
const MOST_BLANKS: usize = 64;

/// Reads `function NAME [()] COMPOUND`.
pub(crate) fn read_function_keyword(lists: &mut ProgramReader, start: usize) {
	let c = &mut *lists.cursor;
	c.skip_blank(false);
	let from = c.at;
	let read = read_word(c, PLAIN_PLACE);
	let name = match read.words.as_slice() {
		[only] => only.literal().filter(|text| !text.is_empty() && !c.halted()),
		_ => None,
	};
	let Some(name) = name else { return c.stop(OpaqueCode::SyntaxError, start) };
	c.skip_blank(false);
	if c.is_at(b'(') {
		let near = between(c.text, 0, c.at + MOST_BLANKS);
		let end = end_of_run(near, c.at + 1, |one| b" \t".contains(&one));
		if byte_at(near, end) == Some(b')') {
			c.at = end + 1;
		}
	}
	let part = NamedPart { name: name.to_vec(), span: c.span(from, read.end) };
	read_function_body(lists, part);
}

/// Reads the body of a function, from after its name and parentheses: a compound command, which is judged here.
pub(crate) fn read_function_body(lists: &mut ProgramReader, part: NamedPart) {
	let found = &mut *lists.cursor.reading;
	let (outer, owner) = (found.scope, found.owner);
	let exec = (found.exec_redirections.clone(), found.exec_input);
	found.functions.push(part);
	found.owner = None;
	found.enter();
	found.here().branch = true;
	found.here().deferred = true;
	lists.cursor.skip_blank(true);
	let start = lists.cursor.at;
	// zsh takes any command for a body.
	if lists.cursor.reading.descend() && !lists.cursor.halted() && !read_compound(lists) {
		lists.cursor.stop(OpaqueCode::SyntaxError, start);
	}
	let found = &mut *lists.cursor.reading;
	found.ascend();
	(found.scope, found.owner) = (outer, owner);
	(found.exec_redirections, found.exec_input) = exec;
}

/// Reads `coproc COMMAND` or `coproc NAME COMPOUND`.
pub(crate) fn read_coprocess(lists: &mut ProgramReader) {
	let c = &mut *lists.cursor;
	let outer = c.reading.scope;
	c.reading.enter();
	c.reading.here().environment = true;
	c.reading.here().background = true;
	c.skip_blank(false);
	let start = c.at;
	let end = name_end(c.text, start);
	let is_named = end > start && is_one_of(byte_at(c.text, end), b" \t");
	if is_named && !starts_compound(c) {
		c.at = end;
		c.skip_blank(false);
		if !starts_compound(c) {
			c.at = start;
		}
	}
	if lists.cursor.reading.descend() && !lists.read_command() {
		lists.cursor.stop(OpaqueCode::SyntaxError, start);
	}
	lists.cursor.reading.ascend();
	lists.cursor.reading.scope = outer;
}
