/**
 * Minimising, in O(m log m) for m transitions, and the canonical form: no dead and no unreachable
 * state, states numbered breadth first by byte, byte classes as coarse as possible and numbered by
 * their first byte. Two automata in this form are equal as values exactly if they label every string
 * alike.
 */

import type { RawDfa } from "./determinise.ts";
import { DEAD, type Dfa } from "./dfa.ts";
import { Partition } from "./partition.ts";

/** An automaton over `width` symbols of any kind; else as a Dfa. */
export interface Transitions {
	readonly states: number;
	readonly width: number;
	readonly next: Int32Array;
	readonly label: Int32Array;
}

/**
 * The canonical minimal automaton. Labels are respected, whatever numbers they are; 0 rejects.
 *
 * The result holds one state even where the language is empty. Byte classes must be numbered by their
 * first byte.
 */
export function minimise(raw: RawDfa): Dfa {
	const { states, width, next, label } = minimiseTransitions(raw);
	return mergeClasses(states, width, raw.classOf, next, label);
}

/** The same over any symbols: states are numbered breadth first by symbol. */
export function minimiseTransitions(raw: Transitions): Transitions {
	const trimmed = trim(raw);
	if (trimmed) return canonical(trimmed, blocksOf(trimmed));
	return { states: 1, width: raw.width, next: new Int32Array(raw.width).fill(DEAD), label: Int32Array.of(0) };
}

/** Makes one state of those that give every string the same label, wherever a run begins. `numberOf`: per old state its new one. */
export function mergeStates(raw: Transitions): { readonly merged: Transitions; readonly numberOf: Int32Array } {
	const { width } = raw;
	const { count, elements, first, setOf } = blocksOf(raw);
	const next = new Int32Array(count * width);
	const label = new Int32Array(count);
	for (let block = 0; block < count; block++) {
		const member = elements[first[block] ?? 0] ?? 0;
		label[block] = raw.label[member] ?? 0;
		for (let c = 0; c < width; c++) {
			const to = raw.next[member * width + c] ?? DEAD;
			next[block * width + c] = to === DEAD ? DEAD : (setOf[to] ?? DEAD);
		}
	}
	return { merged: { states: count, width, next, label }, numberOf: setOf };
}

/** Keeps the states that the start reaches and from which something is accepted; null where there are none. */
function trim(raw: Transitions): Transitions | null {
	const { width, next, label } = raw;
	const order = reachable(raw);
	const useful = usefulStates(raw, order);
	if (useful[0] === 0) return null;
	const numberOf = new Int32Array(raw.states).fill(DEAD);
	let states = 0;
	for (const state of order) if (useful[state] === 1) numberOf[state] = states++;
	if (states === raw.states) return raw;
	const kept: Transitions = { states, width, next: new Int32Array(states * width), label: new Int32Array(states) };
	for (const state of order) {
		const number = numberOf[state] ?? DEAD;
		if (number === DEAD) continue;
		kept.label[number] = label[state] ?? 0;
		for (let c = 0; c < width; c++) {
			const to = next[state * width + c] ?? DEAD;
			kept.next[number * width + c] = to === DEAD ? DEAD : (numberOf[to] ?? DEAD);
		}
	}
	return kept;
}

function reachable({ states, width, next }: Transitions): Int32Array {
	const order = new Int32Array(states);
	const reached = new Uint8Array(states);
	reached[0] = 1;
	let found = 1;
	for (let i = 0; i < found; i++) {
		const base = (order[i] ?? 0) * width;
		for (let c = 0; c < width; c++) {
			const to = next[base + c] ?? DEAD;
			if (to === DEAD || reached[to] === 1) continue;
			reached[to] = 1;
			order[found++] = to;
		}
	}
	return order.subarray(0, found);
}

function usefulStates(raw: Transitions, order: Int32Array): Uint8Array {
	const { states, width, label } = raw;
	const useful = new Uint8Array(states);
	const stack: number[] = [];
	for (const state of order) {
		if ((label[state] ?? 0) === 0) continue;
		useful[state] = 1;
		stack.push(state);
	}
	if (stack.length === states) return useful;
	const { start, edges } = incoming(raw);
	for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
		const end = start[state + 1] ?? 0;
		for (let i = start[state] ?? 0; i < end; i++) {
			const from = Math.trunc((edges[i] ?? 0) / width);
			if (useful[from] === 1) continue;
			useful[from] = 1;
			stack.push(from);
		}
	}
	return useful;
}

/** Edges by the state that they lead to. An edge is its place in `next`. */
interface Incoming {
	readonly start: Int32Array;
	readonly edges: Int32Array;
}

function incoming({ states, next }: Transitions): Incoming {
	const start = new Int32Array(states + 1);
	for (let e = 0; e < next.length; e++) {
		const to = next[e] ?? DEAD;
		if (to !== DEAD) start[to + 1] = (start[to + 1] ?? 0) + 1;
	}
	for (let s = 0; s < states; s++) start[s + 1] = (start[s + 1] ?? 0) + (start[s] ?? 0);
	const fill = start.slice();
	const edges = new Int32Array(start[states] ?? 0);
	for (let e = 0; e < next.length; e++) {
		const to = next[e] ?? DEAD;
		if (to === DEAD) continue;
		const at = fill[to] ?? 0;
		fill[to] = at + 1;
		edges[at] = e;
	}
	return { start, edges };
}

