/**
 * Arithmetic: `$((…))`, `((…))`, `$[…]`, array subscripts and offsets.
 *
 * Shells evaluate the value of a variable in arithmetic as an expression again, subscripts and their
 * substitutions included, so whatever mentions one is opaque. Substitutions written there are read as everywhere.
 */

import type { Bytes } from "./bytes.ts";
import type { Cursor } from "./shell-cursor.ts";
import { readExpansion } from "./shell-expansions.ts";
import { readBackticks } from "./shell-substitutions.ts";

/**
 * The offset of the parenthesis that closes an expression which starts at an offset, where `))` stands there;
 * -1 where what starts there is no arithmetic but subshells in each other.
 */
export function arithmeticEnd(text: Bytes, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		const character = text.charAt(at);
		if (character === "\\") at += 1;
		else if (character === "'" || character === '"') {
			at = closingQuote(text, at);
			if (at < 0) return -1;
		} else if (character === "(") depth += 1;
		else if (character === ")" && --depth < 0) return text.charAt(at + 1) === ")" ? at : -1;
	}
	return -1;
}

function closingQuote(text: Bytes, opening: number): number {
	const quote = text.charAt(opening);
	for (let at = opening + 1; at < text.length; at++) {
		if (text.charAt(at) === quote) return at;
		if (quote === '"' && text.charAt(at) === "\\") at += 1;
	}
	return -1;
}

/** Reads the expression between the cursor and an offset, and notes it where it may evaluate text again. */
export function readArithmetic(cursor: Cursor, end: number): void {
	const start = cursor.at;
	cursor.reading.deeper(() => {
		while (!cursor.halted && cursor.at < end) {
			const character = cursor.here;
			if (character === "`") readBackticks(cursor, true);
			else if (character !== "$" || !readExpansion(cursor, true)) cursor.at += character === "\\" ? 2 : 1;
		}
	});
	if (cursor.halted) return;
	if (cursor.at !== end) cursor.stop("arithmetic", start);
	else noteArithmetic(cursor, start, end);
}

/** Notes an expression that mentions something whose value is evaluated again. */
export function noteArithmetic(cursor: Cursor, start: number, end: number): void {
	if (!isPlainArithmetic(cursor.text.slice(start, end))) cursor.note("arithmetic", cursor.span(start, end));
}

/** Whether an expression holds numbers and operators only; `$#`, `$?` and lengths are numbers. */
export function isPlainArithmetic(text: Bytes): boolean {
	for (let at = 0; at < text.length; at++) {
		const character = text.charAt(at);
		if (character >= "0" && character <= "9") at = endOf(NUMBER, text, at) - 1;
		else if (character === "$") {
			const end = endOf(COUNT, text, at);
			if (end === at) return false;
			at = end - 1;
		} else if (character === "`" || isNameCharacter(character)) return false;
	}
	return true;
}

const NUMBER = /[0-9A-Za-z_#@]+/y;
const COUNT = /\$(?:[#?$!]|\{#(?:[A-Za-z_][A-Za-z0-9_]*(?:\[[@*]\])?|[@*])?\}|(?=\(\())/y;

function endOf(pattern: RegExp, text: Bytes, at: number): number {
	pattern.lastIndex = at;
	const match = pattern.exec(text);
	// A nested `$((` is a parenthesis like others: what it holds is looked at here too.
	return match ? Math.max(at + 1, at + match[0].length) : at;
}

function isNameCharacter(character: string): boolean {
	return /[A-Za-z_\x80-\xff]/.test(character);
}
