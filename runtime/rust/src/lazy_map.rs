//! Tables of which a decision needs a few entries only.

use std::cell::{OnceCell, RefCell};

use crate::entries::{Entries, Entry};
use crate::types::PolicyText;

/// A table of the registry: each entry is made ready when it is first asked for.
pub(crate) struct LazyMap<Value> {
	from: Entries,
	make: Box<dyn Fn(Entry) -> Value>,
	made: Box<[OnceCell<Box<Value>>]>,
	/// What was last found for keys: a decision asks for the same few names again and again.
	recent: RefCell<Vec<Found>>,
}

/// A key, and the number of its entry.
#[derive(Clone, Default)]
struct Found {
	key: Vec<u8>,
	number: Option<usize>,
}

/// How many keys are remembered, each in the one place that its bytes say.
const RECENT: usize = 64;

impl<Value> LazyMap<Value> {
	/// A table over some entries; `make` makes one ready.
	pub(crate) fn new(from: Entries, make: impl Fn(Entry) -> Value + 'static) -> Self {
		let made = (0..from.count()).map(|_| OnceCell::new()).collect();
		Self { from, make: Box::new(make), made, recent: RefCell::default() }
	}

	pub(crate) fn is_empty(&self) -> bool {
		self.made.is_empty()
	}

	pub(crate) fn has(&self, key: &[u8]) -> bool {
		self.find(key).is_some()
	}

	/// All keys, in the order in which they stand.
	pub(crate) fn names(&self) -> impl Iterator<Item = PolicyText> {
		(0..self.made.len()).map(|number| self.from.name(number))
	}

	/// The entry of a key.
	pub(crate) fn get(&self, key: &[u8]) -> Option<&Value> {
		let number = self.find(key)?;
		Some(self.made.get(number)?.get_or_init(|| Box::new((self.make)(self.from.entry(number)))))
	}

	fn find(&self, key: &[u8]) -> Option<usize> {
		// The empty key marks a free place.
		if key.is_empty() {
			return self.from.find(key);
		}
		let mut recent = self.recent.borrow_mut();
		if recent.is_empty() {
			recent.resize(RECENT, Found::default());
		}
		let place = &mut recent[place_of(key)];
		if place.key != key {
			place.number = self.from.find(key);
			place.key.clear();
			place.key.extend_from_slice(key);
		}
		place.number
	}
}

/// Where a key is remembered. Names differ in their length, or in their first or last bytes.
fn place_of(key: &[u8]) -> usize {
	let byte = |at: usize| usize::from(key.get(at).copied().unwrap_or_default());
	(key.len() + 3 * byte(0) + 5 * byte(1) + 7 * byte(key.len() / 2) + 11 * byte(key.len() - 1)) % RECENT
}
