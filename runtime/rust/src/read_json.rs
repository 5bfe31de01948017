//! Reading of JSON in the strict profile (RFC 8259): UTF-8 without byte order mark, no duplicate keys, no lone surrogates, at most 64
//! levels.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::{Json, Object};

const MOST_LEVELS: usize = 64;

/// Reads bytes as one JSON value in the strict profile; `None` where they breach it or are more than so many.
///
/// ```text
/// read_json(br#"{"a":1,"a":2}"#, 1024) // None
/// ```
pub(crate) fn read_json(bytes: &[u8], most_bytes: usize) -> Option<Json<'_>> {
	if bytes.len() > most_bytes || std::str::from_utf8(bytes).is_err() {
		return None;
	}
	let mut reader = Reader { text: bytes, at: 0, hole: 0..0 };
	let value = reader.value(0)?;
	reader.skip();
	(reader.at == bytes.len()).then_some(value)
}

/// Reads the value in a part of a text that was read strictly before, with null in place of the value in a part of that; `None` where no
/// value stands there.
pub(crate) fn read_part(text: &[u8], part: Range<usize>, hole: Range<usize>) -> Option<Json<'_>> {
	let mut reader = Reader { text: text.get(..part.end)?, at: part.start, hole };
	let value = reader.value(0)?;
	(reader.at == part.end).then_some(value)
}

/// Reads an array of numbers of automata: of states, and of bytes that lead to them; `None` where it is none.
pub(crate) fn read_ranges(text: &[u8]) -> Option<Vec<i32>> {
	let inner = text.strip_prefix(b"[")?.strip_suffix(b"]")?;
	if inner.is_empty() {
		return Some(Vec::new());
	}
	let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse().ok();
	inner.split(|byte| *byte == b',').map(number).collect()
}

/// Reads one value after the other; what fails is `None`.
struct Reader<'text> {
	text: &'text [u8],
	at: usize,
	/// A value that is passed over, and null; an empty range where there is none.
	hole: Range<usize>,
}

