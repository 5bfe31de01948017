/**
 * Built-ins that evaluate their words again: as arithmetic, or as the subscript of an array.
 */

import type { Bytes } from "./bytes.ts";
import { isPlainArithmetic } from "./shell-arithmetic.ts";
import type { OpaquePart, SimpleCommand, Word } from "./shell-types.ts";

/** Built-ins whose operands are names of variables, which may have a subscript. */
const NAMES: ReadonlySet<Bytes> = new Set([
	"declare",
	"export",
	"getopts",
	"integer",
	"local",
	"mapfile",
	"read",
	"readarray",
	"readonly",
	"typeset",
	"unset",
]);
/** An option that makes a variable a number: whatever it is given is arithmetic. */
const INTEGER = /^-[A-Za-z]*i[A-Za-z]*$/;
/** Options of `read` and its like whose value is no name. */
const VALUED = /^-[A-Za-z]*[dCcnNOpstu]$/;
/** Built-ins with an option before the name of a variable. */
const OPTIONS: ReadonlyMap<Bytes, Bytes> = new Map([
	["printf", "-v"],
	["test", "-v"],
	["[", "-v"],
	["wait", "-p"],
]);

/**
 * The words of a command that a shell evaluates again, as opaque parts.
 *
 * @param program the reduced program word
 */
export function evaluatesAgain({ words }: SimpleCommand, program: Bytes | null): readonly OpaquePart[] {
	if (program === null) return [];
	const operands = words.slice(1);
	const evaluated = program === "let" ? operands.filter(isExpression) : subscripted(program, operands);
	return evaluated.map(({ span }) => ({ code: "arithmetic", span }));
}

/** Whether an operand of `let` holds more than numbers. */
function isExpression(word: Word): boolean {
	return word.literal === null || !isPlainArithmetic(word.literal);
}

function subscripted(program: Bytes, operands: readonly Word[]): readonly Word[] {
	const option = OPTIONS.get(program);
	const named = option === undefined ? [] : operands.filter((_, index) => operands[index - 1]?.literal === option);
	const attached = program === "printf" ? operands.slice(0, 1).filter(({ literal }) => literal?.startsWith("-v") && literal !== "-v") : [];
	const names = NAMES.has(program) ? operands.filter((_, index) => !VALUED.test(operands[index - 1]?.literal ?? "")) : [];
	const isInteger =
		program === "integer" || (NAMES.has(program) && operands.some(({ literal }) => literal !== null && INTEGER.test(literal)));
	return [...[...named, ...attached, ...names].filter(hasSubscript), ...(isInteger ? operands.filter(hasExpression) : [])];
}

/** Whether a word gives a variable the value of an expression. */
function hasExpression(word: Word): boolean {
	const value = word.literal === null ? null : word.literal.slice(word.literal.indexOf("=") + 1);
	return value === null || (word.literal?.includes("=") === true && !isPlainArithmetic(value));
}

/** Whether the name in a word has, or may have, a subscript that is not a number. */
function hasSubscript(word: Word): boolean {
	const first = word.pieces[0];
	const head = word.literal ?? (first?.kind === "literal" ? first.text : "");
	const name = head.slice(0, head.includes("=") ? head.indexOf("=") : head.length);
	if (word.literal === null && !head.includes("=")) return word.pieces.some(({ kind }) => kind !== "place");
	const from = name.indexOf("[");
	return from >= 0 && !/^\[[0-9@*]+\]\+?$/.test(name.slice(from));
}
