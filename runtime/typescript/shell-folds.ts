/**
 * What becomes of the parts of a word once it is read: brackets are globs, braces are lists or text.
 */

import { expandBraces, mayBeList } from "./shell-braces.ts";
import type { Part } from "./shell-pieces.ts";
import type { Piece } from "./shell-types.ts";

/** Places of the first and the last unquoted bracket among the parts of a word. */
export interface Brackets {
	readonly first: number;
	readonly last: number;
}

const MANY: Piece = { kind: "many" };

/** What the parts of one word stand for. */
export interface Folded {
	/** One word, or those of its brace lists, each as its pieces. */
	readonly words: readonly (readonly Piece[])[];
	/** With brace lists: the one word of shells that do not know them. */
	readonly unexpanded: readonly Piece[] | null;
}

/**
 * The words that the parts of one word stand for.
 *
 * From the first bracket to the last one a word is one glob piece. Brace lists are expanded; where that is not
 * certain, everything between the outer braces is unknown, and with brackets in the same word all of it.
 */
export function foldParts(parts: readonly Part[], brackets: Brackets | null): Folded {
	if (!mayBeList(parts)) {
		const pieces = withoutSigns(parts);
		if (brackets) foldBrackets(pieces, brackets);
		return { words: [mergeLiterals(pieces)], unexpanded: null };
	}
	const expanded = brackets ? null : expandBraces(parts);
	if (!expanded) return { words: [brackets ? [MANY] : mergeLiterals(foldList(parts))], unexpanded: null };
	const words = expanded.filter((pieces) => pieces.length > 0).map(mergeLiterals);
	return { words, unexpanded: mergeLiterals(withoutSigns(parts)) };
}

/** The pieces of a word whose braces and commas are text. */
function withoutSigns(parts: readonly Part[]): Piece[] {
	return parts.map((part) => (part.kind === "sign" ? { kind: "literal", text: part.sign } : part));
}

/** The pieces of a word whose list is unknown. */
function foldList(parts: readonly Part[]): readonly Piece[] {
	const first = parts.findIndex((part) => part.kind === "sign");
	const last = parts.findLastIndex((part) => part.kind === "sign");
	const outside = [...parts.slice(0, first), MANY, ...parts.slice(last + 1)];
	return outside.filter((part): part is Piece => part.kind !== "sign");
}

function foldBrackets(pieces: Piece[], { first, last }: Brackets): void {
	const inside = pieces.slice(first, last);
	const unknown = inside.some((piece) => piece.kind === "many" || (piece.kind === "place" && piece.splits));
	pieces.splice(first, last - first, unknown ? MANY : { kind: "glob", symbol: "bracket" });
}

/** Literal pieces that stand side by side as one, and none that is empty beside others. */
export function mergeLiterals(pieces: readonly Piece[]): readonly Piece[] {
	if (pieces.length < 2) return pieces;
	const merged: Piece[] = [];
	for (const piece of pieces) {
		if (piece.kind === "literal" && piece.text === "") continue;
		const last = merged.at(-1);
		if (piece.kind === "literal" && last?.kind === "literal") merged[merged.length - 1] = { kind: "literal", text: last.text + piece.text };
		else merged.push(piece);
	}
	if (merged.length === 0) return pieces.slice(0, 1);
	// `""$x` is a word even where the variable is empty.
	return merged.length < pieces.length && merged.every(mayVanish) ? [{ kind: "literal", text: "" }, ...merged] : merged;
}

function mayVanish(piece: Piece): boolean {
	return piece.kind === "many" || (piece.kind === "place" && piece.splits);
}
