/** What any bytes inside one word can lead to, found once per inner residual. */

import { oneOfEach } from "./byte-classes.ts";
import type { Range } from "./patterns.ts";
import type { Residuals } from "./residuals.ts";
import { utf8Sequences } from "./utf8.ts";

const SLASH = 0x2f;

/** Numbers that some bytes lead to, each with the shortest such bytes. */
type Found = ReadonlyMap<number, string>;

export class InnerSearch {
	/** Bytes of a path component, one of each kind that the language tells apart. */
	readonly segmentBytes: readonly number[];
	private readonly reachedFrom = new Map<number, Found>();
	private readonly segmentFrom = new Map<number, Found>();
	private readonly characterFrom = new Map<string, Found>();
	private readonly endingsFrom = new Map<number, Found>();

	constructor(private readonly residuals: Residuals) {
		const { classes } = residuals;
		this.segmentBytes = [...oneOfEach(classes, 1, SLASH - 1), ...oneOfEach(classes, SLASH + 1, 255)];
	}

	/** The inner residuals after any bytes of a word, none included. */
	reached(inner: number): Found {
		return this.closed(inner, this.residuals.representatives, this.reachedFrom);
	}

	/** The same after any bytes but slashes. */
	reachedInSegment(inner: number): Found {
		return this.closed(inner, this.segmentBytes, this.segmentFrom);
	}

	private closed(inner: number, bytes: readonly number[], known: Map<number, Found>): Found {
		const before = known.get(inner);
		if (before) return before;
		const found = new Map([[inner, ""]]);
		for (const [from, text] of found) {
			for (const byte of bytes) {
				const next = this.residuals.step(from, byte);
				if (!found.has(next)) found.set(next, text + String.fromCharCode(byte));
			}
		}
		known.set(inner, found);
		return found;
	}

	/** What the word leaves if it ends after any bytes. */
	endings(inner: number): Found {
		const known = this.endingsFrom.get(inner);
		if (known) return known;
		const found = new Map<number, string>();
		for (const [next, bytes] of this.reached(inner)) {
			const ending = this.residuals.ending(next);
			if (!found.has(ending)) found.set(ending, bytes);
		}
		this.endingsFrom.set(inner, found);
		return found;
	}

	/** The inner residuals after one character of the ranges. */
	afterCharacter(inner: number, ranges: readonly Range[]): Found {
		const key = `${inner}:${ranges.join(";")}`;
		const known = this.characterFrom.get(key);
		if (known) return known;
		const found = new Map<number, string>();
		for (const sequence of utf8Sequences(ranges)) {
			let open = new Map([[inner, ""]]);
			for (const [low, high] of sequence) {
				const next = new Map<number, string>();
				const bytes = oneOfEach(this.residuals.classes, low, high);
				for (const [from, before] of open)
					for (const byte of bytes) next.set(this.residuals.step(from, byte), before + String.fromCharCode(byte));
				open = next;
			}
			for (const [next, bytes] of open) found.set(next, bytes);
		}
		this.characterFrom.set(key, found);
		return found;
	}
}

const searches = new WeakMap<Residuals, InnerSearch>();

/** The search of a language's residuals, kept with them. */
export function searchOf(residuals: Residuals): InnerSearch {
	const known = searches.get(residuals) ?? new InnerSearch(residuals);
	searches.set(residuals, known);
	return known;
}
