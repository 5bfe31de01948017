//! What one command may change for others.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::bytes::{byte_at, contains, end_of_run, is_digit, is_letter, name_end};
use crate::codes::OpaqueCode;
use crate::find_program::find_program;
use crate::reading::reads_only;
use crate::redirections::is_inert_target;
use crate::registry::KnownCommands;
use crate::shell_types::{Piece, Word};
use crate::unwrap::{RunCommand, known_text};
use crate::word_parts::head_of;

/// A set of names, or (`all`) any name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameSet {
	pub(crate) all: bool,
	/// `None` where there are none.
	names: Option<Rc<BTreeSet<Rc<[u8]>>>>,
}

impl NameSet {
	pub(crate) const ALL: Self = Self { all: true, names: None };

	pub(crate) fn of<'name>(names: impl IntoIterator<Item = &'name [u8]>) -> Self {
		let names: BTreeSet<Rc<[u8]>> = names.into_iter().map(Rc::from).collect();
		Self { all: false, names: (!names.is_empty()).then(|| Rc::new(names)) }
	}

	pub(crate) fn has(&self, name: &[u8]) -> bool {
		self.all || self.names.as_ref().is_some_and(|names| names.contains(name))
	}

	/// Adds the names of another set.
	pub(crate) fn merge(&mut self, other: &Self) {
		if other.all {
			*self = Self::ALL;
			return;
		}
		let Some(more) = other.names.as_ref().filter(|_| !self.all) else { return };
		match &mut self.names {
			None => self.names = Some(more.clone()),
			Some(own) if more.is_subset(own) => {}
			Some(own) => Rc::make_mut(own).extend(more.iter().cloned()),
		}
	}
}

/// What a command may do to the shell that runs it: later commands of that shell see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShellChanges {
	pub(crate) lookup: bool,
	pub(crate) home: bool,
	pub(crate) pwd: bool,
	/// Names that it may assign.
	pub(crate) names: NameSet,
}

impl ShellChanges {
	/// The changes that go with some assigned names.
	pub(crate) fn assigning(names: NameSet, lookup: bool) -> Self {
		Self { lookup, home: names.has(b"HOME"), pwd: names.has(b"PWD"), names }
	}

	pub(crate) fn merge(&mut self, other: &Self) {
		self.lookup |= other.lookup;
		self.home |= other.home;
		self.pwd |= other.pwd;
		self.names.merge(&other.names);
	}
}

/// Where a command moves its shell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Move {
	#[default]
	Nowhere,
	Unknown,
	Home,
	/// The word that names the directory.
	To(Rc<Word>),
}

/// What one command may change for others: facts (predicates whose answers may be others than before the line), the directory,
/// variables, and how programs are found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effects {
	pub(crate) facts: NameSet,
	pub(crate) moves: Move,
	pub(crate) shell: ShellChanges,
}

/// Built-ins that move the shell.
fn moves_shell(program: &[u8]) -> bool {
	matches!(program, b"cd" | b"chdir" | b"popd" | b"pushd")
}

/// Whether a program runs unknown text in the shell itself.
fn is_source(program: &[u8]) -> bool {
	matches!(program, b"." | b"source")
}

/// Built-ins that change what later words mean, whatever their words are.
const REDEFINES: [&[u8]; 15] = [
	b".",
	b"alias",
	b"autoload",
	b"bind",
	b"complete",
	b"emulate",
	b"enable",
	b"fc",
	b"hash",
	b"rehash",
	b"setopt",
	b"shopt",
	b"source",
	b"unalias",
	b"unsetopt",
];

/// Built-ins that assign the names among their words.
const ASSIGNING: [&[u8]; 13] = [
	b"declare",
	b"export",
	b"getopts",
	b"integer",
	b"let",
	b"local",
	b"mapfile",
	b"printf",
	b"read",
	b"readarray",
	b"readonly",
	b"typeset",
	b"unset",
];

