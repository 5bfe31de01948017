//! The shape of a bundle (schemas/policy_wrapper.schema.json).

use crate::json::Json;
use crate::shape::{Keys, Shape};

const TEXTS: Shape = Shape::List(&Shape::Text, 0);
const DECISION: Shape = Shape::OneOf(&["allow", "request", "deny"]);
const FALLBACK: Shape = Shape::OneOf(&["request", "deny"]);
const MOST_INDEX: f64 = i32::MAX as f64;
const INDEX: Shape = Shape::Whole(0.0, MOST_INDEX);
const STATE: Shape = Shape::Whole(-1.0, MOST_INDEX);
const TEXT_OR_NULL: Shape = Shape::OrNull(&Shape::Text);
const TEXTS_OR_NULL: Shape = Shape::OrNull(&TEXTS);

pub(crate) const BUNDLE: Shape = Shape::Object(
	&[&[
		("schema_version", Shape::Whole(1.0, 1.0)),
		("policy_hash", Shape::Hash),
		("bundle_hash", Shape::Hash),
		("required_conditions", TEXTS),
		(
			"defaults",
			Shape::Object(
				&[&[
					("default", Shape::OneOf(&["allow", "request", "deny", "host"])),
					("opaque", FALLBACK),
					("condition_error", FALLBACK),
					("malformed_bundle", FALLBACK),
					("missing_policy", FALLBACK),
					("unattended", FALLBACK),
				]],
				&[],
			),
		),
		("registry", REGISTRY),
		("automata", Shape::List(&TABLE, 0)),
		("commands", Shape::List(&RULE, 0)),
	]],
	&[],
);

const TABLE: Shape = Shape::Object(
	&[&[
		("accept", Shape::List(&Shape::Whole(0.0, 2.0), 1)),
		("default", Shape::List(&STATE, 1)),
		("ranges", Shape::List(&Shape::List(&STATE, 0), 1)),
	]],
	&[],
);

const RULE: Shape = Shape::Object(
	&[&[
		("id", Shape::Text),
		("source", Shape::Text),
		("action", DECISION),
		("on_mismatch", Shape::OneOf(&["allow", "request", "deny", "skip"])),
		("on_unknown", Shape::OrNull(&FALLBACK)),
		("matcher", TEXT_OR_NULL),
		("pattern", TEXT_OR_NULL),
		("normalized_pattern", TEXT_OR_NULL),
		("matchers", Shape::List(&MATCHER, 0)),
		("conditions", Shape::OrNull(&Shape::Test(is_condition))),
		("conditional", Shape::Boolean),
		("platform_action", Shape::Map(&Shape::Text)),
		("shell_entry", TEXT_OR_NULL),
		("native", TEXTS),
		("reason", TEXT_OR_NULL),
		("strict", Shape::OrNull(&PROGRAM)),
		("loose", Shape::OrNull(&PROGRAM)),
		("except", Shape::OrNull(&PROGRAM)),
		("programs", TEXTS_OR_NULL),
		("global_options", TEXTS),
		("path_sets", Shape::List(&TEXTS, 0)),
		("writes", TEXTS_OR_NULL),
		("reads", TEXTS_OR_NULL),
		("env", TEXTS_OR_NULL),
	]],
	&[],
);

const MATCHER: Shape = Shape::Object(&[&[("matcher", Shape::Text), ("pattern", Shape::Text), ("normalized_pattern", Shape::Text)]], &[]);

const PROGRAM: Shape = Shape::Either(&[
	Shape::Object(&[&[("kind", Shape::OneOf(&["heads"])), ("heads", Shape::List(&HEAD, 0))]], &[]),
	Shape::Object(&[&[("kind", Shape::OneOf(&["automaton"])), ("automaton", INDEX)]], &[]),
]);

const HEAD: Shape = Shape::Object(&[&[("words", Shape::List(&Shape::List(&Shape::Text, 1), 1)), ("tail", INDEX)]], &[]);

