/**
 * The words of a view: known bytes, or parts of which some are unknown.
 */

import type { Bytes } from "./bytes.ts";
import type { GlobSymbol, Piece, Word } from "./shell-types.ts";

/** A word of a view: known bytes, or parts of which some are unknown. `of` is the word that it was made from. */
export interface ViewWord {
	readonly literal: Bytes | null;
	readonly parts: readonly ViewPart[];
	readonly of: Word | null;
}

/**
 * Known bytes or something unknown; see `Piece` for what the unknown kinds stand for. `name` is a reduced program
 * word (no slash, no capital letter), `names` one that any words may follow.
 */
export type ViewPart = { readonly text: Bytes } | { readonly unknown: "one" | "many" | "name" | "names" | GlobSymbol };

/** Any words, none included. */
export const UNKNOWN_WORDS: ViewWord = { literal: null, parts: [{ unknown: "many" }], of: null };

/** Places that loose views know; null: unknown, or assigned by the line. */
export interface Places {
	readonly home: Bytes | null;
	readonly pwd: Bytes | null;
}

/** A word as it could be: `~`, `$HOME`, `$PWD` and `$'…'` are what bash makes of them. */
export function looseWord(word: Word, places: Places): ViewWord {
	if (word.literal !== null) return { literal: word.literal, parts: [{ text: word.literal }], of: word };
	return makeWord(word, (piece) => {
		if (piece.kind === "ansi") return { text: piece.text };
		if (piece.kind !== "place") return null;
		const place = places[piece.place];
		// An unquoted variable is cut at blanks and expanded as a pattern.
		return place === null || (piece.splits && /[ \t\n*?[\]]/.test(place)) ? null : { text: place };
	});
}

/** A word as it certainly is. */
export function strictWord(word: Word | undefined): ViewWord {
	if (!word) return UNKNOWN_WORDS;
	if (word.literal !== null) return { literal: word.literal, parts: [{ text: word.literal }], of: word };
	return makeWord(word, () => null);
}

function makeWord(word: Word, read: (piece: Piece) => { readonly text: Bytes } | null): ViewWord {
	const parts: ViewPart[] = [];
	for (const piece of word.pieces) {
		const part = read(piece) ?? plainPart(piece);
		const last = parts.at(-1);
		if (last && "text" in last && "text" in part) parts[parts.length - 1] = { text: last.text + part.text };
		else parts.push(part);
	}
	const only = parts.length === 1 ? parts[0] : undefined;
	return { literal: only && "text" in only ? only.text : null, parts, of: word };
}

function plainPart(piece: Piece): ViewPart {
	switch (piece.kind) {
		case "literal":
			return { text: piece.text };
		case "ansi":
			return { unknown: "one" };
		case "place":
			return { unknown: piece.splits ? "many" : "one" };
		case "glob":
			return { unknown: piece.symbol };
		default:
			return { unknown: piece.kind };
	}
}
