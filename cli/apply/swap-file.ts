/**
 * Replaces files that others write too: the file is looked at, and replaced only if it still is what was seen. A reader sees
 * the old file or the new one, never a part; a link is followed once and stays a link.
 */

import { randomUUID } from "node:crypto";
import {
	closeSync,
	constants,
	fchmodSync,
	fchownSync,
	fstatSync,
	fsyncSync,
	linkSync,
	lstatSync,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { makeFolder } from "../write-files.ts";

/** Links of links that are followed. */
const MOST_LINKS = 8;
/** Bytes of a file that is edited; hosts' settings are far smaller. */
const MOST_BYTES = 10 * 1024 * 1024;

/** A file as it was seen, or its absence (`content` null). */
export interface Seen {
	/** Where the file itself stands, links followed. */
	readonly path: string;
	/** Whether a link leads there. */
	readonly linked: boolean;
	readonly content: Buffer | null;
	readonly mode: number;
	readonly owner: { readonly uid: number; readonly gid: number } | null;
}

/** Why a file is left alone, as the end of "… cannot be written: ". */
export interface Refusal {
	readonly problem: string;
}

/**
 * Looks at a file that is to be replaced.
 *
 * @param path absolute
 * @param roots real folders below one of which the file has to stand, links followed
 * @returns what stands there, or why it must not be touched: no regular file, of another owner, outside the roots, in a
 *   folder that everyone may write to, larger than 10 MiB
 * @throws the file system's error where it cannot be read
 */
export function lookAt(path: string, roots: readonly string[]): Seen | Refusal {
	const place = followLinks(path);
	if ("problem" in place) return place;
	const found = place.path;
	if (!roots.some((root) => isWithin(found, root))) return { problem: "a link leads outside the home folder and the policy's root" };
	const folder = statSync(dirname(found), { throwIfNoEntry: false });
	if (folder && !folder.isDirectory()) return { problem: "a part of its path is no folder" };
	if (folder && (folder.mode & 0o002) !== 0 && (folder.mode & 0o1000) === 0) return { problem: "everyone may write to its folder" };
	const absent: Seen = { path: found, linked: place.linked, content: null, mode: 0o644, owner: null };
	const status = lstatSync(found, { throwIfNoEntry: false });
	if (!status) return absent;
	if (!status.isFile()) return { problem: "it is no regular file" };
	// A link or a pipe may have taken the file's place meanwhile: neither is followed nor waited for.
	const descriptor = openSync(found, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	try {
		const { mode, uid, gid, size, ...held } = fstatSync(descriptor);
		if ((mode & constants.S_IFMT) !== constants.S_IFREG) return { problem: "it is no regular file" };
		if (uid !== process.getuid?.()) return { problem: "it belongs to another user" };
		if (size > MOST_BYTES) return { problem: "it is larger than 10 MiB" };
		if (held.nlink > 1) return { problem: "it has several hard links, and replacing it would part them" };
		return { ...absent, content: readFileSync(descriptor), mode: mode & 0o7777, owner: { uid, gid } };
	} finally {
		closeSync(descriptor);
	}
}

/**
 * Puts new content in the place of what was seen, or takes the file away (`content` null).
 *
 * @returns false where the file is not what was seen any more; nothing is changed then
 * @throws the file system's error, with the old file in its place
 * @example swapFile(seen, Buffer.from("{}\n")) // true
 */
export function swapFile(seen: Seen, content: Buffer | null): boolean {
	if (content === null) {
		if (!isStill(seen)) return false;
		rmSync(seen.path, { force: true });
		return true;
	}
	const folder = dirname(seen.path);
	makeFolder(folder, []);
	const beside = join(folder, `${besidePrefix(seen.path)}${randomUUID()}`);
	try {
		writeNew(beside, content, seen);
		if (!isStill(seen)) return false;
		if (seen.content === null) {
			// Unlike rename(2), link(2) fails where a file has come up meanwhile.
			if (!linkNew(beside, seen.path)) return false;
		} else renameSync(beside, seen.path);
		syncFolder(folder);
		return true;
	} finally {
		rmSync(beside, { force: true });
	}
}

/** Takes away what killed processes have left beside a file. Only for whoever holds the lock. */
export function clearLeftovers(path: string): void {
	const folder = dirname(path);
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
	for (const name of readdirSync(folder)) if (name.startsWith(besidePrefix(path))) rmSync(join(folder, name), { force: true });
}

function besidePrefix(path: string): string {
	return `.${basename(path)}.policyc-`;
}

function followLinks(start: string): { readonly path: string; readonly linked: boolean } | Refusal {
	let path = start;
	for (let links = 0; links <= MOST_LINKS; links++) {
		const real = join(realFolder(dirname(path)), basename(path));
		if (!lstatSync(real, { throwIfNoEntry: false })?.isSymbolicLink()) return { path: real, linked: links > 0 };
		path = resolve(dirname(real), readlinkSync(real));
	}
	return { problem: "its links lead in a circle, or too far" };
}

/** The real path of a folder that may not exist yet: that of its nearest one that does, with the rest behind it. */
function realFolder(folder: string): string {
	if (folder === dirname(folder) || lstatSync(folder, { throwIfNoEntry: false })) return realpathSync(folder);
	return join(realFolder(dirname(folder)), basename(folder));
}

function isWithin(path: string, folder: string): boolean {
	const way = relative(folder, path);
	return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function isStill(seen: Seen): boolean {
	const status = lstatSync(seen.path, { throwIfNoEntry: false });
	if (!status || seen.content === null) return !status && seen.content === null;
	return status.isFile() && readFileSync(seen.path).equals(seen.content);
}

function writeNew(path: string, content: Buffer, { mode, owner }: Seen): void {
	const descriptor = openSync(path, "wx", 0o600);
	try {
		for (let at = 0; at < content.length; ) at += writeSync(descriptor, content, at);
		const own = fstatSync(descriptor);
		if (owner && owner.gid !== own.gid) fchownSync(descriptor, owner.uid, owner.gid);
		fchmodSync(descriptor, mode);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function linkNew(beside: string, path: string): boolean {
	try {
		linkSync(beside, path);
		return true;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
		throw error;
	}
}

function syncFolder(folder: string): void {
	const descriptor = openSync(folder, "r");
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}
