/** Choices that a seed determines, so that a run can be had again. */

/** A number from 0 up to (not including) the bound; the same source of choices gives the same numbers. */
export type Choose = (bound: number) => number;

/** Choices from a seed: the mulberry32 generator. */
export function choicesFrom(seed: number): Choose {
	let state = seed >>> 0;
	return (bound) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
	};
}
