//! What a wrapper runs.

use std::rc::Rc;

use crate::bytes::{byte_at, end_of_run, is_digit};
use crate::codes::OpaqueCode;
use crate::inner_options::read_inner_options;
use crate::names::Names;
use crate::registry::{Empty, KnownWrapper, Then};
use crate::shell_types::{Assignment, OpaquePart, Piece, Word, literal_word};
use crate::stdin_code::literal_texts;
use crate::types::Span;
use crate::word_parts::{replace_in, splits, unknown_words};
use crate::wrapper_options::WrapperOptions;

type Words = Vec<Rc<Word>>;

/// Shell text that a wrapper runs, and the words that its `$0`, `$1`, … are.
#[derive(Clone, Debug, Default)]
pub(crate) struct InnerText {
	pub(crate) bytes: Vec<u8>,
	pub(crate) span: Span,
	pub(crate) positional: Words,
}

/// What a wrapper runs.
#[derive(Debug, Default)]
pub(crate) struct WrapperReading {
	/// The commands that it runs, as words.
	pub(crate) inner: Vec<Words>,
	pub(crate) texts: Vec<InnerText>,
	/// It runs shell text that stands on standard input.
	pub(crate) stdin: bool,
	/// The words of standard input stand at the end of its inner command.
	pub(crate) appended: bool,
	/// What it puts into the environment of what it runs.
	pub(crate) assignments: Vec<Assignment>,
	/// What it runs may run in another directory.
	pub(crate) moved: bool,
	pub(crate) opaque: Vec<OpaquePart>,
}

impl WrapperReading {
	fn command(words: Words, appended: bool) -> Self {
		Self { inner: vec![words], appended, ..Self::default() }
	}

	fn text(text: InnerText) -> Self {
		Self { texts: vec![text], ..Self::default() }
	}

	fn stdin() -> Self {
		Self { stdin: true, ..Self::default() }
	}
}

/// Reads the words of a command whose first words name that wrapper; `from` is the index of the first word behind its name.
///
/// ```text
/// read_wrapper(timeout, words of `timeout -s INT 9 true`, 1).inner // [[true]]
/// ```
pub(crate) fn read_wrapper(wrapper: &KnownWrapper, words: &[Rc<Word>], from: usize) -> WrapperReading {
	if !wrapper.inner_options.is_empty() {
		return read_inner_options(wrapper, words, from);
	}
	let place = words.first().map_or([0, 0], |first| first.span);
	let mut reader = WrapperReader { wrapper, place, options: WrapperOptions::new(wrapper, words, from) };
	let found = reader.read();
	let options = reader.options;
	WrapperReading { assignments: options.assignments, moved: options.moved || wrapper.moves, opaque: options.opaque, ..found }
}

struct WrapperReader<'known> {
	wrapper: &'known KnownWrapper,
	/// The place of the wrapper's own word.
	place: Span,
	options: WrapperOptions<'known>,
}

