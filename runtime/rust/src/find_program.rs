//! What the registry knows of a command's program and subcommand.

use std::rc::Rc;

use crate::registry::{KnownCommands, KnownProgram, KnownSubcommand};
use crate::shell_types::Word;
use crate::views::globals_of;

/// What the registry knows of the program and the subcommand that a command's words name.
pub(crate) struct FoundProgram<'known> {
	pub(crate) entry: &'known KnownProgram,
	/// The word where the subcommand stands; past the end where there is none.
	pub(crate) at: usize,
	/// An unknown word may or may not stand before the subcommand: nothing is known of it.
	pub(crate) unclear: bool,
	/// Every option before the subcommand is known to be inert or to move the directory.
	pub(crate) harmless: bool,
	/// `None` where there is none, or where it is not listed.
	pub(crate) subcommand: Option<&'known KnownSubcommand>,
	/// The first word behind the subcommand, or behind the program where it has none.
	pub(crate) behind: usize,
}

/// Finds the entry of a command; that of `docker compose` where a subcommand has an entry of its own. `None` where the registry does
/// not know the program.
pub(crate) fn find_program<'known>(
	words: &[Rc<Word>],
	program: Option<&[u8]>,
	known: &'known KnownCommands,
) -> Option<FoundProgram<'known>> {
	let mut name = program?.to_vec();
	let mut entry = known.programs.get(&name)?;
	let mut globals = globals_of(words, Some(&name), known, 0);
	let mut harmless = globals.harmless;
	loop {
		let second = words.get(globals.end).filter(|_| !globals.unclear);
		let subcommand = second.and_then(|one| one.literal());
		if let Some(text) = subcommand {
			let longer = [&name, b" ".as_slice(), text].concat();
			if let Some(nested) = known.programs.get(&longer) {
				entry = nested;
				name = longer;
				globals = globals_of(words, Some(&name), known, globals.end);
				harmless &= globals.harmless;
				continue;
			}
		}
		return Some(FoundProgram {
			entry,
			at: globals.end,
			unclear: globals.unclear,
			harmless,
			subcommand: subcommand.and_then(|text| entry.subcommands.get(text)),
			behind: globals.end + usize::from(!entry.subcommands.is_empty()),
		});
	}
}
