//! What a line is read to: words made of pieces, and simple commands with what surrounds them.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::codes::{InputError, MOST_COMMANDS, MOST_LINE, MOST_NODES, OpaqueCode};
use crate::types::Span;

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
	/// These bytes.
	Literal(Vec<u8>),
	/// The bytes that bash makes of `$'…'` or of a brace list; some shells read something else.
	Ansi(Vec<u8>),
	/// Unknown text inside one word (`"$x"`); where it is the value of a positional parameter, which one.
	One(Option<Parameter>),
	/// Any bytes, word borders included (`$x`); the same.
	Many(Option<Parameter>),
	/// Part of a pattern: the word stands for one or more words.
	Glob(GlobSymbol),
	/// `~`, `$HOME` or `$PWD`. `splits`: an unquoted variable, which is cut into words.
	Place { place: Place, splits: bool },
	/// `{`, `,` or `}` of a brace list in an unquoted part of a word; only while the word is read.
	Sign(u8),
}

impl Piece {
	/// Whether the piece may be no word or several.
	pub(crate) fn splits(&self) -> bool {
		matches!(self, Self::Many(_) | Self::Place { splits: true, .. })
	}

	pub(crate) fn is_sign(&self) -> bool {
		matches!(self, Self::Sign(_))
	}
}

/// A positional parameter that can be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
	/// `$0` to `$9`.
	Number(usize),
	/// `$@`.
	All,
}

/// What a glob piece stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GlobSymbol {
	/// `*`: any bytes but a slash.
	Star,
	/// `**`: any bytes.
	Deep,
	/// `?`: one character but a slash.
	Any,
	/// `[…]`: any bytes, because its members depend on the locale.
	Bracket,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
	Home,
	Pwd,
}

/// A word of a command. Words are shared and never changed once they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
	pub(crate) pieces: Vec<Piece>,
	/// The word as written.
	pub(crate) source: Vec<u8>,
	pub(crate) span: Span,
	/// One of the words of a brace list: the single word that shells without such lists read in place of all of them.
	pub(crate) unexpanded: Option<Rc<Word>>,
}

impl Word {
	pub(crate) fn new(pieces: Vec<Piece>, source: Vec<u8>, span: Span) -> Self {
		Self { pieces, source, span, unexpanded: None }
	}

	/// The bytes of a word that is known as it stands: a single literal piece.
	pub(crate) fn literal(&self) -> Option<&[u8]> {
		match self.pieces.as_slice() {
			[Piece::Literal(text)] => Some(text),
			_ => None,
		}
	}

	pub(crate) fn is_known(&self) -> bool {
		self.literal().is_some()
	}

	/// Whether the word is known and this text.
	pub(crate) fn is(&self, text: &[u8]) -> bool {
		self.literal() == Some(text)
	}
}

/// NAME=value or NAME+=value before a command; the value never splits. An array is one unknown value.
#[derive(Clone, Debug)]
pub(crate) struct Assignment {
	pub(crate) name: Rc<[u8]>,
	pub(crate) append: bool,
	pub(crate) value: Rc<Word>,
}

/// What a redirection opens its file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
	Read,
	Write,
	Both,
}

/// A redirection names a file. Duplications of descriptors, here-documents and here-strings name none and are not listed.
#[derive(Clone, Debug)]
pub(crate) struct Redirection {
	pub(crate) direction: Direction,
	pub(crate) target: Rc<Word>,
}

impl Redirection {
	pub(crate) fn reads(&self) -> bool {
		self.direction != Direction::Write
	}

	pub(crate) fn writes(&self) -> bool {
		self.direction != Direction::Read
	}
}

/// The command that makes all the output of a pipeline member; empty where it holds several, or none.
pub(crate) type Writer = Rc<OnceCell<Rc<SimpleCommand>>>;

/// What a command reads as its standard input, as far as the line shows it.
#[derive(Clone, Debug)]
pub(crate) struct Input {
	pub(crate) source: InputSource,
	/// Other commands read the same input: any part of it may be gone.
	pub(crate) shared: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum InputSource {
	/// The text of a here-document or a here-string.
	Text(Rc<Word>),
	/// The earlier pipeline member that writes it.
	Output(Writer),
}

/// What a command inherits from what surrounds it. A region, a loop or a subshell of the line is a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circumstances {
	/// The subshells that it runs in, outermost first: what it does to the shell itself (directory, variables, how programs are
	/// found) is seen by later commands only whose path starts with this one.
	pub(crate) environment: Rc<[usize]>,
	/// The parts of the line that may not run, outermost first: what it does has happened for commands in the same parts.
	pub(crate) branch: Rc<[usize]>,
	/// The outermost part of the line whose commands run at the same time or several times: all of them count as earlier.
	pub(crate) together: Option<usize>,
	/// The outermost loop around it: what its commands do to their shell is seen by all of them.
	pub(crate) in_loop: Option<usize>,
	/// Everything after it in the line may run while it runs.
	pub(crate) background: bool,
	/// Runs whenever something calls it (a function body, a trap): every command of the line may have run before it.
	pub(crate) deferred: bool,
	/// Those of enclosing groups and of earlier `exec`s first, then its own.
	pub(crate) redirections: Rc<[Redirection]>,
	/// `None` where the line does not show it: a file, another descriptor, the input of the line.
	pub(crate) input: Option<Input>,
}

