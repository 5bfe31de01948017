/** Automata as plain tables: what is shipped (`AutomatonTable` of the IR), read back, and kept once. */

import { DEAD, type Dfa, keyOf } from "./dfa.ts";

/** Per state its label, the target of every byte that no range names, and flat triples low, high, target. */
export interface Table {
	readonly accept: readonly number[];
	readonly default: readonly number[];
	readonly ranges: readonly (readonly number[])[];
}

/** The table of an automaton. The default is the target of most bytes; of several such the smallest. */
export function toTable(dfa: Dfa): Table {
	const known = made.get(dfa);
	if (known) return known;
	const table = makeTable(dfa);
	made.set(dfa, table);
	read.set(table, dfa);
	return table;
}

const made = new WeakMap<Dfa, Table>();

function makeTable(dfa: Dfa): Table {
	const accept: number[] = [];
	const defaults: number[] = [];
	const ranges: number[][] = [];
	const weight = new Int32Array(dfa.width);
	for (let byte = 0; byte < 256; byte++) weight[dfa.classOf[byte] ?? 0] = (weight[dfa.classOf[byte] ?? 0] ?? 0) + 1;
	const votes = new Int32Array(dfa.states + 1);
	for (let state = 0; state < dfa.states; state++) {
		const base = state * dfa.width;
		let most = DEAD;
		for (let c = 0; c < dfa.width; c++) {
			const target = dfa.next[base + c] ?? DEAD;
			const count = (votes[target + 1] ?? 0) + (weight[c] ?? 0);
			votes[target + 1] = count;
			const best = votes[most + 1] ?? 0;
			if (count > best || (count === best && target < most)) most = target;
		}
		for (let c = 0; c < dfa.width; c++) votes[(dfa.next[base + c] ?? DEAD) + 1] = 0;
		accept.push(dfa.label[state] ?? 0);
		defaults.push(most);
		ranges.push(exceptions(dfa, base, most));
	}
	return { accept, default: defaults, ranges };
}

function exceptions(dfa: Dfa, base: number, most: number): number[] {
	const flat: number[] = [];
	let low = 0;
	let target = most;
	for (let byte = 0; byte <= 256; byte++) {
		const to = byte === 256 ? most : (dfa.next[base + (dfa.classOf[byte] ?? 0)] ?? DEAD);
		if (to === target) continue;
		if (target !== most) flat.push(low, byte - 1, target);
		low = byte;
		target = to;
	}
	return flat;
}

const read = new WeakMap<Table, Dfa>();

/** The automaton of a table that `toTable` made. */
export function fromTable(table: Table): Dfa {
	const known = read.get(table);
	if (known) return known;
	const states = table.accept.length;
	const rows = table.ranges.map((flat, state) => {
		const row = new Int32Array(256).fill(table.default[state] ?? DEAD);
		for (let i = 0; i < flat.length; i += 3) row.fill(flat[i + 2] ?? DEAD, flat[i] ?? 0, (flat[i + 1] ?? 0) + 1);
		return row;
	});
	const classOf = new Uint8Array(256);
	const bytes: number[] = [];
	const byColumn = new Map<string, number>();
	for (let byte = 0; byte < 256; byte++) {
		let column = "";
		for (const row of rows) column += String.fromCharCode((row[byte] ?? DEAD) + 1);
		let found = byColumn.get(column);
		if (found === undefined) {
			found = bytes.push(byte) - 1;
			byColumn.set(column, found);
		}
		classOf[byte] = found;
	}
	const width = bytes.length;
	const next = new Int32Array(states * width);
	rows.forEach((row, state) => {
		bytes.forEach((byte, c) => {
			next[state * width + c] = row[byte] ?? DEAD;
		});
	});
	const dfa = { states, width, classOf, next, label: Int32Array.from(table.accept) };
	read.set(table, dfa);
	return dfa;
}

/** Keeps every automaton once. */
export class AutomatonPool {
	private readonly numbers = new Map<string, number>();
	private readonly byValue = new WeakMap<Dfa, number>();
	private readonly kept: Dfa[] = [];

	/** The number of an automaton; equal ones share it. Numbers count up from 0 in order of first use. */
	add(dfa: Dfa): number {
		const known = this.byValue.get(dfa) ?? this.numbers.get(keyOf(dfa));
		const number = known ?? this.kept.push(dfa) - 1;
		if (known === undefined) this.numbers.set(keyOf(dfa), number);
		this.byValue.set(dfa, number);
		return number;
	}

	/** All automata, by number. */
	get all(): readonly Dfa[] {
		return this.kept;
	}
}
