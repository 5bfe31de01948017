//! What hosts say to a hook, and what they want to hear.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::bundle::keep;
use crate::bytes::to_text;
use crate::canonical_json::{append_canonical, append_string};
use crate::codes::InputError;
use crate::command_line::Call;
use crate::decide::decide;
use crate::json::{Json, Object};
use crate::options::read_options;
use crate::prepare::Prepared;
use crate::read_json::read_json;
use crate::say_decision::say_decision;
use crate::surroundings::surroundings_of;
use crate::types::{CommandRequest, PolicyText};
use crate::verdict::refuse;

/// The protocols of all hosts: runtime/protocols.json, whose schema is schemas/protocols.schema.json.
static PROTOCOLS: &[u8] = include_bytes!("../protocols.json");

/// How many bytes an event may have.
pub(crate) const MOST_EVENT_BYTES: usize = 1024 * 1024;

/// The protocol of one host.
#[derive(Clone, Copy)]
pub(crate) struct HostProtocol {
	raw: &'static Object<'static>,
}

/// What the hook prints and ends with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HookAnswer {
	pub(crate) status: i32,
	pub(crate) stdout: Vec<u8>,
	pub(crate) stderr: Vec<u8>,
}

/// The status that every host takes for a refusal; the only one where the host is not known.
pub(crate) const EXIT_REFUSED: i32 = 2;

fn protocol_hosts() -> &'static Object<'static> {
	let protocols = read_json(PROTOCOLS, PROTOCOLS.len()).expect("the protocols are part of the program");
	keep(protocols).object().get(b"hosts").object()
}

/// The hosts whose protocol is known.
pub(crate) fn hook_hosts() -> Vec<String> {
	protocol_hosts().members().iter().map(|(host, _)| to_text(host)).collect()
}

/// Refuses in a host's form, whatever went wrong. `protocol` is `None` where the host is not known, and the status with a text has to do;
/// `problem` is one sentence for the person in front of the host.
pub(crate) fn refuse_hook(protocol: Option<HostProtocol>, problem: &str) -> HookAnswer {
	let text = format!("The command is refused. {problem}");
	match protocol {
		Some(protocol) => protocol.write(protocol.raw.get(b"failure").text(), &text),
		None => HookAnswer { status: EXIT_REFUSED, stdout: Vec::new(), stderr: format!("{text}\n").into_bytes() },
	}
}

/// What a hook needs to decide.
pub(crate) struct HookPolicy<'args> {
	/// `None` where the bundle could not be read.
	ready: Option<Prepared>,
	call: Call<'args>,
}

impl<'args> HookPolicy<'args> {
	/// What a hook decides by, or what is wrong with its call.
	pub(crate) fn load(args: &'args [Vec<u8>]) -> Result<Self, String> {
		let found = read_options(args)?;
		for name in ["--command", "--cwd", "--json", "--serve", "--version", "--help"] {
			if found.has(name) {
				return Err(format!("{name} does not go with --hook"));
			}
		}
		let call = Call::of(&found)?;
		Ok(Self { ready: call.load(), call })
	}
}

/// Answers one event of a host: JSON in the strict profile, at most 1 MiB. It never answers with nothing.
pub(crate) fn answer_hook(protocol: HostProtocol, bytes: &[u8], policy: &HookPolicy) -> HookAnswer {
	let answer = catch_unwind(AssertUnwindSafe(|| protocol.answer(bytes, policy)));
	let problem = match answer {
		Ok(Ok(answer)) => return answer,
		Ok(Err(problem)) => problem.to_owned(),
		Err(_) => refuse(InputError::InternalError, None).reason.unwrap_or_default(),
	};
	refuse_hook(Some(protocol), &problem)
}

/// An event, as far as the protocol names its parts.
struct Event<'event> {
	/// The form of each decision; `leave` is that of what is left to the host and of other tools.
	answers: &'static Object<'static>,
	/// `None`: the event is about another tool.
	command: Option<EventCommand<'event>>,
}

struct EventCommand<'event> {
	command: &'event [u8],
	cwd: Option<&'event [u8]>,
}

impl HostProtocol {
	/// The protocol of a host, if that is known.
	pub(crate) fn of(host: &[u8]) -> Option<Self> {
		protocol_hosts().get(host).as_object().map(|raw| Self { raw })
	}

	/// The evaluator's own deadline, in milliseconds.
	pub(crate) fn deadline(&self) -> u64 {
		self.raw.get(b"deadline_ms").count() as u64
	}

