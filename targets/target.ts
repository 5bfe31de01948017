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
export const HARNESSES = ["codex", "cursor", "claude", "factory-droid", "gemini"] as const;

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

/** Literal words at the start of a command, alternatives per position. */
export interface Head {
	readonly words: readonly (readonly string[])[];
	/** Nothing may follow the words. */
	readonly exact: boolean;
	/**
	 * What follows the words, as text right behind them: `*` stands for any characters, blanks too. Null where anything may
	 * follow, or nothing (`exact`).
	 */
	readonly rest: string | null;
	/** Of an entry that allows: nothing but words that need no quotes may follow. */
	readonly plain?: true;
}

/** What of one rule a host is to hold, and why not more. */
export interface RulePlan {
	readonly rule: IrRule;
	/** The decision that the entries of this rule give; null where the rule has none that a host can hold. */
	readonly effect: Decision | null;
	readonly heads: readonly Head[];
	/** Of an allow rule: what its entries reach beyond it, which the host is to ask about. */
	readonly carved: readonly Head[];
	readonly notes: readonly Note[];
	/** A command line that the rule is about. */
	readonly sample: string;
	/** Its words, where it is a command that the rule decides. */
	readonly example: readonly string[] | null;
}

/**
 * The plainly written commands that one entry of a host is about.
 *
 * - `words`: these words (alternatives per position), then nothing (`exact`) or any words (`plain`: that need no quotes).
 * - `text`: the words joined by blanks are this text, in which `*` stands for any characters. `quoted`: words with special
 *   characters stand in single quotes in that text, as they were written; else the host has taken quotes off.
 * - `gaps`: these words in this order at the start, ASCII case folded, with at most 100 characters other than `;&|` before each
 *   but the first, a blank or the end behind the last.
 */
export type Extent =
	| { readonly kind: "words"; readonly words: readonly (readonly string[])[]; readonly exact: boolean; readonly plain?: true }
	| { readonly kind: "text"; readonly glob: string; readonly quoted: boolean }
	| { readonly kind: "gaps"; readonly words: readonly string[] };

/** One list of a host: an entry of it that holds a command gives this decision. */
export interface HostList {
	readonly name: string;
	readonly decision: Decision;
	readonly entries: readonly HostEntry[];
}

export interface HostEntry {
	/** The entry as the file shows it, shortened where it is long. */
	readonly shown: string;
	readonly extent: Extent;
}

/** How a host reads its artifact. A difference between the model and the host is a bug in the model. */
export interface HostModel<Tree> {
	/** What the entries of one head come to. */
	extentsOf(head: Head, decision: Decision): readonly Extent[];
	/** The lists of a tree in the order in which the host asks them: the first that holds a command decides. */
	readLists(tree: Tree): readonly HostList[];
}

/** A host's form of words: which words an entry can hold, and why it cannot hold the others. */
export interface WordForm {
	readonly sayable: RegExp;
	readonly reason: string;
}

/**
 * Another way to write a command. `template` holds `{command}` for a command that a native entry is about,
 * `{quoted}` for it with empty quotes inside its program word, `{optioned}` for it with an option before its subcommand, `{upper}` for
 * it with its program in capitals, or `{variable}` for it with its program in a variable.
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
	/** Whether entries can hold `*` for any text behind their words; a text says why not. */
	readonly globs: true | string;
	/**
	 * Whether the host asks or refuses although an allow entry holds the command too, in every spelling that an allow entry
	 * reaches. `plain`: where that entry holds plain words alone.
	 */
	readonly carves: "always" | "plain" | "never";
	/** Programs that the host looks through, so that an entry cannot be about them; a text says how it does that. */
	readonly transparent: { readonly programs: readonly string[]; readonly reason: string };
	/** What an allow entry lets pass besides the plain command. */
	readonly passes: Readonly<Record<"writes" | "reads" | "env", boolean>>;
	/** What the host does by itself where no entry matches; `asks`: it asks a person, always. */
	readonly unmatched: { readonly asks: boolean; readonly text: string };
	readonly spellings: readonly Spelling[];
	/** What whoever installs the file has to know. */
	readonly notes: readonly string[];
}

/** A host's artifact as a tree, and what lowering itself found to be lost, by rule. */
export interface Lowered<Model> {
	readonly model: Model;
	readonly notes: ReadonlyMap<string, readonly Note[]>;
	/** The policy's default, where the artifact holds it. */
	readonly holdsDefault: boolean;
}

