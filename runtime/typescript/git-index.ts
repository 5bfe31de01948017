/**
 * What the index says that `git status` does not: hidden entries and submodules (gitformat-index(5)).
 */

import type { Bytes } from "./bytes.ts";

export interface IndexSummary {
	/** Some entry is marked `assume-unchanged`, or `skip-worktree`: git does not look at its file. */
	readonly assumed: boolean;
	readonly skipped: boolean;
	/** Paths of submodules that are not skipped. */
	readonly submodules: readonly Bytes[];
}

export const EMPTY_INDEX: IndexSummary = { assumed: false, skipped: false, submodules: [] };

const HEADER = 12;
/** Times, device, inode, mode, owner, group and size, before the object id. */
const STAT = 40;
const MODE_AT = 24;
const SUBMODULE = 0o160000;
const ASSUMED = 0x8000;
const EXTENDED = 0x4000;
const SKIPPED = 0x4000;

/**
 * Reads an index of version 2, 3 or 4.
 *
 * @param idLength hexadecimal digits of an object id
 * @returns null where it is malformed, or leans on another file (a split index), or on an extension that must be known
 */
export function summariseIndex(bytes: Buffer, idLength: number): IndexSummary | null {
	const idBytes = idLength / 2;
	const end = bytes.length - idBytes;
	if (end < HEADER || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
	const version = bytes.readUInt32BE(4);
	if (version < 2 || version > 4) return null;
	const summary = { assumed: false, skipped: false, submodules: [] as Bytes[] };
	let at = HEADER;
	let name: Bytes = "";
	for (let left = bytes.readUInt32BE(8); left > 0; left--) {
		const fixed = at + STAT + idBytes + 2;
		if (fixed > end) return null;
		const flags = bytes.readUInt16BE(fixed - 2);
		const extended = (flags & EXTENDED) !== 0;
		if (extended && (version === 2 || fixed + 2 > end)) return null;
		const skipped = extended && (bytes.readUInt16BE(fixed) & SKIPPED) !== 0;
		const nameAt = extended ? fixed + 2 : fixed;
		const shared = version === 4 ? readOffset(bytes, nameAt, end) : { value: name.length, next: nameAt };
		const nul = shared === null ? -1 : bytes.indexOf(0, shared.next);
		if (shared === null || nul < 0 || nul >= end || shared.value > name.length) return null;
		name = name.slice(0, name.length - shared.value) + bytes.toString("latin1", shared.next, nul);
		summary.assumed ||= (flags & ASSUMED) !== 0;
		summary.skipped ||= skipped;
		if (!skipped && bytes.readUInt32BE(at + MODE_AT) === SUBMODULE) summary.submodules.push(name);
		// Entries of versions 2 and 3 are padded by 1 to 8 NULs to a multiple of eight bytes.
		at = version === 4 ? nul + 1 : at + ((nul - at + 8) & ~7);
	}
	return knowsExtensions(bytes, at, end) ? summary : null;
}

/** The number of bytes that a version 4 name drops from the one before: seven bits a byte, each carry counting one more. */
function readOffset(bytes: Buffer, from: number, end: number): { readonly value: number; readonly next: number } | null {
	let value = 0;
	for (let at = from; at < end && at < from + 4; at++) {
		const byte = bytes[at] ?? 0;
		value = value * 128 + (byte & 0x7f);
		if ((byte & 0x80) === 0) return { value, next: at + 1 };
		value += 1;
	}
	return null;
}

/** An extension whose name starts with a capital letter may be ignored; of the others, `sdir` (sparse folders) changes nothing here. */
function knowsExtensions(bytes: Buffer, from: number, end: number): boolean {
	let at = from;
	while (at + 8 <= end) {
		const name = bytes.toString("latin1", at, at + 4);
		if (name !== "sdir" && !(name >= "A" && name < "[")) return false;
		at += 8 + bytes.readUInt32BE(at + 4);
	}
	return at === end;
}
