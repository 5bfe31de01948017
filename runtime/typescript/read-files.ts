/**
 * Files as the facts need them: by byte paths, without following links, without ever waiting, up to a size.
 */

import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import type { Bytes } from "./bytes.ts";

/** What stands at a path. `absent` is certain; `unreadable` is everything that could not be settled. */
export type Kind = "file" | "folder" | "link" | "other" | "absent" | "unreadable";

/** What stands at a path, with the user id of its owner, its device and its permission bits; -1 where there is nothing. */
export interface Entry {
	readonly kind: Kind;
	readonly owner: number;
	readonly device: number;
	readonly mode: number;
}

/** The content of a file, or why there is none. */
export type Reading = { readonly state: "read"; readonly bytes: Buffer } | { readonly state: "absent" } | { readonly state: "unreadable" };

const NOWHERE = { owner: -1, device: -1, mode: -1 } as const;
/** Errors that say for certain that nothing is there. */
const MISSING: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);
const CHUNK = 65_536;

/** A byte path as the operating system takes it. */
export function osPath(path: Bytes): Buffer {
	return Buffer.from(path, "latin1");
}

/** What stands at a path itself; a link is not followed. */
export function lookAt(path: Bytes): Entry {
	return entryOf(() => lstatSync(osPath(path)));
}

/** What a path leads to, through links; a dangling link leads to nothing. */
export function lookThrough(path: Bytes): Entry {
	return entryOf(() => statSync(osPath(path)));
}

function entryOf(look: () => Stats): Entry {
	try {
		const stats = look();
		return { kind: kindOf(stats), owner: stats.uid, device: stats.dev, mode: stats.mode };
	} catch (error) {
		return { kind: isMissing(error) ? "absent" : "unreadable", ...NOWHERE };
	}
}

function kindOf(stats: Stats): Kind {
	if (stats.isFile()) return "file";
	if (stats.isDirectory()) return "folder";
	return stats.isSymbolicLink() ? "link" : "other";
}

/**
 * The path without links, `.` and `..`, as realpath(3) gives it; null where some part is missing or unreadable.
 *
 * @example canonicalPath("/var/run") // "/run"
 */
export function canonicalPath(path: Bytes): Bytes | null {
	try {
		return realpathSync.native(osPath(path), { encoding: "buffer" }).toString("latin1");
	} catch {
		return null;
	}
}

/**
 * Reads a regular file of at most `most` bytes. A longer file, a FIFO or a device is unreadable, and so is a link unless it is
 * to be followed; opening does not wait for the other end of a FIFO (open(2), `O_NONBLOCK`).
 */
export function readRegular(path: Bytes, most: number, links: "refused" | "followed" = "refused"): Reading {
	let descriptor: number;
	try {
		const flags = constants.O_RDONLY | constants.O_NONBLOCK | (links === "refused" ? constants.O_NOFOLLOW : 0);
		descriptor = openSync(osPath(path), flags);
	} catch (error) {
		return { state: isMissing(error) ? "absent" : "unreadable" };
	}
	try {
		const stats = fstatSync(descriptor);
		const bytes = stats.isFile() && stats.size <= most ? readAll(descriptor, stats.size, most) : null;
		return bytes ? { state: "read", bytes } : { state: "unreadable" };
	} catch {
		return { state: "unreadable" };
	} finally {
		closeSync(descriptor);
	}
}

/** Reads to the end, also of a file that grows while it is read; null over the limit. */
function readAll(descriptor: number, expected: number, most: number): Buffer | null {
	let buffer = Buffer.alloc(Math.min(expected, most) + 1);
	let length = 0;
	for (;;) {
		if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(Math.max(CHUNK, length))]);
		const count = readSync(descriptor, buffer, length, buffer.length - length, null);
		if (count === 0) return buffer.subarray(0, length);
		length += count;
		if (length > most) return null;
	}
}

/** The one line of a small file without its line end; null where there is no such file or more than one line. */
export function readOneLine(path: Bytes, most: number): Bytes | null {
	const reading = readRegular(path, most);
	if (reading.state !== "read") return null;
	let text = reading.bytes.toString("latin1");
	while (text.endsWith("\n") || text.endsWith("\r")) text = text.slice(0, -1);
	return text === "" || text.includes("\n") || text.includes("\0") ? null : text;
}

/** A path below a folder, or the path itself where it is absolute. */
export function below(folder: Bytes, path: Bytes): Bytes {
	if (path.startsWith("/")) return path;
	return folder.endsWith("/") ? `${folder}${path}` : `${folder}/${path}`;
}

/** The folder of a canonical path; the root is its own. */
export function folderOf(path: Bytes): Bytes {
	return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** Whether a canonical path is a folder or lies in it. */
export function isWithin(path: Bytes, folder: Bytes): boolean {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && "code" in error && MISSING.has(String(error.code));
}

/** The names in a folder; none where there is no folder, null where it cannot be listed. */
export function listFolder(path: Bytes): readonly Bytes[] | null {
	const { kind } = lookThrough(path);
	if (kind !== "folder") return kind === "unreadable" ? null : [];
	try {
		return readdirSync(osPath(path), { encoding: "latin1" });
	} catch {
		return null;
	}
}
