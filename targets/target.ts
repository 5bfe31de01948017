/**
 * What a target is: a host whose own configuration holds part of the policy, or an artifact that does
 * not belong to one host. Each lowers a compiled policy to a tree (prints nothing) and writes the tree
 * as text (decides nothing).
 */

import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import type { Decision, IrRule } from "../compiler/ir/types.ts";
import type { Bundle, Registry } from "../runtime/typescript/types.ts";

export type { Bundle, BundleRule, Registry, Verdict } from "../runtime/typescript/types.ts";

/** The hosts, in the order in which every output lists them. */
export const HARNESSES = ["codex", "cursor", "claude", "factory-droid"] as const;

export type Harness = (typeof HARNESSES)[number];

/**
 * How a host's configuration stands to a rule, from best to worst: it holds the rule as written; it is
 * stricter; the hook holds the rule (or part of it) alone; the host has no words for it.
 */
export const LOSS_STATUSES = ["exact", "stricter", "left_to_hook", "not_expressible"] as const;

export type LossStatus = (typeof LOSS_STATUSES)[number];

/** Where the host, without the hook, goes beside the policy. */
export type Direction = "none" | "stricter" | "looser";

/** One difference between a rule and what a host holds of it. */
export interface Note {
	readonly status: Exclude<LossStatus, "exact">;
	readonly direction: Direction;
	readonly reason: string;
	/** A command line that the host, without the hook, treats in another way than the rule does. */
	readonly witness: string;
}

/** One row of the loss report. */
export interface Loss {
	readonly rule: string;
	readonly effect: Decision;
	readonly host: Harness;
	readonly status: LossStatus;
	readonly direction: Direction;
	/** How many heads of the rule the host's configuration holds. */
	readonly heads: number;
	readonly reason: string | null;
	/** A command line that the rule is about; where something is lost, one that shows it. */
	readonly witness: string;
}

/** Literal words at the start of a command, alternatives per position; `exact`: nothing may follow. */
export interface Head {
	readonly words: readonly (readonly string[])[];
	readonly exact: boolean;
}

/** What of one rule a host is to hold, and why not more. */
export interface RulePlan {
	readonly rule: IrRule;
	readonly heads: readonly Head[];
	readonly notes: readonly Note[];
	/** A command line that the rule is about. */
	readonly sample: string;
}

/** A host's form of words: which words an entry can hold, and why it cannot hold the others. */
export interface WordForm {
	readonly sayable: RegExp;
	readonly reason: string;
}

/**
 * Another way to write a command. `template` holds `{command}` for a command that a native entry is about, or
 * `{quoted}` for it with empty quotes inside its program word.
 */
export interface Spelling {
	/** `restrict`: deny and request entries miss it. `allow`: allow entries reach it. */
	readonly entries: "restrict" | "allow";
	readonly form: string;
	readonly template: string;
}

/** What a host's configuration can say, as data. Facts and evidence: the hosts' documentation and measurements. */
export interface Capabilities {
	readonly host: Harness;
	/** Name of the file in the output folder. */
	readonly artifact: string;
	/** The host's word for each decision. */
	readonly actions: Readonly<Record<Decision, string>>;
	/** The form of words in entries of each kind; a text says why the host has no list of that kind. */
	readonly lists: Readonly<Record<Decision, WordForm | string>>;
	/** "These words and no more": the host says so, a prefix stands in for it, or it cannot be said. */
	readonly exact: Readonly<Record<Decision, "held" | "widened" | "refused">>;
	/** What an allow entry lets pass besides the plain command. */
	readonly passes: Readonly<Record<"writes" | "reads" | "env", boolean>>;
	/** What the host does by itself where no entry matches; `asks`: it asks a person, always. */
	readonly unmatched: { readonly asks: boolean; readonly text: string };
	readonly spellings: readonly Spelling[];
	/** What whoever installs the file has to know. */
	readonly notes: readonly string[];
}

/** A host's artifact as a tree, and the rows that the loss report gets. */
export interface Lowered<Model> {
	readonly model: Model;
	readonly losses: readonly Loss[];
}

