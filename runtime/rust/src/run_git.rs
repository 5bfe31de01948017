//! Git as a process: a fixed environment, a deadline for all calls together, an output limit, and nothing left behind.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::find_git::find_git;
use crate::read_files::path_of;
use crate::system::{kill_group, start_session, wait_to_read};

/// How long all calls of one decision may take together.
const GIT_DEADLINE: Duration = Duration::from_millis(250);

/// How many bytes of output are read.
const MOST_GIT_OUTPUT: usize = 1024 * 1024;

/// How long a process that has closed its outputs is left to end before it is looked at again.
const PAUSE: Duration = Duration::from_micros(100);

/// All that git sees of the environment. An inherited variable could name programs and other repositories. GIT_ALLOW_PROTOCOL, empty,
/// forbids every transport: a version that does not know GIT_NO_LAZY_FETCH could fetch missing objects by a program that the repository
/// names.
const ENVIRONMENT: [(&str, &[u8]); 8] = [
	("GIT_ALLOW_PROTOCOL", b""),
	("GIT_NO_LAZY_FETCH", b"1"),
	("GIT_NO_REPLACE_OBJECTS", b"1"),
	("GIT_OPTIONAL_LOCKS", b"0"),
	("GIT_PAGER", b"cat"),
	("GIT_TERMINAL_PROMPT", b"0"),
	("LC_ALL", b"C"),
	("PATH", b"/usr/bin:/bin"),
];

/// Says where configuration may come from: the repository that GIT_DIR names, and the user and the system only where that is asked for.
pub(crate) const OWN_CONFIGURATION: [(&str, &[u8]); 2] = [("GIT_CONFIG_GLOBAL", b"/dev/null"), ("GIT_CONFIG_NOSYSTEM", b"1")];

/// One call: arguments, additions to the environment, and the folder to run in.
pub(crate) struct GitCall<'call> {
	pub(crate) words: &'call [&'call str],
	pub(crate) environment: &'call [(&'call str, &'call [u8])],
	pub(crate) folder: &'call [u8],
}

/// What came of a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum GitResult {
	/// It ended by itself; `complained`: it wrote to standard error.
	Done { status: i32, output: Vec<u8>, complained: bool },
	/// It wrote more than is read.
	Overflow,
	/// There was no program, or it was killed, or out of time.
	Failed,
}

/// Runs git for one decision. The clock starts with the first call.
pub(crate) struct GitRunner {
	user: u32,
	started: Option<Instant>,
}

impl GitRunner {
	pub(crate) fn new(user: u32) -> Self {
		Self { user, started: None }
	}

	/// Runs git and waits for it, at most until the deadline; then its whole process group is killed. A git that lies in one of the folders
	/// of `outside` is not run.
	pub(crate) fn run(&mut self, call: &GitCall, outside: &[&[u8]]) -> GitResult {
		let deadline = *self.started.get_or_insert_with(Instant::now) + GIT_DEADLINE;
		if time_left(deadline) < Duration::from_millis(1) {
			return GitResult::Failed;
		}
		let Some(program) = find_git(self.user, outside) else { return GitResult::Failed };
		let mut command = Command::new(path_of(program));
		command.args(call.words).current_dir(path_of(call.folder)).env_clear();
		for (name, value) in ENVIRONMENT.iter().chain(call.environment) {
			command.env(name, OsStr::from_bytes(value));
		}
		command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
		// SAFETY: between fork and exec the closure does one call that is safe there (signal-safety(7)). A session of its own, so that a
		// kill reaches what git may have started; the standard library offers only a group.
		unsafe { command.pre_exec(start_session) };
		let Ok(mut child) = command.spawn() else { return GitResult::Failed };
		let result = await_result(&mut child, deadline);
		if !matches!(result, GitResult::Done { .. }) {
			kill_group(child.id());
			// It is killed: there is nothing to wait for, and nothing to learn.
			let _ = child.wait();
		}
		result
	}
}

fn time_left(deadline: Instant) -> Duration {
	deadline.saturating_duration_since(Instant::now())
}

/// Reads both outputs to their ends and waits for the process to end.
fn await_result(child: &mut Child, deadline: Instant) -> GitResult {
	let (mut output, mut complaint) = (Output::of(child.stdout.take()), Output::of(child.stderr.take()));
	while output.is_open() || complaint.is_open() {
		let left = time_left(deadline);
		if left.is_zero() {
			return GitResult::Failed;
		}
		let [first, second] = wait_to_read([output.fd(), complaint.fd()], left);
		let is_read = (!first || output.read()) && (!second || complaint.read());
		if !is_read {
			return if output.overflows() || complaint.overflows() { GitResult::Overflow } else { GitResult::Failed };
		}
	}
	match await_end(child, deadline).and_then(|status| status.code()) {
		Some(status) => GitResult::Done { status, output: output.bytes, complained: !complaint.bytes.is_empty() },
		None => GitResult::Failed,
	}
}

/// A process that has closed its outputs has all but ended.
fn await_end(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
	loop {
		if let Some(status) = child.try_wait().ok()? {
			return Some(status);
		}
		if time_left(deadline).is_zero() {
			return None;
		}
		sleep(PAUSE);
	}
}

/// An output of a process, as much of it as was read.
struct Output<Pipe> {
	pipe: Option<Pipe>,
	bytes: Vec<u8>,
}

impl<Pipe: Read + AsFd> Output<Pipe> {
	fn of(pipe: Option<Pipe>) -> Self {
		Self { pipe, bytes: Vec::new() }
	}

	fn is_open(&self) -> bool {
		self.pipe.is_some()
	}

	fn fd(&self) -> Option<std::os::fd::BorrowedFd<'_>> {
		self.pipe.as_ref().map(AsFd::as_fd)
	}

	fn overflows(&self) -> bool {
		self.bytes.len() > MOST_GIT_OUTPUT
	}

	/// Reads what is there; false where it is too much, or cannot be read.
	fn read(&mut self) -> bool {
		let mut part = [0; 16 * 1024];
		let Some(pipe) = &mut self.pipe else { return true };
		match pipe.read(&mut part) {
			Ok(0) => self.pipe = None,
			Ok(count) => self.bytes.extend_from_slice(&part[..count]),
			Err(error) if error.kind() == ErrorKind::Interrupted => {}
			Err(_) => return false,
		}
		!self.overflows()
	}
}
