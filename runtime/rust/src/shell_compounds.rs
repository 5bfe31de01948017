//! Compound commands.

use crate::bytes::{byte_at, contains_any, end_of_run, is_digit, is_one_of, name_end};
use crate::codes::OpaqueCode;
use crate::shell::ProgramReader;
use crate::shell_arithmetic::{arithmetic_end, read_arithmetic};
use crate::shell_conditions::read_condition;
use crate::shell_cursor::Cursor;
use crate::shell_functions::{read_coprocess, read_function_keyword};
use crate::shell_lists::{ENDS_ARM, ENDS_BRACE, ENDS_ELSE, ENDS_FI, ENDS_PARENTHESIS, ENDS_THEN, Ending};
use crate::shell_loops::{read_for, read_loop};
use crate::shell_redirections::{read_redirection, starts_redirection};
use crate::shell_scopes::ScopeId;
use crate::shell_words::{PLAIN_PLACE, read_word};

/// Reads a compound command from after its first word, which starts at an offset, in a scope of its own.
type CompoundReader = fn(lists: &mut ProgramReader, own: ScopeId, start: usize);

/// The reader of the compound command that a reserved word starts.
fn compound_reader_of(word: &[u8]) -> Option<CompoundReader> {
	Some(match word {
		b"{" => read_group,
		b"if" => read_if,
		b"while" | b"until" => read_loop,
		b"for" | b"select" => read_for,
		b"case" => read_case,
		b"[[" => read_double_bracket,
		_ => return None,
	})
}

/// Whether a reserved word ends or continues a compound command, and starts none.
pub(crate) fn is_continuation(word: &[u8]) -> bool {
	matches!(word, b"then" | b"else" | b"elif" | b"fi" | b"do" | b"done" | b"esac" | b"}")
}

/// Reads a compound command with its redirections. False, with the cursor where it was, where none starts.
pub(crate) fn read_compound(lists: &mut ProgramReader) -> bool {
	let start = lists.cursor.at;
	if lists.cursor.is_at(b'(') {
		enter_compound(lists, read_parenthesised, start);
		return true;
	}
	let (word, end) = lists.cursor.plain_word();
	match (compound_reader_of(&word), &*word) {
		(Some(read), _) => {
			lists.cursor.at = end;
			enter_compound(lists, read, start);
		}
		(None, b"function") => {
			lists.cursor.at = end;
			read_function_keyword(lists, start);
		}
		(None, b"coproc") => {
			lists.cursor.at = end;
			read_coprocess(lists);
		}
		_ => return false,
	}
	true
}

/// Whether a compound command starts here.
pub(crate) fn starts_compound(c: &Cursor) -> bool {
	c.is_at(b'(') || compound_reader_of(&c.plain_word().0).is_some()
}

/// Reads one in a scope of its own, and the redirections after it.
fn enter_compound(lists: &mut ProgramReader, read: CompoundReader, start: usize) {
	let found = &mut *lists.cursor.reading;
	let (outer, owner) = (found.scope, found.owner);
	found.owner = None;
	let own = found.enter();
	if found.descend() {
		read(lists, own, start);
	}
	let found = &mut *lists.cursor.reading;
	found.ascend();
	// Programs in the redirections run before the commands inside, or beside them.
	found.owner = Some(own);
	found.scope = own;
	if !found.halted() {
		read_redirections(lists.cursor, own);
	}
	let found = &mut *lists.cursor.reading;
	(found.scope, found.owner) = (outer, owner);
}

fn read_redirections(c: &mut Cursor, own: ScopeId) {
	loop {
		c.skip_blank(false);
		let start = c.at;
		c.at = descriptor_end(c.text, start);
		if !starts_redirection(c) || c.halted() {
			c.at = start;
			return;
		}
		c.reading.budget.take_nodes(1);
		let read = read_redirection(c, start);
		let scope = c.reading.scope_of(own);
		scope.redirections.extend(read.redirection);
		scope.input = read.source.or(scope.input);
	}
}

const LONGEST_DESCRIPTOR: usize = 64;

/// The offset behind the descriptor (a number or `{name}`) that stands before `<` or `>`; the offset where it would start if there is
/// none.
fn descriptor_end(text: &[u8], from: usize) -> usize {
	let end = if byte_at(text, from) == Some(b'{') {
		let name = name_end(text, from + 1);
		if name == from + 1 || byte_at(text, name) != Some(b'}') {
			return from;
		}
		name + 1
	} else {
		end_of_run(text, from, is_digit)
	};
	let is_near = end < from + LONGEST_DESCRIPTOR;
	if is_near && is_one_of(byte_at(text, end), b"<>") { end } else { from }
}

