//! The text of `$'…'`.

use crate::bytes::byte_at;

/// The decoded text of `$'…'`, or a part of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AnsiText {
	/// `None` where shells differ on it: control letters, numbers out of range.
	pub(crate) text: Option<Vec<u8>>,
	/// The offset behind it.
	pub(crate) end: usize,
}

/// Reads the text of `$'…'` from the byte after `$'` to the closing quote, decoded as bash does (bash(1), QUOTING: "words of the
/// form $'string'").
///
/// It gives the decoded bytes and the offset after the closing quote; `None` without a closing quote. A NUL ends the decoded text
/// early.
///
/// ```text
/// read_ansi(b"a\\x62'c", 0) // ab, 6
/// ```
pub(crate) fn read_ansi(text: &[u8], from: usize) -> Option<AnsiText> {
	let mut decoded = Some(Vec::new());
	let mut at = from;
	loop {
		match byte_at(text, at)? {
			b'\'' => {
				if let Some(bytes) = &mut decoded {
					bytes.truncate(bytes.iter().position(|one| *one == 0).unwrap_or(bytes.len()));
				}
				return Some(AnsiText { text: decoded, end: at + 1 });
			}
			b'\\' => {
				let escaped = read_escape(text, at + 1);
				decoded = decoded.zip(escaped.text).map(|(before, more)| [before, more].concat());
				at = escaped.end;
			}
			one => {
				if let Some(bytes) = &mut decoded {
					bytes.push(one);
				}
				at += 1;
			}
		}
	}
}

const LETTERS: &[u8] = b"abeEfnrtv\\'\"?";
const MEANINGS: &[u8] = b"\x07\x08\x1b\x1b\x0c\n\r\t\x0b\\'\"?";

fn read_escape(text: &[u8], at: usize) -> AnsiText {
	let letter = byte_at(text, at);
	if let Some(place) = LETTERS.iter().position(|one| Some(*one) == letter) {
		return AnsiText { text: Some(vec![MEANINGS[place]]), end: at + 1 };
	}
	match letter {
		Some(b'x') => {
			let (value, end) = digits_at(text, at + 1, 2, 16);
			AnsiText { text: (end > at + 1).then(|| low_byte(value)), end }
		}
		Some(b'u' | b'U') => {
			let most = if letter == Some(b'U') { 8 } else { 4 };
			let (value, end) = digits_at(text, at + 1, most, 16);
			let character = char::from_u32(value).filter(|_| end > at + 1);
			AnsiText { text: character.map(|one| one.to_string().into_bytes()), end }
		}
		_ => match digits_at(text, at, 3, 8) {
			(value, end) if end > at => AnsiText { text: Some(low_byte(value)), end },
			// `\cX` and unknown letters: shells disagree, so the text is not known. One byte is skipped whatever it means.
			_ => AnsiText { text: None, end: text.len().min(at + 1) },
		},
	}
}

/// The byte that a number of two hexadecimal or three octal digits stands for.
fn low_byte(value: u32) -> Vec<u8> {
	vec![value.to_le_bytes()[0]]
}

/// Reads at most so many digits of a base, and gives their value and where they end.
fn digits_at(text: &[u8], from: usize, most: usize, base: u32) -> (u32, usize) {
	let (mut value, mut end) = (0, from);
	while end < from + most {
		let Some(digit) = byte_at(text, end).and_then(|one| char::from(one).to_digit(base)) else { break };
		value = value * base + digit;
		end += 1;
	}
	(value, end)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn read(text: &[u8]) -> (Option<Vec<u8>>, usize) {
		let found = read_ansi(text, 0).expect("a closing quote");
		(found.text, found.end)
	}

	#[test]
	fn escapes_are_decoded() {
		assert_eq!(read(b"a\\x62'c"), (Some(b"ab".to_vec()), 6));
		assert_eq!(read(b"\\u00e9\\101\\n'"), (Some("éA\n".as_bytes().to_vec()), 13));
		assert_eq!(read(b"a\\0b'"), (Some(b"a".to_vec()), 5));
		assert_eq!(read(b"\\777'"), (Some(vec![0xff]), 5));
	}

	#[test]
	fn what_shells_differ_on_is_not_known() {
		for text in [&b"\\cA'"[..], b"\\x'", b"\\ud800'", b"\\Uffffffff'", b"\\q'"] {
			assert_eq!(read(text), (None, text.len()));
		}
	}

	#[test]
	fn a_quote_must_close() {
		assert_eq!(read_ansi(b"abc\\'", 0), None);
	}
}
