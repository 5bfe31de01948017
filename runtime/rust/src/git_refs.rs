//! HEAD and refs, as far as they are files.

use crate::bytes::{contains, find, trim_start};
use crate::git_directory::Repository;
use crate::read_files::{FileKind, FileReading, look_at, path_below, read_regular};

/// What HEAD or a ref holds: the full name of another ref, or an id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum GitHead {
	Ref(Vec<u8>),
	Id(Vec<u8>),
}

/// What a ref leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum GitRef {
	Id(Vec<u8>),
	Absent,
	/// It is kept where only git looks.
	Elsewhere,
}

const MOST_REF: u64 = 65_536;
const MOST_PACKED: u64 = 64 * 1024 * 1024;
const MOST_REF_STEPS: usize = 5;

/// The folders of refs that belong to a worktree and not to the repository (git-worktree(1), "Refs").
const PER_WORKTREE: [&[u8]; 3] = [b"refs/bisect/", b"refs/rewritten/", b"refs/worktree/"];

/// Reads HEAD; `None` where it is not a regular file or not well-formed.
pub(crate) fn read_head(repository: &Repository) -> Option<GitHead> {
	match read_regular(&path_below(&repository.git_folder, b"HEAD"), MOST_REF) {
		FileReading::Read(bytes) => parse_ref(&bytes, repository.id_length),
		_ => None,
	}
}

/// Reads a ref through at most five symbolic ones; `None` where something on the way is malformed.
pub(crate) fn read_ref(repository: &Repository, name: &[u8]) -> Option<GitRef> {
	let mut wanted = name.to_vec();
	for _ in 0..=MOST_REF_STEPS {
		if !is_ref_name(&wanted) {
			return None;
		}
		if PER_WORKTREE.iter().any(|folder| wanted.starts_with(folder)) {
			return Some(GitRef::Elsewhere);
		}
		wanted = match read_loose(repository, &wanted)? {
			None => return read_packed(repository, &wanted),
			Some(GitHead::Id(id)) => return Some(GitRef::Id(id)),
			Some(GitHead::Ref(next)) => next,
		};
	}
	None
}

/// Reads a loose ref, which may be absent; no folder on the way to it may be a link.
fn read_loose(repository: &Repository, name: &[u8]) -> Option<Option<GitHead>> {
	let mut path = repository.common_folder.clone();
	let mut segments = name.split(|byte| *byte == b'/').peekable();
	while let Some(segment) = segments.next() {
		path = path_below(&path, segment);
		let is_last = segments.peek().is_none();
		match look_at(&path).kind {
			FileKind::Absent => return Some(None),
			// A folder in the ref's place only says that refs with longer names were there.
			FileKind::Folder if is_last => return Some(None),
			FileKind::Folder => {}
			FileKind::File if is_last => {}
			_ => return None,
		}
	}
	match read_regular(&path, MOST_REF) {
		FileReading::Read(bytes) => parse_ref(&bytes, repository.id_length).map(Some),
		_ => None,
	}
}

/// Looks for the line `ID NAME` in `packed-refs`; other lines are not looked at.
fn read_packed(repository: &Repository, name: &[u8]) -> Option<GitRef> {
	let bytes = match read_regular(&path_below(&repository.common_folder, b"packed-refs"), MOST_PACKED) {
		FileReading::Read(bytes) => bytes,
		FileReading::Absent => return Some(GitRef::Absent),
		FileReading::Unreadable => return None,
	};
	let tail = [b" ", name, b"\n"].concat();
	let mut from = 0;
	while let Some(found) = find(&bytes[from..], &tail) {
		let at = from + found;
		from = at + 1;
		let Some(start) = at.checked_sub(repository.id_length) else { continue };
		if start == 0 || bytes[start - 1] == b'\n' {
			let id = &bytes[start..at];
			return is_id(id, repository.id_length).then(|| GitRef::Id(id.to_vec()));
		}
	}
	Some(GitRef::Absent)
}

/// Reads `ref: NAME` or an object id, and nothing but blanks behind it.
pub(crate) fn parse_ref(text: &[u8], id_length: usize) -> Option<GitHead> {
	let end = text.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).map_or(0, |last| last + 1);
	let text = &text[..end];
	match text.strip_prefix(b"ref:") {
		Some(name) => {
			let name = trim_start(name, b" \t");
			is_ref_name(name).then(|| GitHead::Ref(name.to_vec()))
		}
		None => is_id(text, id_length).then(|| GitHead::Id(text.to_vec())),
	}
}

/// Whether a text is a full ref name as git-check-ref-format(1) wants it.
pub(crate) fn is_ref_name(name: &[u8]) -> bool {
	let is_allowed = |byte: &u8| *byte > b' ' && *byte != 0x7f && !b"~^:?*[\\".contains(byte);
	let is_segment = |segment: &[u8]| !segment.is_empty() && !segment.starts_with(b".") && !segment.ends_with(b".lock");
	name.starts_with(b"refs/")
		&& !contains(name, b"..")
		&& !contains(name, b"@{")
		&& !name.ends_with(b".")
		&& name.iter().all(is_allowed)
		&& name.split(|byte| *byte == b'/').all(is_segment)
}

/// Whether a text is an object id; the one of zeros stands for no object.
pub(crate) fn is_id(text: &[u8], length: usize) -> bool {
	text.len() == length && text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) && text.iter().any(|byte| *byte != b'0')
}
