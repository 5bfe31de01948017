//! The repository that git would find from a directory, by reading files alone (gitrepository-layout(5)).

use crate::bytes::small_letters;
use crate::git_config::{ConfigEntry, boolean_of, parse_config, values_of};
use crate::read_files::{FileKind, FileReading, canonical_path, folder_of, look_at, look_through, path_below, read_one_line, read_regular};

/// A repository with a work tree that the directory lies in. All paths are canonical.
pub(crate) struct Repository {
	/// The folder that holds `.git`.
	pub(crate) top: Vec<u8>,
	/// Holds HEAD and the index.
	pub(crate) git_folder: Vec<u8>,
	/// Holds `objects`, `refs` and `config`; another than `git_folder` in a linked worktree only.
	pub(crate) common_folder: Vec<u8>,
	pub(crate) linked: bool,
	/// The repository's own configuration, with `config.worktree` after it where that counts; without includes.
	pub(crate) config: Vec<ConfigEntry>,
	/// Hexadecimal digits of an object id: 40 or 64.
	pub(crate) id_length: usize,
	/// Refs are files, and not in a table that only git reads.
	pub(crate) refs_are_files: bool,
}

impl Repository {
	/// The folders of the repository, in which no git is trusted.
	pub(crate) fn outside(&self) -> [&[u8]; 2] {
		[&self.top, &self.common_folder]
	}
}

/// Where a directory lies.
pub(crate) enum GitPlace {
	Unknown,
	Worktree(Box<Repository>),
	/// In no repository.
	Outside,
	/// Inside a git folder or a bare repository.
	Inside,
}

/// How many bytes a `.git` file, `commondir` and `gitdir` may have.
const MOST_POINTER: u64 = 4096;
const MOST_CONFIG: u64 = 1024 * 1024;

/// Repository extensions that change nothing here, or that are looked at below (git-config(1), extensions.*).
const KNOWN_EXTENSIONS: [&[u8]; 8] =
	[b"noop", b"noop-v1", b"objectformat", b"partialclone", b"preciousobjects", b"refstorage", b"relativeworktrees", b"worktreeconfig"];

/// Finds the repository that git would find from a directory. Git itself would believe more than this does: whatever a repository could
/// have forged to point elsewhere is unknown here.
///
/// `directory` is an absolute path, which need not be canonical; `user` is the user id that must own what is found.
pub(crate) fn find_repository(directory: &[u8], user: u32) -> GitPlace {
	let Some(start) = canonical_path(directory) else { return GitPlace::Unknown };
	let entry = look_at(&start);
	if entry.kind != FileKind::Folder {
		return GitPlace::Unknown;
	}
	let mut folder = start.as_slice();
	loop {
		let found = look_at(folder);
		// Git does not look beyond a mount point (git(1), GIT_DISCOVERY_ACROSS_FILESYSTEM).
		if found.owner.is_none() || found.device != entry.device {
			return GitPlace::Outside;
		}
		if let Some(place) = place_at(folder, user) {
			return place;
		}
		if folder == b"/" {
			return GitPlace::Outside;
		}
		folder = folder_of(folder);
	}
}

/// What one folder on the way up says; `None`: nothing, look higher.
fn place_at(top: &[u8], user: u32) -> Option<GitPlace> {
	let dot_git = path_below(top, b".git");
	let entry = look_at(&dot_git);
	if entry.kind == FileKind::Absent {
		return looks_like_git_folder(top, top).then(|| inside_of(top, user));
	}
	if entry.owner != Some(user) || !is_owned(top, user) {
		return Some(GitPlace::Unknown);
	}
	let found = match entry.kind {
		FileKind::Folder => main_repository(top, &dot_git, user),
		FileKind::File => pointed_repository(top, &dot_git, user),
		_ => None,
	};
	Some(found.unwrap_or(GitPlace::Unknown))
}

fn is_owned(path: &[u8], user: u32) -> bool {
	look_at(path).owner == Some(user)
}

/// A git folder itself, bare or not: what `core.worktree` makes of it is not trusted.
fn inside_of(folder: &[u8], user: u32) -> GitPlace {
	let config = read_config(&path_below(folder, b"config")).filter(|_| is_owned(folder, user));
	match config {
		Some(config) if values_of(&config, b"core", None, b"worktree").is_empty() => GitPlace::Inside,
		_ => GitPlace::Unknown,
	}
}

// What follows is `None` where something is not understood.

fn main_repository(top: &[u8], git_folder: &[u8], user: u32) -> Option<GitPlace> {
	let has_common = look_at(&path_below(git_folder, b"commondir")).kind != FileKind::Absent;
	if has_common || !looks_like_git_folder(git_folder, git_folder) {
		return None;
	}
	open_repository(top, git_folder, git_folder, false, user)
}

/// A `.git` file: a linked worktree where its target has a `commondir`, else a submodule or a separate git folder.
fn pointed_repository(top: &[u8], dot_git: &[u8], user: u32) -> Option<GitPlace> {
	let line = read_one_line(dot_git, MOST_POINTER)?;
	let git_folder = canonical_path(&path_below(top, line.strip_prefix(b"gitdir: ")?))?;
	if !is_owned(&git_folder, user) {
		return None;
	}
	if look_at(&path_below(&git_folder, b"commondir")).kind != FileKind::Absent {
		return linked_repository(top, dot_git, &git_folder, user);
	}
	if !looks_like_git_folder(&git_folder, &git_folder) {
		return None;
	}
	open_repository(top, &git_folder, &git_folder, false, user)
}

