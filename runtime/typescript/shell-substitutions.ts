/**
 * Programs inside of words: `$(…)`, backticks, `<(…)` and `>(…)`. Each runs in a subshell of its own.
 */

import type { Bytes } from "./bytes.ts";
import type { Cursor, Reading } from "./shell-cursor.ts";

/**
 * Reads `$(…)`, `<(…)` or `>(…)`; the cursor is before the parenthesis.
 *
 * @param concurrent its program runs beside the command, not before it
 */
export function readSubstitution(cursor: Cursor, concurrent: boolean): void {
	const start = cursor.at;
	cursor.at = cursor.continued(start + 1) + 1;
	substitute(cursor.reading, concurrent, () => cursor.nest(() => cursor.reading.readProgram(cursor, ")")));
	if (cursor.halted) return;
	if (cursor.here === ")") cursor.at += 1;
	else cursor.stop("syntax_error", start);
}

/**
 * Reads a substitution in backticks from the first of them. Inside, a backslash escapes a backtick, a `$` and
 * a backslash, in double quotes also the quote; the text without these is read as a program.
 */
export function readBackticks(cursor: Cursor, quoted: boolean): void {
	const start = cursor.at;
	const end = closingBacktick(cursor.text, start + 1);
	if (end < 0) {
		cursor.stop("syntax_error", start);
		return;
	}
	const text = cursor.text.slice(start + 1, end);
	const plain = removeBackslashes(text, quoted);
	const inner = plain === text ? cursor.part(start + 1, end) : cursor.inner(plain, cursor.span(start, end + 1));
	substitute(cursor.reading, false, () => cursor.reading.readProgram(inner, ""));
	cursor.at = end + 1;
}

function closingBacktick(text: Bytes, from: number): number {
	for (let at = from; at < text.length; at++) {
		if (text.charAt(at) === "`") return at;
		if (text.charAt(at) === "\\") at += 1;
	}
	return -1;
}

function removeBackslashes(text: Bytes, quoted: boolean): Bytes {
	if (!text.includes("\\")) return text;
	const parts: Bytes[] = [];
	let from = 0;
	for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", at + 2)) {
		const escaped = text.charAt(at + 1);
		if (escaped === "" || !("$`\\".includes(escaped) || (quoted && escaped === '"'))) continue;
		parts.push(text.slice(from, at));
		from = at + 1;
	}
	return parts.join("") + text.slice(from);
}

/** Reads a program of a word in its own subshell. What it does happens before or beside the command that the word belongs to. */
function substitute(reading: Reading, concurrent: boolean, read: () => void): void {
	const { scope, owner, execRedirections, execInput } = reading;
	if (owner) owner.together = true;
	else if (concurrent) scope.together = true;
	reading.owner = null;
	reading.enter().environment = true;
	reading.deeper(read);
	reading.scope = scope;
	reading.owner = owner;
	reading.execRedirections = execRedirections;
	reading.execInput = execInput;
}