impl WrapperReader<'_> {
	fn read(&mut self) -> WrapperReading {
		self.options.read();
		if let Some(found) = self.skip_operands() {
			return found;
		}
		if self.options.hidden || self.options.queries {
			return WrapperReading::default();
		}
		let rest = self.options.rest();
		// The text of `flock FILE -c TEXT`, where the option stands behind the operand.
		if let Some(text) = self.late_text(&rest) {
			return self.run_texts(&[text], &[]);
		}
		let texts = std::mem::take(&mut self.options.texts);
		if texts.is_empty() {
			return self.run_rest(&rest);
		}
		// Further texts run beside the inner command (`hyperfine --prepare`).
		if !rest.is_empty() && self.wrapper.then != Then::Stdin {
			let mut both = self.run_texts(&texts, &[]);
			let more = self.run_rest(&rest);
			both.inner.extend(more.inner);
			both.texts.extend(more.texts);
			return WrapperReading { inner: both.inner, texts: both.texts, ..more };
		}
		self.run_texts(&texts, &rest)
	}

	/// Skips the operands before the inner command, and the options behind them; gives the reading where that ends it.
	fn skip_operands(&mut self) -> Option<WrapperReading> {
		let wrapper = self.wrapper;
		let operands = if self.has(&wrapper.argv_flags) { 0 } else { wrapper.operands };
		for count in 0..operands {
			if self.options.hidden || self.options.queries || (wrapper.permute && self.options.ended) {
				break;
			}
			let Some(operand) = self.options.next() else {
				// Nothing says which of several operands is the command.
				return (count > 1 && wrapper.then == Then::Argv).then(|| self.hidden(self.place, OpaqueCode::WrapperOption));
			};
			// How many words an unknown one is, nobody knows; where options may follow, it may be one itself.
			if splits(&operand) {
				return Some(self.hidden(operand.span, OpaqueCode::WrapperOption));
			}
			self.options.at += 1;
			if wrapper.permute && !self.options.ended {
				self.options.read();
				if self.has(&wrapper.argv_flags) {
					break;
				}
			}
		}
		None
	}

	fn late_text(&self, rest: &[Rc<Word>]) -> Option<Rc<Word>> {
		let [option, text, ..] = rest else { return None };
		let is_late = self.wrapper.operands > 0 && option.literal().is_some_and(|name| self.wrapper.text_options.has(name));
		is_late.then(|| text.clone())
	}

	fn run_rest(&mut self, rest: &[Rc<Word>]) -> WrapperReading {
		let wrapper = self.wrapper;
		if let Some(program) = self.options.program.clone() {
			return WrapperReading::command([program].into_iter().chain(rest.iter().cloned()).collect(), false);
		}
		let as_words = self.has(&wrapper.argv_flags);
		if wrapper.then == Then::Stdin && !as_words {
			return match rest.first() {
				None => WrapperReading::stdin(),
				Some(first) => self.hidden(first.span, OpaqueCode::ForeignCode),
			};
		}
		if self.has(&wrapper.join_flags) {
			return if rest.is_empty() { WrapperReading::stdin() } else { self.run_text(rest, &[]) };
		}
		if wrapper.then == Then::Script || wrapper.text_flag.is_some_and(|flag| !self.options.has_flag(flag)) {
			return self.run_shell(rest);
		}
		if rest.is_empty() {
			return self.run_nothing();
		}
		if !wrapper.until.is_empty() {
			return self.run_until(rest);
		}
		if wrapper.then == Then::Texts {
			return self.run_texts(rest, &[]);
		}
		let as_text = wrapper.then == Then::Text || (wrapper.then == Then::Command && rest.len() == 1);
		if !as_text || as_words {
			return WrapperReading::command(self.complete(rest), self.appends_words());
		}
		if wrapper.join { self.run_text(rest, &[]) } else { self.run_text(&rest[..1], &rest[1..]) }
	}

	/// A shell without its text: a script, or standard input, which `-s` asks for whatever else stands there.
	fn run_shell(&mut self, rest: &[Rc<Word>]) -> WrapperReading {
		match rest.first() {
			None if self.wrapper.then == Then::Script => WrapperReading::default(),
			Some(first) if !self.options.has_flag(b"-s") && !first.literal().is_some_and(is_stdin_file) => {
				self.hidden(self.place, OpaqueCode::ForeignCode)
			}
			_ => WrapperReading::stdin(),
		}
	}

	fn run_nothing(&mut self) -> WrapperReading {
		match (self.wrapper.standard, self.wrapper.empty) {
			(Some(program), _) => WrapperReading::command(self.complete(&[literal_word(program, self.place)]), self.appends_words()),
			(None, Empty::Stdin) => WrapperReading::stdin(),
			(None, Empty::Foreign) => self.hidden(self.place, OpaqueCode::ForeignCode),
			(None, Empty::Nothing) => WrapperReading::default(),
		}
	}

	/// `parallel`: words joined by blanks, which the words behind `:::` or standard input complete.
	fn run_until(&mut self, rest: &[Rc<Word>]) -> WrapperReading {
		let ends = |one: &Rc<Word>| one.literal().is_some_and(|text| self.wrapper.until.has(text));
		let words = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
		let place = words.first().or(rest.first()).map_or(self.place, |first| first.span);
		let text = joined_text(words).filter(|_| !words.is_empty());
		// Its own placeholders may stand inside quotes: what they become there is not known.
		let Some(text) = text.filter(|text| !(text.contains(&b'{') && text.contains(&b'\''))) else {
			return self.hidden(place, OpaqueCode::DynamicCode);
		};
		let mut filled = fill_placeholders(&text);
		if filled == text {
			filled.extend_from_slice(b" $@");
		}
		WrapperReading::text(InnerText { bytes: filled, span: span_of(words, place), positional: Vec::new() })
	}

	/// The words joined by blanks, as shell text.
	fn run_text(&mut self, words: &[Rc<Word>], positional: &[Rc<Word>]) -> WrapperReading {
		if let Some(unknown) = words.iter().find(|one| !one.is_known()) {
			return self.hidden(unknown.span, OpaqueCode::DynamicCode);
		}
		let bytes = joined_text(words).unwrap_or_default();
		WrapperReading::text(InnerText { bytes, span: span_of(words, self.place), positional: positional.to_vec() })
	}

	/// Each word as shell text of its own.
	fn run_texts(&mut self, words: &[Rc<Word>], positional: &[Rc<Word>]) -> WrapperReading {
		let mut texts = Vec::with_capacity(words.len());
		for one in words {
			match one.literal() {
				Some(text) => texts.push(InnerText { bytes: text.to_vec(), span: one.span, positional: positional.to_vec() }),
				None => return self.hidden(one.span, OpaqueCode::DynamicCode),
			}
		}
		WrapperReading { texts, ..WrapperReading::default() }
	}

	/// Whether one of some flags was given.
	fn has(&self, flags: &Names) -> bool {
		flags.list().iter().any(|flag| self.options.has_flag(flag))
	}

	/// The inner command, with what standard input adds to it.
	fn complete(&self, words: &[Rc<Word>]) -> Words {
		let mut command = words.to_vec();
		match (&self.options.replaced, command.last()) {
			_ if !self.wrapper.appended => {}
			(Some(text), _) => {
				for one in &mut command {
					*one = replace_in(one, &[text], &Piece::One(None)).unwrap_or_else(|| one.clone());
				}
			}
			(None, last) => {
				let end = last.map_or(self.place[1], |last| last.span[1]);
				command.push(unknown_words(end));
			}
		}
		command
	}

	/// Whether standard input is cut into words that all stand at the end, once: there are no options but those of `xargs` that leave
	/// alone what it reads.
	fn appends_words(&self) -> bool {
		let is_harmless = |flag: &Vec<u8>| matches!(flag.as_slice(), b"--no-run-if-empty" | b"--verbose" | b"-r" | b"-t");
		self.wrapper.appended && self.options.flags.iter().all(is_harmless)
	}

	/// Notes that something at a place hides what runs.
	fn hidden(&mut self, span: Span, code: OpaqueCode) -> WrapperReading {
		self.options.note_at(span, code);
		WrapperReading::default()
	}
}

