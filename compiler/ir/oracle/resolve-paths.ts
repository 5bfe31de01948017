/** Paths and path patterns, compared textually (docs/semantics.md, section 6). */

import { either } from "./answers.ts";
import { bytesOf } from "./bytes.ts";
import { matchesWord } from "./match-pattern.ts";
import { readWordGlob } from "./read-globs.ts";
import type { Answer } from "./types.ts";

/** The directories that path patterns start from, as texts; null where unknown. */
export interface Places {
	readonly root: string | null;
	readonly home: string | null;
}

/** A path's segments from the file system's root, normalised; null if it is relative to an unknown directory. */
export function resolvePath(path: string, directory: string | null): string[] | null {
	if (path.startsWith("/")) return normalise(path);
	return directory === null ? null : normalise(`${directory}/${path}`);
}

function normalise(path: string): string[] {
	const segments: string[] = [];
	for (const segment of path.split("/")) {
		if (segment === "..") segments.pop();
		else if (segment !== "" && segment !== ".") segments.push(segment);
	}
	return segments;
}

/** Whether a path (null: unknown) matches one of the patterns; `under`: or lies below one that does. */
export function matchPaths(path: readonly string[] | null, patterns: readonly string[], places: Places, under: boolean): Answer {
	return either(patterns.map((pattern) => matchPath(path, pattern, places, under)));
}

function matchPath(path: readonly string[] | null, pattern: string, places: Places, under: boolean): Answer {
	const segments = patternSegments(pattern, places);
	if (path === null || segments === null) return "maybe";
	const matches = (end: number) => matchSegments(path.slice(0, end), segments);
	if (!under) return matches(path.length) ? "yes" : "no";
	return path.some((_, index) => matches(index)) || matches(path.length) ? "yes" : "no";
}

/** One segment of a pattern: a directory's own name, or what is written. */
type Segment = { readonly name: string } | { readonly glob: string };

function patternSegments(pattern: string, places: Places): Segment[] | null {
	if (pattern.startsWith("/")) return normalise(pattern).map((glob) => ({ glob }));
	const base = pattern.startsWith("~") ? places.home : places.root;
	if (base === null) return null;
	// Normalised together with the base, so that `./..` leads out of it; names of the base are no globs.
	const segments: Segment[] = normalise(base).map((name) => ({ name }));
	for (const segment of pattern.split("/").slice(1)) {
		if (segment === "..") segments.pop();
		else if (segment !== "" && segment !== ".") segments.push({ glob: segment });
	}
	return segments;
}

function matchSegments(path: readonly string[], pattern: readonly Segment[]): boolean {
	const [first, ...rest] = pattern;
	if (!first) return path.length === 0;
	if ("glob" in first && first.glob === "**") {
		if (rest.length === 0) return path.length > 0;
		return path.some((_, index) => matchSegments(path.slice(index), rest)) || matchSegments([], rest);
	}
	const [name, ...below] = path;
	if (name === undefined) return false;
	const fits = "name" in first ? first.name === name : matchesWord(readWordGlob(first.glob), bytesOf(name));
	return fits && matchSegments(below, rest);
}
