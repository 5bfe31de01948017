//! Named objects of a bundle: of one that was read whole, or of an embedded one.

use crate::json::Object;
use crate::policy_index::{IndexRows, PolicyIndex};
use crate::types::PolicyText;

/// Programs, subcommands or wrappers of the registry.
#[derive(Clone, Copy)]
pub(crate) enum Entries {
	/// The members of an object.
	Read(&'static Object<'static>),
	/// Rows of an index.
	Embedded(&'static PolicyIndex, IndexRows),
}

/// The object of a name, with the subcommands that stand in it.
pub(crate) struct Entry {
	pub(crate) raw: &'static Object<'static>,
	pub(crate) subcommands: Entries,
}

impl Entries {
	pub(crate) fn count(&self) -> usize {
		match self {
			Self::Read(object) => object.members().len(),
			Self::Embedded(_, rows) => rows.count,
		}
	}

	/// The number of the entry of a name.
	pub(crate) fn find(&self, name: &[u8]) -> Option<usize> {
		match self {
			Self::Read(object) => object.place(name),
			Self::Embedded(index, rows) => index.find(*rows, name),
		}
	}

	/// The name of an entry, which are in the order of the bundle or of bytes.
	pub(crate) fn name(&self, number: usize) -> PolicyText {
		match self {
			Self::Read(object) => &object.members()[number].0,
			Self::Embedded(index, rows) => index.name(*rows, number),
		}
	}

	/// An entry. It is decoded each time: who asks keeps it.
	pub(crate) fn entry(&self, number: usize) -> Entry {
		match self {
			Self::Read(object) => {
				let raw = object.members()[number].1.object();
				Entry { raw, subcommands: Self::Read(raw.get(b"subcommands").object()) }
			}
			Self::Embedded(index, rows) => index.entry(*rows, number),
		}
	}
}
