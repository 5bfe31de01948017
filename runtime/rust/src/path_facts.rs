//! Facts about paths.

use std::collections::HashSet;

use crate::glob::{GlobToken, glob_matches};
use crate::paths::{PathBases, PathSegment, base_segments, path_matches, prepare_path, segments_of};
use crate::read_files::{FileKind, canonical_path, list_folder, look_at, look_through, path_below};
use crate::types::{Answer, Truth};

/// How many entries of folders one `path_exists` may look at.
const MOST_ENTRIES: usize = 10_000;

/// Whether a directory is one that the pattern names or lies below it. Links may lead a path elsewhere than its name says: where the path
/// as named and the canonical one differ in the answer, it is unknown.
///
/// ```text
/// read_cwd_under(b"./src", b"/work/src/a", bases with the root /work) // true
/// ```
pub(crate) fn read_cwd_under(pattern: &[u8], directory: &[u8], bases: &PathBases) -> Truth {
	let patterns = [prepare_path(pattern)];
	let Some(canonical) = canonical_path(directory) else { return Truth::Unknown };
	let canonical_base = |base: &Option<Vec<u8>>| base.as_deref().and_then(canonical_path);
	let canonical_bases = PathBases { root: canonical_base(&bases.root), home: canonical_base(&bases.home) };
	let is_under = |path: &[u8], bases: &PathBases| path_matches(segments_of(path, None).as_deref(), &patterns, bases, true);
	let real = is_under(&canonical, &canonical_bases);
	// A directory may be named as it really is while the root is not, and the other way round.
	let named = is_under(directory, bases).max(is_under(directory, &canonical_bases));
	match (real, named) {
		(Answer::Yes, Answer::Yes) => Truth::True,
		(Answer::No, Answer::No) => Truth::False,
		_ => Truth::Unknown,
	}
}

/// Whether something exists at a path that the pattern names; a link that leads nowhere does not count. `**` does not follow links.
///
/// ```text
/// read_path_exists(b"./package.json", bases with the root /work) // true
/// ```
pub(crate) fn read_path_exists(pattern: &[u8], bases: &PathBases) -> Truth {
	let prepared = prepare_path(pattern);
	match base_segments(&prepared, bases) {
		Some(base) => search_path([b"/", &*base.join(&b'/')].concat(), &prepared.segments),
		None => Truth::Unknown,
	}
}

/// A path, and how many segments of the pattern it has used.
#[derive(Clone, PartialEq, Eq, Hash)]
struct SearchStep {
	path: Vec<u8>,
	used: usize,
}

/// Walks the tree along the pattern; a part that cannot be looked at leaves false open.
fn search_path(base: Vec<u8>, pattern: &[PathSegment]) -> Truth {
	let mut open = vec![SearchStep { path: base, used: 0 }];
	let mut seen = HashSet::new();
	let mut left = MOST_ENTRIES;
	let mut certain = true;
	while let Some(step) = open.pop() {
		if !seen.insert(step.clone()) {
			continue;
		}
		let Some(wanted) = pattern.get(step.used) else {
			match look_through(&step.path).kind {
				FileKind::Absent => {}
				FileKind::Unreadable => certain = false,
				_ => return Truth::True,
			}
			continue;
		};
		if let Some(name) = literal_segment(wanted) {
			open.push(SearchStep { path: path_below(&step.path, &name), used: step.used + 1 });
			continue;
		}
		let names = list_folder(&step.path);
		certain &= names.is_some();
		let names = names.unwrap_or_default();
		let Some(rest) = left.checked_sub(names.len()) else { return Truth::Unknown };
		left = rest;
		open.extend(steps_into(&step, &names, wanted, pattern.len()));
	}
	if certain { Truth::False } else { Truth::Unknown }
}

/// Where a glob or `**` leads from a folder. A `**` that is not the last segment may stand for none.
fn steps_into(step: &SearchStep, names: &[Vec<u8>], wanted: &PathSegment, length: usize) -> Vec<SearchStep> {
	let mut steps = Vec::new();
	let is_last = step.used + 1 == length;
	if matches!(wanted, PathSegment::Deep) && !is_last {
		steps.push(SearchStep { path: step.path.clone(), used: step.used + 1 });
	}
	for name in names {
		let path = path_below(&step.path, name);
		match wanted {
			PathSegment::Glob(glob) => {
				if glob_matches(glob, name) {
					steps.push(SearchStep { path, used: step.used + 1 });
				}
			}
			PathSegment::Deep => {
				if is_last {
					steps.push(SearchStep { path: path.clone(), used: step.used + 1 });
				}
				if look_at(&path).kind == FileKind::Folder {
					steps.push(SearchStep { path, used: step.used });
				}
			}
		}
	}
	steps
}

/// The one name that a segment of a pattern matches; `None` where it is a glob.
fn literal_segment(segment: &PathSegment) -> Option<Vec<u8>> {
	let PathSegment::Glob(glob) = segment else { return None };
	let byte_of = |token: &GlobToken| match token {
		GlobToken::Byte(byte) => Some(*byte),
		_ => None,
	};
	glob.iter().map(byte_of).collect()
}
