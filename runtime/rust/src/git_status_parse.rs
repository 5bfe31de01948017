//! What `git status --porcelain=v2 -z` says of a work tree (git-status(1), "Porcelain Format Version 2").

use crate::bytes::cut;
use crate::types::Truth;

/// How many fields a record of a type has, the last of which is a path and may hold blanks; 0 for other types.
fn status_fields(record: &[u8]) -> usize {
	match record.first() {
		Some(b'1') => 9,
		Some(b'2') => 10,
		Some(b'u') => 11,
		Some(b'?' | b'!') => 2,
		_ => 0,
	}
}

/// Whether a work tree is clean: records that each end with a NUL. Unknown where a record is not understood.
///
/// ```text
/// parse_status(b"? notes\0") // false
/// ```
pub(crate) fn parse_status(output: &[u8]) -> Truth {
	is_clean(output).map_or(Truth::Unknown, Truth::of)
}

fn is_clean(output: &[u8]) -> Option<bool> {
	let mut clean = true;
	let mut left = output;
	while !left.is_empty() {
		let (record, mut rest) = cut(left, 0)?;
		if !record.starts_with(b"# ") {
			if !has_fields(record, status_fields(record)) {
				return None;
			}
			// Renames and copies have the old path as a record of its own behind them.
			if record.starts_with(b"2") {
				let (old, behind) = cut(rest, 0)?;
				if old.is_empty() {
					return None;
				}
				rest = behind;
			}
			// Ignored files are no change.
			clean &= record.starts_with(b"!");
		}
		left = rest;
	}
	Some(clean)
}

/// Whether a record is a type of one byte and then so many fields in all, none of them empty.
fn has_fields(record: &[u8], count: usize) -> bool {
	let fields: Vec<&[u8]> = record.splitn(count, |byte| *byte == b' ').collect();
	count > 0 && fields.len() == count && fields[0].len() == 1 && fields.iter().all(|field| !field.is_empty())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::golden_rows::{bytes_of, hold_rows, latin};

	#[test]
	fn status_outputs() {
		hold_rows("status.json", |given| {
			latin(match parse_status(&bytes_of(&given[0])) {
				Truth::True => b"clean",
				Truth::False => b"dirty",
				Truth::Unknown => b"unknown",
			})
		});
	}
}
