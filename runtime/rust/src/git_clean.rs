//! Whether nothing is staged, changed, unmerged, untracked or in progress.

use std::fs;
use std::os::unix::fs::symlink;

use crate::git_config::read_boolean;
use crate::git_directory::{GitPlace, Repository, find_repository};
use crate::git_index::{IndexSummary, summarise_index};
use crate::git_list_refs::{current_record, list_refs};
use crate::git_refs::{GitHead, GitRef, read_head, read_ref};
use crate::git_settings::{GitSetting, UserFolders, read_settings, setting_named, write_config};
use crate::git_status_parse::parse_status;
use crate::git_workspace::{LINKED_GIT_FOLDER, LINKED_TOP, in_workspace};
use crate::read_files::{FileKind, FileReading, canonical_path, list_folder, look_at, path_below, path_of, read_regular};
use crate::run_git::{GitCall, GitResult, GitRunner, OWN_CONFIGURATION};
use crate::types::Truth;

/// What is there while an operation waits to be continued (git-status(1), gitrepository-layout(5)).
const IN_PROGRESS: [&[u8]; 7] =
	[b"MERGE_HEAD", b"CHERRY_PICK_HEAD", b"REVERT_HEAD", b"BISECT_LOG", b"rebase-merge", b"rebase-apply", b"sequencer"];

/// The flags repeat what the configuration of our own says already. `dirty` and not `all`: staged changes of a submodule's commit count,
/// and git still does not go into it.
const STATUS_WORDS: [&str; 13] = [
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"core.untrackedCache=false",
	"--no-optional-locks",
	"status",
	"--porcelain=v2",
	"-z",
	"--untracked-files=normal",
	"--ignore-submodules=dirty",
	"--no-renames",
];

const SHADOW_FOLDER: &[u8] = b"shadow";
const MOST_INDEX: u64 = 256 * 1024 * 1024;
const MOST_INFO: u64 = 1024 * 1024;
/// Submodules in submodules.
const MOST_SUBMODULES: usize = 8;

/// What the comparison needs beside the repository.
pub(crate) struct CleanTools<'tools> {
	pub(crate) git: &'tools mut GitRunner,
	pub(crate) user: u32,
	pub(crate) folders: &'tools UserFolders,
}

/// Whether nothing is staged, changed, unmerged, untracked or in progress, in submodules neither, without running anything that the
/// repository configures; unknown where entries are hidden from git, or where git does not answer in time.
///
/// Git compares the tree in a git folder of our own: the real index, objects and commit, and a configuration that names no program. Content
/// is compared as it is, so files behind a filter may show as changed, never the other way round.
pub(crate) fn read_clean(repository: &Repository, tools: &mut CleanTools) -> Truth {
	clean_at(repository, tools, 0)
}

fn clean_at(repository: &Repository, tools: &mut CleanTools, depth: usize) -> Truth {
	let waits = IN_PROGRESS.map(|name| look_at(&path_below(&repository.git_folder, name)).kind);
	if waits.contains(&FileKind::Unreadable) {
		return Truth::Unknown;
	}
	if waits.iter().any(|kind| *kind != FileKind::Absent) {
		return Truth::False;
	}
	let index = read_index(repository).filter(|index| !index.assumed && depth <= MOST_SUBMODULES);
	let Some(index) = index else { return Truth::Unknown };
	let own = in_workspace(repository, |workspace| compare_tree(repository, &index, tools, workspace)).flatten().unwrap_or(Truth::Unknown);
	if own != Truth::True {
		return own;
	}
	for path in &index.submodules {
		let value = submodule_is_clean(&path_below(&repository.top, path), tools, depth + 1);
		if value != Truth::True {
			return value;
		}
	}
	Truth::True
}

fn read_index(repository: &Repository) -> Option<IndexSummary> {
	match read_regular(&path_below(&repository.git_folder, b"index"), MOST_INDEX) {
		FileReading::Read(bytes) => summarise_index(&bytes, repository.id_length),
		FileReading::Absent => Some(IndexSummary::default()),
		FileReading::Unreadable => None,
	}
}

