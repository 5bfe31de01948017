/**
 * The words behind `sh -c TEXT`: what `$0`, `$1`, … stand for in the text.
 */

import type { Bytes } from "./bytes.ts";
import type { Budget, Piece, SimpleCommand, Word } from "./shell-types.ts";

/** Built-ins that may change the positional parameters. */
const CHANGES: ReadonlySet<Bytes> = new Set([".", "eval", "getopts", "set", "shift", "source"]);

/**
 * The commands of a text with its positional parameters bound, as far as they are literal words. Nothing is bound where
 * something in the text may change them: `set`, `shift`, a sourced file, a function, a program that is not known.
 *
 * @param budget is charged for every value that is bound: texts that run themselves could double their words at each level.
 * Nothing is bound any more once it is overdrawn, which the caller has to look at
 */
export function bindPositional(commands: readonly SimpleCommand[], positional: readonly Word[], budget: Budget): readonly SimpleCommand[] {
	if (positional.length === 0 || commands.some(mayChange)) return commands;
	return commands.map((command) => ({ ...command, words: command.words.flatMap((word) => bindWord(word, positional, budget)) }));
}

function mayChange({ words, assignments, deferred }: SimpleCommand): boolean {
	const program = words[0];
	// What unquoted values are cut at counts too.
	return deferred || assignments.some(({ name }) => name === "IFS") || (program?.literal != null && CHANGES.has(program.literal));
}

/** The words that a word becomes: one, or for a whole `"$@"` as many as there are. */
function bindWord(word: Word, positional: readonly Word[], budget: Budget): readonly Word[] {
	if (word.literal !== null || budget.bound < 0 || budget.nodes < 0) return [word];
	// Quotes leave an empty text before what they hold.
	const [only, ...others] = word.pieces.filter((piece) => piece.kind !== "literal" || piece.text !== "");
	if (only && others.length === 0 && parameterOf(only) === "@") {
		const all = positional.slice(1);
		if (all.every(({ literal }) => literal !== null && staysOne(literal))) {
			budget.nodes -= all.length;
			for (const { literal } of all) budget.bound -= literal?.length ?? 0;
			return all.map((value) => ({ ...value, span: word.span }));
		}
	}
	const pieces = word.pieces.map((piece) => bindPiece(piece, positional, budget));
	const texts = pieces.map((piece) => (piece.kind === "literal" ? piece.text : null));
	const literal = texts.every((text) => text !== null) ? texts.join("") : null;
	return [{ ...word, pieces: literal === null ? pieces : [{ kind: "literal", text: literal }], literal }];
}

function bindPiece(piece: Piece, positional: readonly Word[], budget: Budget): Piece {
	const parameter = parameterOf(piece);
	if (parameter === null || parameter.length !== 1 || parameter < "0" || parameter > "9") return piece;
	const value = positional[Number(parameter)]?.literal;
	if (value === null || value === undefined || (piece.kind === "many" && !staysOne(value))) return piece;
	if (budget.bound < 0) return piece;
	budget.bound -= value.length;
	return { kind: "literal", text: value };
}

function parameterOf(piece: Piece): Bytes | null {
	return piece.kind === "one" || piece.kind === "many" ? (piece.parameter ?? null) : null;
}

/** Whether a value stays one word without quotes: no blank, no pattern, and not empty. */
function staysOne(value: Bytes): boolean {
	return value !== "" && !/[ \t\n*?[\]\\]/.test(value);
}
