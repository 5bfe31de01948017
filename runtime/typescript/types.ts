/**
 * The data that an evaluator reads and writes: the wrapper bundle, the command registry and the
 * verdict. Their JSON Schemas are `schemas/policy_wrapper.schema.json`, `schemas/registry.schema.json`
 * and `schemas/verdict.schema.json`; `runtime/PROTOCOL.md` says what they mean.
 */

export type Decision = "allow" | "request" | "deny";
export type DefaultDecision = Decision | "host";

export interface Bundle {
	readonly schema_version: 1;
	readonly policy_hash: string;
	/** SHA-256 of the canonical JSON (RFC 8785) of the bundle without this key. */
	readonly bundle_hash: string;
	readonly required_conditions: readonly string[];
	readonly defaults: Defaults;
	readonly registry: Registry;
	readonly automata: readonly AutomatonTable[];
	/** In IR order. */
	readonly commands: readonly BundleRule[];
}

export interface Defaults {
	readonly default: DefaultDecision;
	readonly opaque: "request" | "deny";
	readonly condition_error: "request" | "deny";
	readonly malformed_bundle: "request" | "deny";
	readonly missing_policy: "request" | "deny";
	readonly unattended: "request" | "deny";
}

/** See `compiler/ir/compiled.ts` for the meaning; the two are held together by the schema. */
export interface AutomatonTable {
	readonly accept: readonly number[];
	readonly default: readonly number[];
	readonly ranges: readonly (readonly number[])[];
}

export type Program =
	| { readonly kind: "heads"; readonly heads: readonly { readonly words: readonly (readonly string[])[]; readonly tail: number }[] }
	| { readonly kind: "automaton"; readonly automaton: number };

export interface BundleRule {
	readonly id: string;
	/** The scope kind that the rule stands in. */
	readonly source: string;
	readonly action: Decision;
	readonly on_mismatch: Decision | "skip";
	readonly on_unknown: "request" | "deny" | null;
	/** Kind, text and normalised text of the first matcher (null without a command); all of them in `matchers`. */
	readonly matcher: string | null;
	readonly pattern: string | null;
	readonly normalized_pattern: string | null;
	readonly matchers: readonly { readonly matcher: string; readonly pattern: string; readonly normalized_pattern: string }[];
	readonly conditions: Condition | null;
	readonly conditional: boolean;
	/** Per host the word of that host for this rule's action. */
	readonly platform_action: { readonly [host: string]: string };
	readonly shell_entry: string | null;
	/** Hosts whose native configuration also holds this rule. */
	readonly native: readonly string[];
	readonly reason: string | null;
	readonly strict: Program | null;
	readonly loose: Program | null;
	readonly except: Program | null;
	readonly programs: readonly string[] | null;
	readonly global_options: readonly string[];
	readonly path_sets: readonly (readonly string[])[];
	readonly writes: readonly string[] | null;
	readonly reads: readonly string[] | null;
	readonly env: readonly string[] | null;
}

export type Condition =
	| { readonly name: string; readonly value: string | null; readonly required: boolean }
	| { readonly mode: "all" | "any" | "not"; readonly conditions: readonly Condition[]; readonly required: boolean };

/** The command registry: what is known of programs. Names are reduced program words. */
export interface Registry {
	readonly programs: { readonly [name: string]: RegistryProgram };
	readonly wrappers: { readonly [name: string]: RegistryWrapper };
	/** Environment names, `*` at the end allowed, that may precede an allowed command. */
	readonly inert_environment: readonly string[];
	/** Environment names that change lookup or behaviour: assigning one earlier removes the strict view. */
	readonly lookup_environment: readonly string[];
	/** Folders in which a program named by its path is the program itself and no script. */
	readonly system_folders: readonly string[];
}

