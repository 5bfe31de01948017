//! Globs over one text: `*`, `?` and `\`.

use crate::bytes::decode_scalar;

/// A part of a glob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GlobToken {
	/// `*`: any bytes.
	Many,
	/// `?`: one character.
	Character,
	Byte(u8),
}

/// Makes a glob text of a bundle ready to match; `\x` is the character x.
pub(crate) fn prepare_glob(pattern: &[u8]) -> Vec<GlobToken> {
	let mut tokens = Vec::with_capacity(pattern.len());
	let mut at = 0;
	while at < pattern.len() {
		match pattern[at] {
			b'*' if tokens.last() == Some(&GlobToken::Many) => {}
			b'*' => tokens.push(GlobToken::Many),
			b'?' => tokens.push(GlobToken::Character),
			one => {
				let escaped = if one == b'\\' { pattern.get(at + 1) } else { None };
				tokens.push(GlobToken::Byte(*escaped.unwrap_or(&one)));
				at += usize::from(escaped.is_some());
			}
		}
		at += 1;
	}
	tokens
}

/// Whether a whole text matches. At most the length of the text times that of the pattern, because only the last `*` is ever
/// widened.
///
/// ```text
/// glob_matches(&prepare_glob(b"a*"), b"abc") // true
/// ```
pub(crate) fn glob_matches(tokens: &[GlobToken], text: &[u8]) -> bool {
	let (mut at, mut token) = (0, 0);
	// Where the last `*` stands, and the offset up to which it reaches.
	let mut widened: Option<(usize, usize)> = None;
	loop {
		match tokens.get(token) {
			Some(GlobToken::Many) => {
				widened = Some((token, at));
				token += 1;
				continue;
			}
			Some(one) => {
				if let Some(length) = token_length(*one, text, at) {
					at += length;
					token += 1;
					continue;
				}
			}
			None if at == text.len() => return true,
			None => {}
		}
		match widened {
			Some((star, reached)) if reached < text.len() => {
				widened = Some((star, reached + 1));
				(at, token) = (reached + 1, star + 1);
			}
			_ => return false,
		}
	}
}

/// How many bytes of the text a token takes; `None`: it does not match here.
fn token_length(token: GlobToken, text: &[u8], at: usize) -> Option<usize> {
	match token {
		GlobToken::Byte(wanted) => (text.get(at) == Some(&wanted)).then_some(1),
		_ => Some(decode_scalar(text, at)?.1),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn matches(pattern: &[u8], text: &[u8]) -> bool {
		glob_matches(&prepare_glob(pattern), text)
	}

	#[test]
	fn globs_match_whole_texts() {
		assert!(matches(b"a*c", b"abbc") && matches(b"*", b"") && matches(b"**x", b"yx"));
		assert!(!matches(b"a*c", b"abcd") && !matches(b"", b"a"));
		assert!(matches(b"a\\*", b"a*") && !matches(b"a\\*", b"ab"));
		assert!(matches(b"a\\", b"a\\"));
	}

	#[test]
	fn a_question_mark_is_one_character() {
		assert!(matches(b"gr?n", "grün".as_bytes()));
		assert!(!matches(b"gr??n", "grün".as_bytes()));
	}
}
