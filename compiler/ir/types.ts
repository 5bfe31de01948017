/**
 * The IR: what a resolved policy means, and nothing else.
 *
 * Host-neutral: no origins, comments, examples or paths of files. Names of `words`, `pattern` and
 * `condition` items are inlined. Every list that means a set is sorted by code unit and free of
 * duplicates, so that equal meaning gives equal bytes. Its JSON Schema is `schemas/ir.schema.json`.
 */

export type Decision = "allow" | "request" | "deny";
export type DefaultDecision = Decision | "host";
export type ScopeKind = "system" | "user" | "repo" | "harness" | "task-domain" | "task-instance";

/** Scopes from the broadest to the most specific. */
export const SCOPE_ORDER = ["system", "user", "repo", "harness", "task-domain", "task-instance"] as const satisfies readonly ScopeKind[];

/**
 * A pattern for one word: alternatives as glob texts, sorted. In a glob text `*` is any bytes of one
 * word, `?` one character, `\x` the character x; every other character is itself. Braces are expanded.
 */
export type WordPattern = readonly string[];

/** The lone `**` of a word matcher: any number of words. It never has alternatives. */
export const MANY: WordPattern = ["**"];

export type Matcher =
	| { readonly kind: "exact" | "prefix"; readonly words: readonly WordPattern[] }
	/** Over the whole simple command: `*` also crosses word borders, `[abc]` and `[!abc]` are classes, a blank is a border. */
	| { readonly kind: "glob"; readonly pattern: string }
	/** The regular subset, text between the slashes. */
	| { readonly kind: "regex"; readonly pattern: string; readonly ignore_case: boolean };

export type CountOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

export type ArgLine =
	/** Spellings as literal texts, e.g. `-f`, `--force`, `-destroy`. */
	| { readonly kind: "flag"; readonly spellings: readonly string[] }
	| { readonly kind: "option"; readonly name: string; readonly values: WordPattern }
	| { readonly kind: "operand"; readonly every: boolean; readonly patterns: WordPattern }
	| { readonly kind: "operand_under"; readonly every: boolean; readonly paths: readonly string[] }
	| { readonly kind: "words"; readonly every: boolean; readonly patterns: WordPattern }
	| { readonly kind: "count"; readonly operator: CountOperator; readonly value: number }
	| { readonly kind: "not"; readonly line: ArgLine }
	| { readonly kind: "any"; readonly lines: readonly ArgLine[] };

/** A language over words: any of the matchers, all of the args, none of the exceptions. */
export interface CommandLanguage {
	readonly matchers: readonly Matcher[];
	readonly args: readonly ArgLine[];
	readonly except: readonly CommandLanguage[];
}

export type Condition =
	| { readonly name: string; readonly value: string | null; readonly required: boolean }
	| { readonly mode: "all" | "any"; readonly conditions: readonly Condition[]; readonly required: boolean }
	| { readonly mode: "not"; readonly conditions: readonly [Condition]; readonly required: boolean };

export interface IrRule {
	readonly name: string;
	readonly scope: ScopeKind;
	readonly effect: Decision;
	readonly sealed: boolean;
	/** Null for a rule that is about redirections or assignments only. */
	readonly command: CommandLanguage | null;
	/** Path patterns or the one text `any`; null where the clause is not written. */
	readonly writes: readonly string[] | null;
	readonly reads: readonly string[] | null;
	/** `NAME=GLOB`. */
	readonly env: readonly string[] | null;
	/** Always a group at the top; null where there is no `when`. */
	readonly when: Condition | null;
	readonly on_mismatch: Decision | "skip";
	readonly on_unknown: "request" | "deny" | null;
	readonly reason: string | null;
}

export interface Fallbacks {
	readonly opaque: "request" | "deny";
	readonly condition_error: "request" | "deny";
	readonly malformed_bundle: "request" | "deny";
	readonly missing_policy: "request" | "deny";
	readonly unattended: "request" | "deny";
}

/** What `program` and `wrapper` items add to the built-in registry. */
export interface RegistryItems {
	readonly programs: readonly RegistryProgram[];
	readonly wrappers: readonly RegistryWrapper[];
}

export interface RegistryProgram {
	readonly name: string;
	readonly subcommands: readonly string[];
	readonly value_options: readonly string[];
	readonly inert_options: readonly string[];
	readonly read_only: readonly string[];
}

export interface RegistryWrapper {
	readonly name: string;
	readonly value_options: readonly string[];
	readonly flags: readonly string[];
	readonly then: "argv" | "text" | "stdin";
	readonly transparent: boolean;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The `policy` of `policyc resolve`. */
export interface IrPolicy {
	readonly ir_version: 1;
	readonly policy_version: "v1";
	readonly default: DefaultDecision;
	readonly fallbacks: Fallbacks;
	/** Which of the default and the fallbacks are sealed, sorted: `default`, `fallback opaque`, … */
	readonly sealed: readonly string[];
	/** deny, request, allow; then the most specific scope first; then the name by code unit. */
	readonly rules: readonly IrRule[];
	readonly registry: RegistryItems;
	/** Fields that are merged, carried and hashed but not enforced. */
	readonly carried: { readonly [field: string]: JsonValue };
}
