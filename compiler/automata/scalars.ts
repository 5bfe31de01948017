/**
 * Sets of Unicode scalar values and the UTF-8 byte sequences that spell them (RFC 3629, section 4).
 * Sets never hold U+0000: its byte is the border.
 */

import { EDGE, type EdgeKind, type Nfa } from "./nfa.ts";

/** Flat pairs low, high: ascending, disjoint, not touching. */
export type ScalarSet = readonly number[];

const LAST = 0x10ffff;
const SURROGATES = [0xd800, 0xdfff] as const;

/** A set from pairs in any order; U+0000 and surrogates are left out. */
export function scalarSet(pairs: readonly (readonly [number, number])[]): ScalarSet {
	const cut = pairs
		.flatMap(([low, high]): [number, number][] => [
			[Math.max(low, 1), Math.min(high, SURROGATES[0] - 1)],
			[Math.max(low, SURROGATES[1] + 1), Math.min(high, LAST)],
		])
		.filter(([low, high]) => low <= high)
		.sort((a, b) => a[0] - b[0]);
	const set: number[] = [];
	for (const [low, high] of cut) {
		const last = set[set.length - 1];
		if (last !== undefined && low <= last + 1) set[set.length - 1] = Math.max(last, high);
		else set.push(low, high);
	}
	return set;
}

/** The pairs of a set. */
export function pairsOf(set: ScalarSet): [number, number][] {
	const pairs: [number, number][] = [];
	for (let i = 0; i < set.length; i += 2) pairs.push([set[i] ?? 0, set[i + 1] ?? 0]);
	return pairs;
}

/** Every scalar value that is not in the set. */
export function outside(set: ScalarSet): ScalarSet {
	const pairs: [number, number][] = [];
	let from = 1;
	for (const [low, high] of pairsOf(set)) {
		pairs.push([from, low - 1]);
		from = high + 1;
	}
	pairs.push([from, LAST]);
	return scalarSet(pairs.filter(([low, high]) => low <= high));
}

/** The set with the other case of every ASCII letter in it. */
export function foldSet(set: ScalarSet): ScalarSet {
	const both = pairsOf(set).flatMap(([low, high]): [number, number][] => [
		[low, high],
		[Math.max(low, 0x41) + 32, Math.min(high, 0x5a) + 32],
		[Math.max(low, 0x61) - 32, Math.min(high, 0x7a) - 32],
	]);
	return scalarSet(both.filter(([low, high]) => low <= high));
}

/** Every scalar value. */
export const ANY_SCALAR: ScalarSet = scalarSet([[1, LAST]]);

/** One byte range per byte of a sequence. */
type Sequence = readonly (readonly [number, number])[];

const sequencesOf = new WeakMap<ScalarSet, readonly Sequence[]>();

/** Reads one scalar value of a set. */
export function readScalar(nfa: Nfa, from: number, set: ScalarSet, kind: EdgeKind = EDGE.literal): number {
	let sequences = sequencesOf.get(set);
	if (!sequences) {
		sequences = pairsOf(set).flatMap(([low, high]) => utf8Sequences(low, high));
		sequencesOf.set(set, sequences);
	}
	const end = nfa.state();
	for (const sequence of sequences) {
		let at = from;
		sequence.forEach(([low, high], i) => {
			const to = i === sequence.length - 1 ? end : nfa.state();
			nfa.edge(at, low, high, to, kind);
			at = to;
		});
	}
	return end;
}

/** The largest scalar value with so many bytes. */
const LAST_OF_LENGTH = [0x7f, 0x7ff, 0xffff, LAST] as const;

/** Byte sequences for the scalar values from `low` to `high`, which holds no surrogate. */
function utf8Sequences(low: number, high: number): Sequence[] {
	for (const last of LAST_OF_LENGTH) {
		if (low <= last && high > last) return [...utf8Sequences(low, last), ...utf8Sequences(last + 1, high)];
	}
	// Split where the leading bytes differ, so that every byte ranges on its own.
	for (const bits of [18, 12, 6]) {
		const block = (1 << bits) - 1;
		if (high <= 0x7f || low >> bits === high >> bits) continue;
		if ((low & block) !== 0) return [...utf8Sequences(low, low | block), ...utf8Sequences((low | block) + 1, high)];
		if ((high & block) !== block) return [...utf8Sequences(low, (high & ~block) - 1), ...utf8Sequences(high & ~block, high)];
	}
	const first = encode(low);
	const last = encode(high);
	return [first.map((byte, i) => [byte, last[i] ?? 0] as const)];
}

function encode(scalar: number): number[] {
	const tail = (shift: number) => 0x80 | ((scalar >> shift) & 0x3f);
	if (scalar <= 0x7f) return [scalar];
	if (scalar <= 0x7ff) return [0xc0 | (scalar >> 6), tail(0)];
	if (scalar <= 0xffff) return [0xe0 | (scalar >> 12), tail(6), tail(0)];
	return [0xf0 | (scalar >> 18), tail(12), tail(6), tail(0)];
}
