//! Programs of small languages (`sed`, `awk`, `jq`) that certainly run and write nothing.

use std::rc::Rc;

use crate::bytes::{byte_at, contains, cut, end_of_run, ends_at, is_digit, is_one_of};
use crate::shell_types::{Piece, Word};

/// How a command of a small language names its program.
struct SmallLanguage {
	/// Options with a value, and those without.
	values: &'static [&'static [u8]],
	flags: &'static [&'static [u8]],
	/// A flag that may have text attached (`sed -i.bak`).
	attached: &'static [&'static [u8]],
	/// Options whose value is program text.
	texts: &'static [&'static [u8]],
	/// Options that are followed by two words.
	pairs: &'static [&'static [u8]],
	is_inert: fn(&[u8]) -> bool,
}

static AWK: SmallLanguage = SmallLanguage {
	values: &[b"-F", b"-v", b"--field-separator", b"--assign"],
	flags: &[],
	attached: &[b"-F", b"-v"],
	texts: &[],
	pairs: &[],
	is_inert: is_inert_awk,
};

static JQ: SmallLanguage = SmallLanguage {
	values: &[b"--indent"],
	flags: &[
		b"-a",
		b"-c",
		b"-C",
		b"-e",
		b"-g",
		b"-h",
		b"-j",
		b"-M",
		b"-n",
		b"-r",
		b"-R",
		b"-s",
		b"-S",
		b"--ascii-output",
		b"--color-output",
		b"--compact-output",
		b"--exit-status",
		b"--join-output",
		b"--monochrome-output",
		b"--null-input",
		b"--raw-input",
		b"--raw-output",
		b"--raw-output0",
		b"--slurp",
		b"--sort-keys",
		b"--tab",
		b"--unbuffered",
		b"--stream",
		b"--seq",
		b"--args",
		b"--jsonargs",
	],
	attached: &[],
	texts: &[],
	pairs: &[b"--arg", b"--argjson", b"--rawfile", b"--slurpfile"],
	is_inert: is_inert_jq,
};

static SED: SmallLanguage = SmallLanguage {
	values: &[b"-l", b"--line-length"],
	flags: &[
		b"-E",
		b"-n",
		b"-r",
		b"-s",
		b"-u",
		b"-z",
		b"-i",
		b"--debug",
		b"--in-place",
		b"--null-data",
		b"--posix",
		b"--quiet",
		b"--regexp-extended",
		b"--sandbox",
		b"--separate",
		b"--silent",
		b"--unbuffered",
	],
	attached: &[b"-i", b"--in-place"],
	texts: &[b"-e", b"--expression"],
	pairs: &[],
	is_inert: is_inert_sed,
};

/// Whether the program text of a command runs nothing and writes nothing but standard output, by its shape alone. Closed shapes:
/// whatever is not of one of them counts as foreign code.
///
/// ```text
/// is_inert_program(b"sed", words of `sed -n '/^v/p' f`) // true; with `s/a/b/w out` false
/// ```
pub(crate) fn is_inert_program(language: &[u8], words: &[Rc<Word>]) -> bool {
	let language = match language {
		b"awk" => &AWK,
		b"jq" => &JQ,
		b"sed" => &SED,
		_ => return false,
	};
	program_texts(language, words).is_some_and(|texts| !texts.is_empty() && texts.iter().all(|text| (language.is_inert)(text)))
}

/// The program texts of a command; `None` where an option or a word hides them.
fn program_texts<'word>(language: &SmallLanguage, words: &'word [Rc<Word>]) -> Option<Vec<&'word [u8]>> {
	let mut given = Vec::new();
	let mut operand = None;
	let mut ended = false;
	let mut at = 1;
	while let Some(one) = words.get(at) {
		at += 1;
		let text = one.literal();
		let option = text.filter(|text| !ended && text.starts_with(b"-") && *text != b"-");
		match option {
			None => {
				let is_data = !given.is_empty() || operand.is_some();
				if text.is_none() && !(is_data && starts_as_operand(one)) {
					return None;
				}
				operand = operand.or(text.filter(|_| !is_data));
			}
			Some(b"--") => ended = true,
			Some(written) => match language.read_option(written)? {
				SmallOption::Words(count) => at += count,
				SmallOption::Text(text) => given.push(text),
				SmallOption::NextText => {
					given.push(words.get(at)?.literal()?);
					at += 1;
				}
			},
		}
	}
	if given.is_empty() {
		given.extend(operand);
	}
	Some(given)
}

/// An unknown word behind the program text: harmless unless it could be an option.
fn starts_as_operand(one: &Word) -> bool {
	match one.pieces.first() {
		Some(Piece::Place { .. }) => true,
		Some(Piece::Literal(text)) => text.first().is_some_and(|first| *first != b'-'),
		_ => false,
	}
}

/// An option of a small language.
#[derive(Debug, PartialEq, Eq)]
enum SmallOption<'word> {
	/// How many of the next words belong to it.
	Words(usize),
	/// The next word is program text.
	NextText,
	/// Program text in the same word.
	Text(&'word [u8]),
}

