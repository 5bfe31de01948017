//! What is known before each command of a line.

use std::collections::HashMap;

use crate::effects::{Effects, Move, NameSet, ShellChanges, effects_of};
use crate::paths::path_of_word;
use crate::registry::KnownCommands;
use crate::unwrap::{LineCommands, RunCommand};
use crate::view_words::Places;

/// A directory: its path (not known where the line starts, if the caller does not name it), or not known at all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
	pub(crate) known: bool,
	pub(crate) path: Option<Vec<u8>>,
}

/// What is known before a command.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineState {
	pub(crate) shell: ShellChanges,
	/// Predicates whose answers may be others than before the line.
	pub(crate) facts: NameSet,
	/// Where the shell stands.
	pub(crate) directory: Directory,
}

/// The state before each command of a line that starts in a directory.
///
/// Facts: what commands before it, in its pipeline and in its loop changed; with those after it, where it runs beside them. The shell:
/// what commands before it in its own subshell and in those around it changed; in a loop also those after it there. For what runs when it
/// is called, everything in the line.
pub(crate) fn states_of(line: &LineCommands, known: &KnownCommands, start: Option<&[u8]>, home: Option<&[u8]>) -> Vec<LineState> {
	let directory = Directory { known: true, path: start.map(<[u8]>::to_vec) };
	if let [only] = line.commands.as_slice()
		&& !only.repeated
		&& !only.redefined
		&& line.variables.is_empty()
	{
		return vec![LineState { directory, ..LineState::default() }];
	}
	let all: Vec<Effects> = line.commands.iter().map(|command| effects_of(command, known)).collect();
	let outermost = ShellState { changes: variable_changes(line, known), directory, branch: Vec::new() };
	let mut reader = StateReader::new(&line.commands, &all, outermost, home);
	let mut states = Vec::with_capacity(all.len());
	for (at, command) in line.commands.iter().enumerate() {
		let state = reader.state_of(command, at);
		reader.apply(command, &all[at], &state);
		states.push(state);
	}
	states
}

/// What loops and `${name=…}` assign, wherever in the line.
fn variable_changes(line: &LineCommands, known: &KnownCommands) -> ShellChanges {
	let lookup = line.variables.iter().any(|variable| known.lookup.has(&variable.name));
	ShellChanges::assigning(NameSet::of(line.variables.iter().map(|variable| variable.name.as_slice())), lookup)
}

/// A shell or subshell while the commands of the line are gone through.
#[derive(Clone, Debug)]
struct ShellState {
	changes: ShellChanges,
	directory: Directory,
	/// The branch of the last move: outside of it, the move may not have happened.
	branch: Vec<usize>,
}

/// Everything that the commands of some part of the line change.
#[derive(Clone, Debug, Default)]
struct Total {
	facts: NameSet,
	changes: ShellChanges,
	moves: bool,
}

impl Total {
	fn add(&mut self, one: &Effects) {
		self.facts.merge(&one.facts);
		self.changes.merge(&one.shell);
		self.moves |= one.moves != Move::Nowhere;
	}
}

/// A shell of the line: the number of a subshell, or `None` for the outermost one.
type ShellNumber = Option<usize>;

struct StateReader<'line> {
	effects: &'line [Effects],
	home: Option<&'line [u8]>,
	shells: HashMap<ShellNumber, ShellState>,
	/// The facts that commands after each one change in the part of the line that runs together with it.
	beside: Vec<NameSet>,
	/// The facts that the commands of a loop change.
	loop_facts: HashMap<usize, NameSet>,
	/// What they change in one shell.
	loops: HashMap<(usize, ShellNumber), Total>,
	whole: Total,
	/// The facts that a command or one after it changes.
	after: Vec<NameSet>,
	before: NameSet,
}

impl<'line> StateReader<'line> {
	fn new(commands: &[RunCommand], effects: &'line [Effects], outermost: ShellState, home: Option<&'line [u8]>) -> Self {
		let mut reader = Self {
			effects,
			home,
			shells: HashMap::from([(None, outermost)]),
			beside: vec![NameSet::default(); commands.len()],
			loop_facts: HashMap::new(),
			loops: HashMap::new(),
			whole: Total::default(),
			after: vec![NameSet::default(); commands.len() + 1],
			before: NameSet::default(),
		};
		let mut parts: HashMap<usize, NameSet> = HashMap::new();
		for (at, command) in commands.iter().enumerate().rev() {
			reader.after[at] = reader.after[at + 1].clone();
			reader.after[at].merge(&effects[at].facts);
			if let Some(together) = command.simple.around.together {
				let part = parts.entry(together).or_default();
				reader.beside[at] = part.clone();
				part.merge(&effects[at].facts);
			}
		}
		for (command, one) in commands.iter().zip(effects) {
			reader.add_totals(command, one);
		}
		reader
	}

