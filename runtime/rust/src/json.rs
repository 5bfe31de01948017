//! JSON values, and what is taken out of them.

use std::borrow::Cow;

/// A JSON value. It is kept small: most of a policy is numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json<'text> {
	Null,
	Bool(bool),
	Number(f64),
	/// A part of what was read.
	Text(&'text [u8]),
	/// What a text with escapes stands for.
	Decoded(Box<[u8]>),
	List(Vec<Json<'text>>),
	Object(Box<Object<'text>>),
}

/// The members of an object in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Object<'text> {
	members: Vec<(Cow<'text, [u8]>, Json<'text>)>,
	/// The places of the members by key; made for objects of many keys only.
	order: Vec<u32>,
}

/// Up to so many keys are looked through one by one.
const FEW_KEYS: usize = 8;

/// The object without members.
pub(crate) static NO_MEMBERS: Object<'static> = Object { members: Vec::new(), order: Vec::new() };

impl<'text> Object<'text> {
	/// An object of members; `None` where two have the same key.
	pub(crate) fn of(members: Vec<(Cow<'text, [u8]>, Json<'text>)>) -> Option<Self> {
		if members.len() <= FEW_KEYS {
			let twice = members.iter().enumerate().any(|(at, (key, _))| members[..at].iter().any(|(other, _)| other == key));
			return (!twice).then_some(Self { members, order: Vec::new() });
		}
		let mut order: Vec<u32> = (0..u32::try_from(members.len()).ok()?).collect();
		order.sort_unstable_by(|one, other| members[*one as usize].0.cmp(&members[*other as usize].0));
		let twice = order.windows(2).any(|pair| members[pair[0] as usize].0 == members[pair[1] as usize].0);
		(!twice).then_some(Self { members, order })
	}

	pub(crate) fn members(&self) -> &[(Cow<'text, [u8]>, Json<'text>)] {
		&self.members
	}

	/// Where a key stands.
	pub(crate) fn place(&self, key: &[u8]) -> Option<usize> {
		if self.order.is_empty() {
			return self.members.iter().position(|(known, _)| **known == *key);
		}
		let found = self.order.binary_search_by(|place| (*self.members[*place as usize].0).cmp(key)).ok()?;
		Some(self.order[found] as usize)
	}

	pub(crate) fn has(&self, key: &[u8]) -> bool {
		self.place(key).is_some()
	}

	/// The value of a key; null where the object does not have it.
	pub(crate) fn get(&self, key: &[u8]) -> &Json<'text> {
		self.place(key).map_or(&Json::Null, |place| &self.members[place].1)
	}
}

// What follows reads values whose shape was checked; of another kind they count as empty.
impl<'text> Json<'text> {
	pub(crate) fn as_object(&self) -> Option<&Object<'text>> {
		match self {
			Self::Object(object) => Some(object),
			_ => None,
		}
	}

	pub(crate) fn object(&self) -> &Object<'text> {
		self.as_object().unwrap_or(&NO_MEMBERS)
	}

	pub(crate) fn as_list(&self) -> Option<&[Json<'text>]> {
		match self {
			Self::List(list) => Some(list),
			_ => None,
		}
	}

	pub(crate) fn list(&self) -> &[Json<'text>] {
		self.as_list().unwrap_or_default()
	}

	pub(crate) fn as_text(&self) -> Option<&[u8]> {
		match self {
			Self::Text(text) => Some(text),
			Self::Decoded(text) => Some(text),
			_ => None,
		}
	}

	pub(crate) fn text(&self) -> &[u8] {
		self.as_text().unwrap_or_default()
	}

	pub(crate) fn as_number(&self) -> Option<f64> {
		match self {
			Self::Number(number) => Some(*number),
			_ => None,
		}
	}

	/// A whole number that is not negative; 0 for anything else.
	pub(crate) fn count(&self) -> usize {
		self.as_number().map_or(0, |number| number as usize)
	}

	pub(crate) fn is_true(&self) -> bool {
		matches!(self, Self::Bool(true))
	}

	/// A list of texts; `None` where there is none.
	pub(crate) fn as_texts(&self) -> Option<Vec<&[u8]>> {
		self.as_list().map(|list| list.iter().map(Json::text).collect())
	}

	/// A list of texts, empty where there is none.
	pub(crate) fn texts(&self) -> Vec<&[u8]> {
		self.as_texts().unwrap_or_default()
	}
}
