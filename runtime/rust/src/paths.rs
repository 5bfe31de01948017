//! Path patterns of a policy (docs/semantics.md, section 6).
//!
//! Everything is textual: no file is looked at. What is not known (the root, the home directory, the directory of a command, an opaque
//! word) makes the answer maybe.

use crate::glob::{GlobToken, glob_matches, prepare_glob};
use crate::shell_types::{Piece, Word};
use crate::types::{Answer, PolicyText};
use crate::view_words::{Places, is_cut};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathBase {
	Root,
	Home,
	Absolute,
}

#[derive(Debug)]
pub(crate) struct PathPattern {
	base: PathBase,
	/// How many segments of the base a leading `..` takes away.
	up: usize,
	pub(crate) segments: Vec<PathSegment>,
}

/// A part of a pattern.
#[derive(Debug)]
pub(crate) enum PathSegment {
	/// `**`: any segments.
	Deep,
	/// A glob over one segment.
	Glob(Vec<GlobToken>),
}

/// The directories that patterns and words are resolved against: absolute paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathBases {
	pub(crate) root: Option<Vec<u8>>,
	pub(crate) home: Option<Vec<u8>>,
}

pub(crate) fn prepare_paths(patterns: &[PolicyText]) -> Vec<PathPattern> {
	patterns.iter().map(|pattern| prepare_path(pattern)).collect()
}

/// Prepares a path pattern of a bundle. A text with another start than `./`, `~/` or `/` is read below the root.
pub(crate) fn prepare_path(pattern: &[u8]) -> PathPattern {
	let (base, rest) = match pattern {
		[b'/', ..] => (PathBase::Absolute, pattern),
		[b'~'] | [b'~', b'/', ..] => (PathBase::Home, &pattern[1..]),
		_ => (PathBase::Root, pattern),
	};
	let mut up = 0;
	let mut segments: Vec<&[u8]> = Vec::new();
	for segment in rest.split(|byte| *byte == b'/') {
		if segment == b".." && segments.is_empty() {
			up += 1;
		} else {
			push_segment(&mut segments, segment);
		}
	}
	let prepare = |segment: &&[u8]| if *segment == b"**" { PathSegment::Deep } else { PathSegment::Glob(prepare_glob(segment)) };
	PathPattern { base, up, segments: segments.iter().map(prepare).collect() }
}

/// The normalised segments of a path: empty and `.` segments go, `..` takes the one before it and stays at `/`. A relative path is
/// resolved in a directory; `None` where that is needed and unknown.
///
/// ```text
/// segments_of(b"../x", Some(b"/a/b")) // a, x
/// ```
pub(crate) fn segments_of(path: &[u8], directory: Option<&[u8]>) -> Option<Vec<Vec<u8>>> {
	let start = if path.starts_with(b"/") { b"" } else { directory? };
	let mut segments = Vec::new();
	for part in [start, path] {
		for segment in part.split(|byte| *byte == b'/') {
			push_segment(&mut segments, segment);
		}
	}
	Some(segments.into_iter().map(<[u8]>::to_vec).collect())
}

fn push_segment<'path>(segments: &mut Vec<&'path [u8]>, segment: &'path [u8]) {
	match segment {
		b".." => {
			segments.pop();
		}
		b"" | b"." => {}
		_ => segments.push(segment),
	}
}

/// The segments of a word that is a path: known text, or `~`, `$HOME` or `$PWD` followed by known text.
pub(crate) fn path_of_word(word: &Word, places: &Places, directory: Option<&[u8]>) -> Option<Vec<Vec<u8>>> {
	if let Some(literal) = word.literal() {
		return segments_of(literal, directory);
	}
	let (Piece::Place { place, splits }, rest) = word.pieces.split_first()? else { return None };
	let mut path = places.of(*place)?.to_vec();
	if *splits && is_cut(&path) {
		return None;
	}
	for piece in rest {
		let Piece::Literal(text) = piece else { return None };
		path.extend_from_slice(text);
	}
	segments_of(&path, directory)
}

/// Whether a path is one of the patterns; maybe where it is not known. `below`: whether everything below a match counts too.
pub(crate) fn path_matches(path: Option<&[Vec<u8>]>, patterns: &[PathPattern], bases: &PathBases, below: bool) -> Answer {
	let Some(path) = path else { return if patterns.is_empty() { Answer::No } else { Answer::Maybe } };
	let mut found = Answer::No;
	for pattern in patterns {
		match base_segments(pattern, bases) {
			None => found = Answer::Maybe,
			Some(base) if path.starts_with(&base) && match_segments(&path[base.len()..], &pattern.segments, below) => return Answer::Yes,
			Some(_) => {}
		}
	}
	found
}

/// The segments that a pattern's own are appended to; `None` where its base is not known.
pub(crate) fn base_segments(pattern: &PathPattern, bases: &PathBases) -> Option<Vec<Vec<u8>>> {
	let base = match pattern.base {
		PathBase::Absolute => return Some(Vec::new()),
		PathBase::Root => bases.root.as_deref()?,
		PathBase::Home => bases.home.as_deref()?,
	};
	let mut segments = segments_of(base, None)?;
	segments.truncate(segments.len().saturating_sub(pattern.up));
	Some(segments)
}

/// Runs the segments of a pattern over a path as a small automaton: positions of the pattern that are reached.
fn match_segments(path: &[Vec<u8>], pattern: &[PathSegment], below: bool) -> bool {
	let end = pattern.len();
	let mut reached = vec![false; end + 1];
	reached[0] = true;
	for at in 0.. {
		// A `**` that is not the last segment may stand for none.
		for position in 0..end.saturating_sub(1) {
			if reached[position] && matches!(pattern[position], PathSegment::Deep) {
				reached[position + 1] = true;
			}
		}
		if reached[end] && (below || at >= path.len()) {
			return true;
		}
		if at >= path.len() || !reached.contains(&true) {
			return false;
		}
		let mut next = vec![false; end + 1];
		for (position, segment) in pattern.iter().enumerate().filter(|(position, _)| reached[*position]) {
			match segment {
				PathSegment::Deep => {
					next[position] = true;
					// A last `**` stands for at least one segment.
					next[end] |= position == end - 1;
				}
				PathSegment::Glob(glob) => next[position + 1] |= glob_matches(glob, &path[at]),
			}
		}
		reached = next;
	}
	false
}

/// A text of a request as a directory: absolute, else unknown.
pub(crate) fn directory_of(text: Option<&[u8]>) -> Option<&[u8]> {
	text.filter(|text| text.starts_with(b"/"))
}
