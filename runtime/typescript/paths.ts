/**
 * Paths: patterns of a policy, and words of a command as paths (docs/semantics.md, section 6).
 *
 * Everything is textual: no file is looked at. What is not known (the root, the home directory, the directory
 * of a command, an opaque word) makes the answer `maybe`.
 */

import type { Bytes } from "./bytes.ts";
import { type GlobToken, globMatches, prepareGlob } from "./glob.ts";
import type { Answer } from "./match.ts";
import { bytesOf } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import type { Places } from "./views.ts";

export interface PathPattern {
	readonly base: "root" | "home" | "absolute";
	/** How many segments of the base a leading `..` takes away. */
	readonly up: number;
	readonly segments: readonly (readonly GlobToken[] | "**")[];
}

/** The directories that patterns and words are resolved against; null: unknown. Absolute paths. */
export interface PathBases {
	readonly root: Bytes | null;
	readonly home: Bytes | null;
}

/** A path pattern of a bundle. A text with another start than `./`, `~/` or `/` is read below the root. */
export function preparePath(pattern: string): PathPattern {
	const base = pattern.startsWith("/") ? "absolute" : pattern === "~" || pattern.startsWith("~/") ? "home" : "root";
	const rest = base === "home" ? pattern.slice(1) : pattern;
	const segments: string[] = [];
	let up = 0;
	for (const segment of rest.split("/")) {
		if (segment === ".." && segments.length === 0) up += 1;
		else pushSegment(segments, segment);
	}
	return { base, up, segments: segments.map((segment) => (segment === "**" ? "**" : prepareGlob(segment))) };
}

/**
 * The normalised segments of a path: empty and `.` segments go, `..` takes the one before it and stays at `/`.
 * A relative path is resolved in `directory`; null where that is needed and unknown.
 *
 * @example segmentsOf("../x", "/a/b") // ["a", "x"]
 */
export function segmentsOf(path: Bytes, directory: Bytes | null): readonly Bytes[] | null {
	if (!path.startsWith("/") && directory === null) return null;
	const segments: Bytes[] = [];
	if (!path.startsWith("/")) for (const segment of (directory ?? "").split("/")) pushSegment(segments, segment);
	for (const segment of path.split("/")) pushSegment(segments, segment);
	return segments;
}

function pushSegment(segments: Bytes[], segment: Bytes): void {
	if (segment === "..") segments.pop();
	else if (segment !== "" && segment !== ".") segments.push(segment);
}

/** A word as a path: known text, or `~`, `$HOME` or `$PWD` followed by known text. Null where it is not known. */
export function pathOfWord(word: Word, places: Places, directory: Bytes | null): readonly Bytes[] | null {
	if (word.literal !== null) return segmentsOf(word.literal, directory);
	const [first, ...rest] = word.pieces;
	if (first?.kind !== "place") return null;
	const place = places[first.place];
	if (place === null || (first.splits && /[ \t\n*?[\]]/.test(place))) return null;
	let text = place;
	for (const piece of rest) {
		if (piece.kind !== "literal") return null;
		text += piece.text;
	}
	return segmentsOf(text, directory);
}

/**
 * Whether a path is one of the patterns.
 *
 * @param path normalised segments, or null for a path that is not known
 * @param below whether everything below a match counts too
 */
export function pathMatches(path: readonly Bytes[] | null, patterns: readonly PathPattern[], bases: PathBases, below: boolean): Answer {
	if (path === null) return patterns.length === 0 ? "no" : "maybe";
	let answer: Answer = "no";
	for (const pattern of patterns) {
		const base = baseSegments(pattern, bases);
		if (base === null) answer = "maybe";
		else if (base.every((segment, index) => path[index] === segment) && matchSegments(path, base.length, pattern.segments, below))
			return "yes";
	}
	return answer;
}

/** The segments that a pattern's own are appended to; null where its base is not known. */
export function baseSegments(pattern: PathPattern, bases: PathBases): readonly Bytes[] | null {
	if (pattern.base === "absolute") return [];
	const base = pattern.base === "root" ? bases.root : bases.home;
	const segments = base === null ? null : segmentsOf(base, null);
	return segments && pattern.up > 0 ? segments.slice(0, Math.max(0, segments.length - pattern.up)) : segments;
}

/** Runs the segments of a pattern over a path as a small automaton: the set of pattern positions reached. */
function matchSegments(path: readonly Bytes[], from: number, pattern: PathPattern["segments"], below: boolean): boolean {
	let positions = new Set<number>([0]);
	for (let at = from; ; at++) {
		skipMany(positions, pattern);
		if (positions.has(pattern.length) && (below || at >= path.length)) return true;
		const segment = path[at];
		if (segment === undefined || positions.size === 0) return false;
		const next = new Set<number>();
		for (const position of positions) {
			const wanted = pattern[position];
			if (wanted === undefined) continue;
			if (wanted === "**") {
				next.add(position);
				// A last `**` stands for at least one segment.
				if (position === pattern.length - 1) next.add(pattern.length);
			} else if (globMatches(wanted, segment)) next.add(position + 1);
		}
		positions = next;
	}
}

/** A `**` that is not the last segment may stand for none. */
function skipMany(positions: Set<number>, pattern: PathPattern["segments"]): void {
	for (const position of positions) if (pattern[position] === "**" && position < pattern.length - 1) positions.add(position + 1);
}

/** A text of a request as a directory: absolute and well-formed, else unknown. */
export function directoryOf(text: string | null | undefined): Bytes | null {
	return typeof text === "string" && text.startsWith("/") ? bytesOf(text) : null;
}
