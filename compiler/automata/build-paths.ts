/**
 * Path patterns as automata over normalised path texts (`docs/semantics.md`, section 6). A text is the
 * root (`.`, `~` or nothing for the file system's root) and a slash before every segment; there are no
 * borders in it.
 */

import { intersection } from "./combine.ts";
import { determinise } from "./determinise.ts";
import { bytesOf, type Dfa } from "./dfa.ts";
import type { TooLarge } from "./limits.ts";
import { EDGE, Nfa } from "./nfa.ts";
import { outside, readScalar, scalarSet } from "./scalars.ts";

const SLASH = 0x2f;
const ROOTS = [".", "~", ""] as const;
const IN_SEGMENT = outside(scalarSet([[SLASH, SLASH]]));

export interface PathOptions {
	/** Whether everything below a path that matches is in the language too. */
	readonly below: boolean;
}

/**
 * A path pattern or path as its root and its segments, normalised textually.
 *
 * @example splitPath("./a//../b/.") // { root: ".", segments: ["b"] }
 */
export function splitPath(text: string): { readonly root: (typeof ROOTS)[number]; readonly segments: readonly string[] } {
	const [head = "", ...rest] = text.split("/");
	const root = head === "~" ? "~" : head === "" ? "" : ".";
	const segments: string[] = [];
	for (const segment of root === "." && head !== "." ? [head, ...rest] : rest) {
		if (segment === "..") segments.pop();
		else if (segment !== "" && segment !== ".") segments.push(segment);
	}
	return { root, segments };
}

/** A path in the form that the automata read. */
export function normalisePath(text: string): string {
	const { root, segments } = splitPath(text);
	return [root, ...segments].join("/");
}

/**
 * The paths that one of several patterns matches. The one text `any` is every path.
 *
 * @example pathLanguage(["./logs/**"], { below: false }) // "./logs/a", "./logs/a/b", …
 */
export function pathLanguage(patterns: readonly string[], options: PathOptions): Dfa | TooLarge {
	const nfa = new Nfa();
	const end = nfa.state();
	for (const pattern of patterns) {
		if (pattern === "any") return everyPath();
		nfa.skip(readPath(nfa, pattern), end);
	}
	nfa.accept(options.below ? readSegments(nfa, end) : end);
	const built = determinise(nfa);
	if ("kind" in built) return built;
	const all = everyPath();
	return "kind" in all ? all : intersection(built, all);
}

function readPath(nfa: Nfa, pattern: string): number {
	const { root, segments } = splitPath(pattern);
	let at = nfa.literal(0, bytesOf(root));
	segments.forEach((segment, i) => {
		if (segment !== "**") at = readSegment(nfa, nfa.range(at, SLASH, SLASH), segment);
		else if (i < segments.length - 1) at = readSegments(nfa, at);
		else at = readSegments(nfa, anySegment(nfa, at));
	});
	return at;
}

function readSegment(nfa: Nfa, from: number, segment: string): number {
	let at = from;
	for (const character of segment) {
		if (character === "*") at = readSegmentBytes(nfa, at);
		else if (character === "?") at = readScalar(nfa, at, IN_SEGMENT, EDGE.wild);
		else at = nfa.literal(at, bytesOf(character));
	}
	return at;
}

function readSegmentBytes(nfa: Nfa, from: number): number {
	const loop = nfa.state();
	nfa.skip(from, loop);
	nfa.edge(loop, 1, SLASH - 1, loop, EDGE.wild);
	nfa.edge(loop, SLASH + 1, 255, loop, EDGE.wild);
	return loop;
}

function anySegment(nfa: Nfa, from: number): number {
	const slash = nfa.range(from, SLASH, SLASH);
	const first = nfa.state();
	nfa.edge(slash, 1, SLASH - 1, first, EDGE.wild);
	nfa.edge(slash, SLASH + 1, 255, first, EDGE.wild);
	return readSegmentBytes(nfa, first);
}

/** Any number of segments. */
function readSegments(nfa: Nfa, from: number): number {
	const loop = nfa.state();
	nfa.skip(from, loop);
	nfa.skip(anySegment(nfa, loop), loop);
	return loop;
}

function everyPath(): Dfa | TooLarge {
	const nfa = new Nfa();
	for (const root of ROOTS) nfa.accept(readSegments(nfa, nfa.literal(0, bytesOf(root))));
	return determinise(nfa);
}
