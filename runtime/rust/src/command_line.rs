//! The program as a person or another program calls it.

use std::fs::File;
use std::io::{Error, Write};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStringExt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::bundle::{MOST_BUNDLE_BYTES, keep, read_bundle, read_written_bundle};
use crate::codes::InputError;
use crate::decide::decide;
use crate::embedded_policy::{BUNDLE, INDEX};
use crate::hooks::hook_hosts;
use crate::json::Json;
use crate::options::{Options, read_options};
use crate::policy_index::PolicyIndex;
use crate::prepare::Prepared;
use crate::read_files::read_through;
use crate::requests::parse_facts;
use crate::serve::serve;
use crate::surroundings::{clean_path, surroundings_of};
use crate::types::{CommandRequest, Decision, Verdict};
use crate::verdict::refuse;

// Exit statuses; misuse is a mistake in the call. Nothing but an allow ends with 0, `--help` and `--version` apart.
const EXIT_ALLOW: i32 = 0;
const EXIT_DENY: i32 = 3;
const EXIT_REQUEST: i32 = 4;
const EXIT_MISUSE: i32 = 6;

fn exit_of(decision: Decision) -> i32 {
	match decision {
		Decision::Allow => EXIT_ALLOW,
		Decision::Request => EXIT_REQUEST,
		_ => EXIT_DENY,
	}
}

const HELP: &str = "\
Decides whether a shell command may run, by a compiled policy.

usage: policy-evaluator --bundle FILE --command TEXT [--cwd DIR] [--json] [--facts JSON] [--unattended]
       policy-evaluator --bundle FILE --hook HOST [--unattended]
       policy-evaluator --bundle FILE --serve
       policy-evaluator --bundle FILE --version

  --bundle FILE    the policy: a policy-wrapper-rules.json
  --command TEXT   the command line to decide
  --cwd DIR        where it would run (default: the current directory)
  --json           print the whole verdict as one line of JSON
  --facts JSON     given facts instead of real ones, such as '{\"git_is_worktree\": true}'
  --fallback D     deny (the default) or request, where the bundle cannot be read
  --hook HOST      answer the event on standard input as this host wants it: HOSTS
  --sha256 HASH    of the bundle file as it was written: any other cannot be read, and this one need not be checked again
  --unattended     nobody can be asked
  --serve          answer one JSON request per line of standard input
  --version        print the hash of the policy
  --help           print this

exit status: 0 allow, 3 deny, 4 request, 6 a mistake in the call; as a hook, what the host wants
example: policy-evaluator --bundle policy-wrapper-rules.json --command 'git push --force'
";

/// Runs a call and gives its exit status; whatever fails on the way is a deny.
pub(crate) fn run_evaluator(args: &[Vec<u8>]) -> i32 {
	catch_unwind(AssertUnwindSafe(|| try_to_run(args).unwrap_or_else(|problem| misuse(&problem)))).unwrap_or(EXIT_DENY)
}

fn try_to_run(args: &[Vec<u8>]) -> Result<i32, String> {
	let found = read_options(args)?;
	if found.has("--help") {
		return Ok(printed(HELP.replacen("HOSTS", &hook_hosts().join(", "), 1).as_bytes()));
	}
	let call = Call::of(&found)?;
	let ready = call.load();
	if found.has("--version") {
		return Ok(print_version(ready.as_ref()));
	}
	if found.has("--serve") {
		return Ok(run_server(ready.as_ref()).map_or(EXIT_DENY, |()| EXIT_ALLOW));
	}
	let command = found.get("--command").ok_or("--command TEXT is needed")?;
	let verdict = call.decide(command, found.get("--cwd").unwrap_or_default(), ready.as_ref());
	let text = if found.has("--json") { [&*verdict.canonical(None), b"\n"].concat() } else { describe(&verdict).into_bytes() };
	// Standard output may be what fails: the status alone has to say it.
	Ok(if printed(&text) == EXIT_ALLOW { exit_of(verdict.decision) } else { EXIT_DENY })
}

/// What all ways to decide have in common.
pub(crate) struct Call<'args> {
	/// `None`: the embedded policy.
	bundle: Option<&'args [u8]>,
	/// SHA-256 of the bundle as it was written, if it is known.
	sha256: Option<&'args [u8]>,
	pub(crate) facts: Option<Json<'args>>,
	pub(crate) fallback: Decision,
	pub(crate) unattended: bool,
}

