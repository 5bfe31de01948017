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

/**
 * The command registry: what is known of programs. Names are reduced program words; a list that is absent is empty,
 * a mark that is absent is false. `runtime/PROTOCOL.md` explains the keys.
 */
export interface Registry {
	readonly programs: { readonly [name: string]: RegistryProgram };
	/** By program, or by program and subcommand words (`docker compose exec`). */
	readonly wrappers: { readonly [name: string]: RegistryWrapper };
	/** Environment names, `*` at the end allowed, that may precede an allowed command. */
	readonly inert_environment: readonly string[];
	/** Environment names that change lookup or behaviour: assigning one earlier removes the strict view. */
	readonly lookup_environment: readonly string[];
	/** Folders in which a program named by its path is the program itself and no script. */
	readonly system_folders: readonly string[];
}

/** What is known of the options of a program without subcommands, or of a subcommand. */
export interface RegistryOptions {
	/** Options that take a value; absent or null: unknown. */
	readonly values?: readonly string[] | null;
	/** Options known besides `values`, for ambiguous prefixes; may be incomplete. */
	readonly flags?: readonly string[];
	/**
	 * Options that make it run or load something else. One that ends in `=` or `:`, or is `+`, stands for every word
	 * that starts so.
	 */
	readonly runs?: readonly string[];
	/** Those whose value is shell text. */
	readonly runs_text?: readonly string[];
	/** Options with which the operands stand elsewhere: in a file, or on standard input. */
	readonly unknown_operands?: readonly string[];
	/** A first word without a dash is a cluster of short options (`tar xf`). */
	readonly bare_cluster?: boolean;
}

export interface RegistryProgram extends RegistryOptions {
	/** Options before the first operand: those with a value, those that are inert, those that move the directory. */
	readonly global_values?: readonly string[];
	readonly global_inert?: readonly string[];
	readonly global_directory?: readonly string[];
	/** What holds behind each subcommand; values only where those of the subcommand are known. */
	readonly shared?: RegistryOptions;
	/** Whether the program has subcommands: only then it has global options. */
	readonly subcommands?: { readonly [name: string]: RegistrySubcommand };
	/** Groups of spellings of one subcommand, words joined by blanks. */
	readonly equivalent?: readonly (readonly string[])[];
	/** A subcommand may be shortened as long as one name alone starts so. */
	readonly abbreviates?: boolean;
	/** The subcommands are programs too (`git-clean`). */
	readonly dashed?: boolean;
	/** The whole program changes no fact (`ls`). */
	readonly read_only?: boolean;
	/** Runs code that the line does not show, unless one of `query` is its first word. */
	readonly foreign?: boolean;
	readonly query?: readonly string[];
	/** A subcommand that is not listed may be an alias or a plug-in, and counts as foreign code. */
	readonly plugins?: boolean;
	/** Foreign code unless its program text has a shape that runs and writes nothing. */
	readonly shape?: "awk" | "jq" | "sed";
	/** Standard input is code where no operand, or `-`, names another source. */
	readonly reads_code?: boolean;
	readonly settings?: RegistrySettings;
}

/** Settings that a program takes from its command line and keeps with a subcommand of its own. */
export interface RegistrySettings {
	/** Global options whose value is `NAME=VALUE`. */
	readonly options: readonly string[];
	/** The subcommand that reads and writes settings. */
	readonly command: string;
	/** Settings, `*` at the end allowed, that run and change nothing. */
	readonly inert: readonly string[];
	/** What the name of a setting that defines a subcommand starts with. */
	readonly alias: string;
	/** What environment names start with that hold settings: followed by `COUNT`, `KEY_n`, `VALUE_n`. */
	readonly environment: string;
}

export interface RegistrySubcommand extends RegistryOptions {
	readonly read_only?: boolean;
	/** Words with which it only reads, as its first word; empty: without any word. Other options must be of them too. */
	readonly query?: readonly string[];
	/** Facts that this subcommand can change (predicate names); absent or null: all that a line can change. */
	readonly changes?: readonly string[] | null;
	readonly foreign?: boolean;
}

export interface RegistryWrapper {
	/** The wrapper whose keys it has too, but for those that it has itself; that one is like no other. */
	readonly like?: string;
	readonly values?: readonly string[];
	readonly flags?: readonly string[];
	/** Options whose value stands in the same word or is absent (`sudo --preserve-env=A`). */
	readonly optional?: readonly string[];
	/** Options with which nothing inner runs (`command -v`). */
	readonly query?: readonly string[];
	/** A long option may be shortened as long as one listed option alone starts so. */
	readonly abbreviates?: boolean;
	/** How many operands stand before the inner command. Absent: none. */
	readonly operands?: number;
	/** Options may stand behind operands, up to the inner command. */
	readonly permute?: boolean;
	/** `NAME=VALUE` words may stand before the inner command: behind the options, or among them (`mixed`). */
	readonly assignments?: boolean;
	readonly mixed?: boolean;
	/** Those of `values` whose value is `NAME=VALUE` for the inner command. */
	readonly assign_options?: readonly string[];
	/**
	 * `argv`: the rest is the command. `text`: the first word is shell text, `texts`: each is. `command`: one word is shell text, several
	 * are a command. `stdin`: standard input is shell text. `script`: the first word names a file of it. Absent: `argv`.
	 */
	readonly then?: "argv" | "text" | "texts" | "command" | "stdin" | "script";
	/** What runs where no inner command stands: shell text on standard input, or code that the line does not show. Absent: nothing. */
	readonly empty?: "stdin" | "foreign";
	/** The program that runs where no inner command stands (`xargs` runs `echo`). */
	readonly default?: string;
	/** A transparent wrapper is not judged itself. */
	readonly transparent?: boolean;
	/** The shell of the line itself runs it, at once or later. Absent: another process does. */
	readonly in_shell?: "now" | "later";
	/** Those of `values` that move the inner command to another directory. */
	readonly directory?: readonly string[];
	/** The inner command runs in another directory. */
	readonly moves?: boolean;
	/** The flag with which the first operand is shell text (`sh -c`); without it that is a script, and no operand means standard input. */
	readonly text_flag?: string;
	/** Options whose value is shell text (`su -c`). */
	readonly text_options?: readonly string[];
	/** All operands are the shell text, joined by blanks (`eval`). Absent: the first operand alone is. */
	readonly join?: boolean;
	/** Flags with which the rest is shell text joined by blanks (`sudo -s`), or words after all (`watch -x`). */
	readonly join_flags?: readonly string[];
	readonly argv_flags?: readonly string[];
	/** Options whose value is cut into words that stand in its place (`env -S`). */
	readonly split_options?: readonly string[];
	/** Options whose value is the inner program, the rest being its words (`docker run --entrypoint`). */
	readonly program_options?: readonly string[];
	/** Options that make the wrapper itself run or load something; `-o name` for one whose value starts with that name, in any case. */
	readonly runs?: readonly string[];
	/** Standard input, or the words behind one of `until`, give the inner command more words at its end (`xargs`, `parallel`). */
	readonly appended?: boolean;
	readonly until?: readonly string[];
	/** Options that name a text which is replaced inside the inner words instead (`xargs -I`); `-i` alone names `{}`. */
	readonly replace?: readonly string[];
	/** Words that are each followed by an inner command, up to `;` or `{} +` (`find -exec`); no other option is read. */
	readonly inner_options?: readonly string[];
	/** The inner command may also go up to the end of the words (`fd -x`), and what replaces these texts is added where none stands. */
	readonly open_end?: boolean;
	readonly fillers?: readonly string[];
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
