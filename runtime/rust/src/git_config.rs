//! Configuration files of git (git-config(1), "Syntax").

use crate::bytes::{byte_at, small_letters};

/// One assignment: section and name in small letters, the subsection as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConfigEntry {
	pub(crate) section: Vec<u8>,
	pub(crate) subsection: Option<Vec<u8>>,
	pub(crate) name: Vec<u8>,
	/// `None` where the name stands alone, which git takes as true.
	pub(crate) value: Option<Vec<u8>>,
}

/// The entries of a configuration file in order, or `None` where git would refuse it. Includes are not followed: an `include.path` is an
/// entry like any other.
///
/// ```text
/// parse_config(b"[branch \"x\"]\n\tremote = origin\n") // branch, x, remote, origin
/// ```
pub(crate) fn parse_config(text: &[u8]) -> Option<Vec<ConfigEntry>> {
	let at = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
	ConfigReader { text, at, entries: Vec::new(), section: None }.read()
}

/// The values of a name, in order; `None` stands for a name without `=`.
pub(crate) fn values_of<'config>(
	config: &'config [ConfigEntry],
	section: &[u8],
	subsection: Option<&[u8]>,
	name: &[u8],
) -> Vec<Option<&'config [u8]>> {
	let is_wanted = |entry: &&ConfigEntry| entry.section == section && entry.subsection.as_deref() == subsection && entry.name == name;
	config.iter().filter(is_wanted).map(|entry| entry.value.as_deref()).collect()
}

/// Whether the configuration takes in other files, so that it is not all that git sees.
pub(crate) fn has_includes(config: &[ConfigEntry]) -> bool {
	config.iter().any(|entry| matches!(&*entry.section, b"include" | b"includeif") && entry.name == b"path")
}

/// The last value of a name as git reads a truth value: `None` where it is not one, `absent` where it is not set.
pub(crate) fn boolean_of(config: &[ConfigEntry], section: &[u8], name: &[u8], absent: bool) -> Option<bool> {
	values_of(config, section, None, name).last().map_or(Some(absent), |value| read_boolean(*value))
}

/// A truth value as git reads it; a name alone is true.
pub(crate) fn read_boolean(text: Option<&[u8]>) -> Option<bool> {
	let Some(text) = text else { return Some(true) };
	match &*small_letters(text) {
		b"true" | b"yes" | b"on" | b"1" => Some(true),
		b"false" | b"no" | b"off" | b"0" | b"" => Some(false),
		_ => None,
	}
}

/// Reads byte by byte; what fails is `None`.
struct ConfigReader<'text> {
	text: &'text [u8],
	at: usize,
	entries: Vec<ConfigEntry>,
	/// The section, with its subsection, that is being read.
	section: Option<(Vec<u8>, Option<Vec<u8>>)>,
}

impl ConfigReader<'_> {
	fn read(mut self) -> Option<Vec<ConfigEntry>> {
		if self.text.contains(&0) {
			return None;
		}
		loop {
			self.take(|byte| is_blank(byte) || byte == b'\n');
			match self.peek() {
				None => return Some(self.entries),
				Some(b'#' | b';') => {
					self.take(|byte| byte != b'\n');
				}
				Some(b'[') => self.read_section()?,
				Some(_) => self.read_entry()?,
			}
		}
	}

	/// Reads `[name]`, `[name "sub"]`, or the old `[name.sub]`, whose parts all count in small letters.
	fn read_section(&mut self) -> Option<()> {
		self.at += 1;
		let name = small_letters(&self.take(|byte| is_name(byte) || byte == b'.'));
		if name.is_empty() {
			return None;
		}
		let mut parts = name.splitn(2, |byte| *byte == b'.');
		let section = parts.next()?.to_vec();
		let mut subsection = parts.next().map(<[u8]>::to_vec);
		if self.peek().is_some_and(is_blank) {
			self.take(is_blank);
			let quoted = self.read_subsection()?;
			subsection = Some(subsection.map_or_else(|| quoted.clone(), |dotted| [&*dotted, b".", &*quoted].concat()));
		}
		self.section = Some((section, subsection));
		(self.next() == Some(b']')).then_some(())
	}

	/// A backslash takes any byte but a newline as it is; there are no other escapes here.
	fn read_subsection(&mut self) -> Option<Vec<u8>> {
		if self.next() != Some(b'"') {
			return None;
		}
		let mut name = Vec::new();
		loop {
			let byte = match self.next()? {
				b'"' => return Some(name),
				b'\\' => self.next()?,
				byte => byte,
			};
			if byte == b'\n' {
				return None;
			}
			name.push(byte);
		}
	}

	fn read_entry(&mut self) -> Option<()> {
		let (section, subsection) = self.section.clone()?;
		if !self.peek()?.is_ascii_alphabetic() {
			return None;
		}
		let name = small_letters(&self.take(is_name));
		self.take(is_blank);
		let value = match self.next() {
			Some(b'=') => Some(self.read_value()?),
			Some(b'\n') | None => None,
			Some(_) => return None,
		};
		self.entries.push(ConfigEntry { section, subsection, name, value });
		Some(())
	}

	/// Reads up to the end of the line: blanks around it and comments go, unless they are quoted.
	fn read_value(&mut self) -> Option<Vec<u8>> {
		self.take(is_blank);
		let (mut value, mut blanks) = (Vec::new(), Vec::new());
		let mut quoted = false;
		loop {
			let byte = match self.next() {
				None | Some(b'\n') => return (!quoted).then_some(value),
				Some(b'#' | b';') if !quoted => {
					self.take(|byte| byte != b'\n');
					continue;
				}
				Some(byte) => byte,
			};
			if !quoted && is_blank(byte) {
				blanks.push(byte);
				continue;
			}
			value.append(&mut blanks);
			match byte {
				b'"' => quoted = !quoted,
				b'\\' => match self.next()? {
					b'n' => value.push(b'\n'),
					b't' => value.push(b'\t'),
					b'b' => value.push(0x08),
					escaped @ (b'\\' | b'"') => value.push(escaped),
					// The line goes on.
					b'\n' => {}
					_ => return None,
				},
				_ => value.push(byte),
			}
		}
	}

	/// The byte here; a carriage return before a newline does not count.
	fn peek(&mut self) -> Option<u8> {
		if byte_at(self.text, self.at) == Some(b'\r') && byte_at(self.text, self.at + 1) == Some(b'\n') {
			self.at += 1;
		}
		byte_at(self.text, self.at)
	}

	fn next(&mut self) -> Option<u8> {
		let byte = self.peek();
		self.at += 1;
		byte
	}

	fn take(&mut self, wanted: impl Fn(u8) -> bool) -> Vec<u8> {
		let mut taken = Vec::new();
		while let Some(byte) = self.peek().filter(|byte| wanted(*byte)) {
			taken.push(byte);
			self.at += 1;
		}
		taken
	}
}

fn is_blank(byte: u8) -> bool {
	matches!(byte, b' ' | b'\t' | b'\r' | 0x0b | 0x0c)
}

fn is_name(byte: u8) -> bool {
	byte.is_ascii_alphanumeric() || byte == b'-'
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::golden_rows::{bytes_of, hold_rows, latin, latin_or_null, list_or_null};
	use crate::json::Json;

	#[test]
	fn configuration_files() {
		hold_rows("config.json", |given| {
			list_or_null(parse_config(&bytes_of(&given[0])), |entry| {
				let subsection = latin_or_null(entry.subsection.as_deref());
				let value = latin_or_null(entry.value.as_deref());
				Json::List(vec![latin(&entry.section), subsection, latin(&entry.name), value])
			})
		});
	}
}
