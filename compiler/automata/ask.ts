/**
 * Questions about one or two languages, each answered with a witness: the bytes of a shortest string
 * that shows the answer. The product is walked only as far as the answer needs.
 */

import { classBytes, DEAD, type Dfa, labelAt } from "./dfa.ts";
import { joinClasses } from "./refine-classes.ts";

/** A string that shows something, as bytes. See `find-witness.ts` for one that people can read. */
export type WitnessBytes = Uint8Array;

/** Whether nothing is in the language. */
export function isEmpty(dfa: Dfa): boolean {
	return dfa.states === 1 && labelAt(dfa, 0) === 0;
}

/** A shortest member, or null where there is none. */
export function shortest(dfa: Dfa): WitnessBytes | null {
	return pathTo(dfa, dfa, true, true, (left) => left > 0);
}

/** A shortest string that both languages have, or null where they are disjoint. */
export function intersects(a: Dfa, b: Dfa): WitnessBytes | null {
	return pathTo(a, b, true, true, (left, right) => left > 0 && right > 0);
}

/**
 * Whether `a` is a subset of `b`: null if it is, else a shortest member of `a` that `b` lacks.
 *
 * @example contains(commandGlob("git push"), commandGlob("git *")) // null
 */
export function notContained(a: Dfa, b: Dfa): WitnessBytes | null {
	return pathTo(a, b, true, false, (left, right) => left > 0 && right === 0);
}

/** A shortest string that only one of the two languages has, or null where they are equal as sets. */
export function differing(a: Dfa, b: Dfa): WitnessBytes | null {
	return pathTo(a, b, false, false, (left, right) => left > 0 !== right > 0);
}

/**
 * Walks the product breadth first to a pair of labels that `goal` accepts. `needLeft` and `needRight`
 * say that no goal is reached once that side is dead.
 */
function pathTo(
	a: Dfa,
	b: Dfa,
	needLeft: boolean,
	needRight: boolean,
	goal: (left: number, right: number) => boolean,
): WitnessBytes | null {
	if (goal(labelAt(a, 0), labelAt(b, 0))) return new Uint8Array(0);
	const joint = joinClasses(a, b);
	const bytes = classBytes(joint);
	const stride = b.states + 1;
	const seen = new Visited((a.states + 1) * stride);
	const pairs = [stride + 1];
	const parent = [-1];
	const via = [0];
	seen.add(stride + 1);
	for (let i = 0; i < pairs.length; i++) {
		const pair = pairs[i] ?? 0;
		const left = Math.trunc(pair / stride) - 1;
		const right = (pair % stride) - 1;
		for (let c = 0; c < joint.width; c++) {
			const toLeft = left === DEAD ? DEAD : (a.next[left * a.width + (joint.left[c] ?? 0)] ?? DEAD);
			const toRight = right === DEAD ? DEAD : (b.next[right * b.width + (joint.right[c] ?? 0)] ?? DEAD);
			if ((toLeft === DEAD && (needLeft || toRight === DEAD)) || (toRight === DEAD && needRight)) continue;
			const to = (toLeft + 1) * stride + toRight + 1;
			if (!seen.add(to)) continue;
			pairs.push(to);
			parent.push(i);
			via.push(bytes[c] ?? 0);
			if (goal(labelAt(a, toLeft), labelAt(b, toRight))) return traceBack(parent, via, pairs.length - 1);
		}
	}
	return null;
}

/** The bytes that lead to a node of a search: `via` into it, `parent` before it, -1 at the start. */
export function traceBack(parent: readonly number[], via: readonly number[], node: number): Uint8Array {
	const reversed: number[] = [];
	for (let at = node; (parent[at] ?? -1) >= 0; at = parent[at] ?? -1) reversed.push(via[at] ?? 0);
	return Uint8Array.from(reversed.reverse());
}

/** A set of numbers: bits where they are few, a hash set where a table would be wasteful. */
class Visited {
	private readonly bits: Uint8Array | null;
	private readonly set = new Set<number>();

	constructor(limit: number) {
		this.bits = limit <= 1 << 16 ? new Uint8Array(limit) : null;
	}

	/** Adds a number; false where it was there. */
	add(value: number): boolean {
		if (this.bits) {
			if (this.bits[value] === 1) return false;
			this.bits[value] = 1;
			return true;
		}
		if (this.set.has(value)) return false;
		this.set.add(value);
		return true;
	}
}
