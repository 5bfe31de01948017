//! Subcommands that change nothing.

use std::rc::Rc;

use crate::registry::KnownSubcommand;
use crate::shell_types::Word;
use crate::word_parts::head_of;

/// Whether a subcommand changes nothing: all of it, or with one of its query words first, which every option must be one of too; the
/// empty one stands for no words at all. `from` is the index of the first word behind the subcommand.
pub(crate) fn reads_only(words: &[Rc<Word>], from: usize, subcommand: &KnownSubcommand) -> bool {
	if subcommand.read_only {
		return true;
	}
	let rest = words.get(from..).unwrap_or_default();
	let Some(first) = rest.first() else { return subcommand.query.has(b"") };
	let reads = |one: &Rc<Word>| {
		let head = head_of(one);
		let is_operand = !head.starts_with(b"-");
		match one.literal() {
			Some(text) => is_operand || subcommand.query.has(text),
			None => is_operand && !head.is_empty(),
		}
	};
	first.literal().is_some_and(|text| subcommand.query.has(text)) && rest.iter().all(reads)
}