fn read_group(lists: &mut ProgramReader, _own: ScopeId, start: usize) {
	lists.read_lists(&ENDS_BRACE, start);
}

fn read_double_bracket(lists: &mut ProgramReader, _own: ScopeId, _start: usize) {
	read_condition(lists.cursor);
}

/// Reads `((…))` or `(…)`.
fn read_parenthesised(lists: &mut ProgramReader, own: ScopeId, start: usize) {
	let c = &mut *lists.cursor;
	let arithmetic = if c.starts_with(b"((") { arithmetic_end(c.text, start + 2) } else { None };
	if let Some(end) = arithmetic {
		c.at = start + 2;
		// Subshells in each other to shells without this command.
		if contains_any(&c.text[start..end], b";&|<>") {
			c.note(OpaqueCode::Dialect, c.span(start, end + 2));
		}
		read_arithmetic(c, end);
		if !c.halted() {
			c.at = end + 2;
		}
		return;
	}
	let exec = (c.reading.exec_redirections.clone(), c.reading.exec_input);
	c.reading.scope_of(own).environment = true;
	c.at += 1;
	if lists.read_lists(&ENDS_PARENTHESIS, start) != Ending::Stopped {
		lists.cursor.at += 1;
	}
	let found = &mut *lists.cursor.reading;
	(found.exec_redirections, found.exec_input) = exec;
}

/// Reads lists that may not run.
fn read_branch(lists: &mut ProgramReader, read: impl FnOnce(&mut ProgramReader) -> Ending) -> Ending {
	let outer = lists.cursor.reading.scope;
	lists.cursor.reading.enter();
	lists.cursor.reading.here().branch = true;
	let end = read(lists);
	lists.cursor.reading.scope = outer;
	end
}

fn read_if(lists: &mut ProgramReader, _own: ScopeId, start: usize) {
	lists.read_lists(&ENDS_THEN, start);
	let mut end = read_branch(lists, |lists| lists.read_lists(&ENDS_ELSE, start));
	while end == Ending::Word(b"elif") {
		// The condition of an `elif` may not run either.
		end = read_branch(lists, |lists| {
			lists.read_lists(&ENDS_THEN, start);
			lists.read_lists(&ENDS_ELSE, start)
		});
	}
	if end == Ending::Word(b"else") {
		read_branch(lists, |lists| lists.read_lists(&ENDS_FI, start));
	}
}

fn read_case(lists: &mut ProgramReader, own: ScopeId, start: usize) {
	let c = &mut *lists.cursor;
	c.skip_blank(false);
	let subject = c.at;
	read_word(c, PLAIN_PLACE);
	c.skip_blank(true);
	let (word, end) = c.plain_word();
	if c.halted() || c.at == subject || *word != *b"in" {
		return c.stop(OpaqueCode::SyntaxError, start);
	}
	c.at = end;
	while !lists.cursor.halted() {
		let c = &mut *lists.cursor;
		c.skip_blank(true);
		let (word, end) = c.plain_word();
		if *word == *b"esac" {
			c.at = end;
			return;
		}
		read_patterns(c, start);
		let halted = c.halted();
		let arm = if halted { Ending::Stopped } else { read_branch(lists, |lists| lists.read_lists(&ENDS_ARM, start)) };
		let c = &mut *lists.cursor;
		c.reading.scope = own;
		match arm {
			Ending::Word(_) => return,
			Ending::Stopped => {}
			// `;;`, `;&` and `;;&` all lead to the next arm, or to the end.
			_ => c.at += if c.starts_with(b";;&") { 3 } else { 2 },
		}
	}
}

/// Reads the patterns of an arm, with the parenthesis after them.
fn read_patterns(c: &mut Cursor, start: usize) {
	if c.is_at(b'(') {
		c.at += 1;
	}
	loop {
		c.skip_blank(false);
		let before = c.at;
		read_word(c, PLAIN_PLACE);
		c.skip_blank(false);
		if c.halted() {
			return;
		}
		let sign = c.here();
		if c.at == before || !is_one_of(sign, b"|)") {
			return c.stop(OpaqueCode::SyntaxError, start);
		}
		c.at += 1;
		if sign == Some(b')') {
			return;
		}
	}
}
