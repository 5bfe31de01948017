/**
 * Answers what a language says of words with opaque pieces, by following every filling at once: the
 * set of residuals that some filling leaves, piece by piece.
 */

import { BORDER, bytesOf } from "./bytes.ts";
import { type InnerSearch, searchOf } from "./inner-search.ts";
import { complement } from "./patterns.ts";
import type { Degree } from "./read-flags.ts";
import type { Residuals } from "./residuals.ts";
import type { Answer, GlobToken, Piece, Word } from "./types.ts";

/** So many places for each outer residual are few. */
const FEW = 8;

const NO_SLASH = complement([[0x2f, 0x2f]]);

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

/** An outer and an inner residual inside a word, and the bytes of one filling. */
interface Inside {
	readonly outer: number;
	readonly inner: number;
	/** Whether any further bytes of the word may follow: then this stands for all inner residuals they lead to. */
	readonly open: boolean;
	readonly bytes: string;
}

class Filling {
	private readonly masks: readonly number[];
	private readonly search: InnerSearch;

	constructor(
		private readonly residuals: Residuals,
		marks: Marks,
	) {
		this.masks = marks.reduce<number[]>(
			(masks, mark, index) => masks.flatMap((mask) => bitsOf(mark).map((bit) => mask | (bit << index))),
			[0],
		);
		this.search = searchOf(residuals);
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
		let inside = this.beginWord(outers, false);
		for (const piece of word) inside = this.throughPiece(inside, piece);
		return this.endWord(inside);
	}

	private beginWord(outers: Reached, open: boolean): Inside[] {
		return [...outers].map(([outer, bytes]) => ({ outer, inner: this.residuals.begin(outer), open, bytes }));
	}

	private endWord(inside: readonly Inside[]): Map<number, string> {
		const after = new Map<number, string>();
		for (const each of inside) {
			const endings: Reached = each.open ? this.search.endings(each.inner) : new Map([[this.residuals.ending(each.inner), ""]]);
			for (const [ending, bytes] of endings) {
				for (const mask of this.masks) {
					const next = this.residuals.end(each.outer, ending, mask);
					if (!after.has(next)) after.set(next, each.bytes + bytes + BORDER);
				}
			}
		}
		return after;
	}

	private throughPiece(inside: readonly Inside[], piece: Piece): Inside[] {
		switch (piece.kind) {
			case "literal":
				return distinct(this.closed(inside).map((each) => this.throughText(each, bytesOf(piece.text))));
			case "one":
				return distinct(inside.map((each) => ({ ...each, open: true })));
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
		return { ...from, inner, bytes: from.bytes + text };
	}

	/** The same, with every open residual replaced by those that it stands for. */
	private closed(inside: readonly Inside[]): Inside[] {
		return distinct(
			inside.flatMap((each) => {
				if (!each.open) return [each];
				return [...this.search.reached(each.inner)].map(([inner, bytes]) => ({
					outer: each.outer,
					inner,
					open: false,
					bytes: each.bytes + bytes,
				}));
			}),
		);
	}

	/** Any bytes but slashes. From few places what is remembered of each is soon put together; many would lead to the same again and again. */
	private throughSegment(inside: readonly Inside[]): Inside[] {
		const from = this.closed(inside);
		const outers = new Set(from.map(({ outer }) => outer));
		if (from.length > FEW * outers.size) return this.throughSegmentAtOnce(from);
		return distinct(
			from.flatMap((each) =>
				[...this.search.reachedInSegment(each.inner)].map(([inner, bytes]) => ({ ...each, inner, bytes: each.bytes + bytes })),
			),
		);
	}

	private throughSegmentAtOnce(from: readonly Inside[]): Inside[] {
		const found = [...from];
		const seen = new Set(found.map(keyOf));
		for (const each of found) {
			for (const byte of this.search.segmentBytes) {
				const next = { ...each, inner: this.residuals.step(each.inner, byte), bytes: each.bytes + String.fromCharCode(byte) };
				if (seen.has(keyOf(next))) continue;
				seen.add(keyOf(next));
				found.push(next);
			}
		}
		return found;
	}

	/** Any bytes, borders too. */
	private throughMany(inside: readonly Inside[]): Inside[] {
		let all = inside.map((each) => ({ ...each, open: true }));
		const begun = new Set<number>();
		for (let fresh = this.endWord(all); fresh.size > 0; ) {
			const words = this.beginWord(fresh, true);
			for (const outer of fresh.keys()) begun.add(outer);
			all = [...all, ...words];
			fresh = new Map([...this.endWord(words)].filter(([outer]) => !begun.has(outer)));
		}
		return distinct(all);
	}

	private throughToken(inside: readonly Inside[], token: GlobToken): Inside[] {
		switch (token.kind) {
			case "literal":
				return this.throughPiece(inside, token);
			case "deep":
			case "bracket":
				return this.throughPiece(inside, { kind: "one" });
			case "star":
				return this.throughSegment(inside);
			case "any":
				return distinct(
					this.closed(inside).flatMap((each) =>
						[...this.search.afterCharacter(each.inner, NO_SLASH)].map(([inner, bytes]) => ({ ...each, inner, bytes: each.bytes + bytes })),
					),
				);
		}
	}
}

function bitsOf(mark: boolean | null): number[] {
	return mark === null ? [0, 1] : [mark ? 1 : 0];
}

function distinct(inside: readonly Inside[]): Inside[] {
	const found = new Map<string, Inside>();
	for (const each of inside) {
		const key = keyOf(each);
		if (!found.has(key)) found.set(key, each);
	}
	return [...found.values()];
}

function keyOf({ outer, inner, open }: Inside): string {
	return `${outer},${inner},${open}`;
}
