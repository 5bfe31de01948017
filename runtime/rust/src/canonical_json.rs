//! Canonical JSON (RFC 8785): keys sorted by UTF-16 code unit, no blanks, numbers and strings as ECMAScript writes them.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::json::{Json, Object};

/// Appends a value as canonical JSON.
///
/// ```text
/// {"b":1,"a":[1.50]} // {"a":[1.5],"b":1}
/// ```
pub(crate) fn append_canonical(out: &mut Vec<u8>, value: &Json) {
	match value {
		Json::Null => out.extend_from_slice(b"null"),
		Json::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
		Json::Number(number) => append_number(out, *number),
		Json::Text(text) => append_string(out, text),
		Json::Decoded(text) => append_string(out, text),
		Json::List(list) => append_list(out, list, append_canonical),
		Json::Object(object) => append_object(out, object, |_| true),
	}
}

/// Appends the members of an object whose keys are wanted.
pub(crate) fn append_object(out: &mut Vec<u8>, object: &Object, wanted: impl Fn(&[u8]) -> bool) {
	let mut members: Vec<&(Cow<[u8]>, Json)> = object.members().iter().filter(|(key, _)| wanted(key)).collect();
	members.sort_unstable_by(|(one, _), (other, _)| compare_code_units(one, other));
	out.push(b'{');
	for (at, (key, value)) in members.into_iter().enumerate() {
		if at > 0 {
			out.push(b',');
		}
		append_string(out, key);
		out.push(b':');
		append_canonical(out, value);
	}
	out.push(b'}');
}

/// Appends an array of items, each as `append` writes it.
pub(crate) fn append_list<Item>(out: &mut Vec<u8>, items: &[Item], append: impl Fn(&mut Vec<u8>, &Item)) {
	out.push(b'[');
	for (at, item) in items.iter().enumerate() {
		if at > 0 {
			out.push(b',');
		}
		append(out, item);
	}
	out.push(b']');
}

/// Compares well-formed texts by UTF-16 code unit: characters beyond U+FFFF stand before U+E000 and what follows it.
fn compare_code_units(one: &[u8], other: &[u8]) -> Ordering {
	// Characters of four bytes are those that are two surrogates; their lead bytes go before those of U+E000 to U+FFFF.
	let order = |byte: &u8| match byte {
		0xee | 0xef => byte + 0x10,
		0xf0..=0xf4 => byte - 2,
		_ => *byte,
	};
	one.iter().map(order).cmp(other.iter().map(order))
}

const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Appends a text in quotes; all but quotes, backslashes and control characters stands as it is.
pub(crate) fn append_string(out: &mut Vec<u8>, text: &[u8]) {
	out.push(b'"');
	let mut start = 0;
	for (at, byte) in text.iter().enumerate() {
		if *byte >= 0x20 && *byte != b'"' && *byte != b'\\' {
			continue;
		}
		out.extend_from_slice(&text[start..at]);
		start = at + 1;
		let short = match byte {
			b'"' | b'\\' => *byte,
			0x08 => b'b',
			0x0c => b'f',
			b'\n' => b'n',
			b'\r' => b'r',
			b'\t' => b't',
			_ => {
				let digits = [HEX_DIGITS[usize::from(byte >> 4)], HEX_DIGITS[usize::from(byte & 0xf)]];
				out.extend_from_slice(b"\\u00");
				out.extend_from_slice(&digits);
				continue;
			}
		};
		out.extend_from_slice(&[b'\\', short]);
	}
	out.extend_from_slice(&text[start..]);
	out.push(b'"');
}

/// Whole numbers below this are written digit by digit.
const EXACT: f64 = 1e15;

/// Appends a number as ECMAScript's Number::toString does (ECMA-262, 6.1.6.1.20).
fn append_number(out: &mut Vec<u8>, number: f64) {
	let size = number.abs();
	if number == 0.0 {
		out.push(b'0');
	} else if number.fract() == 0.0 && size < EXACT {
		append_whole(out, number as i64);
	} else if (1e-6..1e21).contains(&size) {
		out.extend_from_slice(number.to_string().as_bytes());
	} else {
		let text = format!("{number:e}");
		let sign = if size >= 1.0 { "e+" } else { "e" };
		out.extend_from_slice(text.replacen('e', sign, 1).as_bytes());
	}
}

/// Appends a whole number.
pub(crate) fn append_whole(out: &mut Vec<u8>, number: i64) {
	out.extend_from_slice(number.to_string().as_bytes());
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::read_json::read_json;

	fn canonical(text: &str) -> String {
		let mut out = Vec::new();
		append_canonical(&mut out, &read_json(text.as_bytes(), 1024).expect("JSON"));
		String::from_utf8(out).expect("UTF-8")
	}

	#[test]
	fn keys_are_sorted_by_code_unit() {
		assert_eq!(canonical("{\"\u{e000}\":1, \"\u{1f600}\":2,\"b\" :3,\"a\":[ ]}"), "{\"a\":[],\"b\":3,\"\u{1f600}\":2,\"\u{e000}\":1}");
		assert_eq!(canonical(r#"{"aa":1,"a":2}"#), r#"{"a":2,"aa":1}"#);
	}

	#[test]
	fn numbers_are_written_as_ecmascript_does() {
		let numbers = [
			("-0", "0"),
			("1.50", "1.5"),
			("1e21", "1e+21"),
			("123456789012345680000", "123456789012345680000"),
			("0.000001", "0.000001"),
			("1e-7", "1e-7"),
			("-1.5e300", "-1.5e+300"),
			("9007199254740993", "9007199254740992"),
		];
		for (written, expected) in numbers {
			assert_eq!(canonical(written), expected);
		}
	}

	#[test]
	fn strings_have_the_shortest_escapes() {
		assert_eq!(canonical(r#""\u0041\/\n\u001f\"\\é""#), r#""A/\n\u001f\"\\é""#);
	}
}
