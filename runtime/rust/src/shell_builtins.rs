//! Built-ins whose words are evaluated again.

use std::rc::Rc;

use crate::bytes::{byte_at, cut, end_of_run, is_digit, is_letter};
use crate::codes::OpaqueCode;
use crate::shell_arithmetic::is_plain_arithmetic;
use crate::shell_types::{OpaquePart, Piece, Word};
use crate::word_parts::head_of;

/// Built-ins whose operands are names of variables, which may have a subscript.
const TAKES_NAMES: [&[u8]; 11] =
	[b"declare", b"export", b"getopts", b"integer", b"local", b"mapfile", b"read", b"readarray", b"readonly", b"typeset", b"unset"];

/// Whether a word is an option that makes a variable a number: whatever it is given is arithmetic.
fn is_integer_option(text: &[u8]) -> bool {
	text.strip_prefix(b"-").is_some_and(|letters| letters.contains(&b'i') && letters.iter().all(|one| is_letter(*one)))
}

/// Whether a word is an option of `read` and its like whose value is no name.
fn is_valued_option(text: &[u8]) -> bool {
	let Some(letters) = text.strip_prefix(b"-") else { return false };
	letters.last().is_some_and(|last| b"dCcnNOpstu".contains(last)) && letters.iter().all(|one| is_letter(*one))
}

/// The option of a built-in that stands before the name of a variable.
fn name_option(program: &[u8]) -> Option<&'static [u8]> {
	match program {
		b"printf" | b"test" | b"[" => Some(b"-v"),
		b"wait" => Some(b"-p"),
		_ => None,
	}
}

/// The words of a command that a shell evaluates again, as arithmetic or as the subscript of an array. `program` is the reduced program
/// word.
pub(crate) fn evaluates_again(words: &[Rc<Word>], program: Option<&[u8]>) -> Vec<OpaquePart> {
	let (Some(program), Some((_, operands))) = (program, words.split_first()) else { return Vec::new() };
	let part = |one: &Word| OpaquePart { code: OpaqueCode::Arithmetic, span: one.span };
	if program == b"let" {
		let is_plain = |one: &Word| one.literal().is_some_and(is_plain_arithmetic);
		return operands.iter().filter(|one| !is_plain(one)).map(|one| part(one)).collect();
	}
	let takes_names = TAKES_NAMES.contains(&program);
	let option = name_option(program);
	if !takes_names && option.is_none() {
		return Vec::new();
	}
	let mut parts = Vec::new();
	let mut is_integer = program == b"integer";
	let mut before: &[u8] = b"";
	for (at, one) in operands.iter().enumerate() {
		let text = one.literal().unwrap_or_default();
		let is_named = option == Some(before);
		let is_attached = program == b"printf" && at == 0 && text.len() > 2 && text.starts_with(b"-v");
		let is_name = takes_names && !is_valued_option(before);
		if (is_named || is_attached || is_name) && has_subscript(one) {
			parts.push(part(one));
		}
		is_integer |= takes_names && is_integer_option(text);
		before = text;
	}
	if is_integer {
		parts.extend(operands.iter().filter(|one| assigns_expression(one)).map(|one| part(one)));
	}
	parts
}

/// Whether a word gives a variable the value of an expression.
fn assigns_expression(one: &Word) -> bool {
	match one.literal() {
		Some(text) => cut(text, b'=').is_some_and(|(_, value)| !is_plain_arithmetic(value)),
		None => true,
	}
}

/// Whether the name in a word has, or may have, a subscript that is not a number.
fn has_subscript(one: &Word) -> bool {
	let head = head_of(one);
	let assigned = cut(head, b'=');
	if !one.is_known() && assigned.is_none() {
		return one.pieces.iter().any(|part| !matches!(part, Piece::Place { .. }));
	}
	let name = assigned.map_or(head, |(name, _)| name);
	name.iter().position(|one| *one == b'[').is_some_and(|from| !is_plain_subscript(&name[from..]))
}

/// Whether a text is `[` digits, `@` or `*` `]`, perhaps with a `+` behind it.
fn is_plain_subscript(text: &[u8]) -> bool {
	let end = end_of_run(text, 1, |one| is_digit(one) || b"@*".contains(&one));
	end > 1 && byte_at(text, end) == Some(b']') && matches!(&text[end + 1..], b"" | b"+")
}
