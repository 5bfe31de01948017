/** Scalar ranges as sequences of byte ranges (RFC 3629, section 3). */

import type { Range } from "./patterns.ts";

/** The scalar values but the border that UTF-8 writes with one, two, three (in two parts, around the surrogates) and four bytes. */
const LENGTHS: readonly Range[] = [
	[1, 0x7f],
	[0x80, 0x7ff],
	[0x800, 0xd7ff],
	[0xe000, 0xffff],
	[0x10000, 0x10ffff],
];

/**
 * The encodings of all scalar values in the ranges, the border left out: each entry is a list of byte ranges, one per byte.
 *
 * @example utf8Sequences([[0x61, 0x7a]]) gives [[[0x61, 0x7a]]]
 */
export function utf8Sequences(ranges: readonly Range[]): readonly Range[][] {
	const known = sequencesOf.get(ranges);
	if (known) return known;
	const sequences = ranges.flatMap(([from, to]) =>
		LENGTHS.flatMap(([least, most]) => {
			const low = Math.max(from, least);
			const high = Math.min(to, most);
			return low <= high ? between(encode(low), encode(high)) : [];
		}),
	);
	sequencesOf.set(ranges, sequences);
	return sequences;
}

const sequencesOf = new WeakMap<readonly Range[], readonly Range[][]>();

function encode(scalar: number): number[] {
	return [...Buffer.from(String.fromCodePoint(scalar), "utf8")];
}

/** All encodings from `low` to `high`, which are of one length, in the order of their bytes. */
function between(low: readonly number[], high: readonly number[]): Range[][] {
	const [lowFirst = 0, ...lowRest] = low;
	const [highFirst = 0, ...highRest] = high;
	if (lowRest.length === 0) return [[[lowFirst, highFirst]]];
	const least = lowRest.map(() => 0x80);
	const most = lowRest.map(() => 0xbf);
	const startingWith = (first: Range, rests: Range[][]) => rests.map((rest): Range[] => [first, ...rest]);
	if (lowFirst === highFirst) return startingWith([lowFirst, lowFirst], between(lowRest, highRest));
	return [
		...startingWith([lowFirst, lowFirst], between(lowRest, most)),
		...(lowFirst + 1 < highFirst ? startingWith([lowFirst + 1, highFirst - 1], between(least, most)) : []),
		...startingWith([highFirst, highFirst], between(least, highRest)),
	];
}
