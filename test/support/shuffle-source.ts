/** Writes the same policy in another order: items, lists, keys, files and surface are the choice's. */

import type { Choose } from "../../cli/conformance/choose.ts";
import { printDocument } from "../../compiler/documents/index.ts";
import type { ReadInclude, ScopeFile } from "../../compiler/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { FALLBACK_NAMES } from "../../compiler/passes/merge-scopes.ts";
import type { Unit } from "../../compiler/passes/units.ts";
import type { Item } from "../../compiler/syntax/ast.ts";
import { printPolicy } from "../../compiler/syntax/index.ts";
import { sourceOf } from "./source-of.ts";

export interface Written {
	readonly files: readonly ScopeFile[];
	readonly readInclude: ReadInclude;
}

const SCOPES = ["system", "user", "repo", "harness", "task-domain", "task-instance"] as const;
/** Lists in which the order means something: the words of a command, the pieces of a word, a predicate's arguments. */
const ORDERED = new Set(["words", "pieces", "arguments"]);
const NO_ITEMS = { programs: [], wrappers: [] } as const;
const span = { source: { path: "made.policy", text: "" }, start: 0, end: 0 } as const;

/** The policy as units that no one has parsed: what every written form must come to. */
export function unitsOf(policy: IrPolicy): Unit[] {
	return SCOPES.map((scope) => {
		const source = { path: `${scope}.policy`, text: "" };
		const rules = policy.rules.filter((rule) => rule.scope === scope);
		const items = [...(scope === "repo" ? headersOf(policy) : []), ...sourceOf(rules, scope === "repo" ? policy.registry : NO_ITEMS)];
		return { file: { scope, name: null, source, own: false }, sealed: false, sources: [source], items, ignores: [] };
	});
}

/** The scope files of a policy, and what they include. The rules keep their scopes; everything else is chosen. */
export function writeShuffled(policy: IrPolicy, choose: Choose): Written {
	const files: ScopeFile[] = [];
	const included = new Map<string, string>();
	for (const scope of SCOPES) {
		const rules = policy.rules.filter((rule) => rule.scope === scope);
		const isRepo = scope === "repo";
		if (rules.length === 0 && !isRepo) continue;
		const items = shuffleTree(sourceOf(rules, isRepo ? policy.registry : NO_ITEMS), "items", choose) as Item[];
		const headers = isRepo ? shuffle(headersOf(policy), choose) : [];
		const kept: Item[] = [];
		const parts: Item[][] = [[], []];
		for (const item of items) (parts[choose(4)] ?? kept).push(item);
		const includes = parts.flatMap((part, index): Item[] => {
			if (part.length === 0) return [];
			const path = `${scope}-${choose(1000)}-${index}.${suffix(choose)}`;
			included.set(path, write(path, part, choose));
			return [{ kind: "include", path: { value: path, span }, span }];
		});
		const version: Item = { kind: "version", version: 1, span };
		const header: Item = { kind: "scope", scope, name: null, sealed: false, span };
		const path = `policy-config/${scope}.${suffix(choose)}`;
		const all = [version, header, ...headers, ...shuffle(includes, choose), ...kept];
		const name = scope === "harness" || scope === "task-domain" || scope === "task-instance" ? "any" : null;
		files.push({ scope, name, source: { path, text: write(path, all, choose) }, own: false });
	}
	const readInclude: ReadInclude = (path) => ({ source: { path: `policy-config/${path}`, text: included.get(path) ?? "" } });
	return { files, readInclude };
}

function headersOf(policy: IrPolicy): Item[] {
	return [
		{ kind: "default", decision: policy.default, sealed: false, span },
		...FALLBACK_NAMES.map((name): Item => ({ kind: "fallback", name, decision: policy.fallbacks[name], sealed: false, span })),
	];
}

function suffix(choose: Choose): "policy" | "json" | "yaml" {
	return (["policy", "policy", "json", "yaml"] as const)[choose(4)] ?? "policy";
}

function write(path: string, items: readonly Item[], choose: Choose): string {
	if (path.endsWith(".policy")) return printPolicy({ items, ignores: [], span });
	// An included document says its version and nothing else of its header.
	const hasVersion = items.some((item) => item.kind === "version");
	const all: readonly Item[] = hasVersion ? items : [{ kind: "version", version: 1, span }, ...items];
	const tree: unknown = JSON.parse(printDocument({ items: all, ignores: [], span }, "json"));
	// JSON is YAML too, so both readers are tried.
	return JSON.stringify(shuffleKeys(tree, choose), null, choose(2) === 0 ? undefined : 2);
}

/** A tree with every list that means a set in another order. */
function shuffleTree(value: unknown, key: string, choose: Choose): unknown {
	if (Array.isArray(value)) {
		const members = value.map((member) => shuffleTree(member, key === "alternatives" ? "pieces" : "", choose));
		return ORDERED.has(key) ? members : shuffle(members, choose);
	}
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, name === "span" ? member : shuffleTree(member, name, choose)]),
	);
}

function shuffleKeys(value: unknown, choose: Choose): unknown {
	if (Array.isArray(value)) return value.map((member) => shuffleKeys(member, choose));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(shuffle(Object.entries(value), choose).map(([name, member]) => [name, shuffleKeys(member, choose)]));
}

/** Fisher and Yates. */
function shuffle<T>(values: readonly T[], choose: Choose): T[] {
	const left = [...values];
	const taken: T[] = [];
	while (left.length > 0) taken.push(...left.splice(choose(left.length), 1));
	return taken;
}
