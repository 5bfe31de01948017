//! Where the upstream of a branch is kept after a fetch.

use crate::git_config::{ConfigEntry, values_of};

pub(crate) const BRANCH_REFS: &[u8] = b"refs/heads/";
/// Below here are refs that fetches move.
pub(crate) const TRACKED_REFS: &[u8] = b"refs/remotes/";
/// The remote that means the repository itself.
pub(crate) const THIS_REPOSITORY: &[u8] = b".";

/// What a branch follows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Upstream {
	/// The full name of a remote-tracking ref.
	Tracked(Vec<u8>),
	/// No upstream that a fetch would move.
	Nothing,
}

/// Where a branch's upstream is kept; `None` where the configuration says it in a way that is not understood (git-config(1),
/// branch.<name>.* and remote.<name>.fetch). `branch` is without `refs/heads/`.
///
/// ```text
/// upstream_of(&config, b"main") // refs/remotes/origin/main
/// ```
pub(crate) fn upstream_of(config: &[ConfigEntry], branch: &[u8]) -> Option<Upstream> {
	let remotes = values_of(config, b"branch", Some(branch), b"remote");
	let merges = values_of(config, b"branch", Some(branch), b"merge");
	let (Some(remote), Some(merge)) = (remotes.last(), merges.first()) else { return Some(Upstream::Nothing) };
	if merges.iter().any(|other| other != merge) {
		return None;
	}
	let (remote, merge) = ((*remote)?, (*merge)?);
	if remote == THIS_REPOSITORY || !merge.starts_with(BRANCH_REFS) {
		return Some(Upstream::Nothing);
	}
	let tracked = tracked_ref(&values_of(config, b"remote", Some(remote), b"fetch"), merge)?;
	Some(tracked.filter(|tracked| tracked.starts_with(TRACKED_REFS)).map_or(Upstream::Nothing, Upstream::Tracked))
}

/// The first refspec whose source matches says where the ref is kept; all have to be understood.
fn tracked_ref(refspecs: &[Option<&[u8]>], source: &[u8]) -> Option<Option<Vec<u8>>> {
	let refspecs: Vec<Refspec> = refspecs.iter().map(|text| parse_refspec(text.unwrap_or_default())).collect::<Option<_>>()?;
	Some(refspecs.iter().find_map(|refspec| refspec.map_ref(source)))
}

struct Refspec<'config> {
	source: &'config [u8],
	/// `None`: what is fetched is not kept.
	target: Option<&'config [u8]>,
}

/// Reads `+SOURCE:TARGET`; `None` for a negative one and where the stars of both sides do not pair.
fn parse_refspec(text: &[u8]) -> Option<Refspec<'_>> {
	let plain = text.strip_prefix(b"+").unwrap_or(text);
	if plain.is_empty() || plain.starts_with(b"^") {
		return None;
	}
	let Some(colon) = plain.iter().position(|byte| *byte == b':') else { return Some(Refspec { source: plain, target: None }) };
	let (source, target) = (&plain[..colon], &plain[colon + 1..]);
	let stars = |text: &[u8]| text.iter().filter(|byte| **byte == b'*').count();
	(stars(source) <= 1 && stars(target) == stars(source)).then_some(Refspec { source, target: Some(target) })
}

impl Refspec<'_> {
	/// What the refspec makes of a ref; `None` where it does not match. A star is any text.
	fn map_ref(&self, name: &[u8]) -> Option<Vec<u8>> {
		let target = self.target?;
		let Some(star) = self.source.iter().position(|byte| *byte == b'*') else { return (self.source == name).then(|| target.to_vec()) };
		let any = name.strip_prefix(&self.source[..star])?.strip_suffix(&self.source[star + 1..])?;
		let place = target.iter().position(|byte| *byte == b'*')?;
		Some([&target[..place], any, &target[place + 1..]].concat())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::git_config::parse_config;
	use crate::golden_rows::{bytes_of, hold_rows, latin};

	#[test]
	fn upstreams() {
		hold_rows("upstream.json", |given| {
			let config = parse_config(&bytes_of(&given[0]));
			match config.and_then(|config| upstream_of(&config, &bytes_of(&given[1]))) {
				Some(Upstream::Tracked(name)) => latin(&name),
				Some(Upstream::Nothing) => latin(b"none"),
				None => latin(b"unknown"),
			}
		});
	}
}
