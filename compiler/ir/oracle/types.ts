/**
 * What the oracle reads and answers. The registry's shape is that of `schemas/registry.schema.json`;
 * it is written out again so that the oracle shares nothing with the evaluators.
 */

import type { Decision } from "../types.ts";

/** Three-valued membership: no filling, some filling, every filling. */
export type Answer = "no" | "maybe" | "yes";

export type Truth = "true" | "false" | "unknown";

export type GlobToken =
	| { readonly kind: "literal"; readonly text: string }
	/** `*`: any bytes but slashes. */
	| { readonly kind: "star" }
	/** `**`: any bytes of the word. */
	| { readonly kind: "deep" }
	/** `?`: one character that is no slash. */
	| { readonly kind: "any" }
	/** `[…]`: its members depend on shell and locale, so any bytes of the word. */
	| { readonly kind: "bracket"; readonly members: string };

/** One piece of a word as a shell leaves it. Literal texts stand for their UTF-8 bytes. */
export type Piece =
	| { readonly kind: "literal"; readonly text: string }
	/** Unknown bytes inside one word. */
	| { readonly kind: "one" }
	/** Unknown bytes, word borders included; a word of nothing else may vanish. */
	| { readonly kind: "many" }
	/** The word stands for one or more words, each matching the whole word. */
	| { readonly kind: "glob"; readonly tokens: readonly GlobToken[] };

export type Word = readonly Piece[];

export interface Assignment {
	readonly name: string;
	readonly value: Word;
}

export interface Redirection {
	readonly direction: "in" | "out" | "both";
	/** Null for what names no file: a descriptor, a here-document. */
	readonly target: Word | null;
}

/** One simple command of a line, as an analyser found it. */
export interface LineCommand {
	readonly words: readonly Word[];
	readonly assignments: readonly Assignment[];
	readonly redirections: readonly Redirection[];
	/** Indices of the commands of the line that may run before or beside this one. */
	readonly earlier: readonly number[];
	/** The absolute directory it runs in, null where unknown. */
	readonly directory: string | null;
	/** Whether something earlier may have changed what its program word means. */
	readonly lookup_changed: boolean;
	/** Reason codes of what is opaque about this command. */
	readonly opaque: readonly string[];
}

export interface Line {
	readonly commands: readonly LineCommand[];
	/** Reason codes of what is opaque about the line as a whole. */
	readonly opaque: readonly string[];
}

/** What is known beside the line: given facts by `name` or `name ARGUMENT`; what is not given is unknown. */
export interface Surroundings {
	readonly root: string | null;
	readonly home: string | null;
	readonly facts: { readonly [fact: string]: boolean };
	readonly unattended: boolean;
}

export interface Registry {
	readonly programs: { readonly [name: string]: Program };
	readonly inert_environment: readonly string[];
	readonly lookup_environment: readonly string[];
	readonly system_folders: readonly string[];
}

export interface Program {
	readonly global_values: readonly string[];
	readonly global_inert: readonly string[];
	readonly global_directory: readonly string[];
	readonly subcommands: { readonly [name: string]: Subcommand };
	readonly values: readonly string[] | null;
	readonly flags: readonly string[];
	readonly read_only: boolean;
	/** Words that end the global options, like `--version`. */
	readonly query: readonly string[];
}

export interface Subcommand {
	readonly values: readonly string[] | null;
	readonly flags: readonly string[];
	readonly read_only: boolean;
	readonly changes: readonly string[] | null;
}

export type By = "rule" | "condition_error" | "opaque" | "default";

export interface RuleMatch {
	readonly rule: string;
	readonly match: "yes" | "maybe";
}

export interface Judgement {
	readonly decision: Decision;
	readonly leave_to_host: boolean;
	readonly by: By;
	/** The rule that decided; for `condition_error` the rule whose condition was unknown. */
	readonly rule: string | null;
}

export interface CommandJudgement extends Judgement {
	/** The rules that matched, in IR order. */
	readonly matches: readonly RuleMatch[];
}

export interface ConditionValue {
	readonly name: string;
	readonly argument: string | null;
	readonly value: Truth;
}

export interface LineJudgement extends Judgement {
	readonly commands: readonly CommandJudgement[];
	/** Every predicate of a rule that matched with yes: by command, rule and place in the tree, each triple once. */
	readonly conditions: readonly ConditionValue[];
}