	fn add_totals(&mut self, command: &RunCommand, one: &Effects) {
		self.whole.add(one);
		let around = &command.simple.around;
		if let Some(number) = around.in_loop {
			self.loop_facts.entry(number).or_default().merge(&one.facts);
			self.loops.entry((number, around.environment.last().copied())).or_default().add(one);
		}
	}

	/// The number of the innermost shell of a path; a subshell starts as a copy of the one around it.
	fn shell_of(&mut self, path: &[usize]) -> ShellNumber {
		let mut shell = None;
		for number in path {
			let inner = Some(*number);
			if !self.shells.contains_key(&inner)
				&& let Some(outer) = self.shells.get(&shell).cloned()
			{
				self.shells.insert(inner, outer);
			}
			shell = inner;
		}
		shell
	}

	fn state_of(&mut self, command: &RunCommand, at: usize) -> LineState {
		let around = &command.simple.around;
		let number = self.shell_of(&around.environment);
		let mut made = LineState { facts: self.before.clone(), ..LineState::default() };
		made.facts.merge(&self.beside[at]);
		if let Some(shell) = self.shells.get(&number) {
			made.shell = shell.changes.clone();
			if around.branch.starts_with(&shell.branch) {
				made.directory = shell.directory.clone();
			}
		}
		if command.repeated {
			made.facts.merge(&self.effects[at].facts);
		}
		if around.background {
			made.facts.merge(&self.after[at + 1]);
		}
		if around.deferred {
			made.facts.merge(&self.whole.facts);
			add_total(&mut made, &self.whole);
		}
		if let Some(number) = around.in_loop {
			if let Some(facts) = self.loop_facts.get(&number) {
				made.facts.merge(facts);
			}
			for shell in [None].into_iter().chain(around.environment.iter().map(|inner| Some(*inner))) {
				if let Some(more) = self.loops.get(&(number, shell)) {
					add_total(&mut made, more);
				}
			}
		}
		made.shell.lookup |= command.redefined;
		made
	}

	fn apply(&mut self, command: &RunCommand, one: &Effects, before: &LineState) {
		self.before.merge(&one.facts);
		let around = &command.simple.around;
		let number = self.shell_of(&around.environment);
		let moved = self.moved(&one.moves, before);
		let Some(shell) = self.shells.get_mut(&number) else { return };
		shell.changes.merge(&one.shell);
		if let Some(directory) = moved {
			shell.directory = directory;
			shell.branch = around.branch.to_vec();
		}
	}

	/// Where a move leads from the directory of a state; `None` where it leads nowhere else.
	fn moved(&self, to: &Move, before: &LineState) -> Option<Directory> {
		let home = self.home.filter(|_| !before.shell.home).map(<[u8]>::to_vec);
		let unknown = Directory::default();
		Some(match to {
			Move::Nowhere => return None,
			_ if before.shell.lookup => unknown,
			Move::Unknown => unknown,
			Move::Home => Directory { known: home.is_some(), path: home },
			// CDPATH says where a name without dots is looked for.
			Move::To(word) if word.literal().is_some_and(is_looked_for) && before.shell.names.has(b"CDPATH") => unknown,
			Move::To(word) => {
				let pwd = before.directory.path.clone();
				match path_of_word(word, &Places { home, pwd }, before.directory.path.as_deref()) {
					Some(segments) => Directory { known: true, path: Some([b"/", segments.join(&b'/').as_slice()].concat()) },
					None => unknown,
				}
			}
		})
	}
}

/// Adds what some part of the line changes in the shell.
fn add_total(made: &mut LineState, more: &Total) {
	made.shell.merge(&more.changes);
	if more.moves {
		made.directory = Directory::default();
	}
}

/// Whether a name starts with neither `/`, `.` nor `..`.
fn is_looked_for(name: &[u8]) -> bool {
	let first = name.split(|one| *one == b'/').next().unwrap_or_default();
	!matches!(first, b"." | b"..") && !name.starts_with(b"/")
}
