//! Here-documents.

use crate::bytes::{after, between, byte_at, contains_any, ends_at, index_from, trim_start};
use crate::codes::OpaqueCode;
use crate::shell_cursor::Cursor;
use crate::shell_folds::merge_literals;
use crate::shell_pieces::PieceList;
use crate::shell_quotes::read_quoted_text;
use crate::shell_scopes::{DraftId, ScopeId, SourceId};
use crate::shell_types::Word;

/// Reads the delimiter of `<<X` or `<<-X` at the cursor, and the body once the line ends. The rest of the line is code; the body starts
/// on the next line and ends at a line that is the delimiter (POSIX.1-2017, Shell Command Language, 2.7.4).
///
/// `operator` is the offset where the redirection starts; `tabs` says whether leading tabs of each line are removed; `source`, where
/// there is one, gets the body as its word, and stays without one where the body is not found.
pub(crate) fn read_here_document(c: &mut Cursor, operator: usize, tabs: bool, source: Option<SourceId>) {
	let Some(delimiter) = read_delimiter(c) else { return c.stop(OpaqueCode::HereDocument, operator) };
	let (scope, owner) = (c.reading.scope, c.reading.owner);
	let anchor = c.reading.places.last().copied();
	c.pending.push(HereDocument { scope, owner, operator, delimiter, tabs, source, anchor });
}

#[derive(Debug)]
struct Delimiter {
	text: Vec<u8>,
	/// Some of it is quoted, and nothing in the body is expanded.
	quoted: bool,
}

/// Reads the delimiter with its quotes removed; `None` for one with an expansion or a quote without its end, or where there is none.
fn read_delimiter(c: &mut Cursor) -> Option<Delimiter> {
	let mut text = Vec::new();
	let mut quoted = false;
	loop {
		match c.here() {
			character if ends_at(character, b" \t\n;&|<>()") => break,
			Some(b'$' | b'`') | None => return None,
			Some(b'\\') => {
				let escaped = byte_at(c.text, c.at + 1)?;
				if escaped != b'\n' {
					text.push(escaped);
					quoted = true;
				}
				c.at += 2;
			}
			Some(quote @ (b'\'' | b'"')) => {
				let end = index_from(c.text, quote, c.at + 1)?;
				let inside = between(c.text, c.at + 1, end);
				// In double quotes, backslashes and expansions mean something to some shells.
				if inside.contains(&b'\n') || (quote == b'"' && contains_any(inside, b"\\$`")) {
					return None;
				}
				text.extend_from_slice(inside);
				quoted = true;
				c.at = end + 1;
			}
			Some(character) => {
				text.push(character);
				c.at += 1;
			}
		}
	}
	(quoted || !text.is_empty()).then_some(Delimiter { text, quoted })
}

/// A here-document whose body starts on the next line.
#[derive(Debug)]
pub(crate) struct HereDocument {
	scope: ScopeId,
	owner: Option<ScopeId>,
	operator: usize,
	delimiter: Delimiter,
	tabs: bool,
	source: Option<SourceId>,
	/// The last command before the body: those in the body come after it.
	anchor: Option<DraftId>,
}

impl HereDocument {
	/// Reads the body, which starts at the cursor, and moves past the delimiter.
	pub(crate) fn read_body(&self, c: &mut Cursor) {
		let from = c.at;
		let Some(end) = self.find_end(c) else { return c.stop(OpaqueCode::HereDocument, self.operator) };
		let raw = between(c.text, from, end);
		let text = if self.tabs { remove_tabs(raw) } else { raw.to_vec() };
		let span = c.span(from, end);
		let mut pieces = PieceList::new();
		pieces.add_quoted(b"");
		if self.delimiter.quoted {
			pieces.add_quoted(&text);
		} else if text == raw {
			self.read_expansions(&mut c.part(from, end), &mut pieces);
		} else {
			self.read_expansions(&mut c.inner(&text, span), &mut pieces);
		}
		if let Some(odd) = pieces.odd {
			c.note(odd, span);
		}
		if let Some(source) = self.source {
			let word = Word::new(merge_literals(pieces.finish()), raw.to_vec(), span);
			c.reading.sources[source] = Some(word.into());
		}
	}

	/// Reads the body as it stands in double quotes. Its programs belong to the command, before what follows that.
	fn read_expansions(&self, body: &mut Cursor, pieces: &mut PieceList) {
		let (outer, owner) = (body.reading.scope, body.reading.owner);
		let before = body.reading.places.len();
		(body.reading.scope, body.reading.owner) = (self.scope, self.owner);
		read_quoted_text(body, pieces, None);
		(body.reading.scope, body.reading.owner) = (outer, owner);
		let places = &mut body.reading.places;
		let at = self.anchor.and_then(|anchor| places[..before].iter().position(|one| *one == anchor)).map_or(0, |place| place + 1);
		let inside = places.len() - before;
		places[at..].rotate_right(inside);
	}

	/// Moves past the delimiter. It gives the offset where the body ends, `None` without a delimiter that all shells see.
	fn find_end(&self, c: &mut Cursor) -> Option<usize> {
		let text = c.text;
		let mut at = c.at;
		while at < text.len() {
			let mut end = end_of_line(text, at);
			let mut joined = false;
			// Where expansions are read, a backslash joins lines.
			while !self.delimiter.quoted && end < text.len() && is_continued(between(text, at, end)) {
				joined = true;
				end = end_of_line(text, end + 1);
			}
			let line = if self.tabs { trim_start(between(text, at, end), b"\t") } else { between(text, at, end) };
			if line == self.delimiter.text {
				c.at = text.len().min(end + 1);
				return Some(at);
			}
			// Some shells look for the delimiter before they join lines, some after.
			if joined && without_continuations(line) == self.delimiter.text {
				return None;
			}
			at = end + 1;
		}
		None
	}
}

/// Removes the leading tabs of each line.
fn remove_tabs(text: &[u8]) -> Vec<u8> {
	text.split_inclusive(|one| *one == b'\n').flat_map(|line| trim_start(line, b"\t")).copied().collect()
}

fn end_of_line(text: &[u8], from: usize) -> usize {
	index_from(text, b'\n', from).unwrap_or(text.len())
}

/// Whether a line ends in a backslash that is not escaped itself.
fn is_continued(line: &[u8]) -> bool {
	line.iter().rev().take_while(|one| **one == b'\\').count() % 2 == 1
}

fn without_continuations(line: &[u8]) -> Vec<u8> {
	let mut text = Vec::with_capacity(line.len());
	let mut at = 0;
	while at < line.len() {
		if after(line, at).starts_with(b"\\\n") {
			at += 2;
		} else {
			text.push(line[at]);
			at += 1;
		}
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn tabs_go_from_every_line() {
		assert_eq!(remove_tabs(b"\ta\n\t\tb\nc"), b"a\nb\nc");
	}

	#[test]
	fn an_escaped_backslash_joins_nothing() {
		assert!(is_continued(b"a\\"));
		assert!(!is_continued(b"a\\\\"));
		assert_eq!(without_continuations(b"a\\\nb"), b"ab");
	}
}
