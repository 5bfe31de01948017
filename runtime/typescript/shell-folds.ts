/**
 * What becomes of the pieces of a word once its braces and brackets are known.
 */

import type { Bytes } from "./bytes.ts";
import type { Piece } from "./shell-types.ts";

/** A place in the list of pieces and in the text. */
export interface Mark {
	readonly piece: number;
	readonly at: number;
}

const MANY: Piece = { kind: "many" };

/**
 * Whether braces expand depends on what is between them; where they may, everything between is unknown. With
 * brackets in the same word, the whole word is.
 */
export function foldBraces(pieces: Piece[], text: Bytes, first: Mark, last: Mark, brackets: boolean): void {
	if (last.at <= first.at || !/,|\.\./.test(text.slice(first.at, last.at))) return;
	if (brackets) pieces.splice(0, pieces.length, MANY);
	else pieces.splice(first.piece, last.piece - first.piece, MANY);
}

/** From the first bracket to the last one, a word is one glob piece. Does nothing to a word that was folded as a whole. */
export function foldBrackets(pieces: Piece[], first: Mark, last: Mark): void {
	if (last.at <= first.at || last.piece > pieces.length) return;
	const inside = pieces.slice(first.piece, last.piece);
	const unknown = inside.some((piece) => piece.kind === "many" || (piece.kind === "place" && piece.splits));
	pieces.splice(first.piece, last.piece - first.piece, unknown ? MANY : { kind: "glob", symbol: "bracket" });
}

/** Literal pieces that stand side by side as one. */
export function mergeLiterals(pieces: readonly Piece[]): readonly Piece[] {
	if (pieces.length < 2) return pieces;
	const merged: Piece[] = [];
	for (const piece of pieces) {
		const last = merged.at(-1);
		if (piece.kind === "literal" && last?.kind === "literal") merged[merged.length - 1] = { kind: "literal", text: last.text + piece.text };
		else merged.push(piece);
	}
	return merged;
}
