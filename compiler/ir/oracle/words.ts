/** Small questions about words with pieces. */

import type { GlobToken, Piece, Word } from "./types.ts";

/** The text of a word without opaque pieces, else null. */
export function textOf(word: Word): string | null {
	return word.every((piece) => piece.kind === "literal") ? leadingText(word) : null;
}

/** The text that every filling starts with. */
export function leadingText(word: Word): string {
	let text = "";
	for (const part of word.flatMap((piece): (Piece | GlobToken)[] => (piece.kind === "glob" ? [...piece.tokens] : [piece]))) {
		if (part.kind !== "literal") break;
		text += part.text;
	}
	return text;
}

/** Whether every filling is exactly one word. */
export function isOneWord(word: Word): boolean {
	return word.every((piece) => piece.kind === "literal" || piece.kind === "one");
}

/** A literal word. */
export function literalWord(text: string): Word {
	return [{ kind: "literal", text }];
}
