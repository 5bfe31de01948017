//! Verdicts, and how they are written (schemas/verdict.schema.json).

use crate::canonical_json::{append_canonical, append_list, append_string, append_whole};
use crate::codes::InputError;
use crate::json::Json;
use crate::types::{Answer, By, CommandVerdict, Decision, PolicyText, Span, Verdict};

/// The verdict on an input that is refused. `policy_hash` is not known where no policy could be read.
pub(crate) fn refuse(problem: InputError, policy_hash: Option<PolicyText>) -> Verdict {
	Verdict {
		decision: Decision::Deny,
		leave_to_host: false,
		by: By::Input,
		rule: None,
		reason: Some(format!("The input is refused: {}.", problem.reason())),
		commands: Vec::new(),
		opaque: Vec::new(),
		conditions: Vec::new(),
		errors: vec![problem],
		policy_hash,
	}
}

impl Verdict {
	/// The verdict as canonical JSON, with an id where it answers a request.
	pub(crate) fn canonical(&self, id: Option<&Json>) -> Vec<u8> {
		let mut writer = Writer(Vec::with_capacity(512));
		writer.verdict(self, id);
		writer.0
	}
}

/// Writes objects key by key; their keys are given in canonical order.
struct Writer(Vec<u8>);

impl Writer {
	fn verdict(&mut self, verdict: &Verdict, id: Option<&Json>) {
		self.text(b"{", "by", verdict.by.text());
		self.list("commands", &verdict.commands, Self::command);
		self.list("conditions", &verdict.conditions, |out, judged| {
			out.null_or(b"{", "argument", judged.predicate.argument);
			out.bytes(b",", "name", judged.predicate.name);
			out.text(b",", "value", judged.value.text());
			out.0.push(b'}');
		});
		self.text(b",", "decision", verdict.decision.text());
		self.list("errors", &verdict.errors, |out, problem| append_string(&mut out.0, problem.code().as_bytes()));
		if let Some(id) = id {
			self.key(b",", "id");
			append_canonical(&mut self.0, id);
		}
		self.boolean("leave_to_host", verdict.leave_to_host);
		self.list("opaque", &verdict.opaque, |out, part| {
			out.text(b"{", "code", part.code.code());
			out.span(part.span);
			out.0.push(b'}');
		});
		self.null_or(b",", "policy_hash", verdict.policy_hash);
		self.null_or(b",", "reason", verdict.reason.as_deref().map(str::as_bytes));
		self.null_or(b",", "rule", verdict.rule);
		self.0.push(b'}');
	}

	fn command(&mut self, command: &CommandVerdict) {
		self.key(b"{", "argv");
		append_list(&mut self.0, &command.argv, |out, word| append_string(out, word.as_bytes()));
		self.text(b",", "by", command.by.text());
		self.text(b",", "decision", command.decision.text());
		self.boolean("leave_to_host", command.leave_to_host);
		self.list("matches", &command.matches, |out, matched| {
			out.text(b"{", "match", if matched.answer == Answer::Yes { "yes" } else { "maybe" });
			out.bytes(b",", "rule", matched.rule);
			out.0.push(b'}');
		});
		self.null_or(b",", "rule", command.rule);
		self.span(command.span);
		self.0.push(b'}');
	}

	fn key(&mut self, before: &[u8], key: &str) {
		self.0.extend_from_slice(before);
		append_string(&mut self.0, key.as_bytes());
		self.0.push(b':');
	}

	fn text(&mut self, before: &[u8], key: &str, value: &str) {
		self.bytes(before, key, value.as_bytes());
	}

	fn bytes(&mut self, before: &[u8], key: &str, value: &[u8]) {
		self.key(before, key);
		append_string(&mut self.0, value);
	}

	fn null_or(&mut self, before: &[u8], key: &str, value: Option<&[u8]>) {
		match value {
			Some(value) => self.bytes(before, key, value),
			None => {
				self.key(before, key);
				append_canonical(&mut self.0, &Json::Null);
			}
		}
	}

	fn boolean(&mut self, key: &str, value: bool) {
		self.key(b",", key);
		append_canonical(&mut self.0, &Json::Bool(value));
	}

	fn list<Item>(&mut self, key: &str, items: &[Item], append: impl Fn(&mut Self, &Item)) {
		self.key(b",", key);
		self.0.push(b'[');
		for (at, item) in items.iter().enumerate() {
			if at > 0 {
				self.0.push(b',');
			}
			append(self, item);
		}
		self.0.push(b']');
	}

	fn span(&mut self, span: Span) {
		self.key(b",", "span");
		append_list(&mut self.0, &span, |out, place| append_whole(out, i64::try_from(*place).unwrap_or(i64::MAX)));
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::read_json::read_json;

	/// Keys are written one by one: they have to stand as canonical JSON wants them.
	#[test]
	fn verdicts_are_canonical() {
		let mut verdict = refuse(InputError::BadJson, Some(b"0"));
		verdict.commands.push(CommandVerdict {
			argv: vec!["a\n".to_owned()],
			span: [0, 2],
			decision: Decision::Allow,
			leave_to_host: true,
			by: By::Rule,
			rule: Some(b"r"),
			matches: vec![crate::types::RuleMatched { rule: b"r", answer: Answer::Maybe }],
		});
		let written = verdict.canonical(Some(&Json::Number(7.0)));
		let mut again = Vec::new();
		append_canonical(&mut again, &read_json(&written, written.len()).expect("JSON"));
		assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&again));
	}
}
