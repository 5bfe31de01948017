//! `[[ … ]]`.

use std::rc::Rc;

use crate::bytes::{end_of_run, ends_at, is_digit, is_name_byte, is_one_of};
use crate::codes::OpaqueCode;
use crate::shell_cursor::Cursor;
use crate::shell_types::{Piece, Word};
use crate::shell_words::{PLAIN_PLACE, read_word};

/// Reads `[[ … ]]` from after `[[` to after `]]`: words that are compared and not executed (bash(1), SHELL GRAMMAR, Compound Commands).
pub(crate) fn read_condition(c: &mut Cursor) {
	read_expression(c);
	if c.halted() {
		return;
	}
	let (closing, end) = c.plain_word();
	if *closing == *b"]]" {
		c.at = end;
	} else {
		c.stop(OpaqueCode::SyntaxError, c.at);
	}
}

/// Reads terms joined by `&&` and `||`; the cursor is then at what ends them.
fn read_expression(c: &mut Cursor) {
	loop {
		read_term(c);
		c.skip_blank(true);
		if c.halted() || !(c.starts_with(b"&&") || c.starts_with(b"||")) {
			return;
		}
		c.at += 2;
	}
}

fn read_term(c: &mut Cursor) {
	c.skip_blank(true);
	while c.skip_plain(b"!") {
		c.skip_blank(true);
	}
	if c.halted() {
		return;
	}
	if !c.is_at(b'(') {
		return read_test(c);
	}
	let start = c.at;
	c.at += 1;
	if c.reading.descend() {
		read_expression(c);
	}
	c.reading.ascend();
	if c.halted() {
		return;
	}
	if c.is_at(b')') {
		c.at += 1;
	} else {
		c.stop(OpaqueCode::SyntaxError, start);
	}
}

/// Reads one word, an operator and a word, or a word, an operator and a word.
fn read_test(c: &mut Cursor) {
	let first = read_operand(c);
	if c.halted() || ends_test(c) {
		return;
	}
	if c.is_at_one_of(b"<>") {
		// A redirection to shells without `[[`.
		c.note(OpaqueCode::Dialect, c.span(c.at, c.at + 1));
		c.at += 1;
		read_operand(c);
		return;
	}
	let operator = read_operand(c);
	if c.halted() {
		return;
	}
	let sign = literal_of(first.as_ref());
	if !is_unary_test(sign) {
		return read_comparison(c, first.as_ref(), operator.as_ref());
	}
	// `-v` evaluates the subscript of what it tests.
	let tested = literal_of(operator.as_ref());
	if sign == b"-v" && (tested.is_empty() || end_of_run(tested, 0, is_name_byte) < tested.len()) {
		note_side(c, operator.as_ref());
	}
}

/// The text of a word; empty where it is not known or there is none.
fn literal_of(one: Option<&Rc<Word>>) -> &[u8] {
	one.and_then(|one| one.literal()).unwrap_or_default()
}

fn is_unary_test(sign: &[u8]) -> bool {
	matches!(sign, [b'-', letter] if b"abcdefghknoprstuvwxzGLNORS".contains(letter))
}

fn read_comparison(c: &mut Cursor, first: Option<&Rc<Word>>, operator: Option<&Rc<Word>>) {
	match literal_of(operator) {
		b"=~" => read_pattern(c),
		b"-eq" | b"-ne" | b"-lt" | b"-le" | b"-gt" | b"-ge" => {
			// Comparisons of numbers: both sides are arithmetic.
			let second = read_operand(c);
			note_number(c, first);
			note_number(c, second.as_ref());
		}
		b"=" | b"==" | b"!=" | b"-nt" | b"-ot" | b"-ef" => {
			read_operand(c);
		}
		_ => c.stop(OpaqueCode::SyntaxError, c.at),
	}
}

/// Whether the test ends here.
fn ends_test(c: &Cursor) -> bool {
	c.is_at(b')') || c.starts_with(b"&&") || c.starts_with(b"||") || *c.plain_word().0 == *b"]]"
}

/// Reads a word; the blanks after it are skipped, so that a newline may end a test but not split it.
fn read_operand(c: &mut Cursor) -> Option<Rc<Word>> {
	c.skip_blank(false);
	let from = c.at;
	if ends_test(c) {
		c.stop(OpaqueCode::SyntaxError, from);
		return None;
	}
	let read = read_word(c, PLAIN_PLACE);
	if read.end == from {
		c.stop(OpaqueCode::SyntaxError, from);
	}
	c.skip_blank(false);
	if let [only] = read.words.as_slice() {
		return Some(only.clone());
	}
	// Nothing is split here, and braces are text.
	Some(Rc::new(Word::new(vec![Piece::One(None)], read.source.to_vec(), c.span(from, read.end))))
}

/// Reads the regular expression after `=~`: parentheses and bars belong to it, blanks only inside of parentheses.
fn read_pattern(c: &mut Cursor) {
	let start = c.at;
	let mut depth = 0_isize;
	while !c.halted() {
		let character = c.here();
		if ends_at(character, b"\n") {
			if depth > 0 {
				c.stop(OpaqueCode::SyntaxError, start);
			}
			return;
		}
		if depth == 0 && is_one_of(character, b" \t)&") {
			return;
		}
		if !is_one_of(character, b"(|)<>&; \t") {
			read_word(c, PLAIN_PLACE);
			continue;
		}
		depth += isize::from(character == Some(b'(')) - isize::from(character == Some(b')'));
		c.at += 1;
	}
}

/// Notes a side of a comparison of numbers that is not a plain number.
fn note_number(c: &mut Cursor, side: Option<&Rc<Word>>) {
	let text = literal_of(side);
	let digits = text.strip_prefix(b"+").or_else(|| text.strip_prefix(b"-")).unwrap_or(text);
	if digits.is_empty() || end_of_run(digits, 0, is_digit) < digits.len() {
		note_side(c, side);
	}
}

fn note_side(c: &mut Cursor, side: Option<&Rc<Word>>) {
	if let Some(one) = side {
		c.note(OpaqueCode::Arithmetic, one.span);
	}
}
