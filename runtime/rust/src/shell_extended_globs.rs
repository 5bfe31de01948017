//! Extended globs.

use crate::bytes::{ends_at, is_one_of};
use crate::codes::OpaqueCode;
use crate::shell_cursor::Cursor;
use crate::shell_words::{PLAIN_PLACE, read_word};

/// Reads `@(a|b)` and its like from its parenthesis and notes it: a pattern to shells that are told so, a syntax error to others. The
/// programs in it are read.
pub(crate) fn read_extended_glob(c: &mut Cursor) {
	let start = c.at;
	if c.reading.descend() {
		read_alternatives(c, start);
	}
	c.reading.ascend();
	c.note(OpaqueCode::ExtendedGlob, c.span(start, c.at));
}

fn read_alternatives(c: &mut Cursor, start: usize) {
	c.at += 1;
	let mut separated = true;
	while separated && !c.halted() {
		while !c.halted() && !c.is_at_one_of(b"|)") {
			read_glob_part(c, start);
		}
		separated = c.is_at(b'|');
		if !c.halted() {
			c.at += 1;
		}
	}
}

fn read_glob_part(c: &mut Cursor, start: usize) {
	let character = c.here();
	if character == Some(b'(') {
		read_extended_glob(c);
	} else if ends_at(character, b"\n") {
		c.stop(OpaqueCode::ExtendedGlob, start);
	} else if is_one_of(character, b" \t;&<>") {
		c.at += 1;
	} else {
		read_word(c, PLAIN_PLACE);
	}
}