	fn answer(self, bytes: &[u8], policy: &HookPolicy) -> Result<HookAnswer, &'static str> {
		let value = read_json(bytes, MOST_EVENT_BYTES).ok_or("What the host sent is not JSON in the strict profile.")?;
		let event = self.read_event(&value)?;
		let form = |decision: &str| event.answers.get(decision.as_bytes()).text();
		let Some(EventCommand { command, cwd }) = event.command else { return Ok(self.write(form("leave"), "")) };
		let call = &policy.call;
		let Some(ready) = &policy.ready else {
			let why = refuse(InputError::MalformedBundle, None).reason.unwrap_or_default();
			return Ok(self.write(form(call.fallback.text()), &why));
		};
		let request = CommandRequest { command, cwd, facts: call.facts.as_ref().map(Json::object), unattended: call.unattended };
		let verdict = decide(ready, &request, surroundings_of(cwd));
		let decision = if verdict.leave_to_host { "leave" } else { verdict.decision.text() };
		Ok(self.write(form(decision), &say_decision(&verdict)))
	}

	/// Reads an event, or says why it is not understood. Keys that the protocol does not name are the host's own business; those that it
	/// names have to be there and of the right kind.
	fn read_event<'event>(&self, value: &'event Json<'event>) -> Result<Event<'event>, &'static str> {
		let name = value_at(value, self.raw.get(b"event")).and_then(Json::as_text);
		let events = self.raw.get(b"events").object();
		let event = name.and_then(|name| events.get(name).as_object()).ok_or("What the host sent is not an event that this hook knows.")?;
		let answers = event.get(b"answers").object();
		if let Some(tool) = event.get(b"tool").as_object() {
			let used = value_at(value, tool.get(b"at")).map(Json::text).unwrap_or_default();
			if used.is_empty() {
				return Err("The host's event does not name its tool.");
			}
			if used != tool.get(b"is").text() {
				return Ok(Event { answers, command: None });
			}
		}
		let text_at = |key: &[u8]| value_at(value, event.get(key)).and_then(Json::as_text);
		let command = text_at(b"command").ok_or("The host's event has no command where one should stand.")?;
		let is_directory = |cwd: &&[u8]| cwd.starts_with(b"/") && !cwd.contains(&0);
		let cwd = text_at(b"cwd").filter(is_directory).ok_or("The host's event has no absolute directory.")?;
		let moved = event.get(b"moved_by").list().iter().any(|path| value_at(value, path).is_some());
		Ok(Event { answers, command: Some(EventCommand { command, cwd: (!moved).then_some(cwd) }) })
	}

	/// Writes an answer in one of the host's forms. In its standard output, the text `{reason}` stands for the reason.
	fn write(&self, name: PolicyText, why: &str) -> HookAnswer {
		let form = self.raw.get(b"forms").object().get(name).as_object().expect("a protocol has the forms that it names");
		let why = match form.get(b"advice").as_text() {
			Some(advice) => format!("{why} {}", to_text(advice)),
			None => why.to_owned(),
		};
		let mut quoted = Vec::new();
		append_string(&mut quoted, why.as_bytes());
		let mut pattern = Vec::new();
		append_canonical(&mut pattern, form.get(b"stdout"));
		pattern.push(b'\n');
		let says_why = form.get(b"stderr").is_true();
		HookAnswer {
			status: form.get(b"status").count() as i32,
			stdout: to_text(&pattern).replace("\"{reason}\"", &to_text(&quoted)).into_bytes(),
			stderr: if says_why { format!("{why}\n").into_bytes() } else { Vec::new() },
		}
	}
}

/// Follows keys from a value to one inside it; `None` where the way is not there.
fn value_at<'event>(value: &'event Json<'event>, path: &Json) -> Option<&'event Json<'event>> {
	path.texts().into_iter().try_fold(value, |value, key| {
		let object = value.as_object()?;
		object.has(key).then(|| object.get(key))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_protocols_are_the_shared_ones() {
		let shared = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../protocols.json")).expect("runtime/protocols.json");
		assert_eq!(shared, PROTOCOLS, "copy runtime/protocols.json here");
	}

	#[test]
	fn every_host_has_a_refusal() {
		for host in hook_hosts() {
			let protocol = HostProtocol::of(host.as_bytes()).expect("a protocol");
			let answer = refuse_hook(Some(protocol), "Why\u{1f600}.");
			assert!(answer.status != 0 || !answer.stdout.is_empty(), "{host}");
			assert!(protocol.deadline() > 0);
		}
	}
}
