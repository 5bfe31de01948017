//! Facts about the environment and the system.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use crate::bytes::cut;
use crate::glob::{glob_matches, prepare_glob};
use crate::types::Truth;

/// Stands for bytes that are not UTF-8 where a platform hands the environment over as text.
const REPLACED: char = '\u{fffd}';

/// Whether a variable's value matches: the argument is the name, a blank and the glob. One that is not set matches nothing; one that is not
/// UTF-8 is unknown.
///
/// ```text
/// read_env_is(b"CI tru*") // true where CI=true
/// ```
pub(crate) fn read_env_is(argument: &[u8]) -> Truth {
	let Some((name, glob)) = cut(argument, b' ').filter(|(name, _)| !name.is_empty()) else { return Truth::Unknown };
	let Some(value) = std::env::var_os(OsStr::from_bytes(name)) else { return Truth::False };
	match String::from_utf8(value.into_vec()) {
		Ok(value) if !value.contains(REPLACED) => Truth::of(glob_matches(&prepare_glob(glob), value.as_bytes())),
		_ => Truth::Unknown,
	}
}

/// Whether a system is the one named; a name that is not in the list is unknown, a system that is not in it is none of them.
pub(crate) fn read_os_is(name: &[u8], system: &str) -> Truth {
	match name {
		b"linux" | b"macos" | b"windows" => Truth::of(name == system.as_bytes()),
		_ => Truth::Unknown,
	}
}
