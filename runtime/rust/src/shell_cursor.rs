//! A place in a shell text, and what is gathered while the text is read.

use std::borrow::Cow;
use std::rc::Rc;

use crate::bytes::{after, between, byte_at, ends_at, index_from, is_letter, is_one_of};
use crate::codes::{InputError, MOST_NESTING, OpaqueCode};
use crate::shell_here_documents::HereDocument;
use crate::shell_scopes::{Draft, DraftId, Scope, ScopeId, SourceId};
use crate::shell_types::{Budget, NamedPart, OpaquePart, Redirection, Word};
use crate::types::Span;

/// What is gathered while a text is read, whatever constructs its parts stand in.
#[derive(Debug)]
pub(crate) struct Reading {
	pub(crate) budget: Budget,
	/// The span of everything in a text that is not the outer line itself.
	pub(crate) fixed: Option<Span>,
	length: usize,
	pub(crate) opaque: Vec<OpaquePart>,
	pub(crate) functions: Vec<NamedPart>,
	pub(crate) variables: Vec<NamedPart>,
	/// The commands in source order; a place is taken when a command starts and filled when it ends.
	pub(crate) places: Vec<DraftId>,
	pub(crate) drafts: Vec<Option<Draft>>,
	/// What redirections make of standard input: the text of a here-document (`None` until its body is read), or something that is
	/// not shown by the line.
	pub(crate) sources: Vec<Option<Rc<Word>>>,
	/// Every scope stands behind the one around it.
	pub(crate) scopes: Vec<Scope>,
	/// Nothing more is read: the rest is opaque.
	stopped: bool,
	/// What `exec`s without a command have redirected so far.
	pub(crate) exec_redirections: Rc<[Redirection]>,
	pub(crate) exec_input: Option<SourceId>,
	/// The scope where whatever is read now stands.
	pub(crate) scope: ScopeId,
	/// The scope that runs together with the substitutions in its words; `None` where these run before it anyway.
	pub(crate) owner: Option<ScopeId>,
	depth: usize,
	too_deep: bool,
}

impl Reading {
	pub(crate) fn new(mut budget: Budget, fixed: Option<Span>, length: usize) -> Self {
		let outermost = Scope::new(None, budget.next_scope());
		Self {
			budget,
			fixed,
			length,
			opaque: Vec::new(),
			functions: Vec::new(),
			variables: Vec::new(),
			places: Vec::new(),
			drafts: Vec::new(),
			sources: Vec::new(),
			scopes: vec![outermost],
			stopped: false,
			exec_redirections: Rc::default(),
			exec_input: None,
			scope: 0,
			owner: None,
			depth: 0,
			too_deep: false,
		}
	}

	/// Why the input is refused.
	pub(crate) fn refused(&self) -> Option<InputError> {
		if self.too_deep { Some(InputError::TooDeep) } else { self.budget.exceeded() }
	}

	/// Whether the reading is over: stopped, or out of budget.
	pub(crate) fn halted(&self) -> bool {
		self.stopped || self.refused().is_some()
	}

	/// Opens a scope inside the current one.
	pub(crate) fn enter(&mut self) -> ScopeId {
		let number = self.budget.next_scope();
		self.scopes.push(Scope::new(Some(self.scope), number));
		self.scope = self.scopes.len() - 1;
		self.scope
	}

	/// The scope where whatever is read now stands.
	pub(crate) fn here(&mut self) -> &mut Scope {
		self.scope_of(self.scope)
	}

	pub(crate) fn scope_of(&mut self, scope: ScopeId) -> &mut Scope {
		&mut self.scopes[scope]
	}

	/// Goes one level deeper; the depth of all constructs in each other is bounded, and past it nothing may be read. Each call is
	/// followed by one of `ascend`.
	pub(crate) fn descend(&mut self) -> bool {
		self.depth += 1;
		self.too_deep |= self.depth > MOST_NESTING;
		self.depth <= MOST_NESTING
	}

	pub(crate) fn ascend(&mut self) {
		self.depth -= 1;
	}

	/// A place for what a redirection makes of standard input.
	pub(crate) fn new_source(&mut self) -> SourceId {
		self.sources.push(None);
		self.sources.len() - 1
	}
}

/// A place in a shell text.
#[derive(Debug)]
pub(crate) struct Cursor<'text> {
	pub(crate) text: &'text [u8],
	pub(crate) at: usize,
	pub(crate) reading: &'text mut Reading,
	/// The offset of the text in the line; not asked for where the text has a place.
	offset: usize,
	/// The span of everything in a text that does not stand in the line as it is.
	place: Option<Span>,
	/// Here-documents of this level that wait for the end of the line.
	pub(crate) pending: Vec<HereDocument>,
	/// An outer level of the same text waits for the end of the line too.
	outer_pending: bool,
}

const LONGEST_RESERVED: usize = 9;

impl<'text> Cursor<'text> {
	/// A cursor at the start of a whole text.
	pub(crate) fn new(text: &'text [u8], reading: &'text mut Reading) -> Self {
		let place = reading.fixed;
		Self { text, at: 0, reading, offset: 0, place, pending: Vec::new(), outer_pending: false }
	}

