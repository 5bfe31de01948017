/**
 * Quoted text: single quotes, double quotes, and the bodies of here-documents.
 */

import type { Cursor } from "./shell-cursor.ts";
import { readExpansion } from "./shell-expansions.ts";
import type { PieceList } from "./shell-pieces.ts";
import { readBackticks } from "./shell-substitutions.ts";

/** Bytes that stand for themselves in double quotes. */
const ORDINARY = /[^"\\$`]+/y;

/** Reads `'…'` from its opening quote. */
export function readSingleQuoted(cursor: Cursor, pieces: PieceList): void {
	const end = cursor.text.indexOf("'", cursor.at + 1);
	if (end < 0) {
		cursor.stop("unterminated_quote", cursor.at);
		return;
	}
	pieces.addQuoted(cursor.text.slice(cursor.at + 1, end));
	cursor.at = end + 1;
}

/** Reads `"…"` from its opening quote. */
export function readDoubleQuoted(cursor: Cursor, pieces: PieceList): void {
	const opening = cursor.at;
	pieces.addQuoted("");
	cursor.at += 1;
	readQuotedText(cursor, pieces, '"');
	if (cursor.halted) return;
	if (cursor.here === '"') cursor.at += 1;
	else cursor.stop("unterminated_quote", opening);
}

/**
 * Reads text in which only expansions and backslashes mean something, up to the closing quote or, where there
 * is none, to the end (POSIX.1-2017, Shell Command Language, 2.2.3 and 2.7.4).
 */
export function readQuotedText(cursor: Cursor, pieces: PieceList, closing: '"' | ""): void {
	const { text } = cursor;
	while (!cursor.halted) {
		ORDINARY.lastIndex = cursor.at;
		const run = ORDINARY.exec(text);
		if (run) {
			pieces.addQuoted(run[0]);
			cursor.at += run[0].length;
		}
		const character = cursor.here;
		if (character === "" || character === closing) return;
		if (character === '"') {
			pieces.addQuoted('"');
			cursor.at += 1;
		} else if (character === "`") {
			readBackticks(cursor, closing === '"');
			pieces.push({ kind: "one" });
		} else if (character === "$") {
			const piece = readExpansion(cursor, true);
			if (piece) pieces.push(piece);
			else {
				pieces.addQuoted("$");
				cursor.at += 1;
			}
		} else readEscaped(cursor, pieces, closing);
	}
}

/** A backslash: it escapes a few characters and stands for itself before all others. */
function readEscaped(cursor: Cursor, pieces: PieceList, closing: '"' | ""): void {
	const escaped = cursor.text.charAt(cursor.at + 1);
	const isSpecial = escaped !== "" && (`$\`\\${closing}`.includes(escaped) || escaped === "\n");
	if (isSpecial) {
		if (escaped !== "\n") pieces.addQuoted(escaped);
		cursor.at += 2;
		return;
	}
	pieces.addQuoted("\\");
	cursor.at += 1;
}
