//! The options of a wrapper.

use std::rc::Rc;

use crate::bytes::{byte_at, cut, is_name, name_end, small_letters, trim_start};
use crate::codes::OpaqueCode;
use crate::registry::KnownWrapper;
use crate::shell_types::{Assignment, OpaquePart, Word, literal_word};
use crate::split_text::split_text;
use crate::types::{PolicyText, Span};
use crate::word_parts::{cut_word, head_of, splits};

/// Reads the options of one wrapper, one word after the other.
///
/// Only what the registry lists is read. An option that is not listed, an ambiguous abbreviation, or an unknown word where an option
/// could stand hides where the inner command starts: the wrapper is then opaque.
pub(crate) struct WrapperOptions<'known> {
	wrapper: &'known KnownWrapper,
	words: Vec<Rc<Word>>,
	/// The index of the first word that may be an option; afterwards, of the first that is none.
	pub(crate) at: usize,
	pub(crate) assignments: Vec<Assignment>,
	pub(crate) opaque: Vec<OpaquePart>,
	/// Values that are shell text.
	pub(crate) texts: Vec<Rc<Word>>,
	/// Flags that were given, by their listed names.
	pub(crate) flags: Vec<Vec<u8>>,
	/// The value that is the inner program.
	pub(crate) program: Option<Rc<Word>>,
	/// The text that stands for what standard input gives.
	pub(crate) replaced: Option<Vec<u8>>,
	pub(crate) moved: bool,
	pub(crate) queries: bool,
	/// `--` was read: no option follows.
	pub(crate) ended: bool,
	/// Something hides where the inner command starts.
	pub(crate) hidden: bool,
	assigned: bool,
}

impl<'known> WrapperOptions<'known> {
	/// The options from a word on, none of which is read yet.
	pub(crate) fn new(wrapper: &'known KnownWrapper, words: &[Rc<Word>], at: usize) -> Self {
		Self {
			wrapper,
			words: words.to_vec(),
			at,
			assignments: Vec::new(),
			opaque: Vec::new(),
			texts: Vec::new(),
			flags: Vec::new(),
			program: None,
			replaced: None,
			moved: false,
			queries: false,
			ended: false,
			hidden: false,
			assigned: false,
		}
	}

	/// The words from the first that was not read on.
	pub(crate) fn rest(&self) -> Vec<Rc<Word>> {
		self.words.get(self.at..).unwrap_or_default().to_vec()
	}

	/// The word that is read next.
	pub(crate) fn next(&self) -> Option<Rc<Word>> {
		self.words.get(self.at).cloned()
	}

	pub(crate) fn has_flag(&self, flag: &[u8]) -> bool {
		self.flags.iter().any(|known| known == flag)
	}

	fn add_flag(&mut self, flag: &[u8]) {
		if !self.has_flag(flag) {
			self.flags.push(flag.to_vec());
		}
	}

	/// Reads options up to the next operand.
	pub(crate) fn read(&mut self) {
		while !self.hidden && !self.ended {
			match self.next() {
				Some(one) if self.read_word(&one) => {}
				_ => return,
			}
		}
		// Behind `--`, `env` and `sudo` still take assignments.
		while self.ended && !self.hidden {
			match self.next() {
				Some(one) if self.read_assignment(&one) => {}
				_ => return,
			}
		}
	}

	/// Notes a place that hides something; all but an option that makes the wrapper run something hide the inner command.
	pub(crate) fn note_at(&mut self, span: Span, code: OpaqueCode) {
		self.hidden |= code != OpaqueCode::RunOption;
		self.opaque.push(OpaquePart { code, span });
	}

	fn note(&mut self, one: &Word, code: OpaqueCode) {
		self.note_at(one.span, code);
	}

