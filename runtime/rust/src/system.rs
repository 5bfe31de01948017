//! Calls of the system that the standard library does not offer. They are the same on Linux and macOS; numbers that are not stand here
//! for each system.

use std::ffi::{c_int, c_long, c_short, c_uint, c_ulong, c_void};
use std::io::{Error, Result};
use std::os::fd::{AsRawFd, BorrowedFd};
use std::time::Duration;

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
compile_error!("this evaluator is for Linux and macOS");

/// open(2): a link in the last place is not followed.
#[cfg(all(target_os = "linux", any(target_arch = "aarch64", target_arch = "arm", target_arch = "powerpc64")))]
pub(crate) const O_NOFOLLOW: c_int = 0o100_000;
#[cfg(all(target_os = "linux", not(any(target_arch = "aarch64", target_arch = "arm", target_arch = "powerpc64"))))]
pub(crate) const O_NOFOLLOW: c_int = 0o400_000;
#[cfg(target_os = "macos")]
pub(crate) const O_NOFOLLOW: c_int = 0x100;

/// open(2): a FIFO is opened without waiting for its other end.
#[cfg(target_os = "linux")]
pub(crate) const O_NONBLOCK: c_int = 0o4_000;
#[cfg(target_os = "macos")]
pub(crate) const O_NONBLOCK: c_int = 0x4;

#[cfg(target_os = "linux")]
type PollCount = c_ulong;
#[cfg(target_os = "macos")]
type PollCount = c_uint;

/// signal(7): signals that end a process, by numbers that all systems share.
pub(crate) const SIGHUP: c_int = 1;
pub(crate) const SIGINT: c_int = 2;
pub(crate) const SIGILL: c_int = 4;
pub(crate) const SIGABRT: c_int = 6;
pub(crate) const SIGFPE: c_int = 8;
const SIGKILL: c_int = 9;
pub(crate) const SIGALRM: c_int = 14;
pub(crate) const SIGTERM: c_int = 15;

/// poll(2).
const POLLIN: c_short = 0x1;
const POLLOUT: c_short = 0x4;

/// setitimer(2): the timer that counts real time and sends SIGALRM.
const ITIMER_REAL: c_int = 0;

#[repr(C)]
struct PollFd {
	fd: c_int,
	events: c_short,
	revents: c_short,
}

#[repr(C)]
struct TimeValue {
	seconds: c_long,
	microseconds: c_long,
}

#[repr(C)]
struct TimerValue {
	interval: TimeValue,
	value: TimeValue,
}

unsafe extern "C" {
	/// geteuid(2) takes nothing and always succeeds.
	safe fn geteuid() -> c_uint;
	/// setsid(2) takes nothing; it may be called between fork and exec.
	safe fn setsid() -> c_int;
	/// kill(2) reads no memory of the process.
	safe fn kill(process: c_int, signal: c_int) -> c_int;
	/// _exit(2) ends the process at once, also in a signal handler.
	safe fn _exit(status: c_int) -> !;
	/// signal(2).
	fn signal(number: c_int, handler: extern "C" fn(c_int)) -> *mut c_void;
	/// write(2).
	fn write(fd: c_int, bytes: *const c_void, count: usize) -> isize;
	/// poll(2).
	fn poll(fds: *mut PollFd, count: PollCount, milliseconds: c_int) -> c_int;
	/// setitimer(2).
	fn setitimer(which: c_int, new: *const TimerValue, old: *mut TimerValue) -> c_int;
}

/// The effective user.
pub(crate) fn effective_user() -> u32 {
	geteuid()
}

/// Makes the process the leader of a session and of a group of its own.
pub(crate) fn start_session() -> Result<()> {
	if setsid() < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}

/// Kills all processes of a group.
pub(crate) fn kill_group(leader: u32) {
	// There is nothing to do about a group of which nothing is left.
	if let Ok(leader @ 2..) = c_int::try_from(leader) {
		kill(-leader, SIGKILL);
	}
}

/// Ends the process at once, also in a signal handler.
pub(crate) fn exit_now(status: i32) -> ! {
	_exit(status)
}

/// Has a function called for signals. It may do only what signal-safety(7) allows, and must not return.
pub(crate) fn on_signals(numbers: &[c_int], handler: extern "C" fn(c_int)) {
	for number in numbers {
		// SAFETY: the handler is a function that lives as long as the process, of the type that signal(2) wants.
		unsafe { signal(*number, handler) };
	}
}

/// Has SIGALRM sent after some time; at once where none is left.
pub(crate) fn start_timer(after: Duration) {
	let after = after.max(Duration::from_micros(1));
	let none = TimeValue { seconds: 0, microseconds: 0 };
	let seconds = c_long::try_from(after.as_secs()).unwrap_or(c_long::MAX);
	// Below 1,000,000, which every integer of C holds.
	let microseconds = after.subsec_micros() as c_long;
	let timer = TimerValue { interval: none, value: TimeValue { seconds, microseconds } };
	// SAFETY: the new value is a valid `struct itimerval` for the length of the call; no old one is asked for.
	unsafe { setitimer(ITIMER_REAL, &raw const timer, std::ptr::null_mut()) };
}

/// Writes bytes to a descriptor without any state of the process, so that a signal handler may do it; whether all were taken. It does not
/// wait for a reader that takes nothing.
pub(crate) fn write_now(fd: c_int, bytes: &[u8]) -> bool {
	let mut rest = bytes;
	while !rest.is_empty() {
		let mut ready = [PollFd { fd, events: POLLOUT, revents: 0 }];
		if poll_for(&mut ready, PATIENCE) < 1 || ready[0].revents & POLLOUT == 0 {
			return false;
		}
		// SAFETY: the pointer and the length are those of a slice that lives longer than the call.
		let count = unsafe { write(fd, rest.as_ptr().cast(), rest.len()) };
		match usize::try_from(count) {
			Ok(count @ 1..) => rest = &rest[count.min(rest.len())..],
			_ => return false,
		}
	}
	true
}

/// How long a signal handler waits for the reader of an answer.
const PATIENCE: Duration = Duration::from_millis(100);

/// Waits until one of some descriptors can be read, or its other end is closed, at most for some time. Says of each whether it can.
pub(crate) fn wait_to_read<const COUNT: usize>(fds: [Option<BorrowedFd>; COUNT], most: Duration) -> [bool; COUNT] {
	// poll(2) passes over negative descriptors.
	let mut polled = fds.map(|fd| PollFd { fd: fd.map_or(-1, |fd| fd.as_raw_fd()), events: POLLIN, revents: 0 });
	if poll_for(&mut polled, most) < 1 {
		return [false; COUNT];
	}
	polled.map(|one| one.revents != 0)
}

fn poll_for(fds: &mut [PollFd], most: Duration) -> c_int {
	let milliseconds = c_int::try_from(most.as_micros().div_ceil(1_000)).unwrap_or(c_int::MAX);
	// SAFETY: the pointer and the count are those of a slice that nothing else uses during the call.
	unsafe { poll(fds.as_mut_ptr(), fds.len() as PollCount, milliseconds) }
}
