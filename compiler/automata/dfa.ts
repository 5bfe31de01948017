/**
 * A deterministic automaton over bytes, and how to run it.
 *
 * A string of the alphabet is a list of words, every word followed by the border, byte 0. The empty
 * string is the list of no words. Every automaton that this library hands out is minimal and
 * numbered canonically, so that equal languages are equal values (see `minimise.ts`).
 */

/** The byte behind every word. No word holds it. */
export const BORDER = 0;

/** The state that no string leaves. It is never listed. */
export const DEAD = -1;

export interface Dfa {
	/** At least 1. State 0 is the start. */
	readonly states: number;
	/** How many classes of bytes there are that no state tells apart. */
	readonly width: number;
	/** Byte to class, 256 entries; classes are numbered by their first byte. */
	readonly classOf: Uint8Array;
	/** `next[state * width + class]`, or DEAD. */
	readonly next: Int32Array;
	/** Per state 0 (rejects), 1 (accepts as `maybe`) or 2 (accepts as `yes`). Used as a set: above 0 is a member. */
	readonly label: Int32Array;
}

/** The state after one byte. */
export function step(dfa: Dfa, state: number, byte: number): number {
	return state === DEAD ? DEAD : (dfa.next[state * dfa.width + (dfa.classOf[byte] ?? 0)] ?? DEAD);
}

/** The state after several bytes. */
export function walk(dfa: Dfa, state: number, bytes: Uint8Array): number {
	let at = state;
	for (let i = 0; i < bytes.length && at !== DEAD; i++) at = step(dfa, at, bytes[i] ?? 0);
	return at;
}

/** The label of a state: 0 where it is dead. */
export function labelAt(dfa: Dfa, state: number): number {
	return state === DEAD ? 0 : (dfa.label[state] ?? 0);
}

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function bytesOf(text: string): Uint8Array {
	return encoder.encode(text);
}

/**
 * The label that a list of words gets: 0, 1 or 2.
 *
 * @example labelOfWords(commandGlob("git *"), ["git", "push"]) // 2
 */
export function labelOfWords(dfa: Dfa, words: readonly (string | Uint8Array)[]): number {
	let state = 0;
	for (const word of words) {
		state = step(dfa, walk(dfa, state, typeof word === "string" ? bytesOf(word) : word), BORDER);
	}
	return labelAt(dfa, state);
}

/** One byte of each class: the first. */
export function classBytes(dfa: { readonly width: number; readonly classOf: Uint8Array }): Uint8Array {
	const bytes = new Uint8Array(dfa.width);
	for (let byte = 255; byte >= 0; byte--) bytes[dfa.classOf[byte] ?? 0] = byte;
	return bytes;
}

const keys = new WeakMap<Dfa, string>();

/** A text that two automata share exactly if they have the same labels for the same strings. */
export function keyOf(dfa: Dfa): string {
	const known = keys.get(dfa);
	if (known !== undefined) return known;
	let key = `${dfa.states},${dfa.width}:`;
	for (const part of [dfa.classOf, dfa.label, dfa.next]) {
		for (let i = 0; i < part.length; i++) key += String.fromCharCode((part[i] ?? 0) + 1);
	}
	keys.set(dfa, key);
	return key;
}

/** Whether two automata give every string the same label. */
export function equal(a: Dfa, b: Dfa): boolean {
	return a === b || (a.states === b.states && a.width === b.width && keyOf(a) === keyOf(b));
}