	/// Reads a word that is an option or an assignment; false where it is neither.
	fn read_word(&mut self, one: &Word) -> bool {
		let head = head_of(one);
		if self.read_assignment(one) {
			return true;
		}
		// `env A=1 -- x` runs `--`: behind an assignment no option follows.
		if self.assigned && !self.wrapper.mixed {
			return false;
		}
		if one.is(b"--") {
			self.at += 1;
			self.ended = true;
			return true;
		}
		if (one.is_known() || !head.is_empty()) && !self.is_option(head) && !self.may_assign(one, head) {
			return false;
		}
		if splits(one) || !self.read_option(one, head) {
			self.note(one, OpaqueCode::WrapperOption);
		}
		true
	}

	fn read_assignment(&mut self, one: &Word) -> bool {
		let reads = self.wrapper.assignments && !splits(one) && self.keep_assignment(one);
		if reads {
			self.assigned = true;
			self.at += 1;
		}
		reads
	}

	/// Keeps what a word assigns; false where it is no assignment.
	fn keep_assignment(&mut self, one: &Word) -> bool {
		let head = head_of(one);
		let end = name_end(head, 0);
		let assigns = end > 0 && byte_at(head, end) == Some(b'=');
		if assigns {
			self.assignments.push(Assignment { name: head[..end].into(), append: false, value: cut_word(one, end + 1) });
		}
		assigns
	}

	fn is_option(&self, text: &[u8]) -> bool {
		if text == b"-" {
			return self.wrapper.flags.has(b"-") || self.wrapper.query.has(b"-");
		}
		text.starts_with(b"-") || (self.wrapper.text_flag.is_some() && text.len() > 1 && text.starts_with(b"+"))
	}

	/// Whether the unknown rest of a word could make it an assignment.
	fn may_assign(&self, one: &Word, head: &[u8]) -> bool {
		self.wrapper.assignments && !one.is_known() && is_name(head)
	}

	/// Reads one option word and its value; false where it is not listed.
	fn read_option(&mut self, one: &Word, head: &[u8]) -> bool {
		if one.is_known() {
			if self.is_flag(head) {
				self.at += 1;
				return true;
			}
			if self.takes_value(head) {
				return self.take_next(head);
			}
		}
		if head.starts_with(b"--") || self.has_long_name(head) { self.read_long(one, head) } else { self.read_cluster(one, head) }
	}

	/// Whether an option is a long one with one dash (`-chdir=…`).
	fn has_long_name(&self, head: &[u8]) -> bool {
		cut(head, b'=').is_some_and(|(name, _)| name.len() > 2 && self.takes_value(name))
	}

	fn read_long(&mut self, one: &Word, head: &[u8]) -> bool {
		let with_value = cut(head, b'=');
		if with_value.is_none() && !one.is_known() {
			return false;
		}
		let written = with_value.map_or(head, |(name, _)| name);
		let Some(name) = self.long_name(written) else { return false };
		if with_value.is_some() {
			// `--flag=false` of programs that know it: what it turns off is not known here.
			if !self.takes_value(&name) && !self.wrapper.optional.has(&name) {
				return false;
			}
			self.at += 1;
			self.apply(&name, &cut_word(one, written.len() + 1));
			return true;
		}
		if self.takes_value(&name) {
			return self.take_next(&name);
		}
		let listed = self.is_flag(&name);
		self.at += usize::from(listed);
		listed
	}

	/// The listed option that a long option is or abbreviates; `None` where there is none, or several.
	fn long_name(&self, written: &[u8]) -> Option<Vec<u8>> {
		let wrapper = self.wrapper;
		if self.takes_value(written) || wrapper.optional.has(written) || wrapper.long.contains(&written) {
			return Some(written.to_vec());
		}
		if !wrapper.abbreviates || written.len() < 3 {
			return None;
		}
		let mut meant = wrapper.long.iter().filter(|option| option.starts_with(written));
		let found = meant.next()?;
		meant.next().is_none().then(|| found.to_vec())
	}

	fn takes_value(&self, option: &[u8]) -> bool {
		let wrapper = self.wrapper;
		[&wrapper.values, &wrapper.text_options, &wrapper.split_options, &wrapper.program_options].iter().any(|list| list.has(option))
	}

