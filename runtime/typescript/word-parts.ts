/**
 * Parts of words that wrappers and options are read from.
 */

import type { Bytes } from "./bytes.ts";
import type { Piece, Word } from "./shell-types.ts";

/** The literal start of a word; empty where it starts with something unknown. */
export function headOf(word: Word): Bytes {
	if (word.literal !== null) return word.literal;
	const first = word.pieces[0];
	return first?.kind === "literal" ? first.text : "";
}

/** Whether a word may be none or several. */
export function splits(word: Word): boolean {
	if (word.literal !== null) return false;
	return word.pieces.some((piece) => piece.kind === "many" || piece.kind === "glob" || (piece.kind === "place" && piece.splits));
}

/** A word without the first bytes of its first literal piece. */
export function cutWord(word: Word, from: number): Word {
	const source = word.source;
	if (word.literal !== null) {
		const text = word.literal.slice(from);
		return { pieces: [{ kind: "literal", text }], literal: text, source, span: word.span };
	}
	const first = word.pieces[0];
	const rest =
		first?.kind === "literal" ? [{ kind: "literal" as const, text: first.text.slice(from) }, ...word.pieces.slice(1)] : word.pieces;
	return { pieces: rest, literal: null, source, span: word.span };
}

/** A word in which each of some texts stands for something that is not known. */
export function replaceIn(word: Word, texts: readonly Bytes[], filler: "one" | "many"): Word {
	if (!word.pieces.some((piece) => piece.kind === "literal" && texts.some((text) => piece.text.includes(text)))) return word;
	const pieces = texts.reduce<readonly Piece[]>((some, text) => some.flatMap((piece) => fillPiece(piece, text, filler)), word.pieces);
	return { ...word, pieces, literal: null };
}

function fillPiece(piece: Piece, text: Bytes, filler: "one" | "many"): readonly Piece[] {
	if (piece.kind !== "literal") return [piece];
	return piece.text.split(text).flatMap((part, index): Piece[] => {
		const literal: Piece[] = part === "" ? [] : [{ kind: "literal", text: part }];
		return index === 0 ? literal : [{ kind: filler }, ...literal];
	});
}

/** Any words, none included, at a place of the line. */
export function unknownWords(at: number): Word {
	return { pieces: [{ kind: "many" }], literal: null, source: "", span: [at, at] };
}
