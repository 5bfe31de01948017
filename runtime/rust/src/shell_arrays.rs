//! Lists of arrays.

use crate::bytes::{ends_at, index_from};
use crate::codes::OpaqueCode;
use crate::shell_arithmetic::note_arithmetic;
use crate::shell_cursor::Cursor;
use crate::shell_skim::skim;
use crate::shell_words::{Declares, PLAIN_PLACE, read_word};

/// Reads the list of an array, `NAME=(a b [3]=c)`, from its parenthesis. The elements are not kept, the programs in them are read.
/// `keys`: whether `[key]` is arithmetic or a text.
pub(crate) fn read_array(c: &mut Cursor, keys: Declares) {
	let start = c.at;
	c.at += 1;
	if c.reading.descend() {
		read_elements(c, keys, start);
	}
	c.reading.ascend();
	if !c.halted() {
		c.at += 1;
	}
}

fn read_elements(c: &mut Cursor, keys: Declares, start: usize) {
	while !c.halted() {
		c.skip_blank(true);
		if c.halted() || c.is_at(b')') {
			return;
		}
		let is_substitution = c.is_at_one_of(b"<>") && c.peek(1) == Some(b'(');
		if ends_at(c.here(), b";&|<>(") && !is_substitution {
			c.stop(OpaqueCode::SyntaxError, start);
		} else {
			read_element(c, keys);
		}
	}
}

fn read_element(c: &mut Cursor, keys: Declares) {
	let start = c.at;
	if c.is_at(b'[') && index_from(c.text, b']', start).is_some() {
		c.at += 1;
		skim(c, b']', false, true);
		if c.halted() {
			return;
		}
		let is_key = c.starts_with(b"=") || c.starts_with(b"+=");
		if is_key && keys == Declares::Indexed {
			note_arithmetic(c, start + 1, c.at - 1);
		}
	}
	read_word(c, PLAIN_PLACE);
	// A word that goes no further is followed by something that no list may hold.
	if !c.halted() && c.at == start {
		c.stop(OpaqueCode::SyntaxError, start);
	}
}
