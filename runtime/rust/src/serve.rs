//! The serving evaluator: one request a line, one answer a line.

use std::io::{BufRead, BufReader, BufWriter, Read, Result, Write};

use crate::codes::InputError;
use crate::decide::{Surroundings, decide};
use crate::prepare::Prepared;
use crate::requests::{MOST_REQUEST_BYTES, RequestReading, read_request, request_of};
use crate::verdict::refuse;

const BUFFER: usize = 64 * 1024;

/// The answer to one line: the verdict in canonical JSON, with the id of the request or null. `ready` is `None` where the bundle could not
/// be read: every answer is then a refusal.
pub(crate) fn answer_line(ready: Option<&Prepared>, line: &[u8]) -> Vec<u8> {
	let (id, reading) = read_request(line);
	let Some(ready) = ready else { return refuse(InputError::MalformedBundle, None).canonical(Some(&id)) };
	let verdict = match &reading {
		RequestReading::Refused(problem) => refuse(*problem, Some(ready.policy_hash)),
		RequestReading::Request(value) => decide(ready, &request_of(value), Surroundings::unknown()),
	};
	verdict.canonical(Some(&id))
}

/// Answers one request per line until the input ends. A line over the size limit is answered with a refusal and skipped. Answers are held
/// back only while another request is there already.
pub(crate) fn serve(ready: Option<&Prepared>, input: impl Read, output: impl Write) -> Result<()> {
	let mut input = BufReader::with_capacity(BUFFER, input);
	let mut output = BufWriter::with_capacity(BUFFER, output);
	let mut line = Vec::new();
	while read_request_line(&mut input, &mut line)? {
		if !line.is_empty() {
			output.write_all(&answer_line(ready, &line))?;
			output.write_all(b"\n")?;
		}
		if !input.buffer().contains(&b'\n') {
			output.flush()?;
		}
	}
	output.flush()
}

/// Reads one line without its newline; false at the end of the input. Of an overlong line only so much is kept that it stays overlong.
fn read_request_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool> {
	line.clear();
	let most = MOST_REQUEST_BYTES as u64 + 1;
	if input.by_ref().take(most).read_until(b'\n', line)? == 0 {
		return Ok(false);
	}
	if line.last() == Some(&b'\n') {
		line.pop();
	} else if line.len() > MOST_REQUEST_BYTES {
		input.skip_until(b'\n')?;
	}
	Ok(true)
}
