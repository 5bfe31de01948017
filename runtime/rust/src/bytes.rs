//! Reading of byte strings. An offset behind the end is no mistake anywhere: there is no byte, and no text.

/// The byte at an offset.
pub(crate) fn byte_at(text: &[u8], at: usize) -> Option<u8> {
	text.get(at).copied()
}

/// The byte before an offset.
pub(crate) fn byte_before(text: &[u8], at: usize) -> Option<u8> {
	byte_at(text, at.checked_sub(1)?)
}

/// Whether a byte is in a set; the end of the text is in none.
pub(crate) fn is_one_of(character: Option<u8>, set: &[u8]) -> bool {
	character.is_some_and(|one| set.contains(&one))
}

/// Whether a byte is in a set, or the end of the text.
pub(crate) fn ends_at(character: Option<u8>, set: &[u8]) -> bool {
	character.is_none_or(|one| set.contains(&one))
}

/// The part of a text from one offset to another, as much of it as there is.
pub(crate) fn between(text: &[u8], from: usize, to: usize) -> &[u8] {
	let to = to.min(text.len());
	&text[from.min(to)..to]
}

/// The part of a text from an offset on.
pub(crate) fn after(text: &[u8], from: usize) -> &[u8] {
	between(text, from, text.len())
}

/// The offset of a byte in a text, at or behind an offset.
pub(crate) fn index_from(text: &[u8], wanted: u8, from: usize) -> Option<usize> {
	Some(from + after(text, from).iter().position(|one| *one == wanted)?)
}

/// Whether a text stands in another.
pub(crate) fn contains(text: &[u8], wanted: &[u8]) -> bool {
	find(text, wanted).is_some()
}

/// The offset of a text in another; the empty text is at the start.
pub(crate) fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
	if wanted.is_empty() {
		return Some(0);
	}
	text.windows(wanted.len()).position(|part| part == wanted)
}

/// Whether a text holds a byte of a set.
pub(crate) fn contains_any(text: &[u8], set: &[u8]) -> bool {
	text.iter().any(|one| set.contains(one))
}

/// What stands before and behind the first place of a byte; `None` where it is not there.
///
/// ```text
/// cut(b"a=b=c", b'=') // a, b=c
/// ```
pub(crate) fn cut(text: &[u8], border: u8) -> Option<(&[u8], &[u8])> {
	let at = index_from(text, border, 0)?;
	Some((&text[..at], &text[at + 1..]))
}

/// The offset behind the bytes that are wanted, from an offset on.
pub(crate) fn end_of_run(text: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
	let rest = after(text, from);
	from + rest.iter().position(|one| !wanted(*one)).unwrap_or(rest.len())
}

/// A text without the bytes of a set at its start.
pub(crate) fn trim_start<'text>(text: &'text [u8], set: &[u8]) -> &'text [u8] {
	&text[end_of_run(text, 0, |one| set.contains(&one))..]
}

pub(crate) fn is_digit(character: u8) -> bool {
	character.is_ascii_digit()
}

pub(crate) fn is_letter(character: u8) -> bool {
	character.is_ascii_alphabetic()
}

pub(crate) fn is_name_start(character: u8) -> bool {
	is_letter(character) || character == b'_'
}

pub(crate) fn is_name_byte(character: u8) -> bool {
	is_name_start(character) || is_digit(character)
}

/// The offset behind the shell name that starts a text at an offset; that offset where none does.
pub(crate) fn name_end(text: &[u8], from: usize) -> usize {
	if byte_at(text, from).is_some_and(is_name_start) { end_of_run(text, from, is_name_byte) } else { from }
}

/// Whether a whole text is a shell name.
pub(crate) fn is_name(text: &[u8]) -> bool {
	!text.is_empty() && name_end(text, 0) == text.len()
}

/// The scalar value at an offset and how many bytes it takes; `None` where they are not well-formed UTF-8 (RFC 3629).
pub(crate) fn decode_scalar(text: &[u8], at: usize) -> Option<(u32, usize)> {
	let first = byte_at(text, at)?;
	if first < 0x80 {
		return Some((u32::from(first), 1));
	}
	let length = match first {
		0xc2..=0xdf => 2,
		0xe0..=0xef => 3,
		0xf0..=0xf4 => 4,
		_ => return None,
	};
	let code = std::str::from_utf8(text.get(at..at + length)?).ok()?.chars().next()?;
	Some((u32::from(code), length))
}

/// A byte string as text for people: well-formed UTF-8 as it is, every other byte as `\xHH`.
///
/// ```text
/// to_text(b"a\xff") // a\xff
/// ```
pub(crate) fn to_text(bytes: &[u8]) -> String {
	let mut text = String::with_capacity(bytes.len());
	for chunk in bytes.utf8_chunks() {
		text.push_str(chunk.valid());
		for one in chunk.invalid() {
			text.push_str(&format!("\\x{one:02x}"));
		}
	}
	text
}

/// A text with its ASCII letters small, whatever the locale.
pub(crate) fn small_letters(text: &[u8]) -> Vec<u8> {
	text.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn offsets_behind_the_end_give_nothing() {
		assert_eq!(byte_at(b"ab", 2), None);
		assert_eq!(byte_before(b"ab", 0), None);
		assert_eq!(between(b"ab", 1, 9), b"b");
		assert_eq!(between(b"ab", 9, 1), b"");
		assert_eq!(index_from(b"ab", b'a', 9), None);
		assert_eq!(end_of_run(b"ab", 9, is_letter), 9);
	}

	#[test]
	fn names_are_found() {
		assert_eq!(name_end(b"A_1=x", 0), 3);
		assert_eq!(name_end(b"1A", 0), 0);
		assert!(is_name(b"_a"));
		assert!(!is_name(b""));
	}

	#[test]
	fn only_well_formed_characters_decode() {
		assert_eq!(decode_scalar("é".as_bytes(), 0), Some((0xe9, 2)));
		assert_eq!(decode_scalar("é".as_bytes(), 1), None);
		assert_eq!(decode_scalar(b"\xed\xa0\x80", 0), None);
		assert_eq!(decode_scalar(b"\xc0\x80", 0), None);
		assert_eq!(decode_scalar(b"", 0), None);
	}

	#[test]
	fn other_bytes_are_shown_as_numbers() {
		assert_eq!(to_text(b"a\xff\xfeb"), "a\\xff\\xfeb");
		assert_eq!(to_text("grün".as_bytes()), "grün");
		// Each byte of a character that is cut is shown by itself.
		assert_eq!(to_text(b"\xe2\x82"), "\\xe2\\x82");
	}
}
