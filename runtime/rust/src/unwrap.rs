//! Wrappers are taken off: all commands that a line can run.

use std::collections::HashSet;
use std::rc::Rc;

use crate::append_input::append_input;
use crate::bind_positional::bind_positional;
use crate::codes::{InputError, MOST_NESTING, OpaqueCode};
use crate::find_program::find_program;
use crate::find_wrapper::find_wrapper;
use crate::names::reduce_program;
use crate::read_wrapper::{InnerText, read_wrapper};
use crate::registry::{InShell, KnownCommands, KnownWrapper};
use crate::run_options::{RunOptions, find_run_options};
use crate::settings::{Expansion, expand_alias};
use crate::shell::read_shell;
use crate::shell_builtins::evaluates_again;
use crate::shell_folds::join_texts;
use crate::shell_types::{
	Assignment, Budget, NamedPart, OpaquePart, Piece, Runner, ShellText, SimpleCommand, Within, Word, in_child, joined, literal_word,
};
use crate::stdin_code::input_text_of;
use crate::word_parts::splits;

/// A command of the line, as it is to be judged.
#[derive(Debug)]
pub(crate) struct RunCommand {
	pub(crate) simple: SimpleCommand,
	/// The reduced program word; not known without words.
	pub(crate) program: Option<Vec<u8>>,
	/// False for transparent wrappers that run something: only that is judged.
	pub(crate) judged: bool,
	/// It runs commands of the list, and nothing else.
	pub(crate) wraps: bool,
	/// May run several times: what it changes, it changes for itself.
	pub(crate) repeated: bool,
	/// Runs in another directory than the line, and not a known one.
	pub(crate) moved: bool,
	/// A function of the line has the name of its program.
	pub(crate) redefined: bool,
	/// What is not known of this very command.
	pub(crate) opaque: Vec<OpaquePart>,
}

/// What a line can run.
#[derive(Debug)]
pub(crate) struct LineCommands {
	pub(crate) commands: Vec<RunCommand>,
	/// Opaque parts that belong to the line and not to one command.
	pub(crate) opaque: Vec<OpaquePart>,
	/// The variables that the line assigns without a command.
	pub(crate) variables: Vec<NamedPart>,
}

/// All commands that a line can run, in source order, each wrapper before what it runs. An error where the line is over a budget.
///
/// ```text
/// read_line(b"sudo ls", known)?.commands // sudo, ls
/// ```
pub(crate) fn read_line(line: &[u8], known: &KnownCommands) -> Result<LineCommands, InputError> {
	let mut budget = Budget::new();
	let mut text = read_shell(line, &mut budget, None)?;
	let mut taken = Unwrapper {
		known,
		budget,
		commands: Vec::with_capacity(text.commands.len()),
		opaque: std::mem::take(&mut text.opaque),
		variables: Vec::new(),
		functions: HashSet::new(),
	};
	taken.keep_names(&text);
	for command in text.commands {
		taken.add(Rc::unwrap_or_clone(command), Inherited::default(), 0)?;
	}
	let Unwrapper { mut commands, opaque, variables, functions, .. } = taken;
	for command in &mut commands {
		command.redefined = command.program.as_ref().is_some_and(|program| functions.contains(program));
	}
	Ok(LineCommands { commands, opaque, variables })
}

/// What the commands inside of a wrapper take over from it.
#[derive(Clone, Copy, Debug, Default)]
struct Inherited {
	repeated: bool,
	moved: bool,
}

/// Takes wrappers off: from the simple commands of a line to all the commands that it can run. An error where the line is over a
/// budget.
struct Unwrapper<'known> {
	known: &'known KnownCommands,
	budget: Budget,
	commands: Vec<RunCommand>,
	opaque: Vec<OpaquePart>,
	variables: Vec<NamedPart>,
	/// The reduced names of the functions that the line defines.
	functions: HashSet<Vec<u8>>,
}

