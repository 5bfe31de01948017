//! Characters that people do not see as what they are.

use std::ops::RangeInclusive;

use crate::bytes::{decode_scalar, is_letter};
use crate::codes::OpaqueCode;

/// Characters that are invisible, look like a blank, or look like an ASCII character.
const CONFUSABLE: [RangeInclusive<u32>; 18] = [
	0x00a0..=0x00a0,
	0x00ad..=0x00ad,
	0x034f..=0x034f,
	0x061c..=0x061c,
	0x115f..=0x1160,
	0x1680..=0x1680,
	0x17b4..=0x17b5,
	0x180b..=0x180f,
	0x2000..=0x200f,
	0x2028..=0x202f,
	0x205f..=0x206f,
	0x3000..=0x3000,
	0x3164..=0x3164,
	0xfe00..=0xfe0f,
	0xfeff..=0xfeff,
	0xff01..=0xff5e,
	0xffa0..=0xffa0,
	0xe0000..=0xe0fff,
];

/// Controls that reorder what people see, in quotes as well.
const DIRECTIONAL: [RangeInclusive<u32>; 4] = [0x061c..=0x061c, 0x200e..=0x200f, 0x202a..=0x202e, 0x2066..=0x2069];

/// The scalar value from which on letters are of other scripts than the extended Latin ones.
const OTHER_SCRIPTS: u32 = 0x0370;

/// Whether a text has bytes that `odd_character` would look at; false for plain printable ASCII with blanks.
fn may_be_odd(text: &[u8]) -> bool {
	text.iter().any(|one| *one >= 0x7f || (*one < 0x20 && !matches!(one, b'\t' | b'\n')))
}

/// The first reason to distrust the characters of a text. Quoted text may hold look-alikes (a message in another language), but no
/// control characters other than tab and newline and no directional marks.
///
/// ```text
/// odd_character(b"a\r", true) // control_character
/// ```
pub(crate) fn odd_character(text: &[u8], quoted: bool) -> Option<OpaqueCode> {
	if !may_be_odd(text) {
		return None;
	}
	let distrusted: &[RangeInclusive<u32>] = if quoted { &DIRECTIONAL } else { &CONFUSABLE };
	let mut at = 0;
	while let Some((code, length)) = decode_scalar(text, at) {
		if is_control(code) {
			return Some(OpaqueCode::ControlCharacter);
		}
		if distrusted.iter().any(|range| range.contains(&code)) {
			return Some(OpaqueCode::ConfusableText);
		}
		at += length;
	}
	None
}

/// Whether a program word mixes ASCII letters with letters of another script (`n`, Cyrillic `r`, `m`).
pub(crate) fn mixes_scripts(program: &[u8]) -> bool {
	if !may_be_odd(program) || !program.iter().any(|one| is_letter(*one)) {
		return false;
	}
	let mut at = 0;
	while at < program.len() {
		match decode_scalar(program, at) {
			Some((code, length)) if code < OTHER_SCRIPTS => at += length,
			_ => return true,
		}
	}
	false
}

fn is_control(code: u32) -> bool {
	(code < 0x20 && code != u32::from(b'\t') && code != u32::from(b'\n')) || (0x7f..=0x9f).contains(&code)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn look_alikes_count_outside_of_quotes() {
		let no_break = "a\u{a0}b".as_bytes();
		assert_eq!(odd_character(no_break, false), Some(OpaqueCode::ConfusableText));
		assert_eq!(odd_character(no_break, true), None);
		assert_eq!(odd_character("\u{202e}x".as_bytes(), true), Some(OpaqueCode::ConfusableText));
		assert_eq!(odd_character(b"a\r", true), Some(OpaqueCode::ControlCharacter));
		assert_eq!(odd_character(b"a\t\n", false), None);
	}

	#[test]
	fn scripts_are_told_apart() {
		assert!(mixes_scripts("\u{433}m".as_bytes()));
		assert!(!mixes_scripts("\u{433}\u{433}".as_bytes()));
		assert!(!mixes_scripts("naïve".as_bytes()));
	}
}
