/**
 * Automata that can be stepped: the tables of a bundle, and literal heads that continue in a table.
 *
 * Transitions are worked out when they are first needed and kept, so that preparing a bundle costs nothing
 * per state and a running evaluator walks dense rows.
 */

import type { Bytes } from "./bytes.ts";
import { bytesOf } from "./registry.ts";
import type { AutomatonTable, Program } from "./types.ts";

/** The state from which nothing is accepted. */
export const DEAD = -1;
/** Ends every word. */
export const BORDER = 0x00;
/** Before a border, per path set: the word is a path inside, or outside. */
export const INSIDE = 0xfe;
export const OUTSIDE = 0xfd;

const UNKNOWN = -2;

/** Which bytes may follow: any of a word, those of a segment of a path, or those of a reduced program word. */
export type ByteKind = "word" | "segment" | "name";

/** Per state the states after one of those bytes, as far as somebody has asked; most machines are never asked. */
export class Successors {
	private readonly maps = new Map<string, Map<number, readonly number[]>>();

	/** @param marked the bytes of marks are none of those that may follow */
	of(kind: ByteKind, marked: boolean): Map<number, readonly number[]> {
		const name = marked ? `${kind}, marked` : kind;
		const known = this.maps.get(name);
		if (known) return known;
		const made = new Map<number, readonly number[]>();
		this.maps.set(name, made);
		return made;
	}
}

export interface Machine {
	/** Filled by those who run the machine on unknown parts. */
	readonly successors: Successors;
	readonly start: number;
	/** The state after a byte; `DEAD` leads to `DEAD`. */
	step(state: number, byte: number): number;
	/** 0 rejects, 1 accepts as `maybe`, 2 as `yes`. */
	accept(state: number): number;
}

/** A table of a bundle as a machine. The bundle's reader has checked the table. */
export class TableMachine implements Machine {
	readonly successors = new Successors();
	readonly start = 0;
	private readonly rows: Int32Array[] = [];

	constructor(private readonly table: AutomatonTable) {}

	step(state: number, byte: number): number {
		if (state < 0) return DEAD;
		const row = this.rows[state] ?? this.fill(state);
		return row[byte] ?? DEAD;
	}

	accept(state: number): number {
		return state < 0 ? 0 : (this.table.accept[state] ?? 0);
	}

	private fill(state: number): Int32Array {
		const row = new Int32Array(256).fill(this.table.default[state] ?? DEAD);
		const ranges = this.table.ranges[state] ?? [];
		for (let index = 0; index + 2 < ranges.length; index += 3) {
			row.fill(ranges[index + 2] ?? DEAD, ranges[index] ?? 0, (ranges[index + 1] ?? -1) + 1);
		}
		this.rows[state] = row;
		return row;
	}
}

/** A trie of the alternatives of one word position. */
interface Letters {
	readonly next: Map<number, Letters>;
	/** A word of the list ends here. */
	final: boolean;
}

/** Where a head stands: in which word of it, and how far into that word. */
interface HeadState {
	readonly head: number;
	readonly position: number;
	readonly letters: Letters;
}

/** A state of several heads at once, or of the tails that heads have led to. */
interface Configuration {
	readonly heads: readonly HeadState[];
	readonly tails: readonly { readonly automaton: number; readonly state: number }[];
}

/**
 * Heads as one machine: states are sets of head states, numbered as they are met (the subset construction,
 * done lazily). Marks inside a head say nothing and are passed over, if words are marked at all: else their bytes are
 * those of a word.
 */
export class HeadsMachine implements Machine {
	readonly successors = new Successors();
	readonly start: number;
	private readonly positions: readonly (readonly Letters[])[];
	private readonly states: Configuration[] = [];
	private readonly rows: Int32Array[] = [];
	private readonly numbers = new Map<string, number>();
	private readonly letterNumbers = new Map<Letters, number>();

	constructor(
		private readonly program: Extract<Program, { kind: "heads" }>,
		private readonly tables: readonly TableMachine[],
		private readonly marked: boolean,
	) {
		this.positions = program.heads.map(({ words }) => words.map(lettersOf));
		const heads = this.positions.flatMap((positions, head) => (positions[0] ? [{ head, position: 0, letters: positions[0] }] : []));
		this.start = this.number({ heads, tails: [] });
	}

	step(state: number, byte: number): number {
		if (state < 0) return DEAD;
		let row = this.rows[state];
		if (!row) {
			row = new Int32Array(256).fill(UNKNOWN);
			this.rows[state] = row;
		}
		const known = row[byte] ?? DEAD;
		if (known !== UNKNOWN) return known;
		const next = this.next(state, byte);
		row[byte] = next;
		return next;
	}

	accept(state: number): number {
		let best = 0;
		for (const tail of this.states[state]?.tails ?? []) best = Math.max(best, this.tables[tail.automaton]?.accept(tail.state) ?? 0);
		return best;
	}

	private next(state: number, byte: number): number {
		const from = this.states[state];
		if (!from) return DEAD;
		const heads: HeadState[] = [];
		const tails: { automaton: number; state: number }[] = [];
		for (const tail of from.tails) {
			const next = this.tables[tail.automaton]?.step(tail.state, byte) ?? DEAD;
			if (next !== DEAD) tails.push({ automaton: tail.automaton, state: next });
		}
		for (const head of from.heads) {
			if (this.marked && (byte === INSIDE || byte === OUTSIDE)) heads.push(head);
			else if (byte === BORDER) this.endWord(head, heads, tails);
			else {
				const letters = head.letters.next.get(byte);
				if (letters) heads.push({ ...head, letters });
			}
		}
		return heads.length + tails.length === 0 ? DEAD : this.number({ heads, tails });
	}

	private endWord(at: HeadState, heads: HeadState[], tails: { automaton: number; state: number }[]): void {
		if (!at.letters.final) return;
		const letters = this.positions[at.head]?.[at.position + 1];
		if (letters) heads.push({ head: at.head, position: at.position + 1, letters });
		else tails.push({ automaton: this.program.heads[at.head]?.tail ?? 0, state: 0 });
	}

	private number(configuration: Configuration): number {
		const key = [
			...configuration.heads.map(({ head, letters }) => `${head}.${this.letterNumber(letters)}`),
			...configuration.tails.map(({ automaton, state }) => `${automaton}:${state}`),
		].join(" ");
		const known = this.numbers.get(key);
		if (known !== undefined) return known;
		const number = this.states.length;
		this.states.push(configuration);
		this.numbers.set(key, number);
		return number;
	}

	private letterNumber(letters: Letters): number {
		const known = this.letterNumbers.get(letters);
		if (known !== undefined) return known;
		const number = this.letterNumbers.size;
		this.letterNumbers.set(letters, number);
		return number;
	}
}

function lettersOf(words: readonly string[]): Letters {
	const root: Letters = { next: new Map(), final: false };
	for (const word of words) {
		const bytes: Bytes = bytesOf(word);
		let node = root;
		for (let at = 0; at < bytes.length; at++) {
			const byte = bytes.charCodeAt(at);
			let next = node.next.get(byte);
			if (!next) {
				next = { next: new Map(), final: false };
				node.next.set(byte, next);
			}
			node = next;
		}
		node.final = true;
	}
	return root;
}
