//! Sets of states of a machine.

use crate::machine::{DEAD, State};

/// A set of states in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct StateSet {
	pub(crate) list: Vec<State>,
	/// One bit for each state; made for large sets only.
	seen: Vec<u64>,
}

/// Up to so many states are looked through one by one.
const FEW_STATES: usize = 16;

impl StateSet {
	pub(crate) fn of(states: &[State]) -> Self {
		let mut set = Self::default();
		set.extend(states);
		set
	}

	/// Adds a state and says whether it is new.
	pub(crate) fn add(&mut self, one: State) -> bool {
		if self.list.len() < FEW_STATES {
			let is_new = !self.list.contains(&one);
			if is_new {
				self.list.push(one);
			}
			return is_new;
		}
		if self.seen.is_empty() {
			for known in std::mem::take(&mut self.list) {
				self.mark(known);
				self.list.push(known);
			}
		}
		let is_new = self.mark(one);
		if is_new {
			self.list.push(one);
		}
		is_new
	}

	/// Sets the bit of a state and says whether it was not set. Dead, which is -1, has the first bit.
	fn mark(&mut self, one: State) -> bool {
		let place = usize::try_from(one - DEAD).unwrap_or_default();
		if self.seen.len() <= place / 64 {
			self.seen.resize(place / 64 + 1, 0);
		}
		let (bits, bit) = (&mut self.seen[place / 64], 1 << (place % 64));
		let is_new = *bits & bit == 0;
		*bits |= bit;
		is_new
	}

	pub(crate) fn extend(&mut self, states: &[State]) {
		for one in states {
			self.add(*one);
		}
	}

	pub(crate) fn is_dead(&self) -> bool {
		self.list == [DEAD]
	}

	/// Both sets together.
	pub(crate) fn union(&self, other: &Self) -> Self {
		let mut both = self.clone();
		both.extend(&other.list);
		both
	}
}
