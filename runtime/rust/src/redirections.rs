//! The files and assignments that rules list.

use crate::bytes::{cut, is_digit};
use crate::glob::{GlobToken, glob_matches, prepare_glob};
use crate::names::AssignmentTest;
use crate::paths::{PathBases, PathPattern, path_matches, path_of_word, prepare_paths};
use crate::shell_types::{Assignment, Direction, Redirection, Word};
use crate::types::{Answer, PolicyText};
use crate::view_words::Places;

/// The files that a clause lists; `any` covers unknown targets too.
#[derive(Debug)]
pub(crate) struct FileList {
	pub(crate) any: bool,
	pub(crate) paths: Vec<PathPattern>,
}

/// One NAME=GLOB.
#[derive(Debug)]
pub(crate) struct EnvironmentPattern {
	name: Vec<GlobToken>,
	value: Vec<GlobToken>,
	/// The glob is `*`: it covers unknown values too.
	any: bool,
}

pub(crate) fn prepare_files(files: &[PolicyText]) -> FileList {
	let any = files.contains(&b"any".as_slice());
	FileList { any, paths: if any { Vec::new() } else { prepare_paths(files) } }
}

pub(crate) fn prepare_environment(entry: &[u8]) -> EnvironmentPattern {
	let (name, value) = cut(entry, b'=').unwrap_or((entry, b"*"));
	EnvironmentPattern { name: prepare_glob(name), value: prepare_glob(value), any: value == b"*" }
}

/// Whether a redirection to this target changes and reveals nothing: `/dev/null` and the standard streams.
pub(crate) fn is_inert_target(target: &Word) -> bool {
	let text = target.literal().unwrap_or_default();
	match text.strip_prefix(b"/dev/fd/") {
		Some(number) => !number.is_empty() && number.iter().all(|one| is_digit(*one)),
		None => matches!(text, b"/dev/null" | b"/dev/stdin" | b"/dev/stdout" | b"/dev/stderr"),
	}
}

/// Where targets are resolved: the directory of the shell, not that of a program's own options.
#[derive(Clone, Debug, Default)]
pub(crate) struct Where {
	/// What patterns start from, and what `~`, `$HOME` and `$PWD` stand for in words.
	pub(crate) bases: PathBases,
	pub(crate) places: Places,
	pub(crate) directory: Option<Vec<u8>>,
}

/// The answers for each file that redirections open in a direction.
fn answers<'ask>(
	redirections: &'ask [Redirection],
	wanted: Direction,
	files: &'ask FileList,
	place: &'ask Where,
) -> impl Iterator<Item = Answer> + 'ask {
	let opens = move |one: &&Redirection| matches!(one.direction, direction if direction == wanted || direction == Direction::Both);
	redirections.iter().filter(opens).filter(|one| !is_inert_target(&one.target)).map(|one| in_files(&one.target, files, place))
}

/// Whether every file that the command opens in that direction is one of the list.
pub(crate) fn covers_files(redirections: &[Redirection], wanted: Direction, files: &FileList, place: &Where) -> Answer {
	answers(redirections, wanted, files, place).min().unwrap_or(Answer::Yes)
}

/// Whether some file that the command opens in that direction is one of the list.
pub(crate) fn opens_some(redirections: &[Redirection], wanted: Direction, files: &FileList, place: &Where) -> Answer {
	answers(redirections, wanted, files, place).max().unwrap_or(Answer::No)
}

fn in_files(target: &Word, files: &FileList, place: &Where) -> Answer {
	if files.any {
		return Answer::Yes;
	}
	let path = path_of_word(target, &place.places, place.directory.as_deref());
	path_matches(path.as_deref(), &files.paths, &place.bases, false)
}

/// Whether every assignment is one of the list, or inert.
pub(crate) fn covers_assignments(assignments: &[Assignment], list: &[EnvironmentPattern], inert: &AssignmentTest) -> Answer {
	assignments.iter().filter(|one| !inert.has(one)).map(|one| assigns_one(one, list)).min().unwrap_or(Answer::Yes)
}

/// Whether some assignment is one of the list.
pub(crate) fn assigns_some(assignments: &[Assignment], list: &[EnvironmentPattern]) -> Answer {
	assignments.iter().map(|one| assigns_one(one, list)).max().unwrap_or(Answer::No)
}

fn assigns_one(one: &Assignment, list: &[EnvironmentPattern]) -> Answer {
	// What `+=` adds to is not known.
	let value = one.value.literal().filter(|_| !one.append);
	let about = list.iter().filter(|pattern| glob_matches(&pattern.name, &one.name));
	let answer = |pattern: &EnvironmentPattern| match value {
		_ if pattern.any => Answer::Yes,
		None => Answer::Maybe,
		Some(value) if glob_matches(&pattern.value, value) => Answer::Yes,
		Some(_) => Answer::No,
	};
	about.map(answer).max().unwrap_or(Answer::No)
}
