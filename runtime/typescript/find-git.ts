/**
 * Which program is git: one of few fixed places, or the one that the caller names; never by PATH, and never a
 * file of the tree that is judged.
 */

import { type Bytes, toBytes } from "./bytes.ts";
import { canonicalPath, type Entry, folderOf, isWithin, lookAt } from "./read-files.ts";

/** Where systems and package managers put git, in the order in which they are tried. */
const PLACES: readonly string[] = ["/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git", "/run/current-system/sw/bin/git"];

const ROOT_USER = 0;
const EXECUTABLE = 0o111;
const GROUP_WRITES = 0o020;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;

/**
 * The path of the git to run, or null where there is none that can be trusted.
 *
 * @param named the only place to look at, an absolute path; null: the fixed places
 * @param user the user who may own it, beside root
 * @param outside folders that it must not lie in
 * @example findGit(null, 1000, ["/work/project"]) // "/usr/bin/git"
 */
export function findGit(named: string | null, user: number, outside: readonly Bytes[]): string | null {
	const places = named === null ? PLACES : [named];
	return places.find((place) => isTrusted(place, user, outside)) ?? null;
}

/** Follows links to the program: it and all folders above it belong to root or the user and are written by nobody else. */
function isTrusted(place: string, user: number, outside: readonly Bytes[]): boolean {
	const path = place.startsWith("/") ? canonicalPath(toBytes(place) ?? "") : null;
	if (path === null || outside.some((folder) => isWithin(path, folder))) return false;
	const program = lookAt(path);
	if (program.kind !== "file" || (program.mode & EXECUTABLE) === 0 || (program.mode & (GROUP_WRITES | OTHERS_WRITE)) !== 0) return false;
	if (!belongsTo(program, user)) return false;
	for (let folder = folderOf(path); ; folder = folderOf(folder)) {
		const entry = lookAt(folder);
		// In a sticky folder only the owner of an entry can put another in its place.
		if (!belongsTo(entry, user) || ((entry.mode & OTHERS_WRITE) !== 0 && (entry.mode & STICKY) === 0)) return false;
		if (folder === "/") return true;
	}
}

function belongsTo({ owner }: Entry, user: number): boolean {
	return owner === ROOT_USER || owner === user;
}
