/** The subset construction. */

import { DEAD, type Dfa } from "./dfa.ts";
import { LIMITS, type TooLarge, tooLarge } from "./limits.ts";
import { minimise } from "./minimise.ts";
import { EDGE_SIZE, type Nfa } from "./nfa.ts";
import { type ByteClasses, refineClasses } from "./refine-classes.ts";

/** An automaton before it is minimised: states may be unreachable, dead or equivalent; labels may be any number. */
export type RawDfa = Dfa;

/** Gives a set of accepting states its label, from their labels in ascending order without duplicates. Empty: 0. */
export type CombineLabels = (labels: readonly number[]) => number;

const highest: CombineLabels = (labels) => labels[labels.length - 1] ?? 0;

/**
 * The minimal automaton of a nondeterministic one; a string gets the highest label of its runs.
 *
 * Gives `TooLarge` past `LIMITS.built` states before minimising, or `LIMITS.unfolded` states in the input.
 *
 * @example
 * const nfa = new Nfa();
 * nfa.accept(nfa.endWord(nfa.literal(0, bytesOf("ls"))));
 * determinise(nfa) // the language of the one list ["ls"]
 */
export function determinise(nfa: Nfa): Dfa | TooLarge {
	const raw = subsets(nfa, highest, findTops(nfa));
	return "kind" in raw ? raw : minimise(raw);
}

const NO_TOPS: ReadonlySet<number> = new Set();

/**
 * States that accept whatever follows with the highest label there is: beside one of them nothing else of a set matters. Without
 * that, `*a*` and `*b*` and so on together would have a state for every choice of those that were met.
 */
function findTops({ edges, labels }: Nfa): ReadonlySet<number> {
	let low = 255;
	let high = 0;
	for (let e = 0; e < edges.length; e += EDGE_SIZE) {
		low = Math.min(low, edges[e + 1] ?? 0);
		high = Math.max(high, edges[e + 2] ?? 255);
	}
	const top = labels.reduce((most, label) => Math.max(most, label), 1);
	const tops = new Set<number>();
	for (let e = 0; e < edges.length; e += EDGE_SIZE) {
		const from = edges[e] ?? 0;
		const readsAll = (edges[e + 1] ?? 255) <= low && (edges[e + 2] ?? 0) >= high;
		if (readsAll && from === edges[e + 3] && labels[from] === top) tops.add(from);
	}
	return tops;
}

/**
 * The subset construction alone. `combine` decides on labels, so that a set can be labelled by all that is in it; a set with one of
 * the `tops` is taken for that one alone.
 */
export function subsets(nfa: Nfa, combine: CombineLabels, tops = NO_TOPS): RawDfa | TooLarge {
	if (nfa.size > LIMITS.unfolded) return tooLarge(nfa.size, LIMITS.unfolded);
	const classes = classesOf(nfa);
	const table = edgesByState(nfa, classes);
	const closures = new Closures(nfa, table);
	const { width } = classes;

	const sets: Int32Array[] = [];
	const labels: number[] = [];
	const next: number[] = [];
	const byMembers = new Map<string, number>();
	const intern = (all: Int32Array): number => {
		const top = tops.size > 0 ? all.find((member) => tops.has(member)) : undefined;
		const members = top === undefined ? all : Int32Array.of(top);
		const key = keyOfSet(members, members.length);
		const known = byMembers.get(key);
		if (known !== undefined) return known;
		const id = sets.length;
		byMembers.set(key, id);
		sets.push(members);
		labels.push(labelOfSet(nfa, members, combine));
		return id;
	};

	intern(closures.of([0], 1));
	const buckets: number[][] = Array.from({ length: width }, () => []);
	const byTargets = new Map<string, number>();
	for (let id = 0; id < sets.length; id++) {
		if (sets.length > LIMITS.built) return tooLarge(sets.length, LIMITS.built);
		fillBuckets(sets[id] ?? new Int32Array(0), table, buckets);
		for (let c = 0; c < width; c++) {
			const bucket = buckets[c] ?? [];
			if (bucket.length === 0) {
				next.push(DEAD);
				continue;
			}
			const key = keyOfSet(bucket, bucket.length);
			let target = byTargets.get(key);
			if (target === undefined) {
				target = intern(closures.of(bucket, bucket.length));
				byTargets.set(key, target);
			}
			next.push(target);
			bucket.length = 0;
		}
	}
	return { states: sets.length, width, classOf: classes.classOf, next: Int32Array.from(next), label: Int32Array.from(labels) };
}

function fillBuckets(members: Int32Array, table: EdgeTable, buckets: readonly number[][]): void {
	for (let m = 0; m < members.length; m++) {
		const state = members[m] ?? 0;
		const end = table.start[state + 1] ?? 0;
		for (let e = table.start[state] ?? 0; e < end; e++) {
			const classes = table.classes[table.list[e] ?? 0];
			const target = table.target[e] ?? 0;
			if (classes) for (let i = 0; i < classes.length; i++) buckets[classes[i] ?? 0]?.push(target);
		}
	}
}

