//! Text that programs cut into words by themselves.

/// The words of a text that programs cut into words by themselves, such as `env -S` and the aliases of git: cut at blanks, quotes
/// removed. `None` where the text holds more than plain words and quotes, because programs differ on that.
///
/// ```text
/// split_text(b"clean -f 'a b'") // clean, -f, a b
/// ```
pub(crate) fn split_text(text: &[u8]) -> Option<Vec<Vec<u8>>> {
	let mut words = Vec::new();
	let mut word: Option<Vec<u8>> = None;
	let mut quote = None;
	for one in text {
		match one {
			// These mean something to one program and something else, or nothing, to another.
			b'\\' | b'$' | b'#' | 0x0b | 0x0c | b'\r' => return None,
			_ if quote == Some(*one) => quote = None,
			_ if quote.is_some() => word.get_or_insert_default().push(*one),
			b'\'' | b'"' => {
				quote = Some(*one);
				word.get_or_insert_default();
			}
			b' ' | b'\t' | b'\n' => words.extend(word.take()),
			_ => word.get_or_insert_default().push(*one),
		}
	}
	words.extend(word);
	quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn quotes_hold_words_together() {
		assert_eq!(split_text(b"clean -f 'a b'"), Some(vec![b"clean".to_vec(), b"-f".to_vec(), b"a b".to_vec()]));
		assert_eq!(split_text(b"a'' \"\" b"), Some(vec![b"a".to_vec(), Vec::new(), b"b".to_vec()]));
		assert_eq!(split_text(b"  "), Some(Vec::new()));
	}

	#[test]
	fn what_programs_differ_on_is_not_known() {
		for text in [&b"a\\b"[..], b"$x", b"#", b"'a", b"a\rb"] {
			assert_eq!(split_text(text), None);
		}
	}
}