/// Conditions hold conditions. The JSON reader bounds the depth.
fn is_condition(value: &Json) -> bool {
	if PREDICATE.holds(value) {
		return true;
	}
	let members = || value.object().get(b"conditions").list();
	CONDITIONS.holds(value) && (value.object().get(b"mode").text() != b"not" || members().len() == 1)
}

const PREDICATE: Shape = Shape::Object(&[&[("name", Shape::Text), ("value", TEXT_OR_NULL), ("required", Shape::Boolean)]], &[]);

const CONDITIONS: Shape = Shape::Object(
	&[&[
		("mode", Shape::OneOf(&["all", "any", "not"])),
		("conditions", Shape::List(&Shape::Test(is_condition), 0)),
		("required", Shape::Boolean),
	]],
	&[],
);

const REGISTRY: Shape = Shape::Object(
	&[&[
		("programs", Shape::Map(&REGISTRY_PROGRAM)),
		("wrappers", Shape::Map(&WRAPPER)),
		("inert_environment", TEXTS),
		("lookup_environment", TEXTS),
		("system_folders", TEXTS),
	]],
	&[],
);

/// The options of a program or a subcommand.
const OPTIONS: Keys = &[
	("values", TEXTS_OR_NULL),
	("flags", TEXTS),
	("runs", TEXTS),
	("runs_text", TEXTS),
	("unknown_operands", TEXTS),
	("bare_cluster", Shape::Boolean),
];

const SUBCOMMAND: Shape = Shape::Object(
	&[],
	&[OPTIONS, &[("read_only", Shape::Boolean), ("query", TEXTS), ("changes", TEXTS_OR_NULL), ("foreign", Shape::Boolean)]],
);

const SETTINGS: Shape = Shape::Object(
	&[&[("options", TEXTS), ("command", Shape::Text), ("inert", TEXTS), ("alias", Shape::Text), ("environment", Shape::Text)]],
	&[],
);

const REGISTRY_PROGRAM: Shape = Shape::Object(
	&[],
	&[
		OPTIONS,
		&[
			("global_values", TEXTS),
			("global_inert", TEXTS),
			("global_directory", TEXTS),
			("shared", Shape::Object(&[], &[OPTIONS])),
			("subcommands", Shape::Map(&SUBCOMMAND)),
			("equivalent", Shape::List(&TEXTS, 0)),
			("abbreviates", Shape::Boolean),
			("dashed", Shape::Boolean),
			("read_only", Shape::Boolean),
			("foreign", Shape::Boolean),
			("query", TEXTS),
			("plugins", Shape::Boolean),
			("shape", Shape::OneOf(&["awk", "jq", "sed"])),
			("reads_code", Shape::Boolean),
			("settings", SETTINGS),
		],
	],
);

const WRAPPER: Shape = Shape::Object(
	&[],
	&[&[
		("like", Shape::Text),
		("then", Shape::OneOf(&["argv", "text", "texts", "command", "stdin", "script"])),
		("values", TEXTS),
		("flags", TEXTS),
		("optional", TEXTS),
		("query", TEXTS),
		("abbreviates", Shape::Boolean),
		("operands", Shape::Whole(0.0, 16.0)),
		("permute", Shape::Boolean),
		("assignments", Shape::Boolean),
		("mixed", Shape::Boolean),
		("assign_options", TEXTS),
		("empty", Shape::OneOf(&["stdin", "foreign"])),
		("default", Shape::Text),
		("transparent", Shape::Boolean),
		("in_shell", Shape::OneOf(&["now", "later"])),
		("directory", TEXTS),
		("moves", Shape::Boolean),
		("text_flag", Shape::Text),
		("text_options", TEXTS),
		("join", Shape::Boolean),
		("join_flags", TEXTS),
		("argv_flags", TEXTS),
		("split_options", TEXTS),
		("program_options", TEXTS),
		("runs", TEXTS),
		("appended", Shape::Boolean),
		("until", TEXTS),
		("replace", TEXTS),
		("inner_options", TEXTS),
		("open_end", Shape::Boolean),
		("fillers", TEXTS),
	]],
);
