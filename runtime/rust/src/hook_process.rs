//! The process of a hook: whatever happens to it, it ends in an answer that the host understands.

use std::ffi::c_int;
use std::fs::File;
use std::io::{Error, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::command_line::standard_output;
use crate::hooks::{EXIT_REFUSED, HookAnswer, HookPolicy, HostProtocol, MOST_EVENT_BYTES, answer_hook, refuse_hook};
use crate::say_decision::show_controls;
use crate::system::{SIGABRT, SIGALRM, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGTERM, exit_now, on_signals, start_timer, write_now};

/// The signals that end in the refusal: those that ask a process to end, the deadline's, and those by which it fails (the standard library
/// ends a process by SIGABRT where there is no memory or no stack left).
const ENDS: [c_int; 7] = [SIGHUP, SIGINT, SIGTERM, SIGALRM, SIGABRT, SIGILL, SIGFPE];

const STDOUT: c_int = 1;
const STDERR: c_int = 2;

/// Whether an answer was begun; what comes after that has only the status left.
static BEGUN: AtomicBool = AtomicBool::new(false);

/// What is said where nothing else can be.
static FAILURE: OnceLock<HookAnswer> = OnceLock::new();

/// Answers the one event on standard input, and ends the process. The refusal is rendered before any work is done; the deadline, a panic, a
/// signal, an event that is never finished, an output that nobody takes all end in that refusal. What a process cannot do anything about (a
/// kill, no memory at all) is left to the dispatch script.
///
/// `host` is the name of a host; one that is not known is refused with the status that blocks everywhere. `started` is when the process
/// started.
pub(crate) fn run_hook(host: &[u8], args: &[Vec<u8>], started: Instant) -> ! {
	let protocol = HostProtocol::of(host);
	let failure = refuse_hook(protocol, "The policy evaluator failed or did not answer in time.");
	let failure = FAILURE.get_or_init(|| deliverable(failure));
	on_signals(&ENDS, end_in_failure);
	if let Some(protocol) = protocol {
		start_timer(Duration::from_millis(protocol.deadline()).saturating_sub(started.elapsed()));
	}
	let answer = catch_unwind(AssertUnwindSafe(|| answer_event(host, protocol, args))).ok().flatten();
	deliver(&answer.map_or_else(|| failure.clone(), deliverable))
}

/// The answer to the event on standard input; `None` where that cannot be read.
fn answer_event(host: &[u8], protocol: Option<HostProtocol>, args: &[Vec<u8>]) -> Option<HookAnswer> {
	let Some(protocol) = protocol else {
		let host = show_controls(&String::from_utf8_lossy(host));
		return Some(refuse_hook(None, &format!("This policy evaluator does not know the host `{host}`.")));
	};
	let event = read_event().ok()?;
	if event.len() > MOST_EVENT_BYTES {
		return Some(refuse_hook(Some(protocol), "What the host sent is too long."));
	}
	Some(match HookPolicy::load(args) {
		Ok(policy) => answer_hook(protocol, &event, &policy),
		Err(problem) => refuse_hook(Some(protocol), &format!("The policy evaluator was called wrongly: {problem}.")),
	})
}

fn read_event() -> Result<Vec<u8>, Error> {
	let input = File::from(std::io::stdin().as_fd().try_clone_to_owned()?);
	let mut event = Vec::new();
	input.take(MOST_EVENT_BYTES as u64 + 1).read_to_end(&mut event)?;
	Ok(event)
}

/// An answer as it can be delivered: where standard output leads nowhere, the status has to say it.
fn deliverable(answer: HookAnswer) -> HookAnswer {
	let status = if answer.status == 0 && leads_nowhere().unwrap_or(true) { EXIT_REFUSED } else { answer.status };
	HookAnswer { status, ..answer }
}

/// Whether standard output is the null device: closed standard descriptors are opened on it when the process starts, so that writing
/// succeeds.
fn leads_nowhere() -> Result<bool, Error> {
	let (found, null) = (standard_output()?.metadata()?, std::fs::metadata("/dev/null")?);
	Ok((found.dev(), found.ino()) == (null.dev(), null.ino()))
}

/// Gives an answer and ends the process.
fn deliver(answer: &HookAnswer) -> ! {
	BEGUN.store(true, Ordering::SeqCst);
	let written = standard_output().and_then(|mut output| output.write_all(&answer.stdout));
	// The reason on standard error is for people; hosts go by the status.
	let _ = std::io::stderr().write_all(&answer.stderr);
	exit_now(if written.is_ok() { answer.status } else { EXIT_REFUSED })
}

/// Ends in the refusal; of an answer that is under way, only the status is left. It is called for signals: it does nothing that
/// signal-safety(7) does not allow.
extern "C" fn end_in_failure(_: c_int) {
	let failure = if BEGUN.swap(true, Ordering::SeqCst) { None } else { FAILURE.get() };
	let Some(failure) = failure else { exit_now(EXIT_REFUSED) };
	let written = write_now(STDOUT, &failure.stdout);
	write_now(STDERR, &failure.stderr);
	exit_now(if written { failure.status } else { EXIT_REFUSED })
}
