/**
 * Loops: `while`, `until`, `for`, `select`. Their commands may run several times, or not at all.
 */

import { arithmeticEnd, readArithmetic } from "./shell-arithmetic.ts";
import type { Cursor } from "./shell-cursor.ts";
import { BRACE, DONE, endsOf, type ListReader } from "./shell-lists.ts";
import type { Scope } from "./shell-scopes.ts";
import { PLAIN_WORD, readWord } from "./shell-words.ts";

const DO = endsOf("do");

/** `while` and `until`. */
export function readLoop(lists: ListReader, scope: Scope, start: number): void {
	scope.loop = true;
	scope.branch = true;
	lists.readLists(DO, start);
	lists.readLists(DONE, start);
}

/** `for NAME in …`, `select NAME in …`, `for ((…))`. */
export function readFor(lists: ListReader, scope: Scope, start: number): void {
	const { cursor } = lists;
	cursor.skipBlank(false);
	if (cursor.startsWith("((")) {
		const end = arithmeticEnd(cursor.text, cursor.at + 2);
		if (end < 0) {
			cursor.stop("syntax_error", start);
			return;
		}
		cursor.at += 2;
		readArithmetic(cursor, end);
		if (cursor.halted) return;
		cursor.at = end + 2;
	} else if (!readForList(cursor)) return;
	cursor.skipBlank(false);
	if (cursor.here === ";") cursor.at += 1;
	cursor.skipBlank(true);
	const opening = cursor.plainWord();
	if (cursor.halted || (opening?.text !== "do" && opening?.text !== "{")) {
		cursor.stop("syntax_error", start);
		return;
	}
	cursor.at = opening.end;
	const { reading } = cursor;
	const body = reading.enter();
	body.loop = true;
	body.branch = true;
	lists.readLists(opening.text === "do" ? DONE : BRACE, start);
	reading.scope = scope;
}

/** The variable of a loop and its words; false where the reading stopped. */
function readForList(cursor: Cursor): boolean {
	const start = cursor.at;
	const variable = readWord(cursor, PLAIN_WORD);
	const name = variable.plain ? variable.words[0]?.literal : null;
	if (!name || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
		cursor.stop("dialect", start);
		return false;
	}
	cursor.reading.variables.push({ name, span: cursor.span(start, cursor.at) });
	cursor.skipBlank(false);
	if (cursor.here === ";") return true;
	cursor.skipBlank(true);
	const word = cursor.plainWord();
	if (word?.text !== "in") return true;
	cursor.at = word.end;
	while (!cursor.halted) {
		cursor.skipBlank(false);
		if (cursor.here === "#") cursor.skipComment();
		if (cursor.here === ";" || cursor.here === "\n") return true;
		const before = cursor.at;
		readWord(cursor, PLAIN_WORD);
		if (cursor.at === before) cursor.stop("syntax_error", before);
	}
	return false;
}
