//! The branch that is checked out, and whether it is where its upstream is.

use crate::git_config::has_includes;
use crate::git_directory::Repository;
use crate::git_list_refs::{RefRecord, current_record, list_refs};
use crate::git_refs::{GitHead, GitRef, read_head, read_ref};
use crate::git_upstream::{BRANCH_REFS, THIS_REPOSITORY, TRACKED_REFS, Upstream, upstream_of};
use crate::git_workspace::in_workspace;
use crate::glob::{GlobToken, glob_matches};
use crate::run_git::GitRunner;
use crate::types::Truth;

/// Whether the name of the checked-out branch, born or not, matches. False where no branch is.
pub(crate) fn read_branch_is(repository: &Repository, glob: &[GlobToken], git: &mut GitRunner) -> Truth {
	if !repository.refs_are_files {
		let records = list_branches(repository, git).unwrap_or_default();
		return current_record(&records).map_or(Truth::Unknown, |current| match_branch(&current.name, glob));
	}
	match read_head(repository) {
		Some(GitHead::Ref(name)) => match_branch(&name, glob),
		Some(GitHead::Id(_)) => Truth::False,
		None => Truth::Unknown,
	}
}

fn match_branch(name: &[u8], glob: &[GlobToken]) -> Truth {
	Truth::of(name.strip_prefix(BRANCH_REFS).is_some_and(|branch| glob_matches(glob, branch)))
}

/// Whether branch and upstream are the same commit. Nothing is fetched: it is the upstream of the last fetch.
pub(crate) fn read_synced(repository: &Repository, git: &mut GitRunner) -> Truth {
	let synced = if !repository.refs_are_files || has_includes(&repository.config) {
		synced_by_list(repository, git)
	} else {
		synced_by_files(repository, git)
	};
	synced.map_or(Truth::Unknown, Truth::of)
}

// What follows is `None` where it is not known.

fn synced_by_files(repository: &Repository, git: &mut GitRunner) -> Option<bool> {
	let GitHead::Ref(name) = read_head(repository)? else { return Some(false) };
	let Some(branch) = name.strip_prefix(BRANCH_REFS) else { return Some(false) };
	let upstream = upstream_of(&repository.config, branch);
	let own = read_ref(repository, &name)?;
	let Upstream::Tracked(upstream) = upstream? else { return Some(false) };
	if own == GitRef::Absent {
		return Some(false);
	}
	let other = read_ref(repository, &upstream);
	if own == GitRef::Elsewhere || other == Some(GitRef::Elsewhere) {
		return synced_by_list(repository, git);
	}
	Some(other? == own)
}

fn list_branches(repository: &Repository, git: &mut GitRunner) -> Option<Vec<RefRecord>> {
	in_workspace(repository, |workspace| list_refs(repository, git, workspace))?
}

fn synced_by_list(repository: &Repository, git: &mut GitRunner) -> Option<bool> {
	let records = list_branches(repository, git)?;
	let Some(current) = current_record(&records) else { return Some(false) };
	if !current.upstream.starts_with(TRACKED_REFS) || current.remote == THIS_REPOSITORY {
		return Some(false);
	}
	Some(records.iter().any(|record| record.name == current.upstream && record.id == current.id))
}