	/// A cursor at the start of a part of the text.
	pub(crate) fn part(&mut self, from: usize, to: usize) -> Cursor<'_> {
		let (place, offset) = (self.place, self.offset + from);
		Cursor { offset, place, ..self.inner(between(self.text, from, to), [0, 0]) }
	}

	/// A cursor at the start of another text that stands inside of this one, in that place.
	pub(crate) fn inner<'inner>(&'inner mut self, text: &'inner [u8], place: Span) -> Cursor<'inner> {
		let outer_pending = self.outer_pending || !self.pending.is_empty();
		Cursor { text, at: 0, reading: self.reading, offset: 0, place: Some(place), pending: Vec::new(), outer_pending }
	}

	/// The byte here.
	pub(crate) fn here(&self) -> Option<u8> {
		byte_at(self.text, self.at)
	}

	/// Whether this byte stands here.
	pub(crate) fn is_at(&self, character: u8) -> bool {
		self.here() == Some(character)
	}

	/// Whether one of these bytes stands here.
	pub(crate) fn is_at_one_of(&self, set: &[u8]) -> bool {
		is_one_of(self.here(), set)
	}

	pub(crate) fn halted(&self) -> bool {
		self.reading.halted()
	}

	/// Whether the text goes on with these bytes.
	pub(crate) fn starts_with(&self, bytes: &[u8]) -> bool {
		after(self.text, self.at).starts_with(bytes)
	}

	/// The byte so many bytes ahead, past line continuations.
	pub(crate) fn peek(&self, ahead: usize) -> Option<u8> {
		byte_at(self.text, self.continued(self.at + ahead))
	}

	/// The offset after the line continuations at an offset.
	pub(crate) fn continued(&self, at: usize) -> usize {
		let mut end = at;
		while after(self.text, end).starts_with(b"\\\n") {
			end += 2;
		}
		end
	}

	pub(crate) fn skip_blank(&mut self, newlines: bool) {
		loop {
			match self.here() {
				Some(b' ' | b'\t') => self.at += 1,
				Some(b'\\') if byte_at(self.text, self.at + 1) == Some(b'\n') => self.at += 2,
				Some(b'\n') if newlines && !self.halted() => self.end_line(),
				Some(b'#') if newlines => self.skip_comment(),
				_ => return,
			}
		}
	}

	/// Passes a newline that ends a line of code, and the bodies of the here-documents that start after it.
	pub(crate) fn end_line(&mut self) {
		self.at += 1;
		if self.pending.is_empty() && !self.outer_pending {
			return;
		}
		let documents = std::mem::take(&mut self.pending);
		// Shells do not agree whether the body starts inside of the substitution or after it.
		if self.outer_pending {
			self.stop(OpaqueCode::HereDocument, self.at - 1);
		}
		for document in documents {
			if !self.halted() {
				document.read_body(self);
			}
		}
	}

	pub(crate) fn skip_comment(&mut self) {
		let end = index_from(self.text, b'\n', self.at).unwrap_or(self.text.len());
		if between(self.text, self.at, end).contains(&b'\r') {
			self.note(OpaqueCode::ControlCharacter, self.span(self.at, end));
		}
		self.at = end;
	}

	/// Reads something inside of a word, whose lines are its own.
	pub(crate) fn nest(&mut self, read: impl FnOnce(&mut Self)) {
		let outer = std::mem::take(&mut self.pending);
		let outer_pending = self.outer_pending;
		self.outer_pending = outer_pending || !outer.is_empty();
		read(self);
		self.pending = outer;
		self.outer_pending = outer_pending;
	}

	/// The unquoted word of letters and a few signs that stands here as a whole, and where it ends; empty where none does: only such
	/// a word can be a reserved one. The cursor stays.
	pub(crate) fn plain_word(&self) -> (Cow<'text, [u8]>, usize) {
		let start = self.continued(self.at);
		let mut joined: Option<Vec<u8>> = None;
		let (mut from, mut end) = (start, start);
		loop {
			let character = byte_at(self.text, end);
			if ends_at(character, b" \t\n;&|<>()") {
				break;
			}
			let fits = joined.as_ref().map_or(0, Vec::len) + end - from <= LONGEST_RESERVED;
			if !fits || !(character.is_some_and(is_letter) || is_one_of(character, b"{}[]!-")) {
				return (Cow::default(), 0);
			}
			end += 1;
			let next = self.continued(end);
			if next != end {
				joined.get_or_insert_default().extend_from_slice(between(self.text, from, end));
				(from, end) = (next, next);
			}
		}
		let last = between(self.text, from, end);
		match joined {
			None => (Cow::Borrowed(last), end),
			Some(mut text) => {
				text.extend_from_slice(last);
				(Cow::Owned(text), end)
			}
		}
	}

	/// Skips a reserved word and the blanks after it where exactly that word stands.
	pub(crate) fn skip_plain(&mut self, word: &[u8]) -> bool {
		let (text, end) = self.plain_word();
		if *text != *word {
			return false;
		}
		self.at = end;
		self.skip_blank(false);
		true
	}

	/// Notes something that is not known but does not end the reading.
	pub(crate) fn note(&mut self, code: OpaqueCode, span: Span) {
		self.reading.opaque.push(OpaquePart { code, span });
	}

	/// Ends the reading: everything from an offset on is opaque, to the end of the whole text.
	pub(crate) fn stop(&mut self, code: OpaqueCode, at: usize) {
		if !self.reading.stopped {
			let end = self.reading.fixed.map_or(self.reading.length, |span| span[1]);
			self.note(code, [self.span(at, at)[0], end]);
		}
		self.reading.stopped = true;
	}

	/// The place in the line of a part of the text.
	pub(crate) fn span(&self, start: usize, end: usize) -> Span {
		let known = self.reading.fixed.or(self.place);
		known.unwrap_or([self.offset + start, self.offset + end])
	}
}
