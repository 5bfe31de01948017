/** One writer at a time: an advisory lock that a dead process does not keep. */

import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../write-files.ts";

const STEP_MS = 20;

/**
 * Runs something while holding a lock.
 *
 * The lock is a file with the holder's process number, made by link(2), which fails where there is one already. That of a
 * process which is gone is taken away first.
 *
 * @param patience how long to wait for others, in milliseconds
 * @returns what the work returns; null where others held the lock all the time
 * @throws what the work throws, and the file system's error
 */
export function withLock<T>(path: string, patience: number, work: () => T): T | null {
	makeFolder(dirname(path), []);
	const own = join(dirname(path), `.lock-${randomUUID()}`);
	writeFileSync(own, String(process.pid), { flag: "wx", mode: 0o600 });
	try {
		if (!take(own, path, patience)) return null;
		try {
			return work();
		} finally {
			rmSync(path, { force: true });
		}
	} finally {
		rmSync(own, { force: true });
	}
}

function take(own: string, path: string, patience: number): boolean {
	for (let waited = 0; waited <= patience; waited += STEP_MS) {
		if (tryLink(own, path)) return true;
		const holder = holderOf(path);
		if (holder !== null && !isAlive(holder)) clear(own, path, holder);
		else sleep(STEP_MS);
	}
	return false;
}

/**
 * Takes away the lock of a dead holder. Only one process at a time does so, and it looks again before: what was the dead one's
 * lock a moment ago may be that of a living process by now.
 */
function clear(own: string, path: string, holder: number): void {
	const guard = `${path}.clearing`;
	if (!tryLink(own, guard)) {
		const other = holderOf(guard);
		if (other !== null && !isAlive(other)) rmSync(guard, { force: true });
		return;
	}
	try {
		if (holderOf(path) === holder) rmSync(path, { force: true });
	} finally {
		rmSync(guard, { force: true });
	}
}

function tryLink(from: string, to: string): boolean {
	try {
		linkSync(from, to);
		return true;
	} catch (error) {
		if (codeOf(error) === "EEXIST") return false;
		throw error;
	}
}

function holderOf(path: string): number | null {
	try {
		const pid = Number(readFileSync(path, "utf8"));
		return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
	} catch (error) {
		if (codeOf(error) === "ENOENT") return null;
		throw error;
	}
}

/** Whether a process runs; one of another user does (kill(2), EPERM). */
function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) !== "ESRCH";
	}
}

function sleep(milliseconds: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function codeOf(error: unknown): string {
	return error instanceof Error && "code" in error ? String(error.code) : "";
}