function labelOfSet(nfa: Nfa, members: Int32Array, combine: CombineLabels): number {
	const found: number[] = [];
	for (let m = 0; m < members.length; m++) {
		const label = nfa.labels[members[m] ?? 0] ?? 0;
		if (label > 0 && !found.includes(label)) found.push(label);
	}
	return combine(found.sort((a, b) => a - b));
}

function keyOfSet(members: ArrayLike<number>, length: number): string {
	let key = "";
	for (let i = 0; i < length; i++) key += String.fromCharCode(members[i] ?? 0);
	return key;
}

function classesOf(nfa: Nfa): ByteClasses {
	const seen = new Set<number>();
	for (let e = 0; e < nfa.edges.length; e += EDGE_SIZE) seen.add((nfa.edges[e + 1] ?? 0) * 256 + (nfa.edges[e + 2] ?? 0));
	return refineClasses(seen);
}

interface EdgeTable {
	/** Per state where its edges start in `list` and `target`. */
	readonly start: Int32Array;
	/** Per edge the index of its classes in `classes`. */
	readonly list: Int32Array;
	readonly target: Int32Array;
	readonly classes: readonly Uint8Array[];
}

function edgesByState(nfa: Nfa, byteClasses: ByteClasses): EdgeTable {
	const { edges, size } = nfa;
	const count = edges.length / EDGE_SIZE;
	const start = new Int32Array(size + 1);
	for (let e = 0; e < edges.length; e += EDGE_SIZE) start[(edges[e] ?? 0) + 1] = (start[(edges[e] ?? 0) + 1] ?? 0) + 1;
	for (let s = 0; s < size; s++) start[s + 1] = (start[s + 1] ?? 0) + (start[s] ?? 0);
	const fill = start.slice();
	const list = new Int32Array(count);
	const target = new Int32Array(count);
	const classes: Uint8Array[] = [];
	const listOf = new Map<number, number>();
	for (let e = 0; e < edges.length; e += EDGE_SIZE) {
		const from = edges[e] ?? 0;
		const low = edges[e + 1] ?? 0;
		const high = edges[e + 2] ?? 0;
		let found = listOf.get(low * 256 + high);
		if (found === undefined) {
			found = classes.push(byteClasses.within(low, high)) - 1;
			listOf.set(low * 256 + high, found);
		}
		const at = fill[from] ?? 0;
		fill[from] = at + 1;
		list[at] = found;
		target[at] = edges[e + 3] ?? 0;
	}
	return { start, list, target, classes };
}

/** What can be reached without reading. Only states that read or accept are kept as members of a set. */
class Closures {
	private readonly skipStart: Int32Array;
	private readonly skipTarget: Int32Array;
	private readonly stamp: Int32Array;
	private readonly matters: Uint8Array;
	private round = 0;
	private readonly stack: number[] = [];

	constructor(nfa: Nfa, table: EdgeTable) {
		const { skips, size } = nfa;
		this.skipStart = new Int32Array(size + 1);
		this.skipTarget = new Int32Array(skips.length / 2);
		this.stamp = new Int32Array(size);
		this.matters = new Uint8Array(size);
		for (let i = 0; i < skips.length; i += 2) this.skipStart[(skips[i] ?? 0) + 1] = (this.skipStart[(skips[i] ?? 0) + 1] ?? 0) + 1;
		for (let s = 0; s < size; s++) {
			this.skipStart[s + 1] = (this.skipStart[s + 1] ?? 0) + (this.skipStart[s] ?? 0);
			this.matters[s] = (table.start[s + 1] ?? 0) > (table.start[s] ?? 0) || (nfa.labels[s] ?? 0) > 0 ? 1 : 0;
		}
		const fill = this.skipStart.slice();
		for (let i = 0; i < skips.length; i += 2) {
			const at = fill[skips[i] ?? 0] ?? 0;
			fill[skips[i] ?? 0] = at + 1;
			this.skipTarget[at] = skips[i + 1] ?? 0;
		}
	}

	of(states: readonly number[], length: number): Int32Array {
		const { stack, stamp, skipStart, skipTarget, matters } = this;
		const round = ++this.round;
		const found: number[] = [];
		for (let i = 0; i < length; i++) {
			const state = states[i] ?? 0;
			if (stamp[state] === round) continue;
			stamp[state] = round;
			stack.push(state);
		}
		for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
			if (matters[state] === 1) found.push(state);
			const end = skipStart[state + 1] ?? 0;
			for (let i = skipStart[state] ?? 0; i < end; i++) {
				const to = skipTarget[i] ?? 0;
				if (stamp[to] === round) continue;
				stamp[to] = round;
				stack.push(to);
			}
		}
		return Int32Array.from(found).sort();
	}
}
