//! Requests of `--serve`, and given facts.

use crate::codes::InputError;
use crate::json::Json;
use crate::read_json::read_json;
use crate::shape::Shape;
use crate::types::CommandRequest;

/// How many bytes a request may have.
pub(crate) const MOST_REQUEST_BYTES: usize = 1024 * 1024;

/// The largest whole number that every JSON reader keeps as it is.
const MOST_WHOLE: f64 = 9_007_199_254_740_991.0;

const IDENTIFIER: Shape = Shape::Either(&[Shape::Text, Shape::Whole(-MOST_WHOLE, MOST_WHOLE)]);

const REQUEST: Shape = Shape::Object(
	&[&[("command", Shape::Text)]],
	&[&[
		("id", Shape::OrNull(&IDENTIFIER)),
		("cwd", Shape::OrNull(&Shape::Test(is_directory))),
		("facts", Shape::OrNull(&Shape::Test(are_facts))),
		("unattended", Shape::Boolean),
	]],
);

fn is_directory(value: &Json) -> bool {
	value.as_text().is_some_and(|text| text.is_empty() || text.starts_with(b"/"))
}

/// Whether a value is facts as they are given: values by name; `root` and `home` are directories.
fn are_facts(value: &Json) -> bool {
	let is_fact = |name: &[u8], fact: &Json| match name {
		b"root" | b"home" => fact.as_text().is_some(),
		_ => matches!(fact, Json::Bool(_)) || fact.as_text() == Some(b"unknown"),
	};
	value.as_object().is_some_and(|object| object.members().iter().all(|(name, fact)| is_fact(name, fact)))
}

/// One request of `--serve` as it was read.
pub(crate) enum RequestReading<'request> {
	Refused(InputError),
	/// The value of a request.
	Request(Json<'request>),
}

/// Reads one request of `--serve`, or says why it is refused; with the id where that could be read, else null. Only `command` is required;
/// `cwd` is an absolute path, empty or null for unknown.
pub(crate) fn read_request(bytes: &[u8]) -> (Json<'_>, RequestReading<'_>) {
	let Some(value) = read_json(bytes, MOST_REQUEST_BYTES) else { return (Json::Null, RequestReading::Refused(InputError::BadJson)) };
	let id = value.object().get(b"id");
	let id = if IDENTIFIER.holds(id) { id.clone() } else { Json::Null };
	if REQUEST.holds(&value) { (id, RequestReading::Request(value)) } else { (id, RequestReading::Refused(InputError::BadRequest)) }
}

/// What a value that has the shape of a request asks.
pub(crate) fn request_of<'request>(value: &'request Json<'request>) -> CommandRequest<'request> {
	let request = value.object();
	CommandRequest {
		command: request.get(b"command").text(),
		cwd: request.get(b"cwd").as_text().filter(|cwd| !cwd.is_empty()),
		facts: request.get(b"facts").as_object(),
		unattended: request.get(b"unattended").is_true(),
	}
}

/// Reads the text of `--facts`, or says what is wrong with it.
pub(crate) fn parse_facts(text: &[u8]) -> Result<Json<'_>, &'static str> {
	let value = read_json(text, usize::MAX).ok_or("it is not JSON, or it names a fact twice")?;
	if are_facts(&value) { Ok(value) } else { Err("a fact is true, false or \"unknown\", and `root` and `home` are texts") }
}