impl Unwrapper<'_> {
	/// Keeps the names to which a text gives another meaning.
	fn keep_names(&mut self, text: &ShellText) {
		self.functions.extend(text.functions.iter().map(|function| reduce_program(&function.name)));
		for variable in &text.variables {
			if self.known.lookup.has(&variable.name) {
				self.opaque.push(OpaquePart { code: OpaqueCode::LookupChange, span: variable.span });
			}
			self.variables.push(variable.clone());
		}
	}

	/// Adds a command and what it runs. The recursion is bounded by the nesting budget.
	fn add(&mut self, command: SimpleCommand, around: Inherited, depth: usize) -> Result<(), InputError> {
		if depth > MOST_NESTING {
			return Err(InputError::TooDeep);
		}
		let mut opaque = Vec::new();
		let program = command.words.first().and_then(|first| program_of(first));
		if let Some(first) = command.words.first().filter(|first| known_text(first).is_none()) {
			let code = if is_place_program(first) { OpaqueCode::ForeignCode } else { OpaqueCode::DynamicProgram };
			opaque.push(OpaquePart { code, span: first.span });
		}
		opaque.extend(evaluates_again(&command.words, program.as_deref()));
		let found = find_wrapper(&command.words, program.as_deref(), self.known);
		opaque.extend(found.hidden.map(|span| OpaquePart { code: OpaqueCode::WrapperOption, span }));
		let made = RunCommand {
			simple: command,
			program,
			judged: true,
			wraps: false,
			repeated: around.repeated,
			moved: around.moved,
			redefined: false,
			opaque,
		};
		match found.wrapper {
			Some((wrapper, from)) => self.add_wrapper(made, wrapper, from, around, depth),
			None => self.add_program(made, around, depth),
		}
	}

	/// Adds a command that is no wrapper: itself, and what its options, its settings or its own name make it run.
	fn add_program(&mut self, mut command: RunCommand, around: Inherited, depth: usize) -> Result<(), InputError> {
		let words = &command.simple.words;
		let program = command.program.as_deref();
		let runs = self.run_options(words, program);
		let alias = expand_alias(words, program, &command.simple.assignments, self.known);
		let whole = self.dashed_words(words, program);
		command.wraps = alias.is_some() || whole.is_some();
		command.opaque.extend(runs.parts);
		// What is added needs the command only where it runs something.
		let outer = (command.wraps || !runs.texts.is_empty()).then(|| command.simple.clone());
		self.commands.push(command);
		let Some(outer) = outer else { return Ok(()) };
		for text in runs.texts {
			if let Some(bytes) = text.literal() {
				let text = InnerText { bytes: bytes.to_vec(), span: text.span, positional: Vec::new() };
				self.add_text(&outer, &text, Runner::Child, &[], around, depth + 1)?;
			}
		}
		match alias {
			Some(Expansion::Words(words)) => self.add_inner(&outer, words, &[], around, depth + 1)?,
			Some(Expansion::Text(bytes, span)) => {
				let text = InnerText { bytes, span, positional: Vec::new() };
				self.add_text(&outer, &text, Runner::Child, &[], around, depth + 1)?;
			}
			None => {}
		}
		match whole {
			Some(words) => self.add_inner(&outer, words, &[], around, depth + 1),
			None => Ok(()),
		}
	}

	fn run_options(&self, words: &[Rc<Word>], program: Option<&[u8]>) -> RunOptions {
		let Some(found) = find_program(words, program, self.known) else { return RunOptions::default() };
		let options = if found.entry.subcommands.is_empty() {
			Some(&found.entry.options)
		} else {
			found.subcommand.map(|subcommand| &subcommand.options)
		};
		options.map_or_else(RunOptions::default, |options| find_run_options(words, found.behind, options))
	}

	/// The words of `git-clean …` as `git clean …`; `None` for other programs.
	fn dashed_words(&self, words: &[Rc<Word>], program: Option<&[u8]>) -> Option<Vec<Rc<Word>>> {
		let (first, rest) = words.split_first()?;
		let cut = |name: &[u8]| program?.strip_prefix(name)?.strip_prefix(b"-");
		let (name, subcommand) = self.known.dashed.iter().find_map(|name| Some((*name, cut(name)?)))?;
		let named = [literal_word(name, first.span), literal_word(subcommand, first.span)];
		Some(named.into_iter().chain(rest.iter().cloned()).collect())
	}

	fn add_wrapper(
		&mut self,
		mut command: RunCommand,
		wrapper: &KnownWrapper,
		from: usize,
		around: Inherited,
		depth: usize,
	) -> Result<(), InputError> {
		let read = read_wrapper(wrapper, &command.simple.words, from);
		let source = if read.stdin || read.appended { input_text_of(&command.simple) } else { None };
		let mut texts = read.texts;
		command.opaque.extend(read.opaque);
		match &source {
			Some(source) if read.stdin => {
				texts = vec![InnerText { bytes: source.bytes.clone(), span: source.span, positional: Vec::new() }];
			}
			None if read.stdin => {
				let span = command.simple.words.first().map_or(command.simple.span, |first| first.span);
				command.opaque.push(OpaquePart { code: OpaqueCode::StdinCode, span });
			}
			_ => {}
		}
		let runs_nothing = read.inner.is_empty() && texts.is_empty();
		let is_program = command.program.as_deref().is_some_and(|program| self.known.programs.has(program));
		command.judged = !wrapper.transparent || runs_nothing;
		command.wraps = command.opaque.is_empty() && !is_program;
		let outer = command.simple.clone();
		self.commands.push(command);
		let inside = Inherited {
			repeated: around.repeated || wrapper.appended || !wrapper.inner_options.is_empty(),
			moved: around.moved || read.moved,
		};
		let runner = match wrapper.in_shell {
			InShell::Never => Runner::Child,
			InShell::Now => Runner::Same,
			InShell::Later => Runner::Later,
		};
		// A text runs in a child of its own.
		let child = (runner == Runner::Child).then(|| in_child(&outer, &mut self.budget));
		for words in read.inner {
			let words = match &source {
				Some(source) if read.appended => append_input(words, source),
				_ => words,
			};
			self.add_inner(child.as_ref().unwrap_or(&outer), words, &read.assignments, inside, depth + 1)?;
		}
		for text in &texts {
			self.add_text(&outer, text, runner, &read.assignments, inside, depth + 1)?;
		}
		Ok(())
	}

	fn add_inner(
		&mut self,
		outer: &SimpleCommand,
		words: Vec<Rc<Word>>,
		assignments: &[Assignment],
		around: Inherited,
		depth: usize,
	) -> Result<(), InputError> {
		self.budget.take_command();
		if let Some(problem) = self.budget.exceeded() {
			return Err(problem);
		}
		let mut inner = outer.clone();
		if let (Some(first), Some(last)) = (words.first(), words.last()) {
			inner.span = [first.span[0], first.span[0].max(last.span[1])];
		}
		inner.words = words.into();
		inner.assignments = joined(&outer.assignments, &assignments.into());
		self.add(inner, around, depth)
	}

	/// Adds shell text that a command runs; its commands inherit the assignments before that command.
	fn add_text(
		&mut self,
		outer: &SimpleCommand,
		text: &InnerText,
		runner: Runner,
		assignments: &[Assignment],
		around: Inherited,
		depth: usize,
	) -> Result<(), InputError> {
		if depth > MOST_NESTING {
			return Err(InputError::TooDeep);
		}
		let mut read = read_shell(&text.bytes, &mut self.budget, Some(Within { outer, span: text.span, runner }))?;
		self.opaque.append(&mut read.opaque);
		self.keep_names(&read);
		let before = joined(&outer.assignments, &assignments.into());
		let commands = bind_positional(read.commands, &text.positional, &mut self.budget);
		if let Some(problem) = self.budget.exceeded() {
			return Err(problem);
		}
		for command in commands {
			let mut inner = Rc::unwrap_or_clone(command);
			inner.assignments = joined(&before, &inner.assignments);
			self.add(inner, around, depth)?;
		}
		Ok(())
	}
}

/// The text of a word of literal and `$'…'` pieces, on which shells agree: the reading of `$'…'` is flagged elsewhere.
pub(crate) fn known_text(one: &Word) -> Option<Vec<u8>> {
	let is_text = |part: &Piece| matches!(part, Piece::Literal(_) | Piece::Ansi(_));
	one.pieces.iter().all(is_text).then(|| join_texts(&one.pieces))
}

/// Whether a program word is in the home directory or below the current one: a script by its path.
fn is_place_program(one: &Word) -> bool {
	one.pieces.iter().all(|part| matches!(part, Piece::Place { .. } | Piece::Literal(_)))
}

/// The reduced program word, where it is known: the last piece must be literal and hold the last `/`, and nothing before it may be cut
/// into several words.
pub(crate) fn program_of(one: &Word) -> Option<Vec<u8>> {
	if let Some(text) = known_text(one) {
		return Some(reduce_program(&text));
	}
	match one.pieces.last() {
		Some(Piece::Literal(text)) if text.contains(&b'/') && !splits(one) => Some(reduce_program(text)),
		_ => None,
	}
}