/// A simple command, with what surrounds it.
#[derive(Clone, Debug)]
pub(crate) struct SimpleCommand {
	pub(crate) around: Circumstances,
	pub(crate) assignments: Rc<[Assignment]>,
	pub(crate) words: Rc<[Rc<Word>]>,
	pub(crate) span: Span,
}

/// A part of the line that cannot be known, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OpaquePart {
	pub(crate) code: OpaqueCode,
	pub(crate) span: Span,
}

/// A name that the line gives another meaning, and where.
#[derive(Clone, Debug)]
pub(crate) struct NamedPart {
	pub(crate) name: Vec<u8>,
	pub(crate) span: Span,
}

/// What a text holds.
#[derive(Debug)]
pub(crate) struct ShellText {
	pub(crate) commands: Vec<Rc<SimpleCommand>>,
	pub(crate) opaque: Vec<OpaquePart>,
	/// The functions that it defines.
	pub(crate) functions: Vec<NamedPart>,
	/// The variables that it assigns without a command: those of loops and of `${name=…}`.
	pub(crate) variables: Vec<NamedPart>,
}

/// What is left of the budgets of one input; all texts of the input share it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
	commands: Option<usize>,
	nodes: Option<usize>,
	/// Bytes of values that positional parameters may still be bound to.
	bound: Option<usize>,
	/// How many numbers of scopes are taken.
	scopes: usize,
}

impl Budget {
	pub(crate) fn new() -> Self {
		Self { commands: Some(MOST_COMMANDS), nodes: Some(MOST_NODES), bound: Some(MOST_LINE), scopes: 0 }
	}

	/// Counts a command.
	pub(crate) fn take_command(&mut self) {
		self.commands = self.commands.and_then(|left| left.checked_sub(1));
	}

	/// Counts some nodes.
	pub(crate) fn take_nodes(&mut self, count: usize) {
		self.nodes = self.nodes.and_then(|left| left.checked_sub(count));
	}

	/// Counts the bytes of a value to which a positional parameter is bound.
	pub(crate) fn take_bound(&mut self, value: &[u8]) {
		self.bound = self.bound.and_then(|left| left.checked_sub(value.len()));
	}

	/// Takes the number of a scope.
	pub(crate) fn next_scope(&mut self) -> usize {
		self.scopes += 1;
		self.scopes - 1
	}

	/// What the input holds more of than it may.
	pub(crate) fn exceeded(&self) -> Option<InputError> {
		match (self.bound, self.commands, self.nodes) {
			(None, _, _) => Some(InputError::TooLong),
			(_, None, _) => Some(InputError::TooManyCommands),
			(_, _, None) => Some(InputError::TooManyNodes),
			_ => None,
		}
	}
}

/// Who runs a text that a command holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
	/// A process of its own (`sh -c`).
	Child,
	/// The shell of the line (`eval`).
	Same,
	/// The shell of the line some time later (`trap`).
	Later,
}

/// Where a text stands that is not the outer line itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within<'outer> {
	/// The command that runs the text.
	pub(crate) outer: &'outer SimpleCommand,
	/// The span that everything in the text gets.
	pub(crate) span: Span,
	pub(crate) runner: Runner,
}

/// A word that does not stand in the line as such, such as an inner program word cut out of another.
pub(crate) fn literal_word(text: &[u8], span: Span) -> Rc<Word> {
	Rc::new(Word::new(vec![Piece::Literal(text.to_vec())], text.to_vec(), span))
}

/// A command as a process of its own runs it: what it does to its directory and variables ends with it.
pub(crate) fn in_child(command: &SimpleCommand, left: &mut Budget) -> SimpleCommand {
	let mut inner = command.clone();
	inner.around.environment = extended(&command.around.environment, left.next_scope());
	inner
}

/// A path with one more number.
pub(crate) fn extended(path: &[usize], number: usize) -> Rc<[usize]> {
	path.iter().copied().chain([number]).collect()
}

/// Two lists, one behind the other; shared where one of them is empty.
pub(crate) fn joined<Item: Clone>(first: &Rc<[Item]>, second: &Rc<[Item]>) -> Rc<[Item]> {
	match (first.is_empty(), second.is_empty()) {
		(_, true) => first.clone(),
		(true, _) => second.clone(),
		_ => first.iter().chain(second.iter()).cloned().collect(),
	}
}