impl<'args> Call<'args> {
	/// What the options of a call say, or what is wrong with them.
	pub(crate) fn of(found: &Options<'args>) -> Result<Self, String> {
		let bundle = found.get("--bundle");
		if bundle.is_none() && (BUNDLE.is_empty() || found.has("--sha256")) {
			return Err("--bundle FILE is needed".to_owned());
		}
		let facts = found.get("--facts").map(parse_facts).transpose().map_err(|problem| format!("--facts is not understood: {problem}"))?;
		let fallback = match found.get("--fallback") {
			None | Some(b"deny") => Decision::Deny,
			Some(b"request") => Decision::Request,
			Some(_) => return Err("--fallback is deny or request".to_owned()),
		};
		let unattended = found.has("--unattended");
		// Which decision stands for a request with nobody to ask stands in the bundle that could not be read.
		let fallback = if unattended { Decision::Deny } else { fallback };
		Ok(Self { bundle, sha256: found.get("--sha256"), facts, fallback, unattended })
	}

	/// Reads the bundle and makes it ready; `None` where it cannot be read.
	pub(crate) fn load(&self) -> Option<Prepared> {
		catch_unwind(AssertUnwindSafe(|| {
			let Some(file) = self.bundle else { return Some(Prepared::embedded(keep(PolicyIndex::open(BUNDLE, INDEX)))) };
			let bytes = read_through(file, MOST_BUNDLE_BYTES)?.leak();
			let bundle = match self.sha256 {
				Some(hash) => read_written_bundle(bytes, hash)?,
				None => read_bundle(bytes)?,
			};
			Some(Prepared::of(bundle))
		}))
		.ok()?
	}

	fn decide(&self, command: &[u8], cwd: &[u8], ready: Option<&Prepared>) -> Verdict {
		let Some(ready) = ready else {
			return Verdict { decision: self.fallback, ..refuse(InputError::MalformedBundle, None) };
		};
		let cwd = absolute_path(cwd);
		let facts = self.facts.as_ref().map(Json::object);
		let request = CommandRequest { command, cwd: Some(&cwd), facts, unattended: self.unattended };
		decide(ready, &request, surroundings_of(Some(&cwd)))
	}
}

/// A path from the current directory as the system knows it, whatever PWD says.
fn absolute_path(path: &[u8]) -> Vec<u8> {
	if path.starts_with(b"/") {
		return clean_path(path);
	}
	let current = std::env::current_dir().expect("a directory that is removed has no name, and nothing is decided in it");
	clean_path(&[&*current.into_os_string().into_vec(), b"/", path].concat())
}

fn run_server(ready: Option<&Prepared>) -> Result<(), Error> {
	let input = File::from(std::io::stdin().as_fd().try_clone_to_owned()?);
	serve(ready, input, standard_output()?)
}

/// Standard output as a file: unlike the standard library's own, it says so where it is not open.
pub(crate) fn standard_output() -> Result<File, Error> {
	Ok(File::from(std::io::stdout().as_fd().try_clone_to_owned()?))
}

fn print_version(ready: Option<&Prepared>) -> i32 {
	match ready {
		Some(ready) => printed(&[ready.policy_hash, b"\n"].concat()),
		None => {
			complain("error: the policy bundle cannot be read\n");
			EXIT_DENY
		}
	}
}

fn describe(verdict: &Verdict) -> String {
	let rule = verdict.rule.map(|rule| format!(" {}", String::from_utf8_lossy(rule))).unwrap_or_default();
	let reason = verdict.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
	format!("{} by {}{rule}{reason}\n", verdict.decision.text(), verdict.by.text())
}

/// Writes a text and gives the exit status of that.
fn printed(text: &[u8]) -> i32 {
	let written = standard_output().and_then(|mut output| output.write_all(text));
	written.map_or(EXIT_DENY, |()| EXIT_ALLOW)
}

fn misuse(problem: &str) -> i32 {
	complain(&format!("error: {problem}; `--help` shows the options\n"));
	EXIT_MISUSE
}

/// Says something on standard error; the exit status says it to those who do not listen.
fn complain(text: &str) {
	let _ = std::io::stderr().write_all(text.as_bytes());
}
