/** Writes files: everything is made first, then each file replaces its old self atomically, and all of them or none. */

import { randomUUID } from "node:crypto";
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isFolder } from "./find-root.ts";

export interface OutputFile {
	/** Relative to the folder that is written, with `/`. */
	readonly path: string;
	readonly content: string | Uint8Array;
	readonly executable: boolean;
}

/** A file on its way: what stood in its place, and the new content beside it. */
interface Staged {
	readonly path: string;
	readonly beside: string;
	readonly before: { readonly content: Buffer; readonly mode: number } | null;
}

/**
 * Writes files below a folder. Files that already hold the content are left alone.
 *
 * Each is written beside its place and renamed over it (rename(2) is atomic), so that a reader sees the old file or the
 * new one. Nothing is renamed before everything is written; if a rename fails, the files already renamed get their old
 * content back. What is no regular file (a folder, a link, a device) is never replaced.
 *
 * @returns the paths that changed
 * @throws the file system's error, with the tree as it was
 * @example writeFiles("/repo/.policyc", [{ path: "codex/codex.rules", content: "…", executable: false }])
 */
export function writeFiles(folder: string, files: readonly OutputFile[]): string[] {
	const changed = files.filter((file) => !sameFile(join(folder, file.path), file.content, file.executable));
	const staged: Staged[] = [];
	const folders: string[] = [];
	let renamed = 0;
	try {
		for (const file of changed) {
			const path = join(folder, file.path);
			const before = readBefore(path);
			makeFolder(dirname(path), folders);
			const beside = `${path}.${randomUUID()}.tmp`;
			staged.push({ path, beside, before });
			writeNew(beside, file.content, file.executable ? 0o755 : 0o644);
		}
		for (const { beside, path } of staged) {
			renameSync(beside, path);
			renamed++;
		}
	} catch (error) {
		staged.forEach((entry, index) => {
			if (index < renamed) restore(entry);
			else rmSync(entry.beside, { force: true });
		});
		for (const made of folders.reverse()) removeIfEmpty(made);
		throw error;
	}
	return changed.map((file) => file.path);
}

/** Writes one file atomically; false if it already holds the content and mode. Throws as `writeFiles` does. */
export function writeFile(path: string, content: string, executable = false): boolean {
	return writeFiles("", [{ path, content, executable }]).length > 0;
}

function writeNew(path: string, content: string | Uint8Array, mode: number): void {
	writeFileSync(path, content, { mode, flag: "wx" });
	// The mode given on creation is cut by the process's umask.
	chmodSync(path, mode);
}

function readBefore(path: string): Staged["before"] {
	const status = lstatSync(path, { throwIfNoEntry: false });
	if (!status) return null;
	if (!status.isFile()) throw Object.assign(new Error(`${path} is no regular file`), { code: "ENOTFILE" });
	return { content: readFileSync(path), mode: status.mode & 0o777 };
}

function restore({ path, beside, before }: Staged): void {
	if (!before) {
		rmSync(path, { force: true });
		return;
	}
	writeNew(beside, before.content, before.mode);
	renameSync(beside, path);
}

/**
 * Makes a folder and those above it, and notes which it made. Node's own `recursive` never ends where the file system
 * says that a folder just made is not there, as procfs does.
 */
export function makeFolder(folder: string, made: string[]): void {
	if (isFolder(folder)) return;
	if (folder !== dirname(folder)) makeFolder(dirname(folder), made);
	mkdirSync(folder);
	made.push(folder);
}

function removeIfEmpty(folder: string): void {
	if (isFolder(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

export interface Drift {
	readonly path: string;
	readonly problem: "missing" | "changed" | "unexpected";
}

/** How a folder differs from the files that it should hold: missing, changed and unexpected ones, by path. */
export function findDrift(folder: string, files: readonly OutputFile[]): Drift[] {
	const expected = new Map(files.map((file) => [file.path, file]));
	const drift: Drift[] = [];
	for (const file of files) {
		const path = join(folder, file.path);
		if (!existsSync(path)) drift.push({ path: file.path, problem: "missing" });
		else if (!sameFile(path, file.content, file.executable)) drift.push({ path: file.path, problem: "changed" });
	}
	for (const path of listFiles(folder, "")) if (!expected.has(path)) drift.push({ path, problem: "unexpected" });
	return drift.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function sameFile(path: string, content: string | Uint8Array, executable: boolean): boolean {
	if (!existsSync(path)) return false;
	const status = statSync(path);
	if (!status.isFile() || ((status.mode & 0o100) !== 0) !== executable) return false;
	return readFileSync(path).equals(Buffer.from(content));
}

function listFiles(folder: string, below: string): string[] {
	const path = join(folder, below);
	if (!existsSync(path) || !statSync(path).isDirectory()) return [];
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		const name = below ? `${below}/${entry.name}` : entry.name;
		return entry.isDirectory() ? listFiles(folder, name) : [name];
	});
}
