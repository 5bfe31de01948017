//! Redirections.

use std::rc::Rc;

use crate::bytes::{between, end_of_run, ends_at, is_digit};
use crate::codes::OpaqueCode;
use crate::shell_cursor::Cursor;
use crate::shell_here_documents::read_here_document;
use crate::shell_scopes::SourceId;
use crate::shell_types::{Direction, Piece, Redirection, Word};
use crate::shell_words::{PLAIN_PLACE, read_word};

/// What a redirection operator is followed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
	/// The name of a file, or a descriptor, that it opens for this.
	File(Direction),
	/// A here-string, which names no file.
	Text,
	/// A here-document, which names no file.
	Document,
}

fn operator_of(text: &[u8]) -> Option<Operator> {
	Some(match text {
		b"<" | b"<&" => Operator::File(Direction::Read),
		b"<>" => Operator::File(Direction::Both),
		b">" | b">>" | b">|" | b">&" | b"&>" | b"&>>" => Operator::File(Direction::Write),
		b"<<" | b"<<-" => Operator::Document,
		b"<<<" => Operator::Text,
		_ => return None,
	})
}

const LONGEST_OPERATOR: usize = 3;

/// Whether a redirection starts here: an operator, and not the start of `<(…)`, `>(…)` or `&&`.
pub(crate) fn starts_redirection(c: &Cursor) -> bool {
	match c.here() {
		Some(b'&') => c.peek(1) == Some(b'>'),
		Some(b'<' | b'>') => c.peek(1) != Some(b'('),
		_ => false,
	}
}

/// What a redirection does.
#[derive(Debug, Default)]
pub(crate) struct RedirectionReading {
	/// Where a file is named.
	pub(crate) redirection: Option<Redirection>,
	/// What it makes of standard input, where it does not leave that alone.
	pub(crate) source: Option<SourceId>,
}

/// Reads the redirection whose operator stands at the cursor, and which starts at an offset: that of its descriptor, or of the
/// operator. Where the reading stops in it, what was read is kept.
pub(crate) fn read_redirection(c: &mut Cursor, start: usize) -> RedirectionReading {
	let descriptor = between(c.text, start, c.at);
	let text = read_operator(c);
	let Some(operator) = operator_of(&text) else {
		c.stop(OpaqueCode::SyntaxError, start);
		return RedirectionReading::default();
	};
	let is_input = text.starts_with(b"<") && matches!(descriptor, b"" | b"0");
	c.skip_blank(false);
	let is_substitution = c.is_at_one_of(b"<>") && c.peek(1) == Some(b'(');
	if ends_at(c.here(), b"\n;&|<>()#") && !is_substitution {
		c.stop(OpaqueCode::SyntaxError, start);
		return RedirectionReading::default();
	}
	let source = is_input.then(|| c.reading.new_source());
	if operator == Operator::Document {
		read_here_document(c, start, text == b"<<-", source);
		return RedirectionReading { redirection: None, source };
	}
	let target = read_target(c, &text);
	match operator {
		Operator::File(direction) if !duplicates(&text, &target) => {
			RedirectionReading { redirection: Some(Redirection { direction, target }), source }
		}
		Operator::Text => {
			if let Some(place) = source.filter(|_| !c.halted()) {
				c.reading.sources[place] = Some(with_newline(&target));
			}
			RedirectionReading { redirection: None, source }
		}
		_ => RedirectionReading { redirection: None, source },
	}
}

/// The text of a here-string.
fn with_newline(target: &Word) -> Rc<Word> {
	let mut pieces = target.pieces.clone();
	pieces.push(Piece::Literal(b"\n".to_vec()));
	Rc::new(Word::new(pieces, target.source.clone(), target.span))
}

/// Whether an operator and its word duplicate or close a descriptor.
fn duplicates(operator: &[u8], target: &Word) -> bool {
	if !matches!(operator, b"<&" | b">&") {
		return false;
	}
	let Some(text) = target.literal() else { return operator == b"<&" };
	let end = end_of_run(text, 0, is_digit);
	text == b"-" || (end > 0 && matches!(&text[end..], b"" | b"-"))
}

/// Reads the longest operator here, past line continuations in it.
fn read_operator(c: &mut Cursor) -> Vec<u8> {
	let mut operator = Vec::with_capacity(LONGEST_OPERATOR);
	let mut found = 0;
	let (mut at, mut end) = (c.at, c.at);
	while let Some(one) = c.text.get(at).filter(|_| operator.len() < LONGEST_OPERATOR) {
		operator.push(*one);
		if operator_of(&operator).is_none() && operator != b"&" {
			break;
		}
		found = operator.len();
		end = at + 1;
		at = c.continued(end);
	}
	c.at = end;
	operator.truncate(found);
	operator
}

/// Reads the word after an operator: always one, so a brace list in it is an error or text.
fn read_target(c: &mut Cursor, operator: &[u8]) -> Rc<Word> {
	let start = c.at;
	// zsh takes `>!` for `>|`.
	if c.is_at(b'!') && operator.contains(&b'>') {
		c.note(OpaqueCode::Dialect, c.span(start, start + 1));
	}
	let read = read_word(c, PLAIN_PLACE);
	match read.words.as_slice() {
		[only] => only.clone(),
		_ => Rc::new(Word::new(vec![Piece::Many(None)], read.source.to_vec(), c.span(start, read.end))),
	}
}
