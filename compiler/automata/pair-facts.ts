/** What can still happen from a pair of states, one of each of two automata, for all pairs at once. */

import { DEAD, type Dfa, labelAt } from "./dfa.ts";
import { joinClasses } from "./refine-classes.ts";

/** Past so many pairs nothing is worked out: the answers are then the cautious ones. */
const MAX_PAIRS = 100_000;

export interface PairFacts {
	/** Whether some string is accepted from both states; true where it is not known. */
	meets(left: number, right: number): boolean;
	/** Whether every string accepted from the left state is accepted from the right one; false where it is not known. */
	covers(left: number, right: number): boolean;
}

const UNKNOWN: PairFacts = { meets: () => true, covers: () => false };

/** Works out the facts for the pairs that can be reached from both starts. */
export function pairFacts(a: Dfa, b: Dfa): PairFacts {
	const joint = joinClasses(a, b);
	const stride = b.states + 1;
	const numberOf = new Map<number, number>([[1, 0]]);
	const pairs = [1];
	const from: number[] = [];
	const to: number[] = [];
	// A pair is `left * stride + right + 1`; the right state may be dead.
	for (let id = 0; id < pairs.length; id++) {
		if (pairs.length > MAX_PAIRS) return UNKNOWN;
		const pair = pairs[id] ?? 0;
		const left = Math.trunc(pair / stride);
		const right = (pair % stride) - 1;
		for (let c = 0; c < joint.width; c++) {
			const toLeft = a.next[left * a.width + (joint.left[c] ?? 0)] ?? DEAD;
			if (toLeft === DEAD) continue;
			const toRight = right === DEAD ? DEAD : (b.next[right * b.width + (joint.right[c] ?? 0)] ?? DEAD);
			const target = toLeft * stride + toRight + 1;
			let found = numberOf.get(target);
			if (found === undefined) {
				found = pairs.push(target) - 1;
				numberOf.set(target, found);
			}
			from.push(id);
			to.push(found);
		}
	}
	const labels = (pair: number) => [labelAt(a, Math.trunc(pair / stride)), labelAt(b, (pair % stride) - 1)] as const;
	const reaches = (goal: (left: number, right: number) => boolean) =>
		backwards(
			pairs.length,
			from,
			to,
			pairs.map((pair) => goal(...labels(pair))),
		);
	const meeting = reaches((left, right) => left > 0 && right > 0);
	const escaping = reaches((left, right) => left > 0 && right === 0);
	const flag = (flags: Uint8Array, left: number, right: number, unknown: boolean) => {
		const id = numberOf.get(left * stride + right + 1);
		return id === undefined ? unknown : flags[id] === 1;
	};
	return {
		meets: (left, right) => flag(meeting, left, right, true),
		covers: (left, right) => !flag(escaping, left, right, true),
	};
}

/** Marks everything from which a goal can be reached. */
function backwards(size: number, from: readonly number[], to: readonly number[], goals: readonly boolean[]): Uint8Array {
	const start = new Int32Array(size + 1);
	for (const target of to) start[target + 1] = (start[target + 1] ?? 0) + 1;
	for (let i = 0; i < size; i++) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0);
	const fill = start.slice();
	const sources = new Int32Array(to.length);
	for (let e = 0; e < to.length; e++) {
		const at = fill[to[e] ?? 0] ?? 0;
		fill[to[e] ?? 0] = at + 1;
		sources[at] = from[e] ?? 0;
	}
	const marked = new Uint8Array(size);
	const stack: number[] = [];
	goals.forEach((goal, i) => {
		if (!goal) return;
		marked[i] = 1;
		stack.push(i);
	});
	for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
		const end = start[node + 1] ?? 0;
		for (let i = start[node] ?? 0; i < end; i++) {
			const source = sources[i] ?? 0;
			if (marked[source] === 1) continue;
			marked[source] = 1;
			stack.push(source);
		}
	}
	return marked;
}
