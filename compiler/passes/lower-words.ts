/** Lowers words of the AST to the IR's glob texts: braces expanded, escapes kept, sets sorted. */

import type { Session } from "../diagnostics/session.ts";
import { sortedSet } from "../ir/canonical.ts";
import { MANY, type WordPattern } from "../ir/types.ts";
import type { Word, WordPiece } from "../syntax/ast.ts";

const MAX_ALTERNATIVES = 256;

/** Escapes a literal text so that, as a glob text, it matches exactly itself. */
export function escapeGlob(text: string): string {
	return text.replace(/[*?\\]/g, "\\$&");
}

/** The literal that a glob text without `*` and `?` stands for, else null. */
export function literalOf(glob: string): string | null {
	let literal = "";
	for (let at = 0; at < glob.length; at++) {
		const character = glob.charAt(at);
		if (character === "*" || character === "?") return null;
		if (character === "\\") at++;
		literal += glob.charAt(at);
	}
	return literal;
}

/**
 * The alternatives of one word as glob texts. A lone `**` is MANY where `many` allows it and `*` elsewhere.
 *
 * Reports `too-many-alternatives` past 256.
 *
 * @example the word `{a,b*}c` gives ["ac", "b*c"]
 */
export function lowerWord(word: Word, many: "any-words" | "one-word", session: Session): WordPattern {
	const [only] = word.pieces;
	if (word.pieces.length === 1 && only?.kind === "many") return many === "any-words" ? MANY : ["*"];
	const alternatives = expand(word.pieces);
	if (alternatives === null) {
		session.report("too-many-alternatives", word.span, { limit: MAX_ALTERNATIVES });
		return [];
	}
	return sortedSet(alternatives);
}

function expand(pieces: readonly WordPiece[]): string[] | null {
	let texts = [""];
	for (const piece of pieces) {
		const ends = expandPiece(piece);
		if (ends === null || texts.length * ends.length > MAX_ALTERNATIVES) return null;
		texts = texts.flatMap((text) => ends.map((end) => text + end));
	}
	return texts;
}

function expandPiece(piece: WordPiece): string[] | null {
	switch (piece.kind) {
		case "literal":
			return [escapeGlob(piece.text)];
		case "star":
		case "many":
			return ["*"];
		case "question":
			return ["?"];
		case "braces": {
			const all: string[] = [];
			for (const alternative of piece.alternatives) {
				const texts = expand(alternative);
				if (texts === null) return null;
				all.push(...texts);
			}
			return all.length > MAX_ALTERNATIVES ? null : all;
		}
	}
}
