/**
 * Answers what a language says of words with opaque pieces, by following every filling at once: the
 * set of residuals that some filling leaves, piece by piece.
 */

import { BORDER, bytesOf } from "./bytes.ts";
import { Expressions, NONE } from "./expressions.ts";
import { ANY_SCALAR, complement } from "./patterns.ts";
import type { Degree } from "./read-flags.ts";
import type { Residuals } from "./residuals.ts";
import type { Answer, GlobToken, Piece, Word } from "./types.ts";

/** Per path set whether a word lies in it: null where unknown. */
export type Marks = readonly (boolean | null)[];

/** Residuals that some filling leaves, each with the bytes of one such filling. */
type Reached = ReadonlyMap<number, string>;

/** A filling of the words (as its words) for each degree that some filling has. */
export type Witnesses = ReadonlyMap<Degree, readonly string[]>;

/** The answer over all fillings: yes if every one is a member, no if none is. */
export function answerOf(witnesses: Witnesses): Answer {
	if (!witnesses.has(1) && !witnesses.has(0)) return "yes";
	return witnesses.has(1) || witnesses.has(2) ? "maybe" : "no";
}

/** Follows all fillings of the words through a language. */
export function fillWords(residuals: Residuals, words: readonly Word[], marksOf: (word: Word) => Marks): Witnesses {
	let outers: Reached = new Map([[residuals.start, ""]]);
	for (const word of words) outers = new Filling(residuals, marksOf(word)).throughWord(outers, word);
	const found = new Map<Degree, readonly string[]>();
	for (const [outer, bytes] of outers) {
		const degree = residuals.degree(outer);
		if (!found.has(degree)) found.set(degree, bytes.split(BORDER).slice(0, -1));
	}
	return found;
}

/** The pairs of an outer and an inner residual inside a word, and the bytes of one filling. */
interface Inside {
	readonly outer: number;
	readonly inner: number;
	readonly bytes: string;
}

class Filling {
	private readonly masks: readonly number[];

	constructor(
		private readonly residuals: Residuals,
		marks: Marks,
	) {
		this.masks = marks.reduce<number[]>(
			(masks, mark, index) => masks.flatMap((mask) => bitsOf(mark).map((bit) => mask | (bit << index))),
			[0],
		);
	}

	throughWord(outers: Reached, word: Word): Reached {
		const after = new Map(word.length > 0 && word.every((piece) => piece.kind === "many") ? outers : []);
		let fresh = outers;
		// A glob may stand for several words, each like the whole word.
		const again = word.some((piece) => piece.kind === "glob");
		do {
			const next = this.throughPieces(fresh, word);
			fresh = new Map([...next].filter(([outer]) => !after.has(outer)));
			for (const [outer, bytes] of fresh) after.set(outer, bytes);
		} while (again && fresh.size > 0);
		return after;
	}

	private throughPieces(outers: Reached, word: Word): Reached {
		let inside = [...outers].map(([outer, bytes]) => this.beginWord(outer, bytes));
		for (const piece of word) inside = this.throughPiece(inside, piece);
		return this.endWord(inside);
	}

	private beginWord(outer: number, bytes: string): Inside {
		return { outer, inner: this.residuals.begin(outer), bytes };
	}

	private endWord(inside: readonly Inside[]): Map<number, string> {
		const after = new Map<number, string>();
		for (const { outer, inner, bytes } of inside) {
			const ending = this.residuals.ending(inner);
			for (const mask of this.masks) {
				const next = this.residuals.end(outer, ending, mask);
				if (!after.has(next)) after.set(next, bytes + BORDER);
			}
		}
		return after;
	}

	private throughPiece(inside: readonly Inside[], piece: Piece): Inside[] {
		switch (piece.kind) {
			case "literal":
				return distinct(inside.map((each) => this.throughText(each, bytesOf(piece.text))));
			case "one":
				return this.throughAny(inside);
			case "many":
				return this.throughMany(inside);
			case "glob": {
				let next = [...inside];
				for (const token of piece.tokens) next = this.throughToken(next, token);
				return next;
			}
		}
	}

	private throughText(from: Inside, text: string): Inside {
		let inner = from.inner;
		for (const byte of text) inner = this.residuals.step(inner, byte.charCodeAt(0));
		return { outer: from.outer, inner, bytes: from.bytes + text };
	}

	/** Any bytes inside the word. */
	private throughAny(inside: readonly Inside[]): Inside[] {
		return closed(inside, (each) => this.residuals.representatives.map((byte) => this.throughText(each, String.fromCharCode(byte))));
	}

	/** Any bytes, borders too. */
	private throughMany(inside: readonly Inside[]): Inside[] {
		const all = this.throughAny(inside);
		const begun = new Map<number, string>();
		let fresh = this.endWord(all);
		while (fresh.size > 0) {
			for (const [outer, bytes] of fresh) begun.set(outer, bytes);
			const words = this.throughAny([...fresh].map(([outer, bytes]) => this.beginWord(outer, bytes)));
			all.push(...words);
			fresh = new Map([...this.endWord(words)].filter(([outer]) => !begun.has(outer)));
		}
		return distinct(all);
	}

	private throughToken(inside: readonly Inside[], token: GlobToken): Inside[] {
		if (token.kind === "star") return this.throughAny(inside);
		if (token.kind === "literal") return this.throughPiece(inside, token);
		const ranges = token.kind === "question" ? ANY_SCALAR : token.negated ? complement(token.ranges) : token.ranges;
		const e = new Expressions();
		const character = e.pattern({ kind: "scalar", ranges });
		const bytes = [...new Set([...e.representatives(), ...this.residuals.representatives])].filter((byte) => byte > 0);
		// At most four bytes make one character, so the search needs no memory of where it was.
		let open = inside.map((each) => ({ each, rest: character }));
		const found: Inside[] = [];
		while (open.length > 0) {
			const steps = open.flatMap(({ each, rest }) =>
				bytes.map((byte) => ({ rest: e.derive(rest, byte), each: this.throughText(each, String.fromCharCode(byte)) })),
			);
			const alive = steps.filter(({ rest }) => rest !== NONE);
			found.push(...alive.filter(({ rest }) => e.isNullable(rest)).map(({ each }) => each));
			open = [...new Map(alive.map((one) => [`${one.rest},${one.each.outer},${one.each.inner}`, one])).values()];
		}
		return distinct(found);
	}
}

function bitsOf(mark: boolean | null): number[] {
	return mark === null ? [0, 1] : [mark ? 1 : 0];
}

function keyOf(inside: Inside): string {
	return `${inside.outer},${inside.inner}`;
}

function distinct(inside: readonly Inside[]): Inside[] {
	const found = new Map<string, Inside>();
	for (const each of inside) if (!found.has(keyOf(each))) found.set(keyOf(each), each);
	return [...found.values()];
}

/** Everything that repeated steps lead to, the start included. */
function closed(inside: readonly Inside[], steps: (each: Inside) => readonly Inside[]): Inside[] {
	const found = new Map(distinct(inside).map((each) => [keyOf(each), each]));
	for (const each of found.values()) for (const next of steps(each)) if (!found.has(keyOf(next))) found.set(keyOf(next), next);
	return [...found.values()];
}