/**
 * The equivalence classes of states. Sets of edges (first: by byte class) and sets of states (first:
 * by label) are split in turn until neither splits the other.
 */
function blocksOf(raw: Transitions): Partition {
	const { states, width, label } = raw;
	const blocks = new Partition(...numbered(label, states));
	if (blocks.count === states) return blocks;
	// Edges are numbered as `into` lists them, so that the edges into one state stand together.
	const into = incoming(raw);
	const count = into.edges.length;
	const classes = new Int32Array(count);
	const tail = new Int32Array(count);
	for (let i = 0; i < count; i++) {
		const edge = into.edges[i] ?? 0;
		classes[i] = edge % width;
		tail[i] = Math.trunc(edge / width);
	}
	const cords = new Partition(...numbered(classes, count));
	// The edges into one set of states need no split: what the others split splits them too.
	let block = 1;
	for (let cord = 0; cord < cords.count; cord++) {
		const past = cords.past[cord] ?? 0;
		for (let place = cords.first[cord] ?? 0; place < past; place++) blocks.mark(tail[cords.elements[place] ?? 0] ?? 0);
		blocks.split();
		for (; block < blocks.count; block++) {
			const end = blocks.past[block] ?? 0;
			for (let place = blocks.first[block] ?? 0; place < end; place++) {
				const state = blocks.elements[place] ?? 0;
				const last = into.start[state + 1] ?? 0;
				for (let i = into.start[state] ?? 0; i < last; i++) cords.mark(i);
			}
			cords.split();
		}
	}
	return blocks;
}

/** Renames values, none below 0, to 0, 1, … by first occurrence: the arguments of a partition. */
function numbered(values: Int32Array, length: number): [Int32Array, number] {
	let most = 0;
	for (let i = 0; i < length; i++) most = Math.max(most, values[i] ?? 0);
	const nameOf = new Int32Array(most + 1).fill(-1);
	const named = new Int32Array(length);
	let count = 0;
	for (let i = 0; i < length; i++) {
		const value = values[i] ?? 0;
		if (nameOf[value] === -1) nameOf[value] = count++;
		named[i] = nameOf[value] ?? 0;
	}
	return [named, count];
}

function canonical(raw: Transitions, blocks: Partition): Transitions {
	const { width, next, label } = raw;
	const states = blocks.count;
	const representative = (block: number) => blocks.elements[blocks.first[block] ?? 0] ?? 0;
	const order = new Int32Array(states);
	const numberOf = new Int32Array(states).fill(DEAD);
	const renamed = new Int32Array(states * width).fill(DEAD);
	const start = blocks.setOf[0] ?? 0;
	order[0] = start;
	numberOf[start] = 0;
	let found = 1;
	for (let i = 0; i < states; i++) {
		const base = representative(order[i] ?? 0) * width;
		for (let c = 0; c < width; c++) {
			const to = next[base + c] ?? DEAD;
			if (to === DEAD) continue;
			const block = blocks.setOf[to] ?? 0;
			if (numberOf[block] === DEAD) {
				numberOf[block] = found;
				order[found++] = block;
			}
			renamed[i * width + c] = numberOf[block] ?? DEAD;
		}
	}
	const labels = Int32Array.from(order, (block) => label[representative(block)] ?? 0);
	return { states, width, next: renamed, label: labels };
}

/** The automaton of the empty language. */
export function emptyDfa(): Dfa {
	return { states: 1, width: 1, classOf: new Uint8Array(256), next: Int32Array.of(DEAD), label: Int32Array.of(0) };
}

/** Makes one class of those that lead from every state to the same one. */
function mergeClasses(states: number, width: number, classOf: Uint8Array, next: Int32Array, label: Int32Array): Dfa {
	const hash = new Int32Array(width);
	for (let s = 0; s < states; s++) {
		for (let c = 0; c < width; c++) hash[c] = Math.imul(hash[c] ?? 0, 31) + (next[s * width + c] ?? 0) + 2;
	}
	const merged = new Uint8Array(width);
	const kept: number[] = [];
	for (let c = 0; c < width; c++) {
		const same = kept.findIndex((k) => hash[k] === hash[c] && sameColumn(next, states, width, k, c));
		merged[c] = same >= 0 ? same : kept.push(c) - 1;
	}
	if (kept.length === width) return { states, width, classOf, next, label };
	const narrow = new Int32Array(states * kept.length);
	for (let s = 0; s < states; s++) {
		for (let k = 0; k < kept.length; k++) narrow[s * kept.length + k] = next[s * width + (kept[k] ?? 0)] ?? DEAD;
	}
	return { states, width: kept.length, classOf: classOf.map((c) => merged[c] ?? 0), next: narrow, label };
}

function sameColumn(next: Int32Array, states: number, width: number, a: number, b: number): boolean {
	for (let s = 0; s < states; s++) if (next[s * width + a] !== next[s * width + b]) return false;
	return true;
}
