/**
 * Passes over text whose value does not matter, such as the word of `${x:-word}`: the programs in it are
 * read, nothing else of it is kept.
 */

import { readAnsi } from "./shell-ansi.ts";
import type { Cursor } from "./shell-cursor.ts";
import { readExpansion } from "./shell-expansions.ts";
import { PieceList } from "./shell-pieces.ts";
import { readDoubleQuoted, readSingleQuoted } from "./shell-quotes.ts";
import { readBackticks, readSubstitution } from "./shell-substitutions.ts";

const ORDINARY = /[^\\'"`$<>[\]{}]+/y;

/**
 * Reads up to and past a closing bracket.
 *
 * @param quoted the text stands in double quotes: single quotes mean nothing, unless `quotes` says so
 * @returns whether it may expand to several words in double quotes (`"$@"`)
 */
export function skim(cursor: Cursor, closing: "}" | "]", quoted: boolean, quotes = !quoted): boolean {
	const start = cursor.at;
	const ignored = new PieceList();
	let several = false;
	let depth = 0;
	cursor.reading.deeper(() => {
		while (!cursor.halted) {
			ORDINARY.lastIndex = cursor.at;
			const run = ORDINARY.exec(cursor.text)?.[0] ?? "";
			ignored.check(run, quoted);
			cursor.at += run.length;
			const character = cursor.here;
			if (character === "") {
				cursor.stop("syntax_error", start);
				return;
			}
			if (character === closing && depth === 0) break;
			if (character === "\\") cursor.at = Math.min(cursor.text.length, cursor.at + 2);
			else if (character === "'" && quotes) readSingleQuoted(cursor, ignored);
			else if (character === '"') readDoubleQuoted(cursor, ignored);
			else if (character === "`") readBackticks(cursor, quoted);
			else if (character === "$") several = skimDollar(cursor, quoted, quotes) || several;
			else if (!quoted && (character === "<" || character === ">") && cursor.peek(1) === "(") skimProcess(cursor);
			else {
				if (closing === "]" && character === "[") depth += 1;
				if (closing === "]" && character === "]") depth -= 1;
				cursor.at += 1;
			}
		}
	});
	if (ignored.odd) cursor.note(ignored.odd, cursor.span(start, cursor.at));
	cursor.at += cursor.halted ? 0 : 1;
	return several;
}

function skimDollar(cursor: Cursor, quoted: boolean, quotes: boolean): boolean {
	const piece = readExpansion(cursor, quoted);
	if (piece) return piece.kind === "many";
	const ansi = quotes && cursor.startsWith("$'") ? readAnsi(cursor.text, cursor.at + 2) : null;
	cursor.at = ansi ? ansi.end : cursor.at + 1;
	return false;
}

/** A process substitution, which not all shells take where a value is expected. */
function skimProcess(cursor: Cursor): void {
	const start = cursor.at;
	readSubstitution(cursor, true);
	cursor.note("dialect", cursor.span(start, cursor.at));
}
