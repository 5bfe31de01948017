//! Which git is run.

use crate::read_files::{FileEntry, FileKind, canonical_path, folder_of, is_within, look_at};

/// Where systems and package managers put git, in the order in which they are tried.
const GIT_PLACES: [&[u8]; 4] = [b"/usr/bin/git", b"/usr/local/bin/git", b"/opt/homebrew/bin/git", b"/run/current-system/sw/bin/git"];

const ROOT_USER: u32 = 0;

// Bits of a mode: inode(7).
const EXECUTABLE: u32 = 0o111;
const GROUP_WRITES: u32 = 0o020;
const OTHERS_WRITE: u32 = 0o002;
const STICKY: u32 = 0o1000;

/// The path of the git to run: one of few fixed places, never by PATH, and never a file of the tree that is judged; `None` where there is
/// none that can be trusted. `user` may own it, beside root; it must not lie in the folders of `outside`.
pub(crate) fn find_git(user: u32, outside: &[&[u8]]) -> Option<&'static [u8]> {
	GIT_PLACES.into_iter().find(|place| is_trusted(place, user, outside))
}

/// Follows links to the program: it and all folders above it belong to root or the user and are written by nobody else.
fn is_trusted(place: &[u8], user: u32, outside: &[&[u8]]) -> bool {
	let Some(path) = canonical_path(place) else { return false };
	if outside.iter().any(|folder| is_within(&path, folder)) {
		return false;
	}
	let program = look_at(&path);
	let is_safe = program.mode & EXECUTABLE != 0 && program.mode & (GROUP_WRITES | OTHERS_WRITE) == 0;
	if program.kind != FileKind::File || !is_safe || !belongs_to(&program, user) {
		return false;
	}
	let mut folder = folder_of(&path);
	loop {
		let entry = look_at(folder);
		// In a sticky folder only the owner of an entry can put another in its place.
		if !belongs_to(&entry, user) || (entry.mode & OTHERS_WRITE != 0 && entry.mode & STICKY == 0) {
			return false;
		}
		if folder == b"/" {
			return true;
		}
		folder = folder_of(folder);
	}
}

fn belongs_to(entry: &FileEntry, user: u32) -> bool {
	entry.owner == Some(ROOT_USER) || entry.owner == Some(user)
}