export interface RegistryProgram {
	/** Options before the first operand: those with a value, those that are inert, those that move the directory. */
	readonly global_values: readonly string[];
	readonly global_inert: readonly string[];
	readonly global_directory: readonly string[];
	/** Whether the program has subcommands: only then it has global options. */
	readonly subcommands: { readonly [name: string]: RegistrySubcommand };
	/** Value options where there is no subcommand; null: unknown. */
	readonly values: readonly string[] | null;
	/** Options known besides `values`, for ambiguous prefixes; may be incomplete. */
	readonly flags: readonly string[];
	/** The whole program changes no fact (`ls`). */
	readonly read_only: boolean;
	/** Runs code that the line does not show: `always`, `never`, or unless one of `query` is its first word. */
	readonly foreign: boolean;
	readonly query: readonly string[];
	/** A subcommand that is not listed may be an alias or a plug-in, and counts as foreign code. Absent: false. */
	readonly plugins?: boolean;
}

export interface RegistrySubcommand {
	readonly values: readonly string[] | null;
	readonly flags: readonly string[];
	readonly read_only: boolean;
	/** Facts that this subcommand can change (predicate names); null: all that a line can change. */
	readonly changes: readonly string[] | null;
	readonly foreign: boolean;
}

export interface RegistryWrapper {
	readonly values: readonly string[];
	readonly flags: readonly string[];
	/** How many operands stand before the inner command; `assignments`: any `NAME=VALUE` words first. */
	readonly operands: number;
	readonly assignments: boolean;
	readonly then: "argv" | "text" | "stdin";
	/** A transparent wrapper is not judged itself. */
	readonly transparent: boolean;
	/** Options whose value stands in the same word or is absent (`sudo --preserve-env=A`). Absent: none. */
	readonly optional?: readonly string[];
	/** Options with which nothing inner runs (`command -v`). Absent: none. */
	readonly query?: readonly string[];
	/** Those of `values` that move the inner command to another directory. Absent: none. */
	readonly directory?: readonly string[];
	/** The flag with which the first operand is shell text (`sh -c`); without it that is a script, and no operand means standard input. */
	readonly text_flag?: string;
	/** Options whose value is shell text (`su -c`). Absent: none. */
	readonly text_options?: readonly string[];
	/** All operands are the shell text, joined by blanks (`eval`). Absent: false, the first operand alone is. */
	readonly join?: boolean;
	/** Standard input gives the inner command more words at its end (`xargs`). Absent: false. */
	readonly appended?: boolean;
	/** Options that name a text which is replaced inside the inner words instead (`xargs -I`); `-i` alone names `{}`. Absent: none. */
	readonly replace?: readonly string[];
	/** Words that are each followed by an inner command, up to `;` or `{} +` (`find -exec`); nothing else is read. Absent: none. */
	readonly inner_options?: readonly string[];
}

export type Match = "yes" | "maybe";
export type By = "input" | "rule" | "condition_error" | "opaque" | "default";
export type Truth = "true" | "false" | "unknown";

export interface Verdict {
	readonly decision: Decision;
	/** The default is `host` and decided: consumers see `request`, a hook leaves it to the host. */
	readonly leave_to_host: boolean;
	readonly by: By;
	readonly rule: string | null;
	readonly reason: string | null;
	readonly commands: readonly CommandVerdict[];
	readonly opaque: readonly { readonly code: string; readonly span: readonly [number, number] }[];
	readonly conditions: readonly { readonly name: string; readonly argument: string | null; readonly value: Truth }[];
	readonly errors: readonly string[];
	readonly policy_hash: string | null;
}

export interface CommandVerdict {
	/** Words as text; bytes that are not UTF-8 as `\xHH`; opaque parts as written. */
	readonly argv: readonly string[];
	readonly span: readonly [number, number];
	readonly decision: Decision;
	readonly leave_to_host: boolean;
	readonly by: By;
	readonly rule: string | null;
	readonly matches: readonly { readonly rule: string; readonly match: Match }[];
}

/** One request of `--serve`, or of a single call. */
export interface Request {
	readonly command: string;
	readonly cwd: string | null;
	/** Given facts instead of real ones; null: ask the machine. `root` and `home` may be given as texts. */
	readonly facts: { readonly [fact: string]: boolean | string } | null;
	readonly unattended: boolean;
}