/// Whether nothing in a line can change a fact.
pub(crate) fn is_fixed_fact(name: &[u8]) -> bool {
	name == b"os_is"
}

/// What one command may change. Assignments before a command count as lasting, because they do before some built-ins of some shells.
pub(crate) fn effects_of(command: &RunCommand, known: &KnownCommands) -> Effects {
	let words = &command.simple.words;
	let program = command.program.as_deref();
	if !words.is_empty() && program.is_none_or(is_source) {
		let shell = ShellChanges::assigning(NameSet::ALL, true);
		return Effects { facts: NameSet::ALL, moves: Move::Unknown, shell };
	}
	// The names that a declaring built-in may assign; none are known where a word is not.
	let declared = match program {
		Some(name) if ASSIGNING.contains(&name) => assigned_names(name, words),
		_ => Some(Vec::new()),
	};
	let moves = program.filter(|name| moves_shell(name)).map_or(Move::Nowhere, |name| move_of(name, command));
	let redirections = &command.simple.around.redirections;
	let facts = if redirections.iter().any(|one| one.writes() && !is_inert_target(&one.target)) {
		NameSet::ALL
	} else if moves == Move::Nowhere && program.is_some() {
		facts_changed(command, known)
	} else {
		NameSet::default()
	};
	let lookup = program.is_some_and(|name| REDEFINES.contains(&name))
		|| declared.as_ref().is_none_or(|names| names.iter().any(|name| known.lookup.has(name)))
		|| assigns_lookup(command, known);
	let names = match declared {
		Some(declared) => NameSet::of(declared.into_iter().chain(command.simple.assignments.iter().map(|one| &*one.name))),
		None => NameSet::ALL,
	};
	Effects { facts, moves, shell: ShellChanges::assigning(names, lookup) }
}

/// Whether a command itself changes how later programs are found or behave; sourcing a file is another matter.
pub(crate) fn changes_lookup(command: &RunCommand, known: &KnownCommands) -> bool {
	if assigns_lookup(command, known) {
		return true;
	}
	let Some(program) = command.program.as_deref().filter(|name| !is_source(name)) else { return false };
	// Whoever calls a function by the name of a program gets something else than the name says.
	if command.redefined && (known.programs.has(program) || known.wrappers.has(program)) {
		return true;
	}
	if !ASSIGNING.contains(&program) {
		return REDEFINES.contains(&program);
	}
	assigned_names(program, &command.simple.words).is_none_or(|names| names.iter().any(|name| known.lookup.has(name)))
}

/// Whether an assignment before a command changes how programs are found or behave.
pub(crate) fn assigns_lookup(command: &RunCommand, known: &KnownCommands) -> bool {
	// The built-ins' own IFS holds for themselves only: what they cut.
	let cuts = matches!(command.program.as_deref(), Some(b"mapfile" | b"read" | b"readarray"));
	let changes = |name: &[u8]| known.lookup.has(name) && !(cuts && name == b"IFS");
	command.simple.assignments.iter().any(|one| changes(&one.name) && !known.inert.has(one))
}

/// The names that a declaring built-in may assign; `None` where a word is not known.
fn assigned_names<'word>(program: &[u8], words: &'word [Rc<Word>]) -> Option<Vec<&'word [u8]>> {
	let operands = words.get(1..).unwrap_or_default();
	if program == b"printf" {
		let writes_variable = operands.first().is_some_and(|one| one.literal().is_none_or(|text| text.starts_with(b"-v")));
		if !writes_variable {
			return Some(Vec::new());
		}
	}
	let name_of = |one: &'word Rc<Word>| {
		let text = head_of(one);
		let written = text.strip_prefix(b"-v").unwrap_or(text);
		let name = &written[..name_end(written, 0)];
		(one.is_known() || !(name.is_empty() || name == text)).then_some(name)
	};
	operands.iter().map(name_of).collect()
}

