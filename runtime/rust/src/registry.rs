//! The command registry in the form that the evaluator asks.

use std::cell::LazyCell;

use crate::entries::{Entries, Entry};
use crate::json::{NO_MEMBERS, Object};
use crate::lazy_map::LazyMap;
use crate::names::{AssignmentTest, NameTest, Names};
use crate::policy_index::{NamedValue, PolicyIndex, Table};
use crate::prepare_registry::{is_set, names_of, prepare_program, prepare_wrapper};
use crate::types::PolicyText;

/// A part of the registry as the bundle holds it.
pub(crate) type Raw = &'static Object<'static>;

/// The options of a program without subcommands, or of a subcommand.
#[derive(Default)]
pub(crate) struct KnownOptions {
	pub(crate) values: Names,
	/// Whether values are known at all.
	pub(crate) values_known: bool,
	pub(crate) flags: Names,
	pub(crate) runs: Names,
	pub(crate) runs_text: Names,
	pub(crate) unknown_operands: Names,
	pub(crate) bare_cluster: bool,
}

pub(crate) struct KnownProgram {
	pub(crate) options: KnownOptions,
	pub(crate) global_values: Names,
	pub(crate) global_inert: Names,
	pub(crate) global_directory: Names,
	pub(crate) subcommands: LazyMap<KnownSubcommand>,
	pub(crate) equivalent: Vec<Equivalent>,
	pub(crate) abbreviates: bool,
	pub(crate) read_only: bool,
	pub(crate) foreign: bool,
	pub(crate) query: Names,
	pub(crate) plugins: bool,
	pub(crate) shape: PolicyText,
	pub(crate) reads_code: bool,
	pub(crate) settings: Option<KnownSettings>,
}

impl KnownProgram {
	/// The spellings that start with a word, with their others.
	pub(crate) fn equivalents_of(&self, first: &[u8]) -> impl Iterator<Item = &Equivalent> {
		self.equivalent.iter().filter(move |one| one.spelling.first().is_some_and(|word| *word == first))
	}
}

/// A spelling of a subcommand, and its others, as words.
pub(crate) struct Equivalent {
	pub(crate) spelling: Vec<PolicyText>,
	pub(crate) others: Vec<Vec<PolicyText>>,
}

pub(crate) struct KnownSettings {
	pub(crate) options: Names,
	pub(crate) command: PolicyText,
	/// Settings, their names in small letters, that run and change nothing.
	pub(crate) inert: NameTest,
	pub(crate) alias: PolicyText,
	pub(crate) environment: PolicyText,
}

pub(crate) struct KnownSubcommand {
	pub(crate) options: KnownOptions,
	pub(crate) read_only: bool,
	pub(crate) query: Names,
	/// The facts that it can change; `None`: all.
	pub(crate) changes: Option<Vec<PolicyText>>,
	pub(crate) foreign: bool,
}

/// What follows the options and operands of a wrapper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
	Argv,
	Text,
	Texts,
	Command,
	Stdin,
	Script,
}

/// What runs where no inner command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Empty {
	Nothing,
	Stdin,
	Foreign,
}

/// Whether the shell of the line runs the inner command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InShell {
	Never,
	Now,
	Later,
}

pub(crate) struct KnownWrapper {
	pub(crate) values: Names,
	pub(crate) flags: Names,
	pub(crate) optional: Names,
	pub(crate) query: Names,
	pub(crate) abbreviates: bool,
	pub(crate) operands: usize,
	pub(crate) permute: bool,
	pub(crate) assignments: bool,
	pub(crate) mixed: bool,
	pub(crate) assign_options: Names,
	pub(crate) then: Then,
	pub(crate) empty: Empty,
	/// The key `default`: the program that runs where no inner command stands.
	pub(crate) standard: Option<PolicyText>,
	pub(crate) transparent: bool,
	pub(crate) in_shell: InShell,
	pub(crate) directory: Names,
	pub(crate) moves: bool,
	pub(crate) text_flag: Option<PolicyText>,
	pub(crate) text_options: Names,
	pub(crate) join: bool,
	pub(crate) join_flags: Names,
	pub(crate) argv_flags: Names,
	pub(crate) split_options: Names,
	pub(crate) program_options: Names,
	pub(crate) runs: Names,
	pub(crate) appended: bool,
	pub(crate) until: Names,
	pub(crate) replace: Names,
	pub(crate) inner_options: Names,
	pub(crate) open_end: bool,
	pub(crate) fillers: Vec<PolicyText>,
	/// Every option with two dashes, for abbreviations.
	pub(crate) long: Vec<PolicyText>,
}