impl<'text> Reader<'text> {
	fn value(&mut self, depth: usize) -> Option<Json<'text>> {
		self.skip();
		if self.hole.contains(&self.at) {
			self.at = self.hole.end;
			return Some(Json::Null);
		}
		match self.text.get(self.at)? {
			b'{' => self.object(depth),
			b'[' => self.array(depth),
			b'"' => self.string().map(|text| match text {
				Cow::Borrowed(part) => Json::Text(part),
				Cow::Owned(decoded) => Json::Decoded(decoded.into()),
			}),
			b't' => self.word(b"true", Json::Bool(true)),
			b'f' => self.word(b"false", Json::Bool(false)),
			b'n' => self.word(b"null", Json::Null),
			_ => self.number(),
		}
	}

	fn object(&mut self, depth: usize) -> Option<Json<'text>> {
		if depth >= MOST_LEVELS {
			return None;
		}
		let mut members = Vec::new();
		self.at += 1;
		if self.takes(b'}') {
			return Some(Json::Object(Box::default()));
		}
		loop {
			self.skip();
			if self.text.get(self.at) != Some(&b'"') {
				return None;
			}
			let key = self.string()?;
			if !self.takes(b':') {
				return None;
			}
			members.push((key, self.value(depth + 1)?));
			if self.takes(b'}') {
				return Object::of(members).map(|object| Json::Object(Box::new(object)));
			}
			if !self.takes(b',') {
				return None;
			}
		}
	}

	fn array(&mut self, depth: usize) -> Option<Json<'text>> {
		if depth >= MOST_LEVELS {
			return None;
		}
		let mut list = Vec::new();
		self.at += 1;
		if self.takes(b']') {
			return Some(Json::List(list));
		}
		loop {
			list.push(self.value(depth + 1)?);
			if self.takes(b']') {
				return Some(Json::List(list));
			}
			if !self.takes(b',') {
				return None;
			}
		}
	}

	fn string(&mut self) -> Option<Cow<'text, [u8]>> {
		self.at += 1;
		let mut start = self.at;
		let mut decoded = Vec::new();
		loop {
			match *self.text.get(self.at)? {
				b'"' => {
					let part = &self.text[start..self.at];
					self.at += 1;
					if decoded.is_empty() {
						return Some(Cow::Borrowed(part));
					}
					decoded.extend_from_slice(part);
					return Some(Cow::Owned(decoded));
				}
				0..0x20 => return None,
				b'\\' => {
					decoded.extend_from_slice(&self.text[start..self.at]);
					let mut bytes = [0; 4];
					decoded.extend_from_slice(self.escape()?.encode_utf8(&mut bytes).as_bytes());
					start = self.at;
				}
				_ => self.at += 1,
			}
		}
	}

	/// Reads an escape from its backslash; two that are a pair of surrogates are one character.
	fn escape(&mut self) -> Option<char> {
		let letter = *self.text.get(self.at + 1)?;
		if letter != b'u' {
			self.at += 2;
			let at = b"\"\\/bfnrt".iter().position(|known| *known == letter)?;
			return Some(char::from(b"\"\\/\x08\x0c\n\r\t"[at]));
		}
		let high = self.code_unit()?;
		if !(0xd800..=0xdfff).contains(&high) {
			return char::from_u32(high);
		}
		if high > 0xdbff || !self.text[self.at..].starts_with(b"\\u") {
			return None;
		}
		let low = self.code_unit()?;
		if !(0xdc00..=0xdfff).contains(&low) {
			return None;
		}
		char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
	}

	/// Reads `\uHHHH`.
	fn code_unit(&mut self) -> Option<u32> {
		let digits = self.text.get(self.at + 2..self.at + 6)?;
		self.at += 6;
		digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
	}

	/// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
	fn number(&mut self) -> Option<Json<'text>> {
		let start = self.at;
		let mut at = start + usize::from(self.text.get(start) == Some(&b'-'));
		let whole = self.digits_end(at);
		if whole == at {
			return None;
		}
		at = if self.text[at] == b'0' { at + 1 } else { whole };
		if self.text.get(at) == Some(&b'.') && self.digits_end(at + 1) > at + 1 {
			at = self.digits_end(at + 1);
		}
		if matches!(self.text.get(at), Some(b'e' | b'E')) {
			let digits = at + 1 + usize::from(matches!(self.text.get(at + 1), Some(b'+' | b'-')));
			if self.digits_end(digits) > digits {
				at = self.digits_end(digits);
			}
		}
		self.at = at;
		let text = &self.text[start..at];
		// Most numbers are bytes and states of automata.
		if text.len() <= 9 && text.iter().all(u8::is_ascii_digit) {
			return Some(Json::Number(text.iter().fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0')).into()));
		}
		let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
		number.is_finite().then_some(Json::Number(number))
	}

	fn digits_end(&self, from: usize) -> usize {
		from + self.text.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
	}

	fn word(&mut self, word: &[u8], value: Json<'text>) -> Option<Json<'text>> {
		self.text[self.at..].starts_with(word).then(|| {
			self.at += word.len();
			value
		})
	}

	fn takes(&mut self, wanted: u8) -> bool {
		self.skip();
		let found = self.text.get(self.at) == Some(&wanted);
		self.at += usize::from(found);
		found
	}

	fn skip(&mut self) {
		while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
			self.at += 1;
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::canonical_json::append_canonical;

	fn canonical(text: &[u8]) -> Option<String> {
		let mut out = Vec::new();
		append_canonical(&mut out, &read_json(text, 1024)?);
		Some(String::from_utf8(out).expect("UTF-8"))
	}

	fn nested(levels: usize) -> String {
		"[".repeat(levels) + &"]".repeat(levels)
	}

	#[test]
	fn the_profile_is_read() {
		for (text, wanted) in [
			(r#"{"b":1,"a":[null,true,-0]}"#, r#"{"a":[null,true,0],"b":1}"#),
			(r#" "a\u0041\ud83d\ude00\/" "#, "\"aA\u{1f600}/\""),
			("[1e21,0.1,1E2,10]", "[1e+21,0.1,100,10]"),
			(r#""\u0000\u001f\u007f\b""#, "\"\\u0000\\u001f\x7f\\b\""),
			(&nested(64), &nested(64)),
		] {
			assert_eq!(canonical(text.as_bytes()).as_deref(), Some(wanted));
		}
	}

	#[test]
	fn everything_else_is_refused() {
		let texts: [&[u8]; 20] = [
			nested(65).leak().as_bytes(),
			br#"{"a":1,"\u0061":2}"#,
			br#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"a":1}"#,
			br#""\ud800""#,
			br#""\ud800\u0041""#,
			br#""\udc00""#,
			br#""\x41""#,
			b"\"\xff\"",
			"\u{feff}1".as_bytes(),
			b"01",
			b"1.",
			b".5",
			b"+1",
			b"1e400",
			b"[1,]",
			br#"{"a":1,}"#,
			b"tru",
			b"\"\n\"",
			b"",
			b"1 2",
		];
		for text in texts {
			assert_eq!(canonical(text), None, "{}", String::from_utf8_lossy(text));
		}
	}

	#[test]
	fn parts_are_read_without_their_hole() {
		let text = br#"[{"a":[1,2],"b":3}]"#;
		let value = read_part(text, 1..18, 6..11).expect("an object");
		assert_eq!((value.object().get(b"a"), value.object().get(b"b").count()), (&Json::Null, 3));
		assert_eq!(read_part(text, 1..17, 0..0), None);
		assert_eq!(read_ranges(b"[0,255,-1]"), Some(vec![0, 255, -1]));
		assert_eq!(read_ranges(b"[0,]"), None);
	}
}
