//! A private folder to run git in.

use std::fs::{self, DirBuilder};
use std::hash::{BuildHasher, RandomState};
use std::io::ErrorKind;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{DirBuilderExt, symlink};

use crate::git_directory::Repository;
use crate::read_files::{path_below, path_of};

/// The name of the git folder in a workspace.
pub(crate) const LINKED_GIT_FOLDER: &[u8] = b"git";
/// The name of the work tree in a workspace.
pub(crate) const LINKED_TOP: &[u8] = b"tree";

/// Makes a private folder to run git in, uses it and removes it; `None` where it cannot be made. The repository is reached from there by
/// links: then paths of any bytes are no matter for arguments and environment.
pub(crate) fn in_workspace<Result>(repository: &Repository, act: impl FnOnce(&[u8]) -> Result) -> Option<Result> {
	let workspace = Workspace::make()?;
	let link = |from: &[u8], name: &[u8]| symlink(path_of(from), path_of(&path_below(&workspace.folder, name))).ok();
	link(&repository.git_folder, LINKED_GIT_FOLDER)?;
	link(&repository.top, LINKED_TOP)?;
	Some(act(&workspace.folder))
}

/// A folder that is removed when it is no longer used, whatever happens.
struct Workspace {
	folder: Vec<u8>,
}

/// How many names are tried: each is one of 2⁶⁴.
const MOST_TRIES: usize = 16;

impl Workspace {
	fn make() -> Option<Self> {
		let parent = std::env::var_os("TMPDIR").filter(|folder| !folder.is_empty()).unwrap_or_else(|| "/tmp".into()).into_vec();
		for _ in 0..MOST_TRIES {
			// The state of every hasher is random.
			let name = format!("policy-git-{:016x}", RandomState::new().hash_one(std::process::id()));
			let folder = path_below(&parent, name.as_bytes());
			match DirBuilder::new().mode(0o700).create(path_of(&folder)) {
				Ok(()) => return Some(Self { folder }),
				Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
				Err(_) => return None,
			}
		}
		None
	}
}

impl Drop for Workspace {
	fn drop(&mut self) {
		// What cannot be removed says nothing about the repository.
		let _ = fs::remove_dir_all(path_of(&self.folder));
	}
}
