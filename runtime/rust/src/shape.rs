//! Tests of JSON values: exactly these keys, exactly these kinds.

use crate::json::Json;

/// What a value has to be.
pub(crate) enum Shape {
	Text,
	Boolean,
	/// A whole number in a range, both ends included.
	Whole(f64, f64),
	OneOf(&'static [&'static str]),
	/// A SHA-256 in small hexadecimal digits.
	Hash,
	OrNull(&'static Shape),
	Either(&'static [Shape]),
	/// A list of at least so many values of a shape.
	List(&'static Shape, usize),
	/// An object of any keys.
	Map(&'static Shape),
	/// An object of exactly these keys; those of the second list may be absent.
	Object(&'static [Keys], &'static [Keys]),
	/// A test of its own.
	Test(fn(&Json) -> bool),
}

/// Keys with the shapes of their values. Objects are made of several such lists, so that none is written twice.
pub(crate) type Keys = &'static [(&'static str, Shape)];

impl Shape {
	/// Whether a value has the shape. Values are at most as deep as the JSON reader lets them be.
	pub(crate) fn holds(&self, value: &Json) -> bool {
		match self {
			Self::Text => value.as_text().is_some(),
			Self::Boolean => matches!(value, Json::Bool(_)),
			Self::Whole(low, high) => value.as_number().is_some_and(|number| number.fract() == 0.0 && (*low..=*high).contains(&number)),
			Self::OneOf(texts) => value.as_text().is_some_and(|text| texts.iter().any(|one| one.as_bytes() == text)),
			Self::Hash => value.as_text().is_some_and(|text| text.len() == 64 && text.iter().all(is_hash_digit)),
			Self::OrNull(shape) => *value == Json::Null || shape.holds(value),
			Self::Either(shapes) => shapes.iter().any(|shape| shape.holds(value)),
			Self::List(shape, least) => value.as_list().is_some_and(|list| list.len() >= *least && list.iter().all(|one| shape.holds(one))),
			Self::Map(shape) => value.as_object().is_some_and(|object| object.members().iter().all(|(_, one)| shape.holds(one))),
			Self::Object(required, optional) => has_keys(value, required, optional),
			Self::Test(test) => test(value),
		}
	}
}

fn is_hash_digit(byte: &u8) -> bool {
	matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

fn has_keys(value: &Json, required: &'static [Keys], optional: &'static [Keys]) -> bool {
	let Some(object) = value.as_object() else { return false };
	let shape_in = |lists: &'static [Keys], key: &[u8]| lists.iter().copied().flatten().find(|(name, _)| name.as_bytes() == key);
	let mut found = 0;
	for (key, value) in object.members() {
		let needed = shape_in(required, key);
		found += usize::from(needed.is_some());
		if !needed.or_else(|| shape_in(optional, key)).is_some_and(|(_, shape)| shape.holds(value)) {
			return false;
		}
	}
	found == required.iter().map(|list| list.len()).sum::<usize>()
}