/// Whether a word is an option of `cd` that does not choose another directory.
fn is_move_option(one: &Word) -> bool {
	let letters = one.literal().and_then(|text| text.strip_prefix(b"-")).unwrap_or_default();
	!letters.is_empty() && letters.iter().all(|letter| b"LPe@".contains(letter))
}

/// Where `cd` and its like move. What earlier commands make of these names is not looked at.
fn move_of(program: &[u8], command: &RunCommand) -> Move {
	if program == b"popd" || command.redefined || !command.simple.assignments.is_empty() {
		return Move::Unknown;
	}
	let mut operands = command.simple.words.get(1..).unwrap_or_default();
	while program != b"pushd" && operands.first().is_some_and(|one| is_move_option(one)) {
		operands = &operands[1..];
	}
	if operands.first().is_some_and(|one| one.is(b"--")) {
		operands = &operands[1..];
	}
	let operand = match operands {
		[] if program == b"pushd" => return Move::Unknown,
		[] => return Move::Home,
		[only] => only,
		_ => return Move::Unknown,
	};
	// `cd -`, `pushd +1`: a directory of an earlier move.
	let head = head_of(operand);
	if operand.is(b"") || head.starts_with(b"-") || head.starts_with(b"+") {
		return Move::Unknown;
	}
	// With `-P`, what `..` leads to depends on links.
	if contains(head, b"..") && command.simple.words.iter().any(|one| is_physical_option(one)) {
		return Move::Unknown;
	}
	Move::To(operand.clone())
}

fn is_physical_option(one: &Word) -> bool {
	let text = one.literal().unwrap_or_default();
	text.starts_with(b"-") && byte_at(text, end_of_run(text, 1, |letter| b"Le@".contains(&letter))) == Some(b'P')
}

/// The facts that a program may change: none for wrappers and read-only programs, all for unknown ones.
fn facts_changed(command: &RunCommand, known: &KnownCommands) -> NameSet {
	if command.wraps {
		return NameSet::default();
	}
	let words = &command.simple.words;
	let found = find_program(words, command.program.as_deref(), known);
	let Some(found) = found.filter(|_| !command.redefined && !runs_script(command, known) && !runs_other(command)) else {
		return NameSet::ALL;
	};
	let subcommand = found.subcommand.filter(|_| found.harmless);
	if found.entry.read_only || subcommand.is_some_and(|one| reads_only(words, found.behind, one)) {
		let names_output = words.iter().skip(1).any(|one| may_name_output(one));
		return if names_output { NameSet::ALL } else { NameSet::default() };
	}
	match subcommand.and_then(|one| one.changes.as_ref()) {
		Some(changes) => NameSet::of(changes.iter().copied()),
		None => NameSet::ALL,
	}
}

/// Whether an option makes a command run something else, or may.
fn runs_other(command: &RunCommand) -> bool {
	command.opaque.iter().any(|part| part.code == OpaqueCode::RunOption)
}

/// Whether a command runs a script that has the name of a program; also where the path is not known.
fn runs_script(command: &RunCommand, known: &KnownCommands) -> bool {
	let Some(first) = command.simple.words.first() else { return false };
	known_text(first).is_none_or(|written| known.is_script(&written))
}

/// Whether a word may be an option that makes a reading program write a file, such as `--output=f` or `-o`.
fn may_name_output(one: &Word) -> bool {
	let head = head_of(one);
	if head.starts_with(b"--o") {
		return true;
	}
	let cluster_end = if head.starts_with(b"-") { end_of_run(head, 1, |letter| is_letter(letter) || is_digit(letter)) } else { 0 };
	if head[..cluster_end].contains(&b'o') {
		return true;
	}
	if one.is_known() {
		return false;
	}
	if one.pieces.iter().any(Piece::splits) {
		return true;
	}
	if matches!(one.pieces.first(), Some(Piece::Place { .. })) {
		return false;
	}
	head.is_empty() || head == b"--" || (head.starts_with(b"-") && cluster_end == head.len())
}
