/**
 * The lists of arrays: `NAME=(a b [3]=c)`.
 */

import { noteArithmetic } from "./shell-arithmetic.ts";
import type { Cursor } from "./shell-cursor.ts";
import { skim } from "./shell-skim.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

/**
 * Reads the list of an array from its parenthesis. The elements are not kept, the programs in them are read.
 *
 * @param keys whether `[key]` is arithmetic or a text
 */
export function readArray(cursor: Cursor, keys: "indexed" | "keyed"): void {
	const start = cursor.at;
	cursor.at += 1;
	cursor.reading.deeper(() => {
		while (!cursor.halted) {
			cursor.skipBlank(true);
			if (cursor.halted || cursor.here === ")") return;
			const isWord = !";&|<>(".includes(cursor.here) || ("<>".includes(cursor.here) && cursor.peek(1) === "(");
			if (!isWord || cursor.at >= cursor.text.length) cursor.stop("syntax_error", start);
			else readElement(cursor, keys);
		}
	});
	if (!cursor.halted) cursor.at += 1;
}

function readElement(cursor: Cursor, keys: "indexed" | "keyed"): void {
	const start = cursor.at;
	if (cursor.startsWith("[") && cursor.text.indexOf("]", start) >= 0) {
		cursor.at += 1;
		skim(cursor, "]", false);
		if (cursor.halted) return;
		const isKey = cursor.startsWith("=") || cursor.startsWith("+=");
		if (isKey && keys === "indexed") noteArithmetic(cursor, start + 1, cursor.at - 1);
	}
	const before = cursor.at;
	readWord(cursor, PLAIN_WORD);
	// A word that goes no further is followed by something that no list may hold.
	if (!cursor.halted && cursor.at === before && cursor.at === start) cursor.stop("syntax_error", start);
}
