/**
 * Extended globs, `@(a|b)` and its like: patterns to shells that are told so, syntax errors to others.
 */

import type { Cursor } from "./shell-cursor.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

/** Reads one from its parenthesis and notes it; the programs in it are read. */
export function readExtendedGlob(cursor: Cursor): void {
	const start = cursor.at;
	cursor.reading.deeper(() => {
		cursor.at += 1;
		for (let separated = true; separated && !cursor.halted; ) {
			while (!cursor.halted && !cursor.startsWith("|") && !cursor.startsWith(")")) readPart(cursor, start);
			separated = cursor.startsWith("|");
			cursor.at += cursor.halted ? 0 : 1;
		}
	});
	cursor.note("extended_glob", cursor.span(start, cursor.at));
}

function readPart(cursor: Cursor, start: number): void {
	if (cursor.here === "(") readExtendedGlob(cursor);
	else if (cursor.here === "\n" || cursor.at >= cursor.text.length) cursor.stop("extended_glob", start);
	else if (" \t;&<>".includes(cursor.here)) cursor.at += 1;
	else readWord(cursor, PLAIN_WORD);
}
