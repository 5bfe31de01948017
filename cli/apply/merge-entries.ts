/**
 * Our entries in a JSON file that belongs to a host and its user: put in, brought up to date, taken out. What is not ours
 * keeps every byte, comments and blanks included. Nothing in the file says which entries are ours: the ledger does.
 */

import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { InstalledEntry as Entry, Json } from "../../targets/install.ts";
import { applyEdits, type Edit, insertMembers, layoutOf, removeMembers, writeValue } from "./json-text.ts";

/** What of a file is ours: entries that we wrote, and lists and objects that we made for them. */
export interface Owned {
	readonly entries: readonly Entry[];
	readonly containers: readonly (readonly string[])[];
}

export const NOTHING_OWNED: Owned = { entries: [], containers: [] };

/** The new text and what of it is ours; or why the file cannot be edited, at a place in it where there is one. */
export type Merged =
	| { readonly text: string; readonly owned: Owned }
	| { readonly problem: string; readonly line: number | null; readonly column: number | null };

/**
 * Brings a file's entries to what is wanted.
 *
 * @param before the text; null: there is no file
 * @param wanted in the order in which missing ones are added
 * @param owned what the ledger says is ours; entries of it that are not wanted any more are taken out
 * @example mergeEntries('{"a": 1}', [{ kind: "member", path: ["deny"], value: "x" }], NOTHING_OWNED)
 */
export function mergeEntries(before: string | null, wanted: readonly Entry[], owned: Owned): Merged {
	const bom = before?.startsWith("\ufeff") ? "\ufeff" : "";
	const start = before === null || before.slice(bom.length).trim() === "" ? "{}\n" : before.slice(bom.length);
	const fault = faultOf(start);
	if (fault) return fault;
	const editor = new Editor(start);
	const kept = owned.entries.filter((entry) => wanted.some((other) => same(entry, other)));
	editor.remove(owned.entries.filter((entry) => !kept.includes(entry) && !isReplaced(entry, wanted)));
	const added: Entry[] = [];
	for (const entries of groupByPlace(wanted)) {
		const missing = entries.filter((entry) => !editor.holds(entry));
		const problem = editor.put(missing, owned.entries);
		if (problem !== null) return { problem, line: null, column: null };
		added.push(...entries.filter((entry) => missing.includes(entry) || kept.some((other) => same(entry, other))));
	}
	const containers = editor.prune([...owned.containers, ...editor.made]);
	return { text: bom + editor.text, owned: { entries: added, containers } };
}

/** Members of one list together, everything else alone, in the order in which they are first met. */
function groupByPlace(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const key = JSON.stringify([entry.kind === "member", entry.path]);
		const group = groups.get(key);
		if (group) group.push(entry);
		else groups.set(key, [entry]);
	}
	return [...groups.values()];
}

/** Whether another value is wanted in the place of this one. */
function isReplaced(entry: Entry, wanted: readonly Entry[]): boolean {
	return entry.kind !== "member" && wanted.some((other) => other.kind === entry.kind && equal(other.path, entry.path));
}

/** Which of the entries stand in a text; none where it cannot be read. */
export function presentEntries(text: string, entries: readonly Entry[]): readonly Entry[] {
	const start = text.replace(/^\ufeff/, "");
	if (start.trim() === "" || faultOf(start)) return [];
	const editor = new Editor(start);
	return entries.filter((entry) => editor.holds(entry));
}

class Editor {
	readonly made: (readonly string[])[] = [];
	private tree: Node | undefined;

	constructor(public text: string) {
		this.tree = treeOf(text);
	}

	private change(edits: readonly Edit[]): void {
		this.rewrite(applyEdits(this.text, edits));
	}

	private rewrite(text: string): void {
		this.text = text;
		this.tree = treeOf(text);
	}

	private at(path: readonly string[]): Node | undefined {
		return this.tree && findNodeAtLocation(this.tree, [...path]);
	}

	holds(entry: Entry): boolean {
		const node = this.at(entry.path);
		if (!node) return false;
		if (entry.kind === "default") return true;
		if (entry.kind === "value") return equal(getNodeValue(node), entry.value);
		return this.indexOf(node, entry.value) >= 0;
	}

	private indexOf(list: Node, value: Json): number {
		if (list.type !== "array") return -1;
		return (list.children ?? []).findIndex((child) => equal(getNodeValue(child), value));
	}

	/** Makes missing entries of one place stand in the text; a text says why that cannot be. */
	put(entries: readonly Entry[], owned: readonly Entry[]): string | null {
		const [entry] = entries;
		if (!entry) return null;
		const isMember = entry.kind === "member";
		const container = this.makeContainer(isMember ? entry.path : entry.path.slice(0, -1), isMember ? "array" : "object");
		if (typeof container === "string") return container;
		const name = isMember ? null : (entry.path.at(-1) ?? null);
		const old = isMember ? undefined : this.at(entry.path);
		if (!old) {
			const members = entries.map(({ value }) => ({ name, value }));
			this.change(insertMembers(this.text, container, members, layoutOf(this.text)));
			return null;
		}
		const ours = owned.some((other) => other.kind === entry.kind && equal(other.path, entry.path) && equal(getNodeValue(old), other.value));
		if (!ours)
			return `${shownPath(entry.path)} is ${JSON.stringify(getNodeValue(old))} already, and ${JSON.stringify(entry.value)} is needed`;
		this.change([{ offset: old.offset, length: old.length, content: writeValue(entry.value, null) }]);
		return null;
	}