/** Besides the compiled policy, what lowering to a host needs. */
export interface HostContext {
	/** Per rule, in IR order, what is certainly not looser than the policy. */
	readonly plans: readonly RulePlan[];
	/** The command registry that the bundle holds. */
	readonly registry: Registry;
}

export interface HostTarget<Model> {
	readonly capabilities: Capabilities;
	readonly model: HostModel<Model>;
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
	readonly holdsDefault: boolean;
}

/** Languages in which a build can hold an evaluator that is compiled, in the order in which the dispatch script tries them: the quickest to start first. */
export const NATIVE_LANGUAGES = ["zig", "rust", "go"] as const;

export type NativeLanguage = (typeof NATIVE_LANGUAGES)[number];

/** Sources by their path in the project, with `/`. */
export type Sources = Readonly<Record<string, string>>;

/** Texts that the caller reads, so that targets stay pure. */
export interface Assets {
	/** The bundled evaluator, as JavaScript text. */
	readonly evaluator: string;
	/** The built-in command registry. */
	readonly registry: Registry;
	/** The sources of the evaluators that are asked for. */
	readonly engines?: Readonly<Partial<Record<NativeLanguage, Sources>>>;
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
	/** The languages of the projects among them. */
	readonly natives: readonly NativeLanguage[];
}

export interface ArtifactTarget<Model> {
	readonly path: string;
	readonly executable: boolean;
	lower(compiled: CompiledPolicy, context: ArtifactContext): Model;
	write(model: Model): string;
}

/** How the tool of a language builds a project; it runs in the project's folder and fetches nothing. */
export interface Compilation {
	/** The program of the tool, and words with which it ends well where it is there. */
	readonly tool: string;
	readonly probe: readonly string[];
	readonly words: readonly string[];
	/** Variables that keep it offline. */
	readonly environment: Readonly<Record<string, string>>;
	/** Where the evaluator then stands, relative to the project. */
	readonly binary: string;
	/** Whether the same project gives the same bytes wherever it is built by the same tool. */
	readonly reproducible: boolean;
}

/** A project that the tool of a language builds: the engine with a policy inside. */
export interface ProjectTarget {
	readonly language: NativeLanguage;
	/** Where the file stands that brings the policy in; the policy's own files stand beside it. */
	readonly embedding: string;
	readonly compilation: Compilation;
	/** The text of that file. */
	write(bundle: string, index: string): string;
}

/** Names of the shared files: they speak of each other. */
export const FILES = {
	bundle: "policy-wrapper-rules.json",
	dispatch: "policy-dispatch.sh",
	evaluator: "policy-evaluator.mjs",
	/** An evaluator with this policy inside that somebody put there; the dispatch script prefers it. */
	native: "policy-evaluator",
	/** An evaluator for this machine without a policy, which reads the bundle. */
	prebuilt: "policy-evaluator-prebuilt",
	/** What an embedded bundle is read by. */
	index: "policy.index",
	losses: "loss-report.json",
	manifest: "policy-wrapper-dispatch.manifest.json",
} as const;

/** The folder of a language's project. */
export function projectFolder(language: NativeLanguage): string {
	return `${FILES.native}-${language}`;
}

/** Where the dispatch script looks for the evaluator that a project was built to. */
export function binaryPath(language: NativeLanguage): string {
	return `${projectFolder(language)}/${FILES.native}`;
}

/** The first member of each position: a plain command that a head is about. */
export function firstWords(head: Pick<Head, "words">): readonly string[] {
	return head.words.map((alternatives) => alternatives[0] ?? "");
}

/**
 * A head as single word lists, one per combination of alternatives, in order.
 *
 * @example expandHead({ words: [["git"], ["add", "rm"]], exact: false }) // [["git", "add"], ["git", "rm"]]
 */
export function expandHead(head: Pick<Head, "words">): readonly (readonly string[])[] {
	let lists: readonly (readonly string[])[] = [[]];
	for (const alternatives of head.words) lists = lists.flatMap((words) => alternatives.map((word) => [...words, word]));
	return lists;
}

/** Commands that a prefix of this head matches, and one that it misses by a letter: a host can test itself with them. */
export function examplesOf(head: Pick<Head, "words">): {
	readonly match: readonly (readonly string[])[];
	readonly miss: readonly string[];
} {
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