impl SmallLanguage {
	/// Reads an option; `None` where it is not listed.
	fn read_option<'word>(&self, written: &'word [u8]) -> Option<SmallOption<'word>> {
		let with_value = cut(written, b'=').filter(|_| written.starts_with(b"--"));
		let name = with_value.map_or(written, |(name, _)| name);
		if self.pairs.contains(&name) {
			return Some(SmallOption::Words(2));
		}
		if let Some((_, value)) = with_value {
			if self.texts.contains(&name) {
				return Some(SmallOption::Text(value));
			}
			return (self.values.contains(&name) || self.attached.contains(&name)).then_some(SmallOption::Words(0));
		}
		if self.texts.contains(&written) {
			Some(SmallOption::NextText)
		} else if self.flags.contains(&written) {
			Some(SmallOption::Words(0))
		} else if self.values.contains(&written) {
			Some(SmallOption::Words(1))
		} else if written.starts_with(b"--") {
			None
		} else {
			self.read_cluster(written)
		}
	}

	fn read_cluster<'word>(&self, written: &'word [u8]) -> Option<SmallOption<'word>> {
		for (at, letter) in written.iter().enumerate().skip(1) {
			let name: &[u8] = &[b'-', *letter];
			let rest = &written[at + 1..];
			if self.texts.contains(&name) {
				return Some(if rest.is_empty() { SmallOption::NextText } else { SmallOption::Text(rest) });
			}
			if self.values.contains(&name) {
				return Some(SmallOption::Words(usize::from(rest.is_empty())));
			}
			if self.attached.contains(&name) {
				break;
			}
			if !self.flags.contains(&name) {
				return None;
			}
		}
		Some(SmallOption::Words(0))
	}
}

/// Takes addresses, and the commands `p d q n =` and `s` with the flags `g p I` or a number.
fn is_inert_sed(text: &[u8]) -> bool {
	SedReader { text, at: 0 }.read_script().is_some()
}

/// Reads a script; each reader gives `None` where something else stands.
struct SedReader<'text> {
	text: &'text [u8],
	at: usize,
}

impl SedReader<'_> {
	fn peek(&self) -> Option<u8> {
		byte_at(self.text, self.at)
	}

	fn skip(&mut self, set: &[u8]) {
		self.at = end_of_run(self.text, self.at, |one| set.contains(&one));
	}

	fn read_script(&mut self) -> Option<()> {
		loop {
			self.skip(b" \t\n;");
			if self.at >= self.text.len() {
				return Some(());
			}
			self.read_address()?;
			self.skip(b" \t");
			if self.peek() == Some(b',') {
				self.at += 1;
				self.skip(b" \t+~");
				self.read_address()?;
			}
			self.skip(b" \t!");
			self.read_command()?;
			self.skip(b" \t");
			if !ends_at(self.peek(), b";\n") {
				return None;
			}
		}
	}

	/// Reads a number, `$`, a pattern, or nothing.
	fn read_address(&mut self) -> Option<()> {
		match self.peek() {
			Some(b'$') => self.at += 1,
			Some(first) if is_digit(first) => self.skip(b"0123456789~"),
			Some(b'/') => {
				self.at += 1;
				self.read_to(b'/')?;
				self.skip(b"I");
			}
			_ => {}
		}
		Some(())
	}

	fn read_command(&mut self) -> Option<()> {
		let command = self.peek();
		self.at += 1;
		if command == Some(b's') { self.read_substitution() } else { is_one_of(command, b"pdqn=").then_some(()) }
	}

	fn read_substitution(&mut self) -> Option<()> {
		let bound = self.peek().filter(|bound| !b"\n\\".contains(bound))?;
		self.at += 1;
		self.read_to(bound)?;
		self.read_to(bound)?;
		self.skip(b"gpI0123456789");
		Some(())
	}

	/// Moves behind the next border that no backslash stands before. Inside brackets it ends the text for some programs only.
	fn read_to(&mut self, bound: u8) -> Option<()> {
		let mut bracket = false;
		loop {
			let character = self.peek()?;
			self.at += 1;
			match character {
				b'\\' => self.at += 1,
				b'\n' => return None,
				_ if bracket && character == bound => return None,
				b'[' => bracket = true,
				b']' => bracket = false,
				_ if character == bound => return Some(()),
				_ => {}
			}
		}
	}
}

/// No `system`, `getline`, `|`, `>` or `@`, nor what loads or calls something by name.
fn is_inert_awk(text: &[u8]) -> bool {
	![b"system".as_slice(), b"getline", b"|", b">", b"@"].iter().any(|part| contains(text, part))
}

/// No `import` or `include`.
fn is_inert_jq(text: &[u8]) -> bool {
	!contains(text, b"import") && !contains(text, b"include")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::shell_types::literal_word;

	fn is_inert(language: &str, words: &[&str]) -> bool {
		let words: Vec<Rc<Word>> = words.iter().map(|text| literal_word(text.as_bytes(), [0, 0])).collect();
		is_inert_program(language.as_bytes(), &words)
	}

	#[test]
	fn sed_scripts_are_told_apart() {
		for script in ["p", "1,$p", "/^v/p", "s/a/b/gI", "s,a,b,2;q", "1~2!d", "$="] {
			assert!(is_inert("sed", &["sed", script]), "{script}");
		}
		for script in ["s/a/b/w out", "e", "1e ls", "s/a/b/e", "w f", "r f", "s/[/]/x/", "/a/{p}"] {
			assert!(!is_inert("sed", &["sed", script]), "{script}");
		}
	}

	#[test]
	fn options_name_the_program() {
		assert!(is_inert("sed", &["sed", "-i.bak", "-ne", "p", "f"]));
		assert!(!is_inert("sed", &["sed", "-f", "script"]));
		assert!(!is_inert("sed", &["sed", "-n"]));
		assert!(is_inert("awk", &["awk", "-F:", "{print $1}", "f"]));
		assert!(!is_inert("awk", &["awk", "{print > \"f\"}"]));
		assert!(is_inert("jq", &["jq", "--arg", "a", "b", "-r", ".x"]));
		assert!(!is_inert("jq", &["jq", "import \"a\" as a; ."]));
	}
}
