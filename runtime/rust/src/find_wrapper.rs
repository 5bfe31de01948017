//! The wrapper that a command names.

use std::rc::Rc;

use crate::registry::{KnownCommands, KnownWrapper};
use crate::shell_types::Word;
use crate::types::Span;
use crate::views::globals_of;
use crate::word_parts::splits;

/// What the first words of a command name.
#[derive(Default)]
pub(crate) struct FoundWrapper<'known> {
	/// The wrapper, and the index of the first word behind its name.
	pub(crate) wrapper: Option<(&'known KnownWrapper, usize)>,
	/// The place of a word that could name another wrapper, of words that stand behind it.
	pub(crate) hidden: Option<Span>,
}

/// Finds the wrapper that a command's first words name: a program, or a program with subcommand words, before each of which global
/// options may stand.
///
/// ```text
/// find_wrapper(words of `docker --debug exec web ls`, Some(b"docker"), known) // docker exec, from 3
/// ```
pub(crate) fn find_wrapper<'known>(words: &[Rc<Word>], program: Option<&[u8]>, known: &'known KnownCommands) -> FoundWrapper<'known> {
	let mut found = FoundWrapper::default();
	let Some(program) = program else { return found };
	found.wrapper = known.wrappers.get(program).map(|wrapper| (wrapper, 1));
	let mut name = program.to_vec();
	let mut at = 0;
	while known.begins_wrapper(&name) {
		let globals = globals_of(words, Some(&name), known, at);
		let Some(one) = words.get(globals.end) else { break };
		let Some(text) = one.literal().filter(|_| !globals.unclear) else {
			if globals.end + 1 < words.len() || splits(one) {
				found.hidden = Some(one.span);
			}
			break;
		};
		at = globals.end;
		name = [&name, b" ".as_slice(), text].concat();
		if let Some(longer) = known.wrappers.get(&name) {
			found.wrapper = Some((longer, at + 1));
		}
	}
	found
}
