/**
 * Refs as files: `HEAD`, loose refs and `packed-refs` (gitrepository-layout(5), git-pack-refs(1)).
 */

import type { Bytes } from "./bytes.ts";
import type { Repository } from "./git-directory.ts";
import { below, lookAt, readRegular } from "./read-files.ts";

/** What `HEAD` is: on a branch, named by its full ref, or at a commit. */
export type Head = { readonly kind: "ref"; readonly name: Bytes } | { readonly kind: "id"; readonly id: Bytes };

/** What a ref holds. `elsewhere`: it is kept where only git looks. */
export type Ref = { readonly kind: "id"; readonly id: Bytes } | { readonly kind: "absent" } | { readonly kind: "elsewhere" };

const MOST_REF = 65_536;
const MOST_PACKED = 64 * 1024 * 1024;
const MOST_STEPS = 5;
const NEWLINE = 0x0a;

/** Refs of these folders belong to a worktree and not to the repository (git-worktree(1), "Refs"). */
const PER_WORKTREE = ["refs/bisect/", "refs/rewritten/", "refs/worktree/"] as const;

/** Reads `HEAD`; null where it is not a regular file or not well-formed. */
export function readHead(repository: Repository): Head | null {
	const reading = readRegular(below(repository.gitFolder, "HEAD"), MOST_REF);
	return reading.state === "read" ? parseRef(reading.bytes.toString("latin1"), repository.idLength) : null;
}

/**
 * Reads a ref through at most five symbolic ones; null where something on the way is malformed.
 *
 * @example readRef(repository, "refs/heads/main") // { kind: "id", id: "1f6e…" }
 */
export function readRef(repository: Repository, name: Bytes): Ref | null {
	let wanted = name;
	for (let step = 0; step <= MOST_STEPS; step++) {
		if (!isRefName(wanted)) return null;
		if (PER_WORKTREE.some((folder) => wanted.startsWith(folder))) return { kind: "elsewhere" };
		const loose = readLoose(repository, wanted);
		if (loose === null) return null;
		if (loose === "absent") return readPacked(repository, wanted);
		if (loose.kind === "id") return loose;
		wanted = loose.name;
	}
	return null;
}

/** A loose ref; no folder on the way to it may be a link. */
function readLoose(repository: Repository, name: Bytes): Head | "absent" | null {
	const segments = name.split("/");
	let path = repository.commonFolder;
	for (const [index, segment] of segments.entries()) {
		path = below(path, segment);
		const { kind } = lookAt(path);
		// A folder in the ref's place only says that refs with longer names were there.
		if (kind === "absent" || (kind === "folder" && index === segments.length - 1)) return "absent";
		if (kind !== (index === segments.length - 1 ? "file" : "folder")) return null;
	}
	const reading = readRegular(path, MOST_REF);
	return reading.state === "read" ? parseRef(reading.bytes.toString("latin1"), repository.idLength) : null;
}

/** Looks for the line `ID NAME` in `packed-refs`; other lines are not looked at. */
function readPacked(repository: Repository, name: Bytes): Ref | null {
	const reading = readRegular(below(repository.commonFolder, "packed-refs"), MOST_PACKED);
	if (reading.state === "absent") return { kind: "absent" };
	if (reading.state === "unreadable") return null;
	const { bytes } = reading;
	const tail = Buffer.from(` ${name}\n`, "latin1");
	for (let at = bytes.indexOf(tail); at >= 0; at = bytes.indexOf(tail, at + 1)) {
		const start = at - repository.idLength;
		if (start < 0 || (start > 0 && bytes[start - 1] !== NEWLINE)) continue;
		const id = bytes.toString("latin1", start, at);
		return isId(id, repository.idLength) ? { kind: "id", id } : null;
	}
	return { kind: "absent" };
}

/** `ref: NAME` or an object id, and nothing but blanks behind it. */
function parseRef(text: Bytes, idLength: number): Head | null {
	const end = endOfText(text);
	if (text.startsWith("ref:")) {
		const name = text.slice(startOfText(text, "ref:".length), end);
		return isRefName(name) ? { kind: "ref", name } : null;
	}
	const id = text.slice(0, end);
	return isId(id, idLength) ? { kind: "id", id } : null;
}

function startOfText(text: Bytes, from: number): number {
	let at = from;
	while (text.charAt(at) === " " || text.charAt(at) === "\t") at += 1;
	return at;
}

function endOfText(text: Bytes): number {
	let end = text.length;
	while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end -= 1;
	return end;
}

/** Whether a text is a full ref name as git-check-ref-format(1) wants it. */
export function isRefName(name: Bytes): boolean {
	if (!name.startsWith("refs/") || name.includes("..") || name.includes("@{") || name.endsWith(".")) return false;
	for (const byte of name) if (byte <= " " || byte === "\x7f" || "~^:?*[\\".includes(byte)) return false;
	return name.split("/").every((segment) => segment !== "" && !segment.startsWith(".") && !segment.endsWith(".lock"));
}

/** Whether a text is an object id; the one of zeros stands for no object. */
export function isId(text: Bytes, length: number): boolean {
	if (text.length !== length) return false;
	let some = false;
	for (const digit of text) {
		if (!"0123456789abcdef".includes(digit)) return false;
		some ||= digit !== "0";
	}
	return some;
}
