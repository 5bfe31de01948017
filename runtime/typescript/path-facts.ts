/**
 * Predicates about paths: where a command runs, and what exists.
 */

import type { Bytes } from "./bytes.ts";
import { type GlobToken, globMatches } from "./glob.ts";
import { baseSegments, type PathBases, type PathPattern, pathMatches, preparePath, segmentsOf } from "./paths.ts";
import { below, canonicalPath, listFolder, lookAt, lookThrough } from "./read-files.ts";
import type { Truth } from "./types.ts";

/** Entries of folders that one `path_exists` may look at. */
const MOST_ENTRIES = 10_000;

/**
 * Whether a directory is one that the pattern names or lies below it. Links may lead a path elsewhere than its
 * name says: where the path as named and the canonical one differ in the answer, it is unknown.
 *
 * @param directory an absolute path
 * @example readCwdUnder("./src", "/work/src/a", { root: "/work", home: null }) // "true"
 */
export function readCwdUnder(pattern: string, directory: Bytes, bases: PathBases): Truth {
	const patterns = [preparePath(pattern)];
	const canonical = canonicalPath(directory);
	if (canonical === null) return "unknown";
	const canonicalBases = { root: canonicalBase(bases.root), home: canonicalBase(bases.home) };
	const real = pathMatches(segmentsOf(canonical, null), patterns, canonicalBases, true);
	const path = segmentsOf(directory, null);
	// A directory may be named as it really is while the root is not, and the other way round.
	const named = [bases, canonicalBases].map((some) => pathMatches(path, patterns, some, true));
	if (real === "yes" && named.includes("yes")) return "true";
	return real === "no" && named.every((answer) => answer === "no") ? "false" : "unknown";
}

function canonicalBase(base: Bytes | null): Bytes | null {
	return base === null ? null : canonicalPath(base);
}

/**
 * Whether something exists at a path that the pattern names; a link that leads nowhere does not count. `**` does
 * not follow links.
 *
 * @example readPathExists("./package.json", { root: "/work", home: null }) // "true"
 */
export function readPathExists(pattern: string, bases: PathBases): Truth {
	const prepared = preparePath(pattern);
	const base = baseSegments(prepared, bases);
	return base === null ? "unknown" : searchPath(`/${base.join("/")}`, prepared.segments);
}

interface Step {
	readonly path: Bytes;
	/** How many segments of the pattern the path has used. */
	readonly used: number;
}

/** Walks the tree along the pattern; a part that cannot be looked at leaves false open. */
function searchPath(base: Bytes, pattern: PathPattern["segments"]): Truth {
	const open: Step[] = [{ path: base, used: 0 }];
	const seen = new Set<string>();
	let left = MOST_ENTRIES;
	let certain = true;
	for (let step = open.pop(); step; step = open.pop()) {
		const key = `${step.used} ${step.path}`;
		if (seen.has(key)) continue;
		seen.add(key);
		const wanted = pattern[step.used];
		if (wanted === undefined) {
			const { kind } = lookThrough(step.path);
			if (kind !== "absent" && kind !== "unreadable") return "true";
			certain &&= kind === "absent";
			continue;
		}
		const name = literalOf(wanted);
		if (name !== null) {
			open.push({ path: below(step.path, name), used: step.used + 1 });
			continue;
		}
		const names = listFolder(step.path);
		left -= names?.length ?? 0;
		if (left < 0) return "unknown";
		certain &&= names !== null;
		for (const next of stepsInto(step, names ?? [], wanted, pattern.length)) open.push(next);
	}
	return certain ? "false" : "unknown";
}

/** Where a glob or `**` leads from a folder. A `**` that is not the last segment may stand for none. */
function stepsInto({ path, used }: Step, names: readonly Bytes[], wanted: readonly GlobToken[] | "**", length: number): readonly Step[] {
	if (wanted !== "**")
		return names.filter((name) => globMatches(wanted, name)).map((name) => ({ path: below(path, name), used: used + 1 }));
	const last = used === length - 1;
	const steps: Step[] = last ? [] : [{ path, used: used + 1 }];
	for (const name of names) {
		const inner = below(path, name);
		if (last) steps.push({ path: inner, used: used + 1 });
		if (lookAt(inner).kind === "folder") steps.push({ path: inner, used });
	}
	return steps;
}

/** The one name that a segment of a pattern matches, or null where it is a glob. */
function literalOf(segment: readonly GlobToken[] | "**"): Bytes | null {
	if (segment === "**") return null;
	let name = "";
	for (const token of segment) {
		if (token.kind !== "byte") return null;
		name += String.fromCharCode(token.byte);
	}
	return name;
}
