//! Entries of the registry made ready, from the objects that a bundle holds.

use crate::entries::Entry;
use crate::json::{Json, Object};
use crate::lazy_map::LazyMap;
use crate::names::{NameTest, Names};
use crate::registry::{Empty, Equivalent, InShell, KnownOptions, KnownProgram, KnownSettings, KnownSubcommand, KnownWrapper, Raw, Then};
use crate::types::PolicyText;

/// Whether a mark is set; one that is absent is not.
pub(crate) fn is_set(raw: &Object, key: &[u8]) -> bool {
	raw.get(key).is_true()
}

/// A list of names; one that is absent is empty.
pub(crate) fn names_of(raw: Raw, key: &[u8]) -> Names {
	Names::new(raw.get(key).texts())
}

fn prepare_options(raw: Raw) -> KnownOptions {
	KnownOptions {
		values: names_of(raw, b"values"),
		values_known: raw.get(b"values").as_list().is_some(),
		flags: names_of(raw, b"flags"),
		runs: names_of(raw, b"runs"),
		runs_text: names_of(raw, b"runs_text"),
		unknown_operands: names_of(raw, b"unknown_operands"),
		bare_cluster: is_set(raw, b"bare_cluster"),
	}
}

/// The options of a subcommand with those that all of its program have.
fn with_shared(own: &KnownOptions, shared: Raw) -> KnownOptions {
	let more = prepare_options(shared);
	let both = |one: &Names, other: &Names| Names::new([one.list(), other.list()].concat());
	KnownOptions {
		values: if own.values_known { both(&own.values, &more.values) } else { Names::default() },
		values_known: own.values_known,
		flags: both(&own.flags, &more.flags),
		runs: both(&own.runs, &more.runs),
		runs_text: both(&own.runs_text, &more.runs_text),
		unknown_operands: both(&own.unknown_operands, &more.unknown_operands),
		bare_cluster: false,
	}
}

/// Makes a program ready; its subcommands are made ready one by one.
pub(crate) fn prepare_program(Entry { raw, subcommands }: Entry) -> KnownProgram {
	let shared = raw.get(b"shared").as_object();
	KnownProgram {
		options: prepare_options(raw),
		global_values: names_of(raw, b"global_values"),
		global_inert: names_of(raw, b"global_inert"),
		global_directory: names_of(raw, b"global_directory"),
		subcommands: LazyMap::new(subcommands, move |one| prepare_subcommand(one.raw, shared)),
		equivalent: prepare_equivalent(raw.get(b"equivalent").list()),
		abbreviates: is_set(raw, b"abbreviates"),
		read_only: is_set(raw, b"read_only"),
		foreign: is_set(raw, b"foreign"),
		query: names_of(raw, b"query"),
		plugins: is_set(raw, b"plugins"),
		shape: raw.get(b"shape").text(),
		reads_code: is_set(raw, b"reads_code"),
		settings: raw.get(b"settings").as_object().map(|settings| KnownSettings {
			options: names_of(settings, b"options"),
			command: settings.get(b"command").text(),
			inert: NameTest::new(&settings.get(b"inert").texts()),
			alias: settings.get(b"alias").text(),
			environment: settings.get(b"environment").text(),
		}),
	}
}

fn prepare_subcommand(raw: Raw, shared: Option<Raw>) -> KnownSubcommand {
	let own = prepare_options(raw);
	KnownSubcommand {
		options: shared.map(|shared| with_shared(&own, shared)).unwrap_or(own),
		read_only: is_set(raw, b"read_only"),
		query: names_of(raw, b"query"),
		changes: raw.get(b"changes").as_texts(),
		foreign: is_set(raw, b"foreign"),
	}
}

fn prepare_equivalent(groups: &'static [Json<'static>]) -> Vec<Equivalent> {
	let mut found = Vec::new();
	for group in groups {
		let spellings: Vec<Vec<PolicyText>> =
			group.texts().into_iter().map(|spelling| spelling.split(|byte| *byte == b' ').collect()).collect();
		for (at, spelling) in spellings.iter().enumerate() {
			found.push(Equivalent { spelling: spelling.clone(), others: [&spellings[..at], &spellings[at + 1..]].concat() });
		}
	}
	found
}

/// A wrapper with the keys of the one that it is like, as far as it has none of its own.
struct LikeOther {
	own: Raw,
	other: Raw,
}

impl LikeOther {
	fn get(&self, key: &[u8]) -> &'static Json<'static> {
		if self.own.has(key) { self.own.get(key) } else { self.other.get(key) }
	}

	fn names(&self, key: &[u8]) -> Names {
		Names::new(self.get(key).texts())
	}

	fn is_set(&self, key: &[u8]) -> bool {
		self.get(key).is_true()
	}
}

/// Makes a wrapper ready, with the keys of the one that it is like.
pub(crate) fn prepare_wrapper(own: Raw, other: Raw) -> KnownWrapper {
	let raw = LikeOther { own, other };
	let mut made = KnownWrapper {
		values: raw.names(b"values"),
		flags: raw.names(b"flags"),
		optional: raw.names(b"optional"),
		query: raw.names(b"query"),
		abbreviates: raw.is_set(b"abbreviates"),
		operands: raw.get(b"operands").count(),
		permute: raw.is_set(b"permute"),
		assignments: raw.is_set(b"assignments"),
		mixed: raw.is_set(b"mixed"),
		assign_options: raw.names(b"assign_options"),
		then: then_of(raw.get(b"then").text()),
		empty: match raw.get(b"empty").text() {
			b"stdin" => Empty::Stdin,
			b"foreign" => Empty::Foreign,
			_ => Empty::Nothing,
		},
		standard: raw.get(b"default").as_text(),
		transparent: raw.is_set(b"transparent"),
		in_shell: match raw.get(b"in_shell").text() {
			b"now" => InShell::Now,
			b"later" => InShell::Later,
			_ => InShell::Never,
		},
		directory: raw.names(b"directory"),
		moves: raw.is_set(b"moves"),
		text_flag: raw.get(b"text_flag").as_text(),
		text_options: raw.names(b"text_options"),
		join: raw.is_set(b"join"),
		join_flags: raw.names(b"join_flags"),
		argv_flags: raw.names(b"argv_flags"),
		split_options: raw.names(b"split_options"),
		program_options: raw.names(b"program_options"),
		runs: raw.names(b"runs"),
		appended: raw.is_set(b"appended"),
		until: raw.names(b"until"),
		replace: raw.names(b"replace"),
		inner_options: raw.names(b"inner_options"),
		open_end: raw.is_set(b"open_end"),
		fillers: raw.get(b"fillers").texts(),
		long: Vec::new(),
	};
	let mut long = Vec::new();
	for list in [&made.values, &made.flags, &made.optional, &made.query, &made.text_options] {
		for option in list.list() {
			if option.starts_with(b"--") && !long.contains(option) {
				long.push(*option);
			}
		}
	}
	made.long = long;
	made
}

fn then_of(text: &[u8]) -> Then {
	match text {
		b"text" => Then::Text,
		b"texts" => Then::Texts,
		b"command" => Then::Command,
		b"stdin" => Then::Stdin,
		b"script" => Then::Script,
		_ => Then::Argv,
	}
}
