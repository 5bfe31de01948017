/** Bundles written by hand: literal heads followed by any words, or by none. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readBundle } from "../../runtime/typescript/bundle.ts";
import { canonicalJson, decide, type Facts, type Prepared, prepare, type Registry, type Verdict } from "../../runtime/typescript/index.ts";
import { reduceProgram } from "../../runtime/typescript/registry.ts";
import type { AutomatonTable, Bundle, BundleRule, Defaults, Program } from "../../runtime/typescript/types.ts";
import { type ReviewedRegistry, resolveRegistry } from "../../targets/bundle/resolve-registry.ts";

export const REVIEWED = JSON.parse(readFileSync(new URL("../../runtime/registry.json", import.meta.url), "utf8")) as ReviewedRegistry;
export const REGISTRY = resolveRegistry(REVIEWED);

/** All word lists; the empty word list only; all word lists in which every word is inside the first path set. */
export const ANY_WORDS = 0;
export const NO_WORDS = 1;
export const ALL_INSIDE = 2;
/** Some word is `--force`. */
export const WITH_FORCE = 3;

const AUTOMATA: readonly AutomatonTable[] = [
	{
		accept: [2, 0],
		default: [1, 1],
		ranges: [
			[0, 0, 0],
			[0, 0, 0],
		],
	},
	{ accept: [2], default: [-1], ranges: [[]] },
	// 0: between words, 1: in a word, 2: after the mark "inside".
	{
		accept: [2, 0, 0],
		default: [1, 1, -1],
		ranges: [
			[0, 0, -1, 0xfd, 0xfd, -1, 0xfe, 0xfe, 2],
			[0, 0, -1, 0xfd, 0xfd, -1, 0xfe, 0xfe, 2],
			[0, 0, 0],
		],
	},
	wordTable("--force"),
];

/** Some word is exactly this text. States: 0 between words, 1 in another word, then one per letter, last the accepting pair. */
function wordTable(text: string): AutomatonTable {
	const letters = [...text].map((letter) => letter.charCodeAt(0));
	const found = letters.length + 2;
	const state = (read: number): number => (read === 0 ? 0 : read + 1);
	const accept: number[] = [];
	const others: number[] = [];
	const ranges: number[][] = [];
	const put = (at: number, label: number, otherwise: number, triples: number[]): void => {
		accept[at] = label;
		others[at] = otherwise;
		ranges[at] = triples;
	};
	for (const [read, letter] of letters.entries()) put(state(read), 0, 1, [0, 0, 0, letter, letter, state(read + 1)]);
	put(1, 0, 1, [0, 0, 0]);
	put(state(letters.length), 0, 1, [0, 0, found]);
	put(found, 2, found, []);
	return { accept, default: others, ranges };
}

/** A head of words, alternatives separated by `|`, and what may follow. */
export function heads(...texts: readonly (readonly [words: string, tail: number])[]): Program {
	return { kind: "heads", heads: texts.map(([words, tail]) => ({ words: words.split(" ").map((word) => word.split("|").sort()), tail })) };
}

export const prefix = (words: string): Program => heads([words, ANY_WORDS]);
export const exact = (words: string): Program => heads([words, NO_WORDS]);

export interface RuleText extends Partial<Omit<BundleRule, "id" | "action" | "strict" | "loose" | "except">> {
	readonly id: string;
	readonly action: BundleRule["action"];
	/** The command; null for a rule about redirections or assignments. */
	readonly command: Program | null;
	readonly except?: Program;
}

/** A rule of a bundle. Literal heads read the same in the narrow and the wide reading. */
export function rule({ command, except, ...text }: RuleText): BundleRule {
	const mismatch = text.on_mismatch ?? "skip";
	const strict = text.action === "allow" || mismatch === "allow" ? command : null;
	const loose = text.action !== "allow" || mismatch === "request" || mismatch === "deny" ? command : null;
	const programs =
		command?.kind === "heads" ? [...new Set(command.heads.flatMap((head) => (head.words[0] ?? []).map(reduceProgram)))].sort() : null;
	return {
		source: "repo",
		on_mismatch: mismatch,
		on_unknown: null,
		matcher: null,
		pattern: null,
		normalized_pattern: null,
		matchers: [],
		conditions: null,
		conditional: text.conditions !== undefined && text.conditions !== null,
		platform_action: {},
		shell_entry: null,
		native: [],
		reason: null,
		programs,
		global_options: [],
		path_sets: [],
		writes: null,
		reads: null,
		env: null,
		...text,
		strict,
		loose,
		except: except ?? null,
	};
}

const STRENGTH = { deny: 0, request: 1, allow: 2 };

export const DEFAULTS: Defaults = {
	default: "allow",
	opaque: "request",
	condition_error: "request",
	malformed_bundle: "deny",
	missing_policy: "deny",
	unattended: "deny",
};

/** A bundle of rules, in IR order by effect, with its hash. */
export function bundle(rules: readonly RuleText[], defaults: Partial<Defaults> = {}, registry: Registry = REGISTRY): Bundle {
	const commands = rules.map(rule).sort((one, other) => STRENGTH[one.action] - STRENGTH[other.action]);
	const rest = {
		schema_version: 1 as const,
		policy_hash: "0".repeat(64),
		required_conditions: [],
		defaults: { ...DEFAULTS, ...defaults },
		registry,
		automata: AUTOMATA,
		commands,
	};
	return { ...rest, bundle_hash: hashOf(rest) };
}

/** SHA-256 of the canonical JSON of a bundle without its hash. */
export function hashOf(rest: object): string {
	return createHash("sha256").update(canonicalJson(rest)).digest("hex");
}

export function bytesOf(value: unknown): Uint8Array {
	return new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
}

/** Prepares a bundle after reading it back strictly, so that every hand-written bundle is a valid one. */
export function prepared(rules: readonly RuleText[], defaults: Partial<Defaults> = {}): Prepared {
	const read = readBundle(bytesOf(bundle(rules, defaults)));
	if (!read) throw new Error("the hand-written bundle is malformed");
	return prepare(read);
}

export const PLACE = { cwd: "/repo", facts: { root: "/repo", home: "/home/me" } } as const;

/** Decides a line in the made-up repository. */
export function judge(policy: Prepared, command: string, facts: Facts = {}, unattended = false): Verdict {
	return decide(policy, { command, cwd: PLACE.cwd, facts: { ...PLACE.facts, ...facts }, unattended });
}
