//! Arithmetic: where it ends, and whether it evaluates text again.

use crate::bytes::{between, byte_at, end_of_run, is_digit, is_name_byte, is_name_start, is_one_of, name_end};
use crate::codes::OpaqueCode;
use crate::shell_cursor::Cursor;
use crate::shell_expansions::read_expansion;
use crate::shell_substitutions::read_backticks;

/// The offset of the parenthesis that closes an expression which starts at an offset, where `))` stands there; `None` where what
/// starts there is no arithmetic but subshells in each other.
pub(crate) fn arithmetic_end(text: &[u8], from: usize) -> Option<usize> {
	let mut depth = 0_usize;
	let mut at = from;
	loop {
		match byte_at(text, at)? {
			b'\\' => at += 1,
			b'\'' | b'"' => at = closing_quote(text, at)?,
			b'(' => depth += 1,
			b')' if depth == 0 => return (byte_at(text, at + 1) == Some(b')')).then_some(at),
			b')' => depth -= 1,
			_ => {}
		}
		at += 1;
	}
}

fn closing_quote(text: &[u8], opening: usize) -> Option<usize> {
	let quote = byte_at(text, opening)?;
	let mut at = opening + 1;
	loop {
		match byte_at(text, at)? {
			one if one == quote => return Some(at),
			b'\\' if quote == b'"' => at += 2,
			_ => at += 1,
		}
	}
}

/// Reads the expression between the cursor and an offset, and notes it where it may evaluate text again.
///
/// Shells evaluate the value of a variable in arithmetic as an expression again, subscripts and their substitutions included, so
/// whatever mentions one is opaque. Substitutions written there are read as everywhere.
pub(crate) fn read_arithmetic(c: &mut Cursor, end: usize) {
	let start = c.at;
	if c.reading.descend() {
		while !c.halted() && c.at < end {
			match c.here() {
				Some(b'`') => read_backticks(c, true),
				Some(b'$') if read_expansion(c, true).is_some() => {}
				Some(b'\\') => c.at += 2,
				_ => c.at += 1,
			}
		}
	}
	c.reading.ascend();
	if c.halted() {
		return;
	}
	if c.at == end {
		note_arithmetic(c, start, end);
	} else {
		c.stop(OpaqueCode::Arithmetic, start);
	}
}

/// Notes an expression that mentions something whose value is evaluated again.
pub(crate) fn note_arithmetic(c: &mut Cursor, start: usize, end: usize) {
	if !is_plain_arithmetic(between(c.text, start, end)) {
		c.note(OpaqueCode::Arithmetic, c.span(start, end));
	}
}

/// Whether an expression holds numbers and operators only; `$#`, `$?` and lengths are numbers.
pub(crate) fn is_plain_arithmetic(text: &[u8]) -> bool {
	let mut at = 0;
	while let Some(character) = byte_at(text, at) {
		at = match character {
			_ if is_digit(character) => end_of_run(text, at, |one| is_name_byte(one) || b"#@".contains(&one)),
			b'$' => match count_end(text, at) {
				Some(end) => end,
				None => return false,
			},
			_ if character == b'`' || is_name_start(character) || character >= 0x80 => return false,
			_ => at + 1,
		};
	}
	true
}

/// The offset behind `$#`, `$?`, `$$`, `$!`, `${#…}`, and behind the `$` of `$((`: a nested expression is a parenthesis like others,
/// what it holds is looked at here too. `None` for any other expansion.
fn count_end(text: &[u8], at: usize) -> Option<usize> {
	if is_one_of(byte_at(text, at + 1), b"#?$!") {
		return Some(at + 2);
	}
	match between(text, at + 1, at + 3) {
		b"((" => return Some(at + 1),
		b"{#" => {}
		_ => return None,
	}
	let from = at + 3;
	let mut end = name_end(text, from);
	if end == from {
		end += usize::from(is_one_of(byte_at(text, end), b"@*"));
	} else if matches!(between(text, end, end + 3), b"[@]" | b"[*]") {
		end += 3;
	}
	(byte_at(text, end) == Some(b'}')).then_some(end + 1)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_are_plain() {
		for text in ["1+2*(3)", "0x1f", "16#ff", "$#", "${#a[@]}+1", "$((1))", "$? == 0"] {
			assert!(is_plain_arithmetic(text.as_bytes()), "{text}");
		}
		for text in ["a", "$a", "1+b", "`x`", "${a}", "é", "$(x)", "${#a[1]}"] {
			assert!(!is_plain_arithmetic(text.as_bytes()), "{text}");
		}
	}

	#[test]
	fn two_parentheses_close_an_expression() {
		assert_eq!(arithmetic_end(b"1+(2)))", 0), Some(5));
		assert_eq!(arithmetic_end(b"a) | b)", 0), None);
		assert_eq!(arithmetic_end(b"'))'))", 0), Some(4));
	}
}
