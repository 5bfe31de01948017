//! What the index says that `git status` does not (gitformat-index(5)).

use crate::bytes::index_from;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct IndexSummary {
	/// Some entry is marked `assume-unchanged`: git does not look at its file.
	pub(crate) assumed: bool,
	/// Some entry is marked `skip-worktree`: the same.
	pub(crate) skipped: bool,
	/// Paths of submodules that are not skipped.
	pub(crate) submodules: Vec<Vec<u8>>,
}

const HEADER: usize = 12;
/// Times, device, inode, mode, owner, group and size, before the object id.
const STAT: usize = 40;
const MODE_AT: usize = 24;
const MODE_SUBMODULE: u32 = 0o160_000;
const FLAG_ASSUMED: u16 = 0x8000;
const FLAG_EXTENDED: u16 = 0x4000;
const FLAG_SKIPPED: u16 = 0x4000;

/// Reads an index of version 2, 3 or 4; `id_length` is the hexadecimal digits of an object id. `None` where it is malformed, or leans on
/// another file (a split index), or on an extension that must be known.
pub(crate) fn summarise_index(index: &[u8], id_length: usize) -> Option<IndexSummary> {
	let id_bytes = id_length / 2;
	// The checksum at the end is no part of what is read.
	let index = &index[..index.len().checked_sub(id_bytes)?];
	let version = number_at(index, 4)?;
	if index.len() < HEADER || !index.starts_with(b"DIRC") || !(2..=4).contains(&version) {
		return None;
	}
	let mut summary = IndexSummary::default();
	let mut at = HEADER;
	let mut name = Vec::new();
	for _ in 0..number_at(index, 8)? {
		let fixed = at + STAT + id_bytes + 2;
		let flags = half_at(index, fixed - 2)?;
		let extended = flags & FLAG_EXTENDED != 0;
		if extended && version == 2 {
			return None;
		}
		let skipped = extended && half_at(index, fixed)? & FLAG_SKIPPED != 0;
		let name_at = if extended { fixed + 2 } else { fixed };
		let (dropped, from) = if version == 4 { read_offset(index, name_at)? } else { (name.len(), name_at) };
		let nul = index_from(index, 0, from)?;
		name.truncate(name.len().checked_sub(dropped)?);
		name.extend_from_slice(&index[from..nul]);
		summary.assumed |= flags & FLAG_ASSUMED != 0;
		summary.skipped |= skipped;
		if !skipped && number_at(index, at + MODE_AT)? == MODE_SUBMODULE {
			summary.submodules.push(name.clone());
		}
		// Entries of versions 2 and 3 are padded by 1 to 8 NULs to a multiple of eight bytes.
		at = if version == 4 { nul + 1 } else { at + (nul - at + 8) / 8 * 8 };
	}
	knows_extensions(index, at).then_some(summary)
}

/// Reads four bytes, the highest first.
fn number_at(index: &[u8], at: usize) -> Option<u32> {
	Some(u32::from_be_bytes(*index.get(at..)?.first_chunk()?))
}

/// Reads two bytes, the higher first.
fn half_at(index: &[u8], at: usize) -> Option<u16> {
	Some(u16::from_be_bytes(*index.get(at..)?.first_chunk()?))
}

const MOST_OFFSET_BYTES: usize = 4;

/// Reads the number of bytes that a version 4 name drops from the one before, and where the name goes on: seven bits a byte, each carry
/// counting one more.
fn read_offset(index: &[u8], from: usize) -> Option<(usize, usize)> {
	let mut value = 0;
	for at in from..from + MOST_OFFSET_BYTES {
		let byte = *index.get(at)?;
		value = (value << 7) + usize::from(byte & 0x7f);
		if byte & 0x80 == 0 {
			return Some((value, at + 1));
		}
		value += 1;
	}
	None
}

/// An extension whose name starts with a capital letter may be ignored; of the others, `sdir` (sparse folders) changes nothing here.
fn knows_extensions(index: &[u8], from: usize) -> bool {
	let mut at = from;
	while let (Some(name), Some(size)) = (index.get(at..at + 4), number_at(index, at + 4)) {
		if name != b"sdir" && !name[0].is_ascii_uppercase() {
			return false;
		}
		at += 8 + size as usize;
	}
	at == index.len()
}

#[cfg(test)]
mod tests {
	use std::borrow::Cow;

	use super::*;
	use crate::golden_rows::{decode_base64, hold_rows, latin};
	use crate::json::{Json, Object};

	#[test]
	fn index_files() {
		hold_rows("index.json", |given| match summarise_index(&decode_base64(given[2].text()), given[1].count()) {
			None => Json::Null,
			Some(IndexSummary { assumed, skipped, submodules }) => {
				let submodules = Json::List(submodules.iter().map(|path| latin(path)).collect());
				let members = [("assumed", Json::Bool(assumed)), ("skipped", Json::Bool(skipped)), ("submodules", submodules)];
				let members = members.map(|(key, value)| (Cow::Borrowed(key.as_bytes()), value));
				Json::Object(Box::new(Object::of(members.into()).expect("three keys")))
			}
		});
	}
}