	/// Whether an option may stand without a value; notes that it does.
	fn is_flag(&mut self, option: &[u8]) -> bool {
		let wrapper = self.wrapper;
		let is_optional = wrapper.optional.has(option);
		let queries = wrapper.query.has(option);
		self.queries |= queries;
		if is_optional && wrapper.replace.has(option) {
			self.replaced = Some(b"{}".to_vec());
		}
		let listed = queries || is_optional || wrapper.text_flag == Some(option) || wrapper.flags.has(option);
		if listed {
			self.add_flag(option);
		}
		listed
	}

	/// Reads short options in one word: flags, then at most one that takes the rest of the word or the next word.
	fn read_cluster(&mut self, one: &Word, head: &[u8]) -> bool {
		let wrapper = self.wrapper;
		let Some(sign) = head.first().filter(|sign| b"-+".contains(sign)) else { return false };
		for (at, letter) in head.iter().enumerate().skip(1) {
			let option = [*sign, *letter];
			let last = at == head.len() - 1 && one.is_known();
			let takes_value = self.takes_value(&option);
			if takes_value && last {
				return self.take_next(&option);
			}
			// A shell takes the value of `-o` from the next word even inside a cluster.
			if takes_value && wrapper.text_flag.is_some() {
				return false;
			}
			if takes_value || (wrapper.optional.has(&option) && !last) {
				self.at += 1;
				self.apply(&option, &cut_word(one, at + 1));
				return true;
			}
			if !self.is_flag(&option) {
				return false;
			}
		}
		self.at += usize::from(one.is_known());
		one.is_known()
	}

	/// The next word is the option's value, whatever it is; it must be exactly one word.
	fn take_next(&mut self, option: &[u8]) -> bool {
		let value = self.words.get(self.at + 1).cloned();
		if value.as_ref().is_some_and(|value| splits(value)) {
			return false;
		}
		self.at += 2;
		if let Some(value) = value {
			self.apply(option, &value);
		}
		true
	}

	/// Does what an option with its value says.
	fn apply(&mut self, option: &[u8], value: &Rc<Word>) {
		let wrapper = self.wrapper;
		self.add_flag(option);
		self.moved |= wrapper.directory.has(option);
		if wrapper.text_options.has(option) {
			self.texts.push(value.clone());
		}
		if wrapper.program_options.has(option) {
			self.program = Some(value.clone());
		}
		if wrapper.split_options.has(option) {
			self.insert(value);
		}
		if self.runs_other(option, value) {
			self.note(value, OpaqueCode::RunOption);
		}
		// `-e NAME` takes what the environment holds, and an unknown word may be anything.
		if wrapper.assign_options.has(option) && !self.keep_assignment(value) && !value.is_known() {
			self.note(value, OpaqueCode::WrapperOption);
		}
		if wrapper.replace.has(option) {
			let text = value.literal().filter(|text| !text.is_empty());
			if text.is_none() {
				self.note(value, OpaqueCode::WrapperOption);
			}
			self.replaced = text.map(<[u8]>::to_vec);
		}
	}

	/// `-o ProxyCommand=…`: some values of an option name what the wrapper runs; of an unknown value any might.
	fn runs_other(&self, option: &[u8], value: &Word) -> bool {
		let runs = &self.wrapper.runs;
		if runs.has(option) {
			return true;
		}
		let small = small_letters(head_of(value));
		let text = trim_start(&small, b" \t\n\x0b\x0c\r");
		let names_value = |entry: &PolicyText| {
			let name = entry.strip_prefix(option).and_then(|rest| rest.strip_prefix(b" "));
			name.is_some_and(|name| text.starts_with(name) || (!value.is_known() && name.starts_with(text)))
		};
		runs.list().iter().any(names_value)
	}

	/// Puts the words that a value is cut into in its place.
	fn insert(&mut self, value: &Word) {
		let Some(texts) = value.literal().and_then(split_text) else { return self.note(value, OpaqueCode::WrapperOption) };
		let at = self.at.min(self.words.len());
		self.words.splice(at..at, texts.iter().map(|text| literal_word(text, value.span)));
	}
}