/// Worktree and repository must name each other, as `git worktree add` leaves them.
fn linked_repository(top: &[u8], dot_git: &[u8], git_folder: &[u8], user: u32) -> Option<GitPlace> {
	let common = pointed_to(git_folder, b"commondir")?;
	let holds = pointed_to(git_folder, b"gitdir")? == dot_git
		&& folder_of(git_folder) == path_below(&common, b"worktrees")
		&& is_owned(&common, user)
		&& looks_like_git_folder(git_folder, &common)
		&& looks_like_git_folder(&common, &common)
		&& !has_git_segment(top);
	if holds { open_repository(top, git_folder, &common, true, user) } else { None }
}

fn pointed_to(folder: &[u8], name: &[u8]) -> Option<Vec<u8>> {
	let line = read_one_line(&path_below(folder, name), MOST_POINTER)?;
	canonical_path(&path_below(folder, &line))
}

/// Whether a work tree stands in something called `.git`, whatever the case: programs differ in what they make of that.
fn has_git_segment(path: &[u8]) -> bool {
	small_letters(path).split(|byte| *byte == b'/').any(|segment| segment == b".git")
}

/// HEAD, and `objects` and `refs` of the common folder, are what makes a git folder (gitrepository-layout(5)).
fn looks_like_git_folder(git_folder: &[u8], common_folder: &[u8]) -> bool {
	let is_folder = |name: &[u8]| look_through(&path_below(common_folder, name)).kind == FileKind::Folder;
	matches!(look_at(&path_below(git_folder, b"HEAD")).kind, FileKind::File | FileKind::Link) && is_folder(b"objects") && is_folder(b"refs")
}

/// Reads what the repository says of itself; what is not understood there makes everything unknown.
fn open_repository(top: &[u8], git_folder: &[u8], common_folder: &[u8], linked: bool, user: u32) -> Option<GitPlace> {
	let shared = read_config(&path_below(common_folder, b"config"))?;
	if !is_owned(git_folder, user) {
		return None;
	}
	let own = match boolean_of(&shared, b"extensions", b"worktreeconfig", false)? {
		true => read_config(&path_below(git_folder, b"config.worktree"))?,
		false => Vec::new(),
	};
	let format = read_format(&shared)?;
	let config = [&*shared, &*own].concat();
	// A linked worktree has a work tree, even of a repository that is bare itself; unless its own file says otherwise.
	let bare = boolean_of(if linked { &own } else { &config }, b"core", b"bare", false)?;
	if !worktree_is_top(&config, git_folder, top) {
		return None;
	}
	if bare {
		return Some(GitPlace::Inside);
	}
	Some(GitPlace::Worktree(Box::new(Repository {
		top: top.to_vec(),
		git_folder: git_folder.to_vec(),
		common_folder: common_folder.to_vec(),
		linked,
		config,
		id_length: format.id_length,
		refs_are_files: format.refs_are_files,
	})))
}

struct Format {
	id_length: usize,
	refs_are_files: bool,
}

/// Reads the version and the extensions of a repository (git's repository-version.txt); `None` where one is not known.
fn read_format(config: &[ConfigEntry]) -> Option<Format> {
	let last = |section: &[u8], name: &[u8], absent: &'static [u8]| -> Vec<u8> {
		match values_of(config, section, None, name).last() {
			Some(value) => value.unwrap_or_default().to_vec(),
			None => absent.to_vec(),
		}
	};
	let is_version = matches!(&*last(b"core", b"repositoryformatversion", b"0"), b"0" | b"1");
	let is_known = |entry: &ConfigEntry| entry.section != b"extensions" || KNOWN_EXTENSIONS.contains(&&*entry.name);
	if !is_version || !config.iter().all(is_known) {
		return None;
	}
	let id_length = match &*last(b"extensions", b"objectformat", b"sha1") {
		b"sha1" => 40,
		b"sha256" => 64,
		_ => return None,
	};
	let refs_are_files = match &*last(b"extensions", b"refstorage", b"files") {
		b"files" => true,
		b"reftable" => false,
		_ => return None,
	};
	Some(Format { id_length, refs_are_files })
}

/// Whether `core.worktree` is not set, or names the very folder that holds `.git`, as in submodules.
fn worktree_is_top(config: &[ConfigEntry], git_folder: &[u8], top: &[u8]) -> bool {
	let names_top = |path: Option<&[u8]>| path.and_then(|path| canonical_path(&path_below(git_folder, path))).as_deref() == Some(top);
	values_of(config, b"core", None, b"worktree").into_iter().all(names_top)
}

/// The entries of a configuration file; none where there is no file, `None` where it cannot be read.
fn read_config(path: &[u8]) -> Option<Vec<ConfigEntry>> {
	match read_regular(path, MOST_CONFIG) {
		FileReading::Read(bytes) => parse_config(&bytes),
		FileReading::Absent => Some(Vec::new()),
		FileReading::Unreadable => None,
	}
}
