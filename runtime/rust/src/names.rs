//! Lists of names of the policy that are asked as sets.

use std::collections::HashSet;

use crate::bytes::{contains_any, small_letters};
use crate::shell_types::Assignment;
use crate::types::PolicyText;

/// Up to so many names are looked through one by one.
const FEW_NAMES: usize = 8;

/// A list of names that is asked as a set; it keeps the order in which they are listed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
	list: Vec<PolicyText>,
	/// Made for long lists only.
	set: Option<HashSet<PolicyText>>,
}

impl Names {
	pub(crate) fn new(list: Vec<PolicyText>) -> Self {
		let set = (list.len() > FEW_NAMES).then(|| list.iter().copied().collect());
		Self { list, set }
	}

	pub(crate) fn has(&self, name: &[u8]) -> bool {
		match &self.set {
			Some(set) => set.contains(name),
			None => self.list.contains(&name),
		}
	}

	pub(crate) fn is_empty(&self) -> bool {
		self.list.is_empty()
	}

	pub(crate) fn list(&self) -> &[PolicyText] {
		&self.list
	}
}

/// A list of names, some of which end in `*` and then stand for all that start so.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameTest {
	exact: Names,
	starts: Vec<PolicyText>,
}

impl NameTest {
	pub(crate) fn new(list: &[PolicyText]) -> Self {
		let (mut exact, mut starts) = (Vec::new(), Vec::new());
		for name in list {
			match name.strip_suffix(b"*") {
				Some(start) => starts.push(start),
				None => exact.push(*name),
			}
		}
		Self { exact: Names::new(exact), starts }
	}

	pub(crate) fn has(&self, name: &[u8]) -> bool {
		self.exact.has(name) || self.starts.iter().any(|start| name.starts_with(start))
	}
}

/// Names as above, and NAME=VALUE, whose value may end in `*` for any text without blanks.
#[derive(Clone, Debug, Default)]
pub(crate) struct AssignmentTest {
	names: NameTest,
	pairs: NameTest,
}

impl AssignmentTest {
	pub(crate) fn new(entries: &[PolicyText]) -> Self {
		let (pairs, names): (Vec<_>, Vec<_>) = entries.iter().copied().partition(|entry| entry.contains(&b'='));
		Self { names: NameTest::new(&names), pairs: NameTest::new(&pairs) }
	}

	pub(crate) fn has(&self, one: &Assignment) -> bool {
		if self.names.has(&one.name) {
			return true;
		}
		match one.value.literal() {
			Some(value) if !one.append && !contains_any(value, b" \t\n") => self.pairs.has(&[&*one.name, b"=", value].concat()),
			_ => false,
		}
	}
}

const EXECUTABLE_SUFFIXES: [&[u8]; 4] = [b".exe", b".cmd", b".bat", b".com"];

/// A program word as loose views compare it: what follows the last `/`, ASCII letters small, one final .exe, .cmd, .bat or .com
/// dropped unless nothing would be left.
///
/// ```text
/// reduce_program(b"/usr/bin/Git.EXE") // git
/// ```
pub(crate) fn reduce_program(word: &[u8]) -> Vec<u8> {
	let from = word.iter().rposition(|one| *one == b'/').map_or(0, |slash| slash + 1);
	let mut last = small_letters(&word[from..]);
	let suffix = EXECUTABLE_SUFFIXES.iter().find(|suffix| last.len() > suffix.len() && last.ends_with(suffix));
	last.truncate(last.len() - suffix.map_or(0, |suffix| suffix.len()));
	last
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::shell_types::literal_word;

	fn assignment(name: &[u8], value: &[u8]) -> Assignment {
		Assignment { name: name.into(), append: false, value: literal_word(value, [0, 0]) }
	}

	#[test]
	fn program_words_are_reduced() {
		assert_eq!(reduce_program(b"/usr/bin/Git.EXE"), b"git");
		assert_eq!(reduce_program(b".exe"), b".exe");
		assert_eq!(reduce_program(b"a/"), b"");
		assert_eq!(reduce_program(b"x.cmd.bat"), b"x.cmd");
	}

	#[test]
	fn a_star_stands_for_any_end() {
		let test = NameTest::new(&[b"LC_*", b"LANG"]);
		assert!(test.has(b"LC_ALL") && test.has(b"LANG"));
		assert!(!test.has(b"LANGUAGE"));
	}

	#[test]
	fn pairs_want_their_value() {
		let test = AssignmentTest::new(&[b"A", b"B=1", b"C=x*"]);
		assert!(test.has(&assignment(b"A", b"any thing")));
		assert!(test.has(&assignment(b"B", b"1")) && !test.has(&assignment(b"B", b"2")));
		assert!(test.has(&assignment(b"C", b"xyz")) && !test.has(&assignment(b"C", b"x y")));
		assert!(!test.has(&Assignment { append: true, ..assignment(b"B", b"1") }));
	}
}
