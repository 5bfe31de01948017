/**
 * What follows a `$`: variables, `${…}`, and the way to substitutions and arithmetic.
 */

import type { Bytes } from "./bytes.ts";
import { arithmeticEnd, noteArithmetic, readArithmetic } from "./shell-arithmetic.ts";
import type { Cursor } from "./shell-cursor.ts";
import { readParameter } from "./shell-parameters.ts";
import { skim } from "./shell-skim.ts";
import { readSubstitution } from "./shell-substitutions.ts";
import type { Piece } from "./shell-types.ts";

const SPECIAL = "@*#?$!-0123456789";

/**
 * Reads the expansion that a `$` starts. Null, with the cursor where it was, where the `$` stands for itself.
 * `$'…'` and `$"…"` are none: in double quotes they mean nothing.
 */
export function readExpansion(cursor: Cursor, quoted: boolean): Piece | null {
	const name = scanName(cursor.text, cursor.continued(cursor.at + 1));
	if (name) return bareVariable(cursor, name.text, name.end, quoted);
	const next = cursor.peek(1);
	if (next === "") return null;
	if (SPECIAL.includes(next)) return bareVariable(cursor, next, cursor.continued(cursor.at + 1) + 1, quoted);
	if (!"{([".includes(next)) return null;
	if (next === "{") return readParameter(cursor, quoted);
	if (next === "[") readBracketArithmetic(cursor);
	else if (!readParenthesised(cursor)) readSubstitution(cursor, false);
	return { kind: quoted ? "one" : "many" };
}

/** The name at an offset, with line continuations removed; null where none starts. */
export function scanName(text: Bytes, from: number): { readonly text: Bytes; readonly end: number } | null {
	if (!/[A-Za-z_]/.test(text.charAt(from))) return null;
	let name = "";
	let end = from;
	for (;;) {
		const character = text.charAt(end);
		if (character === "\\" && text.charAt(end + 1) === "\n") end += 2;
		else if (character !== "" && /[A-Za-z0-9_]/.test(character)) {
			name += character;
			end += 1;
		} else return { text: name, end };
	}
}

/** Modifiers that zsh takes after a bare name (zshexpn(1), Modifiers), and whatever letters follow. */
const MODIFIERS = /(?::[aAcehlpPqQrtuwWx&gF][A-Za-z]*)+/y;

function bareVariable(cursor: Cursor, name: Bytes, end: number, quoted: boolean): Piece {
	const follows = cursor.text.charAt(end);
	const start = cursor.at;
	cursor.at = end;
	// zsh takes a subscript, which is arithmetic, and can replace text in the value.
	if (follows === "[" || /^:g?s/.test(cursor.text.slice(end, end + 3))) cursor.note("dialect", cursor.span(start, end));
	MODIFIERS.lastIndex = end;
	const modifiers = follows === ":" ? MODIFIERS.exec(cursor.text)?.[0] : undefined;
	if (modifiers === undefined) return variable(name, quoted);
	// With modifiers the value is as little known as without; to other shells they are text after it.
	cursor.at += modifiers.length;
	return { kind: quoted && name !== "@" ? "one" : "many" };
}

/** The piece that a variable is. */
export function variable(name: Bytes, quoted: boolean): Piece {
	if (name === "HOME" || name === "PWD") return { kind: "place", place: name === "HOME" ? "home" : "pwd", splits: !quoted };
	const kind = quoted && name !== "@" ? "one" : "many";
	return /^[0-9@*]/.test(name) ? { kind, parameter: name } : { kind };
}

/** `$((…))`; false where it is a substitution that starts with a subshell. */
function readParenthesised(cursor: Cursor): boolean {
	const inner = cursor.continued(cursor.continued(cursor.at + 1) + 1);
	if (cursor.text.charAt(inner) !== "(") return false;
	const end = arithmeticEnd(cursor.text, inner + 1);
	if (end < 0) return false;
	cursor.at = inner + 1;
	readArithmetic(cursor, end);
	if (!cursor.halted) cursor.at = end + 2;
	return true;
}

/** `$[…]`, the old spelling of arithmetic; a literal text and a glob to shells that do not know it. */
function readBracketArithmetic(cursor: Cursor): void {
	const start = cursor.continued(cursor.at + 1) + 1;
	cursor.at = start;
	skim(cursor, "]", true);
	if (!cursor.halted) noteArithmetic(cursor, start, cursor.at - 1);
}