/// Compares one tree, submodules apart; `None` where it is not known.
fn compare_tree(repository: &Repository, index: &IndexSummary, tools: &mut CleanTools, workspace: &[u8]) -> Option<Truth> {
	let settings = read_settings(workspace, tools.folders, tools.git, &repository.outside())?;
	let head = read_commit(repository, tools.git, workspace)?;
	// An entry that is skipped is no part of a sparse checkout, or it is hidden.
	if index.skipped && !is_sparse(&settings) {
		return None;
	}
	let shadow = path_below(workspace, SHADOW_FOLDER);
	write_shadow(&shadow, repository, &head, &write_config(&settings, repository.id_length, tools.folders))?;
	let real_index = path_below(&path_below(workspace, LINKED_GIT_FOLDER), b"index");
	let top = path_below(workspace, LINKED_TOP);
	let [global, system] = OWN_CONFIGURATION;
	let environment: [(&str, &[u8]); 5] = [global, system, ("GIT_DIR", &shadow), ("GIT_INDEX_FILE", &real_index), ("GIT_WORK_TREE", &top)];
	match tools.git.run(&GitCall { words: &STATUS_WORDS, environment: &environment, folder: workspace }, &repository.outside()) {
		GitResult::Overflow => Some(Truth::False),
		// A complaint may mean that some folder could not be looked into.
		GitResult::Done { status: 0, output, complained: false } => Some(parse_status(&output)),
		GitResult::Done { .. } | GitResult::Failed => None,
	}
}

fn is_sparse(settings: &[GitSetting]) -> bool {
	setting_named(settings, b"sparsecheckout").and_then(|set| read_boolean(set.value.as_deref())) == Some(true)
}

/// What HEAD of our own git folder is to hold: the commit, or a branch that is not born; `None` where it is not known.
fn read_commit(repository: &Repository, git: &mut GitRunner, workspace: &[u8]) -> Option<Vec<u8>> {
	if !repository.refs_are_files {
		let records = list_refs(repository, git, workspace)?;
		return current_record(&records).map(|current| current.id.clone());
	}
	let name = match read_head(repository)? {
		GitHead::Id(id) => return Some(id),
		GitHead::Ref(name) => name,
	};
	match read_ref(repository, &name)? {
		GitRef::Id(id) => Some(id),
		GitRef::Absent => Some(b"ref: refs/heads/unborn".to_vec()),
		GitRef::Elsewhere => None,
	}
}

/// Makes the git folder of our own; `None` where some part of the real one cannot be read, or where it cannot be made.
fn write_shadow(folder: &[u8], repository: &Repository, head: &[u8], config: &[u8]) -> Option<()> {
	let inside = |name: &[u8]| path_below(folder, name);
	let make = |name: &[u8]| fs::create_dir_all(path_of(&inside(name))).ok();
	let write = |name: &[u8], bytes: &[u8]| fs::write(path_of(&inside(name)), bytes).ok();
	make(b"refs")?;
	make(b"info")?;
	symlink(path_of(&path_below(&repository.common_folder, b"objects")), path_of(&inside(b"objects"))).ok()?;
	write(b"HEAD", &[head, b"\n"].concat())?;
	write(b"config", config)?;
	for (name, from) in [
		(b"info/attributes".as_slice(), &repository.common_folder),
		(b"info/exclude", &repository.common_folder),
		(b"info/sparse-checkout", &repository.git_folder),
	] {
		match read_regular(&path_below(from, name), MOST_INFO) {
			FileReading::Read(bytes) => write(name, &bytes)?,
			FileReading::Absent => {}
			FileReading::Unreadable => return None,
		}
	}
	Some(())
}

/// A submodule is clean where it is not checked out and empty, or checked out and clean itself; git has compared its commit.
fn submodule_is_clean(path: &[u8], tools: &mut CleanTools, depth: usize) -> Truth {
	if look_at(path).kind != FileKind::Folder {
		return Truth::False;
	}
	if look_at(&path_below(path, b".git")).kind == FileKind::Absent {
		return list_folder(path).map_or(Truth::Unknown, |names| Truth::of(names.is_empty()));
	}
	match find_repository(path, tools.user) {
		GitPlace::Worktree(inner) if canonical_path(path).is_some_and(|path| path == inner.top) => clean_at(&inner, tools, depth),
		_ => Truth::Unknown,
	}
}
