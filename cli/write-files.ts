/** Writes a tree of files: everything is made first, each file replaces its old self atomically. */

import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface OutputFile {
	/** Relative to the folder that is written, with `/`. */
	readonly path: string;
	readonly content: string;
	readonly executable: boolean;
}

/**
 * Writes files below a folder. Each is written beside its place and renamed over it (rename(2) is atomic), so that a
 * reader sees the old file or the new one. Files that already hold the content are left alone.
 *
 * @returns the paths that changed
 */
export function writeFiles(folder: string, files: readonly OutputFile[]): string[] {
	return files.filter((file) => writeFile(join(folder, file.path), file.content, file.executable)).map((file) => file.path);
}

/** Writes one file atomically; false if it already holds the content and mode. */
export function writeFile(path: string, content: string, executable = false): boolean {
	const mode = executable ? 0o755 : 0o644;
	if (sameFile(path, content, executable)) return false;
	mkdirSync(dirname(path), { recursive: true });
	const beside = `${path}.${randomUUID()}.tmp`;
	try {
		writeFileSync(beside, content, { mode, flag: "wx" });
		chmodSync(beside, mode);
		renameSync(beside, path);
	} catch (error) {
		rmSync(beside, { force: true });
		throw error;
	}
	return true;
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

function sameFile(path: string, content: string, executable: boolean): boolean {
	if (!existsSync(path)) return false;
	const status = statSync(path);
	if (!status.isFile() || ((status.mode & 0o100) !== 0) !== executable) return false;
	return readFileSync(path).equals(Buffer.from(content, "utf8"));
}

function listFiles(folder: string, below: string): string[] {
	const path = join(folder, below);
	if (!existsSync(path)) return [];
	return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
		const name = below ? `${below}/${entry.name}` : entry.name;
		return entry.isDirectory() ? listFiles(folder, name) : [name];
	});
}
