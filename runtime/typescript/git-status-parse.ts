/**
 * The output of `git status --porcelain=v2 -z` (git-status(1), "Porcelain Format Version 2").
 */

import type { Bytes } from "./bytes.ts";

/** What a status says of a work tree; unknown where a record is not understood. */
export type Status = "clean" | "dirty" | "unknown";

/** Per record type how many fields it has, the last of which is a path and may hold blanks. */
const FIELDS: Readonly<Record<string, number>> = { "1": 9, "2": 10, u: 11, "?": 2, "!": 2 };
/** Renames and copies have the old path as a record of its own behind them. */
const RENAMED = "2";
/** Records that are no change: headers, and ignored files. */
const HEADER = "#";
const IGNORED = "!";

/**
 * Reads records that each end with a NUL.
 *
 * @example parseStatus("? notes\0") // "dirty"
 */
export function parseStatus(output: Bytes): Status {
	let status: Status = "clean";
	for (let at = 0; at < output.length; ) {
		const record = recordAt(output, at);
		if (record === null) return "unknown";
		at += record.length + 1;
		const type = record.charAt(0);
		if (type === HEADER && record.startsWith("# ")) continue;
		if (!hasFields(record, FIELDS[type] ?? 0)) return "unknown";
		if (type === RENAMED) {
			const old = recordAt(output, at);
			if (!old) return "unknown";
			at += old.length + 1;
		}
		if (type !== IGNORED) status = "dirty";
	}
	return status;
}

/** The text from an offset up to the next NUL; null where there is none. */
function recordAt(output: Bytes, at: number): Bytes | null {
	const end = output.indexOf("\0", at);
	return end < 0 ? null : output.slice(at, end);
}

/** Whether a record is a type of one byte and then so many fields in all, none of them empty. */
function hasFields(record: Bytes, count: number): boolean {
	if (count === 0) return false;
	let at = 0;
	for (let field = 1; field < count; field++) {
		const blank = record.indexOf(" ", at);
		if (blank <= at || (field === 1 && blank !== 1)) return false;
		at = blank + 1;
	}
	return at < record.length;
}
