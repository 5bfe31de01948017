/** Lowers path lists and `NAME=GLOB` lists. */

import type { Session } from "../diagnostics/session.ts";
import { sortedSet } from "../ir/canonical.ts";
import type { ListClause, Text } from "../syntax/ast.ts";

/** Whether a text is a path pattern: it starts at the policy's root, the home directory or the file system's root. */
export function isPathPattern(text: string): boolean {
	return /^(\.\/|~\/|\/)/.test(text) || text === "." || text === "~";
}

/** A list of paths as a sorted set. `any` stands alone. Reports entries that are no path pattern. */
export function lowerPaths(entries: readonly Text[], options: { readonly any: boolean }, session: Session): string[] {
	const paths: string[] = [];
	for (const entry of entries) {
		if (options.any && entry.value === "any") paths.push("any");
		else if (isPathPattern(entry.value)) paths.push(entry.value === "." || entry.value === "~" ? `${entry.value}/` : entry.value);
		else session.report("bad-path", entry.span, { path: entry.value });
	}
	return paths.includes("any") ? ["any"] : sortedSet(paths);
}

/** An `env` list as a sorted set of `NAME=GLOB`. Reports entries without a name. */
export function lowerEnvironment(clause: ListClause, session: Session): string[] {
	const entries: string[] = [];
	for (const entry of clause.entries) {
		if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(entry.value)) entries.push(entry.value);
		else session.report("bad-environment", entry.span, { entry: entry.value });
	}
	return sortedSet(entries);
}
