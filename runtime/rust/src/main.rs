//! The program `policy-evaluator`.

use std::os::unix::ffi::OsStringExt;
use std::process::exit;
use std::time::Instant;

fn main() {
	let started = Instant::now();
	let args: Vec<Vec<u8>> = std::env::args_os().skip(1).map(OsStringExt::into_vec).collect();
	exit(evaluator::run(&args, started))
}