/// Whether an operand is standard input.
fn is_stdin_file(operand: &[u8]) -> bool {
	matches!(operand, b"/dev/fd/0" | b"/dev/stdin" | b"/proc/self/fd/0")
}

/// Puts `"$@"` in place of `{}`, `{.}`, `{1}` and their like.
fn fill_placeholders(text: &[u8]) -> Vec<u8> {
	let mut filled = Vec::with_capacity(text.len());
	let mut at = 0;
	while at < text.len() {
		let mut end = at + 1;
		if text[at] == b'{' {
			end = end_of_run(text, at + 1, |one| is_digit(one) || b"#%+./".contains(&one));
			if byte_at(text, end) == Some(b'}') {
				filled.extend_from_slice(b"\"$@\"");
				at = end + 1;
				continue;
			}
		}
		filled.extend_from_slice(&text[at..end]);
		at = end;
	}
	filled
}

/// The words joined by blanks; `None` where one is not known.
fn joined_text(words: &[Rc<Word>]) -> Option<Vec<u8>> {
	Some(literal_texts(words)?.join(&b' '))
}

/// From the first of some words to the last.
fn span_of(words: &[Rc<Word>], otherwise: Span) -> Span {
	match words {
		[first, .., last] => [first.span[0], last.span[1]],
		[only] => only.span,
		[] => otherwise,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn placeholders_are_filled() {
		assert_eq!(fill_placeholders(b"a {} {.}x {1} {b}"), b"a \"$@\" \"$@\"x \"$@\" {b}");
	}
}
