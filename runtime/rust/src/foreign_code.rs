//! Code that the line does not show.

use std::rc::Rc;

use crate::find_program::{FoundProgram, find_program};
use crate::inert_shapes::is_inert_program;
use crate::reading::reads_only;
use crate::registry::{KnownCommands, KnownProgram};
use crate::shell_types::{Redirection, Word};
use crate::unwrap::{RunCommand, known_text};

/// Whether a command runs code that the line does not show.
pub(crate) fn is_foreign(command: &RunCommand, known: &KnownCommands) -> bool {
	let words = &command.simple.words;
	let (Some(first), Some(_)) = (words.first(), &command.program) else { return false };
	if known_text(first).is_some_and(|written| known.is_script(&written)) {
		return true;
	}
	if command.wraps {
		return false;
	}
	let Some(found) = find_program(words, command.program.as_deref(), known) else { return false };
	let program = found.entry;
	let subcommand = words.get(found.at).filter(|_| !found.unclear).and_then(|one| known_text(one));
	let queries = subcommand.as_ref().is_some_and(|text| program.query.has(text));
	if program.foreign {
		return !queries;
	}
	if !program.shape.is_empty() {
		return !queries && !is_inert_program(program.shape, words);
	}
	if program.subcommands.is_empty() || found.at >= words.len() {
		return false;
	}
	runs_foreign(program, subcommand.as_deref()) && !asks_for_help(&found, words)
}

/// `npm test --help` and `git submodule status`: a foreign subcommand that only tells something.
fn asks_for_help(found: &FoundProgram, words: &[Rc<Word>]) -> bool {
	let Some(subcommand) = found.subcommand else { return false };
	let asks = words.get(found.behind).is_some_and(|one| one.is(b"--help")) && found.entry.query.has(b"--help");
	asks || reads_only(words, found.behind, subcommand)
}

/// A subcommand that is not listed may be an alias or a plug-in; one that is not known may be any.
fn runs_foreign(program: &KnownProgram, subcommand: Option<&[u8]>) -> bool {
	let Some(text) = subcommand else { return program.plugins || may_be_foreign(program, b"") };
	if let Some(known) = program.subcommands.get(text) {
		return known.foreign;
	}
	if text.starts_with(b"-") || program.query.has(text) {
		return false;
	}
	program.plugins || (program.abbreviates && may_be_foreign(program, text))
}

/// `npm tes`: a start that some foreign subcommand has.
fn may_be_foreign(program: &KnownProgram, start: &[u8]) -> bool {
	let is_foreign = |name: &[u8]| program.subcommands.get(name).is_some_and(|one| one.foreign);
	program.subcommands.names().any(|name| name.starts_with(start) && is_foreign(name))
}

/// Whether what a command reads as its standard input is code to it (`psql <<X`).
pub(crate) fn reads_foreign_code(command: &RunCommand, known: &KnownCommands) -> bool {
	let entry = command.program.as_deref().and_then(|program| known.programs.get(program));
	let around = &command.simple.around;
	entry.is_some_and(|entry| entry.reads_code) && (around.input.is_some() || around.redirections.iter().any(Redirection::reads))
}
