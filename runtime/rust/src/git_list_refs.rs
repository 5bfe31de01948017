//! Refs as git lists them, for repositories whose refs or configuration are not all in files that are read here.

use crate::git_directory::Repository;
use crate::git_refs::is_id;
use crate::git_workspace::LINKED_GIT_FOLDER;
use crate::read_files::path_below;
use crate::run_git::{GitCall, GitResult, GitRunner, OWN_CONFIGURATION};

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RefRecord {
	/// The branch that is checked out.
	pub(crate) current: bool,
	pub(crate) name: Vec<u8>,
	pub(crate) id: Vec<u8>,
	/// The full name of the upstream and its remote; empty where there is none.
	pub(crate) upstream: Vec<u8>,
	pub(crate) remote: Vec<u8>,
}

/// Asks for names and ids only: no object is read, so none can be missing (git-for-each-ref(1)).
const LIST_WORDS: [&str; 4] = [
	"for-each-ref",
	"--format=%(HEAD)%00%(refname)%00%(objectname)%00%(upstream)%00%(upstream:remotename)%00",
	"refs/heads",
	"refs/remotes",
];

/// Lists branches and remote branches, in one call of git; `None` where that fails or is not understood.
pub(crate) fn list_refs(repository: &Repository, git: &mut GitRunner, workspace: &[u8]) -> Option<Vec<RefRecord>> {
	let git_folder = path_below(workspace, LINKED_GIT_FOLDER);
	let [global, system] = OWN_CONFIGURATION;
	let call = GitCall { words: &LIST_WORDS, environment: &[global, system, ("GIT_DIR", &git_folder)], folder: workspace };
	match git.run(&call, &repository.outside()) {
		GitResult::Done { status: 0, output, .. } => parse_ref_list(&output, repository.id_length),
		_ => None,
	}
}

const RECORD_FIELDS: usize = 5;

/// Reads records of five fields, each of which ends with a NUL, and a newline after each record.
///
/// ```text
/// parse_ref_list(b"*\0refs/heads/x\0…\0\0\0\n", 40)
/// ```
pub(crate) fn parse_ref_list(output: &[u8], id_length: usize) -> Option<Vec<RefRecord>> {
	if output.is_empty() {
		return Some(Vec::new());
	}
	let fields: Vec<&[u8]> = output.split(|byte| *byte == 0).collect();
	let (last, fields) = fields.split_last()?;
	if *last != b"\n" || fields.is_empty() || fields.len() % RECORD_FIELDS != 0 {
		return None;
	}
	let records = fields.chunks_exact(RECORD_FIELDS).enumerate();
	records
		.map(|(at, record)| {
			let mark = if at > 0 { record[0].strip_prefix(b"\n")? } else { record[0] };
			let holds = matches!(mark, b"*" | b" ") && record[1].starts_with(b"refs/") && is_id(record[2], id_length);
			holds.then(|| RefRecord {
				current: mark == b"*",
				name: record[1].to_vec(),
				id: record[2].to_vec(),
				upstream: record[3].to_vec(),
				remote: record[4].to_vec(),
			})
		})
		.collect()
}

/// The branch that is checked out; `None` where none is, or where it has no commit.
pub(crate) fn current_record(records: &[RefRecord]) -> Option<&RefRecord> {
	records.iter().find(|record| record.current)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::golden_rows::{bytes_of, hold_rows, latin, list_or_null};
	use crate::json::Json;

	#[test]
	fn lists_of_refs() {
		hold_rows("refs.json", |given| {
			list_or_null(parse_ref_list(&bytes_of(&given[0]), 40), |record| {
				let texts = [&record.name, &record.id, &record.upstream, &record.remote];
				Json::List([Json::Bool(record.current)].into_iter().chain(texts.map(|text| latin(text))).collect())
			})
		});
	}
}
