//! Standard input as text.

use std::rc::Rc;

use crate::bytes::byte_at;
use crate::codes::MOST_LINE;
use crate::shell_folds::join_texts;
use crate::shell_types::{InputSource, Piece, Redirection, SimpleCommand, Word};
use crate::types::Span;

/// Standard input as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InputText {
	pub(crate) bytes: Vec<u8>,
	pub(crate) span: Span,
}

/// How many `cat`s in a row are looked through.
const MOST_CATS: usize = 8;

/// The text that a command reads: a here-document or a here-string, or the output of an `echo`, a `printf` or a `cat` of which the line
/// shows every byte. `None` for anything else.
///
/// ```text
/// input_text_of(the `sh` of `echo ls | sh`) // ls, newline
/// ```
pub(crate) fn input_text_of(command: &SimpleCommand) -> Option<InputText> {
	let mut reader = command;
	for _ in 0..MOST_CATS {
		let input = reader.around.input.as_ref().filter(|input| !input.shared)?;
		if reader.around.redirections.iter().any(Redirection::reads) {
			return None;
		}
		let writer = match &input.source {
			InputSource::Text(text) => return literal_input(text),
			InputSource::Output(writer) => writer.get()?,
		};
		let texts = literal_texts(&writer.words)?;
		if !writer.assignments.is_empty() || writer.around.redirections.iter().any(Redirection::writes) {
			return None;
		}
		match texts.as_slice() {
			[b"cat"] | [b"cat", b"-"] => reader = writer,
			_ => return Some(InputText { bytes: written_text(&texts)?, span: writer.span }),
		}
	}
	None
}

fn literal_input(text: &Word) -> Option<InputText> {
	let is_literal = text.pieces.iter().all(|part| matches!(part, Piece::Literal(_)));
	is_literal.then(|| InputText { bytes: join_texts(&text.pieces), span: text.span })
}

/// The texts of some words; `None` where one is not known.
pub(crate) fn literal_texts(words: &[Rc<Word>]) -> Option<Vec<&[u8]>> {
	words.iter().map(|one| one.literal()).collect()
}

/// What a command writes.
fn written_text(texts: &[&[u8]]) -> Option<Vec<u8>> {
	match texts.split_first()? {
		(&b"echo", rest) => echo_text(rest),
		(&b"printf", rest) => printf_text(rest),
		_ => None,
	}
}

/// Shells differ on backslashes and on options; with either, the text counts as unknown.
fn echo_text(texts: &[&[u8]]) -> Option<Vec<u8>> {
	let (texts, end): (_, &[u8]) = match texts {
		[b"-n", rest @ ..] => (rest, b""),
		_ => (texts, b"\n"),
	};
	let shown = texts.join(&b' ');
	let is_plain = !texts.first().is_some_and(|text| text.starts_with(b"-")) && !shown.contains(&b'\\');
	is_plain.then(|| [&shown, end].concat())
}

/// What `printf` writes with a format of plain text, `%s`, `%%`, `\n`, `\t` and `\\`, which is used again while arguments are left. A text
/// that is longer than a line may be counts as unknown.
fn printf_text(texts: &[&[u8]]) -> Option<Vec<u8>> {
	let texts = texts.strip_prefix(&[b"--".as_slice()]).unwrap_or(texts);
	let (format, mut values) = texts.split_first()?;
	if format.starts_with(b"-") {
		return None;
	}
	let mut text = Vec::new();
	loop {
		let left = values.len();
		let mut at = 0;
		while let Some(character) = byte_at(format, at) {
			if !matches!(character, b'%' | b'\\') {
				text.push(character);
				at += 1;
				continue;
			}
			match (character, byte_at(format, at + 1)) {
				(b'\\', Some(b'n')) => text.push(b'\n'),
				(b'\\', Some(b't')) => text.push(b'\t'),
				(b'\\', Some(b'\\')) => text.push(b'\\'),
				(b'%', Some(b'%')) => text.push(b'%'),
				(b'%', Some(b's')) => {
					if let Some((value, rest)) = values.split_first() {
						text.extend_from_slice(value);
						values = rest;
					}
				}
				_ => return None,
			}
			at += 2;
		}
		if text.len() > MOST_LINE {
			return None;
		}
		if values.is_empty() || values.len() == left {
			return Some(text);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn echo_writes_its_words() {
		assert_eq!(written_text(&[b"echo", b"a", b"b"]), Some(b"a b\n".to_vec()));
		assert_eq!(written_text(&[b"echo", b"-n", b"a"]), Some(b"a".to_vec()));
		assert_eq!(written_text(&[b"echo"]), Some(b"\n".to_vec()));
		assert_eq!(written_text(&[b"echo", b"-e", b"a"]), None);
		assert_eq!(written_text(&[b"echo", b"a\\n"]), None);
	}

	#[test]
	fn printf_uses_its_format_again() {
		assert_eq!(written_text(&[b"printf", b"%s\\n", b"a", b"b"]), Some(b"a\nb\n".to_vec()));
		assert_eq!(written_text(&[b"printf", b"x%%"]), Some(b"x%".to_vec()));
		assert_eq!(written_text(&[b"printf", b"x", b"unused"]), Some(b"x".to_vec()));
		assert_eq!(written_text(&[b"printf", b"%d", b"1"]), None);
	}
}
