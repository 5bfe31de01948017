//! Settings on a command line (`git -c NAME=VALUE`) and in its environment.

use std::collections::HashMap;
use std::rc::Rc;

use crate::bytes::{cut, is_digit, small_letters, trim_start};
use crate::codes::OpaqueCode;
use crate::registry::{KnownCommands, KnownSettings};
use crate::setting_kind::{SettingKind, name_kind_of, setting_kind_of};
use crate::shell_types::{Assignment, OpaquePart, Word, literal_word};
use crate::split_text::split_text;
use crate::types::Span;
use crate::views::globals_of;
use crate::word_parts::head_of;

/// What the settings of a command hide (`git -c`): those on its command line, and those that it writes down.
pub(crate) fn setting_floors(words: &[Rc<Word>], program: Option<&[u8]>, known: &KnownCommands) -> Vec<OpaquePart> {
	let Some(settings) = settings_of(program, known) else { return Vec::new() };
	let globals = globals_of(words, program, known, 0);
	let hides = |one: &&Rc<Word>| setting_kind_of(one, settings) == SettingKind::Other;
	let mut hidden: Vec<&Rc<Word>> = globals.settings.iter().filter(hides).collect();
	if !globals.unclear && words.get(globals.end).is_some_and(|one| one.is(settings.command)) {
		hidden.extend(written_setting(&words[globals.end + 1..], settings));
	}
	hidden.into_iter().map(|one| OpaquePart { code: OpaqueCode::Configuration, span: one.span }).collect()
}

fn settings_of<'known>(program: Option<&[u8]>, known: &'known KnownCommands) -> Option<&'known KnownSettings> {
	known.programs.get(program?)?.settings.as_ref()
}

const READS: [&[u8]; 8] =
	[b"--get", b"--get-all", b"--get-color", b"--get-colorbool", b"--get-regexp", b"--get-urlmatch", b"--list", b"-l"];
const VERBS: [&[u8]; 7] = [b"edit", b"get", b"list", b"remove-section", b"rename-section", b"set", b"unset"];
const VALUES: [&[u8]; 7] = [b"--blob", b"--comment", b"--default", b"--file", b"--type", b"--value", b"-f"];
const WRITES: [&[u8]; 4] = [b"--add", b"--replace-all", b"--unset", b"--unset-all"];

/// The word of `git config` that names a setting which is not inert; `None` also where it only reads.
fn written_setting<'word>(words: &'word [Rc<Word>], settings: &KnownSettings) -> Option<&'word Rc<Word>> {
	let mut operands = Vec::new();
	let mut is_write = false;
	let mut at = 0;
	while let Some(one) = words.get(at) {
		at += 1;
		let text = one.literal();
		if text.is_some_and(|text| READS.contains(&text)) {
			return None;
		}
		if !head_of(one).starts_with(b"-") {
			operands.push(one);
		} else if let Some(text) = text {
			if VALUES.contains(&text) {
				at += 1;
			} else if WRITES.contains(&text) {
				is_write = true;
			} else if text == b"-e" || text.starts_with(b"--e") {
				return Some(one);
			}
		}
	}
	let first = *operands.first()?;
	if first.is(b"get") || first.is(b"list") {
		return None;
	}
	let is_verb = first.literal().is_some_and(|text| VERBS.contains(&text));
	let operands = &operands[usize::from(is_verb)..];
	let Some(name) = operands.first() else { return Some(first) };
	let text = name.literal();
	let only_reads = !is_verb && !is_write && operands.len() == 1 && text.is_some();
	let is_inert = text.is_some_and(|text| !text.is_empty() && name_kind_of(text, settings) == SettingKind::Inert);
	(!only_reads && !is_inert).then_some(*name)
}

/// What a subcommand stands for that a setting of the same command defines.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expansion {
	Words(Vec<Rc<Word>>),
	/// Shell text, in the place of the subcommand.
	Text(Vec<u8>, Span),
}

