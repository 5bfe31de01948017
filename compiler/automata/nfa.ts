/**
 * A nondeterministic automaton under construction. Fragments are laid out from a state onwards:
 * a builder function takes the state where a piece begins and gives back the state where it ends.
 */

import { BORDER, type Dfa } from "./dfa.ts";

/** What stands behind an edge. Only the reduction of program words asks (see `reduce-program.ts`). */
export const EDGE = {
	/** Written out in the pattern. */
	literal: 0,
	/** Taken by a wildcard, a negated class or the text around a pattern. */
	wild: 1,
	/** A blank of a glob or regex, standing inside a word. */
	blank: 2,
	/** A mark byte before a border. */
	mark: 3,
} as const;

export type EdgeKind = (typeof EDGE)[keyof typeof EDGE];

/** Numbers per edge in `Nfa.edges`: from, low byte, high byte, to, kind. */
export const EDGE_SIZE = 5;

/** Mark bytes: the word before them lies inside a path set, or outside. */
export const MARK_INSIDE = 0xfe;
export const MARK_OUTSIDE = 0xfd;

export class Nfa {
	/** Flat, EDGE_SIZE numbers per edge. */
	readonly edges: number[] = [];
	/** Flat pairs from, to: moves that read nothing. */
	readonly skips: number[] = [];
	/** Per state: 0, or the label with which it accepts. */
	readonly labels: number[] = [];

	/** Begins with its start state, 0. */
	constructor() {
		this.state();
	}

	get size(): number {
		return this.labels.length;
	}

	/** A new state. */
	state(): number {
		return this.labels.push(0) - 1;
	}

	/** Adds an edge that reads one byte from `low` to `high`. */
	edge(from: number, low: number, high: number, to: number, kind: EdgeKind = EDGE.literal): void {
		this.edges.push(from, low, high, to, kind);
	}

	/** Adds a move that reads nothing. */
	skip(from: number, to: number): void {
		this.skips.push(from, to);
	}

	/** Makes a state accept; of several labels the highest stays. */
	accept(state: number, label = 2): void {
		this.labels[state] = Math.max(this.labels[state] ?? 0, label);
	}

	/** Reads one byte of a range, into a new state. */
	range(from: number, low: number, high: number, kind: EdgeKind = EDGE.literal): number {
		const to = this.state();
		this.edge(from, low, high, to, kind);
		return to;
	}

	/** Reads exactly these bytes. */
	literal(from: number, bytes: Uint8Array, kind: EdgeKind = EDGE.literal): number {
		let at = from;
		for (const byte of bytes) at = this.range(at, byte, byte, kind);
		return at;
	}

	/** Reads any number of bytes of a range. */
	many(from: number, low: number, high: number, kind: EdgeKind = EDGE.wild): number {
		const loop = this.state();
		this.skip(from, loop);
		this.edge(loop, low, high, loop, kind);
		return loop;
	}

	/** Ends a word: `marks` mark bytes of either kind, then the border. */
	endWord(from: number, marks = 0): number {
		let at = from;
		for (let i = 0; i < marks; i++) at = this.range(at, MARK_OUTSIDE, MARK_INSIDE, EDGE.mark);
		return this.range(at, BORDER, BORDER);
	}

	/** Reads one word of any bytes, with its border. */
	anyWord(from: number, marks = 0): number {
		return this.endWord(this.many(from, 1, 255), marks);
	}

	/** Reads any number of words. */
	anyWords(from: number, marks = 0): number {
		const loop = this.state();
		this.skip(from, loop);
		this.skip(this.anyWord(loop, marks), loop);
		return loop;
	}

	/**
	 * Lays out a deterministic automaton and gives the number of its first state. It accepts where that
	 * one does, or `accepting` says what to do there.
	 */
	embed(from: number, dfa: Dfa, accepting: (state: number, label: number) => void = (state, label) => this.accept(state, label)): number {
		const base = this.size;
		for (let state = 0; state < dfa.states; state++) this.state();
		this.skip(from, base);
		for (let state = 0; state < dfa.states; state++) {
			const label = dfa.label[state] ?? 0;
			if (label > 0) accepting(base + state, label);
			eachRun(dfa, state, (low, high, target) => this.edge(base + state, low, high, base + target, EDGE.wild));
		}
		return base;
	}
}

/** Calls back with every maximal run of bytes that leads from a state to one live state, ascending. */
export function eachRun(dfa: Dfa, state: number, call: (low: number, high: number, target: number) => void): void {
	let low = 0;
	let target = -2;
	for (let byte = 0; byte <= 256; byte++) {
		const to = byte === 256 ? -2 : (dfa.next[state * dfa.width + (dfa.classOf[byte] ?? 0)] ?? -1);
		if (to === target) continue;
		if (target >= 0) call(low, byte - 1, target);
		low = byte;
		target = to;
	}
}
