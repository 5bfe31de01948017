/**
 * The text of `$'…'`, decoded as bash does (bash(1), QUOTING: "words of the form $'string'").
 */

import { type Bytes, encodeScalar } from "./bytes.ts";

const SIMPLE: ReadonlyMap<string, string> = new Map([
	["a", "\x07"],
	["b", "\b"],
	["e", "\x1b"],
	["E", "\x1b"],
	["f", "\f"],
	["n", "\n"],
	["r", "\r"],
	["t", "\t"],
	["v", "\v"],
	["\\", "\\"],
	["'", "'"],
	['"', '"'],
	["?", "?"],
]);

/** Forms with digits: the letter, how many digits it takes at most, and whether the number is a scalar value. */
const NUMERIC: ReadonlyMap<string, { readonly digits: number; readonly scalar: boolean }> = new Map([
	["x", { digits: 2, scalar: false }],
	["u", { digits: 4, scalar: true }],
	["U", { digits: 8, scalar: true }],
]);

/**
 * Reads from the byte after `$'` to the closing quote.
 *
 * @returns the decoded bytes (null where shells differ on them: control letters, numbers out of range) and the
 * offset after the closing quote; null without a closing quote. A NUL ends the decoded text early.
 * @example readAnsi("a\\x62'c", 0) // { text: "ab", end: 6 }
 */
export function readAnsi(bytes: Bytes, from: number): { readonly text: Bytes | null; readonly end: number } | null {
	const parts: Bytes[] = [];
	let known = true;
	let at = from;
	while (at < bytes.length) {
		const character = bytes.charAt(at);
		if (character === "'") {
			const text = parts.join("");
			const nul = text.indexOf("\0");
			return { text: known ? (nul < 0 ? text : text.slice(0, nul)) : null, end: at + 1 };
		}
		if (character !== "\\") {
			parts.push(character);
			at += 1;
			continue;
		}
		const escaped = readEscape(bytes, at + 1);
		if (escaped.text === null) known = false;
		else parts.push(escaped.text);
		at = escaped.end;
	}
	return null;
}

function readEscape(bytes: Bytes, at: number): { readonly text: Bytes | null; readonly end: number } {
	const letter = bytes.charAt(at);
	const simple = SIMPLE.get(letter);
	if (simple !== undefined) return { text: simple, end: at + 1 };
	const numeric = NUMERIC.get(letter);
	if (numeric) {
		const digits = digitsAt(bytes, at + 1, numeric.digits, /[0-9A-Fa-f]/);
		if (digits === "") return { text: null, end: at + 1 };
		const value = Number.parseInt(digits, 16);
		const valid = !numeric.scalar || (value <= 0x10ffff && (value < 0xd800 || value > 0xdfff));
		return { text: !valid ? null : numeric.scalar ? encodeScalar(value) : String.fromCharCode(value), end: at + 1 + digits.length };
	}
	const octal = digitsAt(bytes, at, 3, /[0-7]/);
	if (octal !== "") return { text: String.fromCharCode(Number.parseInt(octal, 8) & 0xff), end: at + octal.length };
	// `\cX` and unknown letters: shells disagree, so the text is not known. The lexer skips one byte whatever it means.
	return { text: null, end: Math.min(bytes.length, at + 1) };
}

function digitsAt(bytes: Bytes, from: number, most: number, digit: RegExp): string {
	let end = from;
	while (end < from + most && end < bytes.length && digit.test(bytes.charAt(end))) end += 1;
	return bytes.slice(from, end);
}
