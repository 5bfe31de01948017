//! The options that all evaluators share.

/// The options of a call, and whether each takes a value.
const OPTIONS: [(&str, bool); 12] = [
	("--bundle", true),
	("--command", true),
	("--cwd", true),
	("--facts", true),
	("--fallback", true),
	("--hook", true),
	("--json", false),
	("--serve", false),
	("--sha256", true),
	("--unattended", false),
	("--version", false),
	("--help", false),
];

fn option_of(argument: &[u8]) -> Option<(&'static str, bool)> {
	OPTIONS.into_iter().find(|(name, _)| name.as_bytes() == argument)
}

/// The options of a call with their values; a switch has the empty text.
#[derive(Debug, Default)]
pub(crate) struct Options<'args>(Vec<(&'static str, &'args [u8])>);

impl<'args> Options<'args> {
	pub(crate) fn has(&self, name: &str) -> bool {
		self.get(name).is_some()
	}

	pub(crate) fn get(&self, name: &str) -> Option<&'args [u8]> {
		self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
	}
}

/// Reads the options of a call, or says what is wrong with it.
///
/// ```text
/// read_options(["--command"]) // "--command needs a value"
/// ```
pub(crate) fn read_options(args: &[Vec<u8>]) -> Result<Options<'_>, String> {
	let mut found = Options::default();
	let mut rest = args.iter();
	while let Some(argument) = rest.next() {
		let (name, valued) = option_of(argument).ok_or_else(|| format!("`{}` is no option", String::from_utf8_lossy(argument)))?;
		if found.has(name) {
			return Err(format!("{name} is given twice"));
		}
		let value = if valued { rest.next().ok_or_else(|| format!("{name} needs a value"))?.as_slice() } else { b"" };
		found.0.push((name, value));
	}
	Ok(found)
}

/// The host that a call speaks to, however faulty the call is otherwise; `None` where it speaks to none. A hook has to answer in its host's
/// form even if the rest of its command line cannot be understood.
///
/// ```text
/// host_of(["--frob", "--hook", "claude"]) // claude
/// ```
pub(crate) fn host_of(args: &[Vec<u8>]) -> Option<&[u8]> {
	let mut rest = args.iter();
	while let Some(argument) = rest.next() {
		if argument == b"--hook" {
			return Some(rest.next().map_or(b"", Vec::as_slice));
		}
		if option_of(argument).is_some_and(|(_, valued)| valued) {
			rest.next();
		}
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;

	fn args(words: &[&str]) -> Vec<Vec<u8>> {
		words.iter().map(|word| word.as_bytes().to_vec()).collect()
	}

	#[test]
	fn what_is_wrong_is_said() {
		let problem = |words: &[&str]| read_options(&args(words)).expect_err("wrong");
		assert_eq!(problem(&["--frob"]), "`--frob` is no option");
		assert_eq!(problem(&["--command"]), "--command needs a value");
		assert_eq!(problem(&["--json", "--json"]), "--json is given twice");
	}

	#[test]
	fn values_are_kept() {
		let words = args(&["--command", "--json", "--serve"]);
		let found = read_options(&words).expect("right");
		assert_eq!((found.get("--command"), found.has("--json"), found.has("--serve")), (Some(b"--json".as_slice()), false, true));
	}

	#[test]
	fn the_host_is_found_in_faulty_calls() {
		assert_eq!(host_of(&args(&["--frob", "--hook", "claude"])), Some(b"claude".as_slice()));
		assert_eq!(host_of(&args(&["--command", "--hook", "x"])), None);
		assert_eq!(host_of(&args(&["--hook"])), Some(b"".as_slice()));
	}
}
