/**
 * Witnesses that people can read. The search runs over whole words first, in the order in which the
 * vocabulary gives them; only where no short list of known words will do, bytes are put together.
 */

import { traceBack } from "./ask.ts";
import { BORDER, bytesOf, DEAD, type Dfa, labelAt, step, walk } from "./dfa.ts";

export interface WitnessOptions {
	/** Words to try at every place, the most telling first. `main`, `x` and `.` are tried after them. */
	readonly vocabulary?: readonly string[];
	/** Mark bytes before each border: words are tried as lying inside and outside of the path sets. */
	readonly marks?: number;
	/** How many words may be tried. */
	readonly budget?: number;
}

const FILLERS = ["main", "x", "."] as const;
const BUDGET = 20_000;
/** Nodes of the search over bytes. */
const MAX_NODES = 500_000;

/** Says which combination of labels, one per automaton, a witness must show. */
export type WitnessGoal = (labels: readonly number[]) => boolean;

/**
 * A list of words that shows something about several languages at once. Null where nothing does, or
 * where the search passed its budget: whether there is a witness at all is a question of its own.
 *
 * Nothing may be shown once the first automaton is dead.
 *
 * @example findWitness([a, b], ([inA, inB]) => inA > 0 && inB === 0, { vocabulary: ["git", "push"] })
 */
export function findWitness(dfas: readonly Dfa[], goal: WitnessGoal, options: WitnessOptions = {}): string[] | null {
	return overWords(dfas, goal, options) ?? overBytes(dfas, goal, options);
}

/** A member of `a` that is not in `b`, as words. */
export function differenceWitness(a: Dfa, b: Dfa, options: WitnessOptions = {}): string[] | null {
	return findWitness([a, b], ([left = 0, right = 0]) => left > 0 && right === 0, options);
}

function overWords(dfas: readonly Dfa[], goal: WitnessGoal, options: WitnessOptions): string[] | null {
	const words = [...new Set([...(options.vocabulary ?? []), ...FILLERS])].filter((word) => !word.includes("\0"));
	const steps = words.flatMap((word) => markings(options.marks ?? 0).map((marks) => ({ word, bytes: concat(bytesOf(word), marks) })));
	let budget = options.budget ?? BUDGET;
	interface Node {
		readonly states: readonly number[];
		readonly parent: Node | null;
		readonly word: string;
	}
	const spell = (node: Node): string[] => (node.parent ? [...spell(node.parent), node.word] : []);
	const first: Node = { states: dfas.map(() => 0), parent: null, word: "" };
	const seen = new Set([first.states.join()]);
	const queue = [first];
	if (goal(dfas.map((dfa) => labelAt(dfa, 0)))) return [];
	for (const node of queue) {
		for (const { word, bytes } of steps) {
			if (--budget < 0) return null;
			const states = dfas.map((dfa, i) => step(dfa, walk(dfa, node.states[i] ?? DEAD, bytes), BORDER));
			if (states[0] === DEAD || seen.has(states.join())) continue;
			seen.add(states.join());
			const found: Node = { states, parent: node, word };
			if (goal(dfas.map((dfa, i) => labelAt(dfa, states[i] ?? DEAD)))) return spell(found);
			queue.push(found);
		}
	}
	return null;
}

/** All rows of so many mark bytes. */
function markings(marks: number): Uint8Array[] {
	let rows: number[][] = [[]];
	for (let i = 0; i < marks; i++)
		rows = rows.flatMap((row) => [
			[...row, 0xfe],
			[...row, 0xfd],
		]);
	return rows.map((row) => Uint8Array.from(row));
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}

/** Lower is easier to read. */
function ugliness(byte: number): number {
	if (byte === BORDER) return 1;
	if (byte >= 0x61 && byte <= 0x7a) return 2;
	if ((byte >= 0x2d && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a)) return 3;
	if (byte > 0x20 && byte < 0x7f) return 5;
	return byte >= 0x80 ? 40 : 60;
}

function overBytes(dfas: readonly Dfa[], goal: WitnessGoal, options: WitnessOptions): string[] | null {
	const bytes = plainBytes(dfas);
	const nodes: number[][] = [dfas.map(() => 0)];
	const parent = [-1];
	const via = [0];
	const settled = new Set<string>();
	// Costs are small numbers, so that a queue per cost keeps the order.
	const queues: number[][] = [[0]];
	for (let price = 0; price < queues.length && nodes.length < MAX_NODES; price++) {
		for (const id of queues[price] ?? []) {
			const states = nodes[id] ?? [];
			const key = states.join();
			if (settled.has(key)) continue;
			settled.add(key);
			if (goal(states.map((state, i) => labelOf(dfas[i], state)))) return wordsOf(traceBack(parent, via, id), options.marks ?? 0);
			for (const byte of bytes) {
				const next = states.map((state, i) => stepOf(dfas[i], state, byte));
				if (next[0] === DEAD) continue;
				const to = nodes.push(next) - 1;
				parent.push(id);
				via.push(byte);
				const total = price + ugliness(byte);
				while (queues.length <= total) queues.push([]);
				queues[total]?.push(to);
			}
		}
	}
	return null;
}

function labelOf(dfa: Dfa | undefined, state: number): number {
	return dfa ? labelAt(dfa, state) : 0;
}

function stepOf(dfa: Dfa | undefined, state: number, byte: number): number {
	return dfa ? step(dfa, state, byte) : DEAD;
}

/** The most readable byte of every class that the automata share. */
function plainBytes(dfas: readonly Dfa[]): number[] {
	const best = new Map<string, number>();
	for (let byte = 0; byte < 256; byte++) {
		const column = dfas.map((dfa) => dfa.classOf[byte] ?? 0).join();
		const known = best.get(column);
		if (known === undefined || ugliness(byte) < ugliness(known)) best.set(column, byte);
	}
	return [...best.values()].sort((a, b) => ugliness(a) - ugliness(b) || a - b);
}

const decoder = new TextDecoder();

/**
 * The words of a string of the alphabet. Bytes that are not UTF-8 become U+FFFD: such a witness is for
 * reading only.
 *
 * @example wordsOf(bytesOf("git\0push\0")) // ["git", "push"]
 */
export function wordsOf(bytes: Uint8Array, marks = 0): string[] {
	const words: string[] = [];
	let start = 0;
	for (let i = 0; i < bytes.length; i++) {
		if (bytes[i] !== BORDER) continue;
		words.push(decoder.decode(bytes.subarray(start, Math.max(start, i - marks))));
		start = i + 1;
	}
	if (start < bytes.length) words.push(decoder.decode(bytes.subarray(start)));
	return words;
}