/** Besides the compiled policy, what lowering to a host needs. */
export interface HostContext {
	/** Per rule, in IR order, what is certainly not looser than the policy. */
	readonly plans: readonly RulePlan[];
}

export interface HostTarget<Model> {
	readonly capabilities: Capabilities;
	/** Policy to tree. Prints nothing. */
	lower(compiled: CompiledPolicy, context: HostContext): Lowered<Model>;
	/** Tree to text. Decides nothing. */
	write(model: Model): string;
}

/** What one host's part of a build came to. */
export interface HostResult {
	readonly capabilities: Capabilities;
	readonly plans: readonly RulePlan[];
	readonly losses: readonly Loss[];
}

/** Texts that the caller reads, so that targets stay pure. */
export interface Assets {
	/** The bundled evaluator, as JavaScript text. */
	readonly evaluator: string;
	/** The built-in command registry. */
	readonly registry: Registry;
}

export interface OutputFile {
	/** Relative to the output folder, with `/`. */
	readonly path: string;
	readonly content: string;
	readonly executable: boolean;
}

/** Besides the compiled policy, what lowering to a shared artifact needs. */
export interface ArtifactContext {
	readonly assets: Assets;
	readonly bundle: Bundle;
	/** The hosts of this build. */
	readonly hosts: readonly HostResult[];
	/** A command line that no rule is about; null where none of a few is. */
	readonly undecided: string | null;
	/** Files already written in this build, in order. */
	readonly files: readonly OutputFile[];
}

export interface ArtifactTarget<Model> {
	readonly path: string;
	readonly executable: boolean;
	lower(compiled: CompiledPolicy, context: ArtifactContext): Model;
	write(model: Model): string;
}

/** Names of the shared files: they speak of each other. */
export const FILES = {
	bundle: "policy-wrapper-rules.json",
	dispatch: "policy-dispatch.sh",
	evaluator: "policy-evaluator.mjs",
	/** An evaluator built from the Go, Rust or Zig project; the dispatch script prefers it where it stands. */
	native: "policy-evaluator",
	losses: "loss-report.json",
	manifest: "policy-wrapper-dispatch.manifest.json",
} as const;

/** The first member of each position: a plain command that a head is about. */
export function firstWords(head: Head): readonly string[] {
	return head.words.map((alternatives) => alternatives[0] ?? "");
}

/**
 * A head as single word lists, one per combination of alternatives, in order.
 *
 * @example expandHead({ words: [["git"], ["add", "rm"]], exact: false }) // [["git", "add"], ["git", "rm"]]
 */
export function expandHead(head: Head): readonly (readonly string[])[] {
	let lists: readonly (readonly string[])[] = [[]];
	for (const alternatives of head.words) lists = lists.flatMap((words) => alternatives.map((word) => [...words, word]));
	return lists;
}

/** Commands that a prefix of this head matches, and one that it misses by a letter: a host can test itself with them. */
export function examplesOf(head: Head): { readonly match: readonly (readonly string[])[]; readonly miss: readonly string[] } {
	const first = firstWords(head);
	const last = head.words.at(-1) ?? [];
	let missed = `${last[0] ?? ""}x`;
	while (last.includes(missed)) missed += "x";
	return { match: [first, [...head.words.map((alternatives) => alternatives.at(-1) ?? ""), "x"]], miss: [...first.slice(0, -1), missed] };
}

/** The row of the loss report for a plan, with what lowering itself found out added. The worst note decides. */
export function lossOf(host: Harness, plan: RulePlan, found: readonly Note[] = []): Loss {
	const notes = [...plan.notes, ...found];
	const worst = notes.reduce<Note | null>((known, note) => (known && rank(known) >= rank(note) ? known : note), null);
	return {
		rule: plan.rule.name,
		effect: plan.rule.effect,
		host,
		status: worst?.status ?? "exact",
		direction: worst?.direction ?? "none",
		heads: plan.heads.length,
		reason: worst ? [...new Set(notes.map((note) => note.reason))].join("; ") : null,
		witness: worst?.witness ?? plan.sample,
	};
}

function rank(note: Note): number {
	return LOSS_STATUSES.indexOf(note.status);
}
