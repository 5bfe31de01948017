/** The words of the language, in the groups in which they may stand for each other: for messages and suggestions. */

/** One group: what it is called, and its words in the order in which messages list them. */
export interface KeywordGroup {
	readonly kind: string;
	/** What the clauses of this group belong to; null where the words are no clauses. */
	readonly owner: string | null;
	readonly words: readonly string[];
}

/** Larger groups stand before those that they contain: the first whose words are all possible names the place. */
export const KEYWORD_GROUPS: readonly KeywordGroup[] = [
	{
		kind: "clause of a rule",
		owner: "rule",
		words: ["command", "args", "except", "writes", "reads", "env", "when", "on_mismatch", "on_unknown", "reason", "match", "not_match"],
	},
	{ kind: "clause of a pattern", owner: "pattern", words: ["command", "args", "except"] },
	{ kind: "clause of a program", owner: "program", words: ["subcommands", "value_options", "inert_options", "read_only"] },
	{ kind: "clause of a wrapper", owner: "wrapper", words: ["value_options", "flags", "then"] },
	{ kind: "line of `args`", owner: null, words: ["flag", "option", "operand", "some", "every", "count", "not", "any"] },
	{ kind: "scope", owner: null, words: ["system", "user", "repo", "harness", "task-domain", "task-instance"] },
	{ kind: "fallback", owner: null, words: ["opaque", "condition_error", "malformed_bundle", "missing_policy", "unattended"] },
	{ kind: "matcher", owner: null, words: ["exact", "prefix", "glob", "regex"] },
	{ kind: "decision", owner: null, words: ["allow", "request", "deny", "host"] },
	{ kind: "decision", owner: null, words: ["allow", "request", "deny", "skip"] },
	{ kind: "decision", owner: null, words: ["allow", "request", "deny"] },
	{ kind: "value of a fact", owner: null, words: ["true", "false", "unknown"] },
	{ kind: "JSON value", owner: null, words: ["true", "false", "null"] },
	{ kind: "way to pass a command", owner: null, words: ["argv", "text", "stdin"] },
	{ kind: "condition", owner: null, words: ["all", "any", "not", "optional"] },
	{ kind: "mark", owner: null, words: ["sealed", "override"] },
	{ kind: "mark", owner: null, words: ["sealed"] },
	{ kind: "mark", owner: null, words: ["transparent"] },
];

/** The words an item may start with. */
export const ITEM_WORDS: readonly string[] = [
	"policy",
	"scope",
	"default",
	"fallback",
	"include",
	"words",
	"pattern",
	"condition",
	"allow",
	"request",
	"deny",
	"test",
	"program",
	"wrapper",
	"carry",
];

/** The words a clause may start with: at the start of a line they were meant to be indented. */
export const CLAUSE_WORDS: ReadonlySet<string> = new Set(
	KEYWORD_GROUPS.flatMap((group) => (group.owner === null ? [] : group.words)).concat("given"),
);

/** Words that other policy languages use for the three decisions. */
export const DECISION_SYNONYMS: ReadonlyMap<string, string> = new Map([
	["ask", "request"],
	["ask_user", "request"],
	["confirm", "request"],
	["prompt", "request"],
	["require", "request"],
	["require_approval", "request"],
	["block", "deny"],
	["forbid", "deny"],
	["refuse", "deny"],
	["permit", "allow"],
	["accept", "allow"],
]);

/** Names with a meaning of their own where a pattern, a `words` list or a condition could be named. */
export const MATCHER_WORDS: ReadonlySet<string> = new Set(["exact", "prefix", "glob", "regex", "command", "args"]);
export const ARG_WORDS: ReadonlySet<string> = new Set(["flag", "option", "operand", "every", "some", "count", "not", "any", "under"]);
export const CONDITION_WORDS: ReadonlySet<string> = new Set(["all", "any", "not", "optional"]);
