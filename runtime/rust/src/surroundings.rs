//! What surrounds a command on this machine.

use std::os::unix::ffi::OsStringExt;

use crate::decide::Surroundings;
use crate::paths::{PathBases, segments_of};
use crate::read_files::{FileKind, look_through};
use crate::real_facts::MachineFacts;

/// The folder that makes the folder which holds it the policy's root.
const CONFIG_FOLDER: &[u8] = b"policy-config";

/// What surrounds a command that runs in a directory, if that is known.
pub(crate) fn surroundings_of(cwd: Option<&[u8]>) -> Surroundings {
	let home = std::env::home_dir().map(|home| home.into_os_string().into_vec());
	let bases = PathBases { root: cwd.and_then(find_policy_root), home };
	let facts = Box::new(MachineFacts::new(&bases));
	Surroundings { bases, facts }
}

/// The nearest folder from a folder upwards that holds `policy-config/`.
fn find_policy_root(from: &[u8]) -> Option<Vec<u8>> {
	let mut folder = from.to_vec();
	loop {
		if look_through(&clean_path(&[&*folder, b"/", CONFIG_FOLDER].concat())).kind == FileKind::Folder {
			return Some(folder);
		}
		let slash = folder.iter().rposition(|byte| *byte == b'/').unwrap_or_default();
		let above = clean_path(&folder[..slash]);
		if above == folder {
			return None;
		}
		folder = above;
	}
}

/// An absolute path without empty, `.` and `..` segments, by its text alone.
pub(crate) fn clean_path(path: &[u8]) -> Vec<u8> {
	let segments = segments_of(path, Some(b"/")).unwrap_or_default();
	[b"/", &*segments.join(&b'/')].concat()
}
