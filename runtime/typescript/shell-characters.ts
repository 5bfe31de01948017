/**
 * Characters that a person or a host may see differently from the shell.
 */

import { type Bytes, decodeScalar } from "./bytes.ts";
import type { OpaqueCode } from "./codes.ts";

const ODD = /[\x00-\x08\x0b-\x1f\x7f-\xff]/;

/** Ranges of scalar values that are invisible, look like a blank, or look like an ASCII character. */
const CONFUSABLE: readonly (readonly [number, number])[] = [
	[0x00a0, 0x00a0],
	[0x00ad, 0x00ad],
	[0x034f, 0x034f],
	[0x061c, 0x061c],
	[0x115f, 0x1160],
	[0x1680, 0x1680],
	[0x17b4, 0x17b5],
	[0x180b, 0x180f],
	[0x2000, 0x200f],
	[0x2028, 0x202f],
	[0x205f, 0x206f],
	[0x3000, 0x3000],
	[0x3164, 0x3164],
	[0xfe00, 0xfe0f],
	[0xfeff, 0xfeff],
	[0xff01, 0xff5e],
	[0xffa0, 0xffa0],
	[0xe0000, 0xe0fff],
];

/** Directional controls reorder what people see, in quotes as well. */
const DIRECTIONAL: readonly (readonly [number, number])[] = [
	[0x061c, 0x061c],
	[0x200e, 0x200f],
	[0x202a, 0x202e],
	[0x2066, 0x2069],
];

/** From this scalar value on, letters are of other scripts than the extended Latin ones. */
const OTHER_SCRIPTS = 0x0370;

/** Whether a text has bytes that `oddCharacter` would look at; false for plain printable ASCII with blanks. */
export function mayBeOdd(text: Bytes): boolean {
	return ODD.test(text);
}

/**
 * The first reason to distrust the characters of a text, or null. Quoted text may hold look-alikes (a message
 * in another language), but no control characters other than tab and newline and no directional marks.
 *
 * @example oddCharacter("a\r", true) // "control_character"
 */
export function oddCharacter(text: Bytes, quoted: boolean): OpaqueCode | null {
	if (!ODD.test(text)) return null;
	for (let at = 0; at < text.length; ) {
		const scalar = decodeScalar(text, at);
		if (!scalar) return null;
		if (isControl(scalar.code)) return "control_character";
		if (within(quoted ? DIRECTIONAL : CONFUSABLE, scalar.code)) return "confusable_text";
		at += scalar.length;
	}
	return null;
}

/**
 * Whether a program word mixes ASCII letters with letters of another script (`n`, Cyrillic `r`, `m`).
 */
export function mixesScripts(program: Bytes): boolean {
	if (!ODD.test(program) || !/[A-Za-z]/.test(program)) return false;
	for (let at = 0; at < program.length; ) {
		const scalar = decodeScalar(program, at);
		if (!scalar) return true;
		if (scalar.code >= OTHER_SCRIPTS) return true;
		at += scalar.length;
	}
	return false;
}

function isControl(code: number): boolean {
	return (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
}

function within(ranges: readonly (readonly [number, number])[], code: number): boolean {
	return ranges.some(([low, high]) => code >= low && code <= high);
}
