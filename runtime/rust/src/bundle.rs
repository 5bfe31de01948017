//! Strict reading of a bundle.

use crate::bundle_shape::BUNDLE;
use crate::canonical_json::append_object;
use crate::json::{Json, Object};
use crate::read_json::read_json;
use crate::sha256::sha256;
use crate::types::{
	AutomatonTable, Bundle, BundleRule, Condition, ConditionKind, Decision, Defaults, PolicyText, Predicate, Program, ProgramHead,
};

/// How many bytes a bundle may have.
pub(crate) const MOST_BUNDLE_BYTES: u64 = 256 * 1024 * 1024;

/// A value of a bundle. The text of a bundle is kept for as long as the process lives, and so is what is read from it.
type Value = &'static Json<'static>;

/// Reads a bundle strictly: JSON in the strict profile; whoever reads the file sees to it that it is not too long.
///
/// It gives `None` (`malformed_bundle`) for another version, an unknown, missing or duplicate key, a value of the wrong kind, a
/// `bundle_hash` that is not that of the content, or a table that is no automaton.
pub fn read_bundle(bytes: &'static [u8]) -> Option<&'static Bundle> {
	let value = read_json(bytes, bytes.len()).filter(|value| BUNDLE.holds(value) && has_its_hash(value.object()))?;
	let bundle = make_bundle(keep(value));
	(bundle.automata.iter().all(is_automaton) && references_hold(&bundle)).then(|| keep(bundle))
}

/// Reads a bundle that was read strictly before, when it was written, and whose bytes are known by their hash: nothing of it is checked
/// again. It gives `None` where the file has another SHA-256 (small hexadecimal digits).
pub fn read_written_bundle(bytes: &'static [u8], hash: &[u8]) -> Option<&'static Bundle> {
	if hexadecimal(&sha256(bytes)).as_bytes() != hash {
		return None;
	}
	let value = read_json(bytes, bytes.len()).filter(|value| value.as_object().is_some())?;
	Some(keep(make_bundle(keep(value))))
}

/// Keeps a value until the process ends, which is as long as its policy is needed.
pub(crate) fn keep<Kept>(value: Kept) -> &'static Kept {
	Box::leak(Box::new(value))
}

fn hexadecimal(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the hash is the SHA-256 of the canonical JSON of everything but the hash itself.
fn has_its_hash(bundle: &Object) -> bool {
	let mut rest = Vec::new();
	append_object(&mut rest, bundle, |key| key != b"bundle_hash");
	hexadecimal(&sha256(&rest)).as_bytes() == bundle.get(b"bundle_hash").text()
}

/// Whether a table has equal lengths, ascending disjoint byte ranges and targets that exist.
fn is_automaton(table: &AutomatonTable) -> bool {
	let states = table.accept.len();
	let exists = |target: i32| usize::try_from(target).is_ok_and(|target| target < states) || target == -1;
	let holds = |triples: &Vec<i32>| {
		let mut last = -1;
		triples.len().is_multiple_of(3)
			&& triples.chunks_exact(3).all(|triple| {
				let follows = triple[0] > last && triple[1] >= triple[0] && triple[1] <= 0xff && exists(triple[2]);
				last = triple[1];
				follows
			})
	};
	table.others.len() == states
		&& table.ranges.len() == states
		&& table.others.iter().all(|target| exists(*target))
		&& table.ranges.iter().all(holds)
}

const MOST_PATH_SETS: usize = 8;

/// Whether every automaton that a rule names exists, and no rule is named twice.
fn references_hold(bundle: &Bundle) -> bool {
	let mut ids: Vec<PolicyText> = bundle.commands.iter().map(|rule| rule.id).collect();
	ids.sort_unstable();
	let exist = |program: &Program| match program {
		Program::Automaton(at) => *at < bundle.automata.len(),
		Program::Heads(heads) => heads.iter().all(|head| head.tail < bundle.automata.len()),
	};
	let holds = |rule: &BundleRule| {
		rule.path_sets.len() <= MOST_PATH_SETS && [&rule.strict, &rule.loose, &rule.except].into_iter().flatten().all(exist)
	};
	ids.windows(2).all(|pair| pair[0] != pair[1]) && bundle.commands.iter().all(holds)
}

/// Takes what decides something out of a value that has the shape of a bundle.
fn make_bundle(value: Value) -> Bundle {
	let bundle = value.object();
	Bundle {
		policy_hash: bundle.get(b"policy_hash").text(),
		defaults: make_defaults(bundle.get(b"defaults")),
		registry: bundle.get(b"registry").object(),
		automata: bundle.get(b"automata").list().iter().map(make_table).collect(),
		commands: bundle.get(b"commands").list().iter().map(make_rule).collect(),
	}
}

pub(crate) fn make_defaults(value: Value) -> Defaults {
	let given = value.object();
	Defaults {
		standard: decision_of(given.get(b"default")),
		opaque: decision_of(given.get(b"opaque")),
		condition_error: decision_of(given.get(b"condition_error")),
		unattended: decision_of(given.get(b"unattended")),
	}
}

fn make_table(value: &Json) -> AutomatonTable {
	let table = value.object();
	AutomatonTable {
		accept: numbers_of(table.get(b"accept")),
		others: numbers_of(table.get(b"default")),
		ranges: table.get(b"ranges").list().iter().map(numbers_of).collect(),
	}
}

pub(crate) fn make_rule(value: Value) -> BundleRule {
	let rule = value.object();
	BundleRule {
		id: rule.get(b"id").text(),
		action: decision_of(rule.get(b"action")),
		on_mismatch: decision_of(rule.get(b"on_mismatch")),
		on_unknown: rule.get(b"on_unknown").as_text().and_then(Decision::of),
		conditions: rule.get(b"conditions").as_object().map(make_condition),
		reason: rule.get(b"reason").as_text(),
		strict: make_program(rule.get(b"strict")),
		loose: make_program(rule.get(b"loose")),
		except: make_program(rule.get(b"except")),
		programs: rule.get(b"programs").as_texts(),
		global_options: rule.get(b"global_options").texts(),
		path_sets: rule.get(b"path_sets").list().iter().map(Json::texts).collect(),
		writes: rule.get(b"writes").as_texts(),
		reads: rule.get(b"reads").as_texts(),
		env: rule.get(b"env").as_texts(),
	}
}

fn make_program(value: Value) -> Option<Program> {
	let program = value.as_object()?;
	if program.get(b"kind").text() != b"heads" {
		return Some(Program::Automaton(program.get(b"automaton").count()));
	}
	let heads = program.get(b"heads").list().iter().map(Json::object);
	Some(Program::Heads(
		heads
			.map(|head| ProgramHead { words: head.get(b"words").list().iter().map(Json::texts).collect(), tail: head.get(b"tail").count() })
			.collect(),
	))
}

fn make_condition(condition: &'static Object<'static>) -> Condition {
	let members = || condition.get(b"conditions").list().iter().map(|member| make_condition(member.object())).collect();
	let kind = match condition.get(b"mode").text() {
		b"all" => ConditionKind::All(members()),
		b"any" => ConditionKind::Any(members()),
		b"not" => ConditionKind::Not(members()),
		_ => ConditionKind::Predicate(Predicate { name: condition.get(b"name").text(), argument: condition.get(b"value").as_text() }),
	};
	Condition { kind, required: condition.get(b"required").is_true() }
}

/// A decision; deny where it is none.
fn decision_of(value: &Json) -> Decision {
	Decision::of(value.text()).unwrap_or(Decision::Deny)
}

fn numbers_of(value: &Json) -> Vec<i32> {
	value.list().iter().map(|number| number.as_number().map_or(0, |number| number as i32)).collect()
}
