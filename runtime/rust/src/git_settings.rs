//! The settings that decide what counts as a change.

use crate::bytes::cut;
use crate::git_workspace::LINKED_GIT_FOLDER;
use crate::read_files::path_below;
use crate::run_git::{GitCall, GitResult, GitRunner};

/// A setting of section `core`; its value is `None` where the name stands alone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GitSetting {
	pub(crate) name: Vec<u8>,
	pub(crate) value: Option<Vec<u8>>,
}

/// Directories of the user: where git finds the user's own configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct UserFolders {
	pub(crate) home: Option<Vec<u8>>,
	pub(crate) configuration: Option<Vec<u8>>,
}

/// Asks for what is copied. Nothing here names a program, and `git config` runs nothing that a repository names.
const SETTING_WORDS: [&str; 4] = [
	"config",
	"-z",
	"--get-regexp",
	"^core\\.(autocrlf|eol|excludesfile|filemode|ignorecase|precomposeunicode|protecthfs|protectntfs|safecrlf|\
	sparsecheckout|sparsecheckoutcone|symlinks)$",
];

/// The status of `git config` where nothing is set (git-config(1), "Description").
const STATUS_NOTHING_SET: i32 = 1;

/// Asks git for the settings of a repository, as git itself reads them from all its files; `None` where it does not say.
pub(crate) fn read_settings(workspace: &[u8], user: &UserFolders, git: &mut GitRunner, outside: &[&[u8]]) -> Option<Vec<GitSetting>> {
	let git_folder = path_below(workspace, LINKED_GIT_FOLDER);
	let mut environment: Vec<(&str, &[u8])> = vec![("GIT_DIR", &git_folder)];
	environment.extend(user.home.as_deref().map(|home| ("HOME", home)));
	environment.extend(user.configuration.as_deref().map(|folder| ("XDG_CONFIG_HOME", folder)));
	match git.run(&GitCall { words: &SETTING_WORDS, environment: &environment, folder: workspace }, outside) {
		GitResult::Done { status: 0 | STATUS_NOTHING_SET, output, .. } => parse_settings(&output),
		_ => None,
	}
}

/// Records end with a NUL; a newline stands between name and value. The last value of a name counts.
pub(crate) fn parse_settings(output: &[u8]) -> Option<Vec<GitSetting>> {
	let mut settings: Vec<GitSetting> = Vec::new();
	if output.is_empty() {
		return Some(settings);
	}
	for record in output.strip_suffix(b"\0")?.split(|byte| *byte == 0) {
		let (written, value) = cut(record, b'\n').map_or((record, None), |(name, value)| (name, Some(value.to_vec())));
		let name = written.strip_prefix(b"core.")?;
		match settings.iter_mut().find(|known| known.name == name) {
			Some(known) => known.value = value,
			None => settings.push(GitSetting { name: name.to_vec(), value }),
		}
	}
	Some(settings)
}

/// The setting of a name.
pub(crate) fn setting_named<'settings>(settings: &'settings [GitSetting], name: &[u8]) -> Option<&'settings GitSetting> {
	settings.iter().find(|setting| setting.name == name)
}

/// The configuration that holds these settings and nothing else; `id_length` is the hexadecimal digits of the repository's object ids.
///
/// ```text
/// write_config(&[eol = lf], 40, &folders) // [core]⏎⇥repositoryformatversion = 0⏎⇥eol = "lf"⏎
/// ```
pub(crate) fn write_config(settings: &[GitSetting], id_length: usize, user: &UserFolders) -> Vec<u8> {
	let is_sha256 = id_length == 64;
	let version: &[u8] = if is_sha256 { b"1" } else { b"0" };
	let mut text = [b"[core]\n\trepositoryformatversion = ", version, b"\n"].concat();
	for setting in settings.iter().filter(|setting| setting.name != b"excludesfile") {
		append_setting(&mut text, &setting.name, setting.value.as_deref());
	}
	if let Some(ignored) = excludes_file(settings, user) {
		append_setting(&mut text, b"excludesfile", Some(&ignored));
	}
	if is_sha256 {
		text.extend_from_slice(b"[extensions]\n\tobjectformat = sha256\n");
	}
	text
}

fn append_setting(text: &mut Vec<u8>, name: &[u8], value: Option<&[u8]>) {
	text.push(b'\t');
	text.extend_from_slice(name);
	if let Some(value) = value {
		text.extend_from_slice(b" = \"");
		for byte in value {
			match byte {
				b'\\' | b'"' => text.extend_from_slice(&[b'\\', *byte]),
				b'\n' => text.extend_from_slice(b"\\n"),
				_ => text.push(*byte),
			}
		}
		text.push(b'"');
	}
	text.push(b'\n');
}

/// The user's own list of ignored files as an absolute path, if it is known: without it more counts as untracked. Where it is not set, git
/// has a usual place for it (gitignore(5)).
pub(crate) fn excludes_file(settings: &[GitSetting], user: &UserFolders) -> Option<Vec<u8>> {
	let Some(set) = setting_named(settings, b"excludesfile") else {
		let in_home = || user.home.as_ref().map(|home| [home, b"/.config".as_slice()].concat());
		return user.configuration.clone().or_else(in_home).map(|folder| [&*folder, b"/git/ignore"].concat());
	};
	let value = set.value.as_deref()?;
	if value.starts_with(b"~/") {
		return user.home.as_ref().map(|home| [home, &value[1..]].concat());
	}
	value.starts_with(b"/").then(|| value.to_vec())
}
