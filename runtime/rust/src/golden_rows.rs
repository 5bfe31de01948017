//! Recorded readings of files and outputs, which all evaluators read alike: golden/git-facts.

use crate::canonical_json::append_canonical;
use crate::json::Json;
use crate::read_json::read_json;

/// Holds what is found to every row of a recorded file. A row ends with what is wanted; `read` makes that of the values before it.
pub(crate) fn hold_rows(name: &str, read: impl Fn(&[Json]) -> Json<'static>) {
	let path = format!("{}/../../golden/git-facts/{name}", env!("CARGO_MANIFEST_DIR"));
	let bytes = std::fs::read(path).expect("the recorded file is there");
	let value = read_json(&bytes, bytes.len()).expect("it is JSON in the strict profile");
	let rows = value.object().get(b"rows").list();
	assert!(!rows.is_empty());
	for row in rows {
		let (wanted, given) = row.list().split_last().expect("a row holds what is wanted");
		assert_eq!(canonical(&read(given)), canonical(wanted), "{}", canonical(row));
	}
}

fn canonical(value: &Json) -> String {
	let mut out = Vec::new();
	append_canonical(&mut out, value);
	String::from_utf8_lossy(&out).into_owned()
}

/// A text of which every character is one byte, as those bytes.
pub(crate) fn bytes_of(value: &Json) -> Vec<u8> {
	let text = String::from_utf8_lossy(value.text()).into_owned();
	text.chars().map(|character| u8::try_from(u32::from(character)).expect("one byte")).collect()
}

/// Bytes as a text of which every character is one.
pub(crate) fn latin(bytes: &[u8]) -> Json<'static> {
	let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
	Json::Decoded(text.into_bytes().into())
}

/// The same, or null.
pub(crate) fn latin_or_null(bytes: Option<&[u8]>) -> Json<'static> {
	bytes.map_or(Json::Null, latin)
}

/// Items as a list, or null.
pub(crate) fn list_or_null<Item>(items: Option<Vec<Item>>, value: impl Fn(&Item) -> Json<'static>) -> Json<'static> {
	items.map_or(Json::Null, |items| Json::List(items.iter().map(value).collect()))
}

/// The bytes of a text in base64 (RFC 4648, section 4).
pub(crate) fn decode_base64(text: &[u8]) -> Vec<u8> {
	const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	let digits: Vec<usize> = text.iter().filter_map(|byte| ALPHABET.iter().position(|known| known == byte)).collect();
	let decode = |group: &[usize]| {
		let number = group.iter().fold(0, |number, digit| number << 6 | digit) << (6 * (4 - group.len()));
		[(number >> 16) as u8, (number >> 8) as u8, number as u8][..group.len() - 1].to_vec()
	};
	digits.chunks(4).flat_map(decode).collect()
}