/// Something that is made when it is first needed.
type Lazy<Value> = LazyCell<Value, Box<dyn FnOnce() -> Value>>;

fn lazy<Value>(make: impl FnOnce() -> Value + 'static) -> Lazy<Value> {
	LazyCell::new(Box::new(make))
}

/// What is known of commands; what it holds is made ready when it is first asked for.
pub(crate) struct KnownCommands {
	pub(crate) programs: LazyMap<KnownProgram>,
	/// By program, or by program and subcommand words, joined by blanks.
	pub(crate) wrappers: LazyMap<KnownWrapper>,
	beginnings: Beginnings,
	/// Programs whose subcommands are programs too, by their name: `git`, for `git-clean`.
	pub(crate) dashed: Lazy<Vec<PolicyText>>,
	/// Assignments that may precede an allowed command.
	pub(crate) inert: Lazy<AssignmentTest>,
	/// Names whose assignment, whatever the value, may change how programs are found or behave.
	pub(crate) lookup: Lazy<NameTest>,
	/// Folders in which a program named by its path is the program itself and no script.
	system_folders: Lazy<Names>,
}

/// The first words of the names of wrappers that have more: `docker container` of `docker container exec`.
enum Beginnings {
	/// In the order of bytes.
	Read(Lazy<Vec<PolicyText>>),
	Embedded(&'static PolicyIndex),
}

impl KnownCommands {
	/// The registry of a bundle that was read whole.
	pub(crate) fn of(registry: Raw) -> Self {
		let programs = registry.get(b"programs").object();
		let wrappers = registry.get(b"wrappers").object();
		Self {
			programs: LazyMap::new(Entries::Read(programs), prepare_program),
			wrappers: wrappers_of(Entries::Read(wrappers)),
			beginnings: Beginnings::Read(lazy(move || beginnings_of(wrappers))),
			dashed: lazy(move || {
				let dashed = programs.members().iter().filter(|(_, raw)| is_set(raw.object(), b"dashed"));
				dashed.map(|(name, _)| &**name).collect()
			}),
			inert: lazy(move || AssignmentTest::new(&registry.get(b"inert_environment").texts())),
			lookup: lazy(move || NameTest::new(&registry.get(b"lookup_environment").texts())),
			system_folders: lazy(move || names_of(registry, b"system_folders")),
		}
	}

	/// The registry of an embedded bundle.
	pub(crate) fn embedded(index: &'static PolicyIndex) -> Self {
		Self {
			programs: LazyMap::new(index.entries(Table::Programs), prepare_program),
			wrappers: wrappers_of(index.entries(Table::Wrappers)),
			beginnings: Beginnings::Embedded(index),
			dashed: lazy(move || {
				let rows = index.rows(Table::Dashed);
				(0..rows.count).map(|row| index.name(rows, row)).collect()
			}),
			inert: lazy(move || AssignmentTest::new(&index.value(NamedValue::InertEnvironment).texts())),
			lookup: lazy(move || NameTest::new(&index.value(NamedValue::LookupEnvironment).texts())),
			system_folders: lazy(move || Names::new(index.value(NamedValue::SystemFolders).texts())),
		}
	}

	/// Whether a name is the first words of the name of a wrapper that has more.
	pub(crate) fn begins_wrapper(&self, name: &[u8]) -> bool {
		match &self.beginnings {
			Beginnings::Read(sorted) => sorted.binary_search(&name).is_ok(),
			Beginnings::Embedded(index) => index.find(index.rows(Table::Beginnings), name).is_some(),
		}
	}

	/// Whether a program word as written is a script by its path: in no folder of the system.
	pub(crate) fn is_script(&self, written: &[u8]) -> bool {
		written.iter().rposition(|byte| *byte == b'/').is_some_and(|slash| !self.system_folders.has(&written[..slash]))
	}
}

fn beginnings_of(wrappers: Raw) -> Vec<PolicyText> {
	let blanks = |name: PolicyText| (0..name.len()).filter(|at| name[*at] == b' ').map(|at| &name[..at]);
	let mut found: Vec<PolicyText> = wrappers.members().iter().flat_map(|(name, _)| blanks(name)).collect();
	found.sort_unstable();
	found
}

fn wrappers_of(wrappers: Entries) -> LazyMap<KnownWrapper> {
	LazyMap::new(wrappers, move |Entry { raw, .. }| {
		let like = raw.get(b"like").as_text().and_then(|name| wrappers.find(name));
		prepare_wrapper(raw, like.map_or(&NO_MEMBERS, |number| wrappers.entry(number).raw))
	})
}
