//! Files as facts need them: looked at without following links, read without waiting.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use crate::bytes::contains_any;
use crate::system::{O_NOFOLLOW, O_NONBLOCK};

/// What stands at a path. `Absent` is certain; `Unreadable` is everything that could not be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
	Unreadable,
	Absent,
	File,
	Folder,
	Link,
	Other,
}

/// What stands at a path, with the user id of its owner (`None` where nothing is known), its device and its permission bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileEntry {
	pub(crate) kind: FileKind,
	pub(crate) owner: Option<u32>,
	pub(crate) device: u64,
	pub(crate) mode: u32,
}

/// Bytes as a path of the system.
pub(crate) fn path_of(bytes: &[u8]) -> &Path {
	Path::new(OsStr::from_bytes(bytes))
}

/// What stands at a path itself; a link is not followed.
pub(crate) fn look_at(path: &[u8]) -> FileEntry {
	entry_of(fs::symlink_metadata(path_of(path)))
}

/// What a path leads to, through links; a dangling link leads to nothing.
pub(crate) fn look_through(path: &[u8]) -> FileEntry {
	entry_of(fs::metadata(path_of(path)))
}

fn entry_of(found: std::io::Result<Metadata>) -> FileEntry {
	let status = match found {
		Ok(status) => status,
		Err(error) => {
			let kind = if is_missing(error.kind()) { FileKind::Absent } else { FileKind::Unreadable };
			return FileEntry { kind, owner: None, device: 0, mode: 0 };
		}
	};
	let kind = match status.file_type() {
		kind if kind.is_file() => FileKind::File,
		kind if kind.is_dir() => FileKind::Folder,
		kind if kind.is_symlink() => FileKind::Link,
		_ => FileKind::Other,
	};
	FileEntry { kind, owner: Some(status.uid()), device: status.dev(), mode: status.mode() }
}

/// Whether an error says for certain that nothing is there.
fn is_missing(error: ErrorKind) -> bool {
	matches!(error, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The path without links, `.` and `..`, as realpath(3) gives it; `None` where some part is missing or unreadable.
///
/// ```text
/// canonical_path(b"/var/run") // /run
/// ```
pub(crate) fn canonical_path(path: &[u8]) -> Option<Vec<u8>> {
	fs::canonicalize(path_of(path)).ok().map(|path| path.into_os_string().into_vec())
}

/// The content of a file, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum FileReading {
	Read(Vec<u8>),
	Absent,
	Unreadable,
}

/// Reads a regular file of at most so many bytes. A link, a longer file, a FIFO or a device is unreadable; opening does not wait for the
/// other end of a FIFO (open(2), `O_NONBLOCK`).
pub(crate) fn read_regular(path: &[u8], most: u64) -> FileReading {
	let opened = OpenOptions::new().read(true).custom_flags(O_NOFOLLOW | O_NONBLOCK).open(path_of(path));
	match opened {
		Ok(file) => read_at_most(file, most).map_or(FileReading::Unreadable, FileReading::Read),
		Err(error) if is_missing(error.kind()) => FileReading::Absent,
		Err(_) => FileReading::Unreadable,
	}
}

/// Reads a regular file, or the one that a link leads to, of at most so many bytes; `None` where there is none, or something else.
pub(crate) fn read_through(path: &[u8], most: u64) -> Option<Vec<u8>> {
	read_at_most(OpenOptions::new().read(true).custom_flags(O_NONBLOCK).open(path_of(path)).ok()?, most)
}

fn read_at_most(file: File, most: u64) -> Option<Vec<u8>> {
	let status = file.metadata().ok()?;
	if !status.is_file() || status.len() > most {
		return None;
	}
	let mut bytes = Vec::with_capacity(usize::try_from(status.len()).ok()?);
	// Also of a file that grows while it is read.
	let count = file.take(most + 1).read_to_end(&mut bytes).ok()?;
	(count as u64 <= most).then_some(bytes)
}

/// The one line of a small file without its line end; `None` where there is no such file or more than one line.
pub(crate) fn read_one_line(path: &[u8], most: u64) -> Option<Vec<u8>> {
	let FileReading::Read(mut text) = read_regular(path, most) else { return None };
	while matches!(text.last(), Some(b'\n' | b'\r')) {
		text.pop();
	}
	(!text.is_empty() && !contains_any(&text, b"\n\0")).then_some(text)
}

/// The names in a folder; none where there is no folder, `None` where it cannot be listed.
pub(crate) fn list_folder(path: &[u8]) -> Option<Vec<Vec<u8>>> {
	match look_through(path).kind {
		FileKind::Folder => fs::read_dir(path_of(path)).ok()?.map(|entry| Some(entry.ok()?.file_name().into_vec())).collect(),
		FileKind::Unreadable => None,
		_ => Some(Vec::new()),
	}
}

/// A path below a folder, or the path itself where it is absolute.
pub(crate) fn path_below(folder: &[u8], path: &[u8]) -> Vec<u8> {
	if path.starts_with(b"/") {
		return path.to_vec();
	}
	[folder.strip_suffix(b"/").unwrap_or(folder), b"/", path].concat()
}

/// The folder of a canonical path; the root is its own.
pub(crate) fn folder_of(path: &[u8]) -> &[u8] {
	&path[..path.iter().rposition(|byte| *byte == b'/').unwrap_or_default().max(1).min(path.len())]
}

/// Whether a canonical path is a folder or lies in it.
pub(crate) fn is_within(path: &[u8], folder: &[u8]) -> bool {
	path.strip_prefix(folder.strip_suffix(b"/").unwrap_or(folder)).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}