	/** The list or object at a path, made where it is missing; a text says what stands in its way. */
	private makeContainer(path: readonly string[], type: "array" | "object"): Node | string {
		for (let length = 0; length <= path.length; length++) {
			const part = path.slice(0, length);
			const kind = length === path.length ? type : "object";
			const node = this.at(part);
			if (node && node.type !== kind) return `${shownPath(part)} is no ${kind === "array" ? "list" : "object"}`;
			if (node) continue;
			const parent = this.at(part.slice(0, -1));
			if (!parent) return `${shownPath(part)} cannot be made`;
			const member = { name: part.at(-1) ?? "", value: kind === "array" ? [] : {} };
			this.change(insertMembers(this.text, parent, [member], layoutOf(this.text)));
			this.made.push(part);
		}
		return this.at(path) ?? `${shownPath(path)} cannot be made`;
	}

	/** Takes entries out that stand as we wrote them. */
	remove(entries: readonly Entry[]): void {
		for (const group of groupByPlace(entries)) {
			const [entry] = group;
			const node = entry && this.at(entry.path);
			if (!node) continue;
			if (entry.kind === "member")
				this.removeValues(
					node,
					group.map(({ value }) => value),
				);
			else if (equal(getNodeValue(node), entry.value)) this.removeKey(entry.path);
		}
	}

	/** Takes the first of each of the values out of a list. */
	private removeValues(list: Node, values: readonly Json[]): void {
		if (list.type !== "array") return;
		const left = [...values];
		const indexes: number[] = [];
		for (const [index, child] of (list.children ?? []).entries()) {
			const place = left.findIndex((value) => equal(getNodeValue(child), value));
			if (place < 0) continue;
			left.splice(place, 1);
			indexes.push(index);
		}
		this.rewrite(removeMembers(this.text, list, indexes));
	}

	private removeKey(path: readonly string[]): void {
		const parent = this.at(path.slice(0, -1));
		const index = parent?.children?.findIndex((child) => child.children?.[0]?.value === path.at(-1)) ?? -1;
		if (parent && index >= 0) this.rewrite(removeMembers(this.text, parent, [index]));
	}

	/** Takes out the containers that we made and that are empty; gives those that stay. */
	prune(containers: readonly (readonly string[])[]): readonly (readonly string[])[] {
		const left: (readonly string[])[] = [];
		const deepestFirst = [...containers].sort((one, other) => other.length - one.length || (one.join() < other.join() ? 1 : -1));
		for (const path of deepestFirst) {
			const node = this.at(path);
			if (!node) continue;
			const inside = this.text.slice(node.offset + 1, node.offset + node.length - 1);
			if ((node.children ?? []).length === 0 && inside.trim() === "" && !this.isWanted(path, left)) this.removeKey(path);
			else left.push(path);
		}
		return left.reverse();
	}

	private isWanted(path: readonly string[], others: readonly (readonly string[])[]): boolean {
		return others.some((other) => other.length > path.length && path.every((part, index) => other[index] === part));
	}
}

function treeOf(text: string): Node | undefined {
	return parseTree(text, [], { allowTrailingComma: true });
}

/** Why a text is no object of JSON with comments, or has a key twice; null where it is one. */
function faultOf(text: string): Merged | null {
	const errors: ParseError[] = [];
	const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
	const [first] = errors;
	if (first) return { problem: `it is not JSON (${spaced(printParseErrorCode(first.error))})`, ...placeOf(text, first.offset) };
	if (tree?.type !== "object") return { problem: "it is no JSON object", line: 1, column: 1 };
	const twice = findDuplicate(tree);
	return twice && { problem: `it has the key ${JSON.stringify(twice.value)} twice`, ...placeOf(text, twice.offset) };
}

function findDuplicate(tree: Node): Node | null {
	const waiting: Node[] = [tree];
	for (let node = waiting.pop(); node; node = waiting.pop()) {
		const keys = new Set<string>();
		for (const child of node.children ?? []) {
			const key = node.type === "object" ? child.children?.[0] : undefined;
			if (key && keys.has(key.value)) return key;
			if (key) keys.add(key.value);
			waiting.push(child);
		}
	}
	return null;
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
	const before = text.slice(0, offset).split("\n");
	return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function spaced(code: string): string {
	return code.replace(/([a-z])([A-Z])/g, (_, one: string, other: string) => `${one} ${other.toLowerCase()}`).toLowerCase();
}

function shownPath(path: readonly string[]): string {
	return path.length === 0 ? "the file" : `\`${path.join(".")}\``;
}

function same(one: Entry, other: Entry): boolean {
	return one.kind === other.kind && equal(one.path, other.path) && equal(one.value, other.value);
}

/** Whether two JSON values mean the same: the order of keys does not count. */
export function equal(one: unknown, other: unknown): boolean {
	if (one === other) return true;
	if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
	if (Array.isArray(one) !== Array.isArray(other)) return false;
	const keys = Object.keys(one);
	if (keys.length !== Object.keys(other).length) return false;
	const [first, second] = [one as Record<string, unknown>, other as Record<string, unknown>];
	return keys.every((key) => Object.hasOwn(second, key) && equal(first[key], second[key]));
}
