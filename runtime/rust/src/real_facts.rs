//! The facts of this machine.

use std::env::{consts, var_os, vars_os};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::rc::Rc;

use crate::environment_facts::{read_env_is, read_os_is};
use crate::facts::FactSource;
use crate::git_branch::{read_branch_is, read_synced};
use crate::git_clean::{CleanTools, read_clean};
use crate::git_directory::{GitPlace, find_repository};
use crate::git_settings::UserFolders;
use crate::glob::prepare_glob;
use crate::path_facts::{read_cwd_under, read_path_exists};
use crate::paths::{PathBases, directory_of};
use crate::run_git::GitRunner;
use crate::system::effective_user;
use crate::types::Truth;

/// Variables, `*` at the end allowed, with which the command's own git would look elsewhere than what is read here.
const REDIRECTING: [&[u8]; 15] = [
	b"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	b"GIT_ATTR_SOURCE",
	b"GIT_CEILING_DIRECTORIES",
	b"GIT_COMMON_DIR",
	b"GIT_CONFIG*",
	b"GIT_DIR",
	b"GIT_DISCOVERY_ACROSS_FILESYSTEM",
	b"GIT_EXEC_PATH",
	b"GIT_GRAFT_FILE",
	b"GIT_INDEX_FILE",
	b"GIT_NAMESPACE",
	b"GIT_OBJECT_DIRECTORY",
	b"GIT_REPLACE_REF_BASE",
	b"GIT_SHALLOW_FILE",
	b"GIT_WORK_TREE",
];

/// What the readers of one decision share.
pub(crate) struct MachineFacts {
	bases: PathBases,
	folders: UserFolders,
	user: u32,
	git: GitRunner,
	/// Where directories lie, found once for each.
	places: Vec<(Vec<u8>, Rc<GitPlace>)>,
}

impl MachineFacts {
	/// The facts of this machine, for one decision: nothing is looked at before it is asked for, and repositories and the deadline are
	/// shared by all that is asked. `bases` are absolute paths.
	pub(crate) fn new(bases: &PathBases) -> Self {
		let absolute = |path: &Option<Vec<u8>>| directory_of(path.as_deref()).map(<[u8]>::to_vec);
		let configuration = var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()).map(OsStringExt::into_vec);
		let user = effective_user();
		Self {
			bases: PathBases { root: absolute(&bases.root), home: absolute(&bases.home) },
			folders: UserFolders { home: bases.home.clone(), configuration },
			user,
			git: GitRunner::new(user),
			places: Vec::new(),
		}
	}

	fn place_of(&mut self, directory: &[u8]) -> Rc<GitPlace> {
		if let Some((_, place)) = self.places.iter().find(|(known, _)| known == directory) {
			return Rc::clone(place);
		}
		let redirected = vars_os().any(|(name, _)| redirects(name.as_bytes()));
		let place = Rc::new(if redirected { GitPlace::Unknown } else { find_repository(directory, self.user) });
		self.places.push((directory.to_vec(), Rc::clone(&place)));
		place
	}
}

fn redirects(name: &[u8]) -> bool {
	REDIRECTING.iter().any(|wanted| wanted.strip_suffix(b"*").map_or(name == *wanted, |start| name.starts_with(start)))
}

impl FactSource for MachineFacts {
	/// The table of predicates and who reads them. A predicate that is not in it is unknown.
	fn ask(&mut self, name: &[u8], argument: Option<&[u8]>, directory: Option<&[u8]>) -> Truth {
		let argument = argument.unwrap_or_default();
		match name {
			b"env_is" => return read_env_is(argument),
			b"os_is" => return read_os_is(argument, consts::OS),
			b"path_exists" => return read_path_exists(argument, &self.bases),
			_ => {}
		}
		let Some(directory) = directory else { return Truth::Unknown };
		if name == b"cwd_under" {
			return read_cwd_under(argument, directory, &self.bases);
		}
		let place = self.place_of(directory);
		let (worktree, known) = match &*place {
			GitPlace::Worktree(repository) => (Some(repository), true),
			GitPlace::Outside | GitPlace::Inside => (None, true),
			GitPlace::Unknown => (None, false),
		};
		match (name, worktree) {
			(b"git_is_worktree", _) if known => Truth::of(worktree.is_some()),
			(b"git_branch_is", Some(repository)) => read_branch_is(repository, &prepare_glob(argument), &mut self.git),
			(b"git_clean_worktree", Some(repository)) => {
				read_clean(repository, &mut CleanTools { git: &mut self.git, user: self.user, folders: &self.folders })
			}
			(b"git_is_linked_worktree", Some(repository)) => Truth::of(repository.linked),
			(b"git_synced_to_upstream", Some(repository)) => read_synced(repository, &mut self.git),
			_ => Truth::Unknown,
		}
	}
}