/// What the subcommand of a command stands for, if a setting on its command line or in its environment (`GIT_CONFIG_COUNT`) defines it.
///
/// ```text
/// expand_alias(words of `git -c alias.tidy='clean -f' tidy x`, …) // git clean -f x
/// ```
pub(crate) fn expand_alias(
	words: &[Rc<Word>],
	program: Option<&[u8]>,
	assignments: &[Assignment],
	known: &KnownCommands,
) -> Option<Expansion> {
	let settings = settings_of(program, known)?;
	let entry = known.programs.get(program?)?;
	let first = words.first()?;
	let globals = globals_of(words, program, known, 0);
	let subcommand = words.get(globals.end).filter(|_| !globals.unclear)?;
	let text = subcommand.literal().filter(|text| !text.is_empty() && !entry.subcommands.has(text))?;
	let name = [settings.alias, &small_letters(text)].concat();
	let mut value = None;
	for setting in globals.settings.iter().filter_map(|one| one.literal()) {
		value = value_of(setting, &name).map(<[u8]>::to_vec).or(value);
	}
	for (key, given) in environment_settings(assignments, settings) {
		// The key may hold a `=` of its own.
		let setting = [key, b"=", given].concat();
		value = value_of(&setting, &name).map(<[u8]>::to_vec).or(value);
	}
	let value = value?;
	let rest = &words[globals.end + 1..];
	if let Some(text) = value.strip_prefix(b"!") {
		let mut text = text.to_vec();
		for one in rest {
			text.push(b' ');
			text.extend(quoted_word(one));
		}
		return Some(Expansion::Text(text, subcommand.span));
	}
	let mut meant = vec![first.clone()];
	meant.extend(split_text(&value)?.iter().map(|text| literal_word(text, subcommand.span)));
	meant.extend_from_slice(rest);
	Some(Expansion::Words(meant))
}

/// The value that a text NAME=VALUE gives to a name in small letters.
fn value_of<'text>(text: &'text [u8], name: &[u8]) -> Option<&'text [u8]> {
	cut(text, b'=').filter(|(written, _)| small_letters(written) == name).map(|(_, value)| value)
}

/// A word as shell text; what is not known stays so.
fn quoted_word(one: &Word) -> Vec<u8> {
	match one.literal() {
		None => b"$@".to_vec(),
		Some(text) => {
			let parts: Vec<&[u8]> = text.split(|one| *one == b'\'').collect();
			[b"'", parts.join(b"'\\''".as_slice()).as_slice(), b"'"].concat()
		}
	}
}

/// More than a line could write are not looked for.
const MOST_SETTINGS: usize = 1_000;

/// Name and value of each pair that numbered environment names hold.
fn environment_settings<'line>(assignments: &'line [Assignment], settings: &KnownSettings) -> Vec<(&'line [u8], &'line [u8])> {
	let values: HashMap<&[u8], Option<&[u8]>> = assignments.iter().map(|one| (&*one.name, one.value.literal())).collect();
	let value_of = |name: &str| values.get([settings.environment, name.as_bytes()].concat().as_slice()).copied().flatten();
	let count = value_of("COUNT").map_or(0, read_count);
	let pair = |at: usize| {
		let name = value_of(&format!("KEY_{at}")).filter(|name| !name.is_empty())?;
		Some((name, value_of(&format!("VALUE_{at}"))?))
	};
	(0..count).filter_map(pair).collect()
}

/// How many pairs are there, at most so many as are looked for, as strtoul(3) reads it, by which git does; what it does not take whole
/// is an error of git.
fn read_count(text: &[u8]) -> usize {
	let number = trim_start(text, b" \t\n\x0b\x0c\r");
	let digits = number.strip_prefix(b"+").unwrap_or(number);
	if !digits.iter().all(|one| is_digit(*one)) {
		return 0;
	}
	digits.iter().fold(0, |count, digit| MOST_SETTINGS.min(count * 10 + usize::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn counts_are_read_as_git_does() {
		assert_eq!(read_count(b"2"), 2);
		assert_eq!(read_count(b" \t+3"), 3);
		assert_eq!(read_count(b""), 0);
		assert_eq!(read_count(b"-1"), 0);
		assert_eq!(read_count(b"1x"), 0);
		assert_eq!(read_count(b"99999999999999999999999"), MOST_SETTINGS);
	}

	#[test]
	fn quotes_are_escaped() {
		assert_eq!(quoted_word(&literal_word(b"a'b", [0, 0])), b"'a'\\''b'");
	}
}
