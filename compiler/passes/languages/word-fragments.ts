/** Small pieces that the properties of words are laid out from. */

import { BORDER, bytesOf, type Nfa } from "../../automata/index.ts";

export const DASH = 0x2d;
export const EQUALS = 0x3d;

/** Calls back with every state in which a word has the property. */
export type Accept = (state: number) => void;

/** Whether a byte is an ASCII letter or digit: what a cluster is made of. */
export function isAlphanumeric(byte: number): boolean {
	return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Reads one byte that is allowed, into a given or a new state. */
export function oneByte(nfa: Nfa, from: number, allowed: (byte: number) => boolean, to: number = nfa.state()): number {
	for (let low = BORDER + 1; low <= 255; low++) {
		if (!allowed(low)) continue;
		let high = low;
		while (high < 255 && allowed(high + 1)) high++;
		nfa.edge(from, low, high, to);
		low = high;
	}
	return to;
}

/** Reads any number of bytes that are allowed. */
export function manyBytes(nfa: Nfa, from: number, allowed: (byte: number) => boolean): number {
	const loop = nfa.state();
	nfa.skip(from, loop);
	return oneByte(nfa, loop, allowed, loop);
}

/** Reads the rest of the word. */
export function restOfWord(nfa: Nfa, from: number): number {
	return nfa.many(from, BORDER + 1, 255);
}

/** Words that are exactly one of some texts; texts that begin alike share states. */
export function acceptTexts(nfa: Nfa, from: number, texts: readonly string[], accept: Accept): void {
	acceptBeginnings(nfa, from, texts, (state, { exact }) => {
		if (exact) accept(state);
	});
}

/** A beginning of some texts. */
export interface Beginning {
	/** One character per byte. */
	readonly bytes: string;
	readonly length: number;
	/** Whether one of the texts ends here, and whether one goes on. */
	readonly exact: boolean;
	readonly longer: boolean;
}

/** Lays out a tree of texts and calls back at every beginning of one but the empty one, the texts themselves included. */
export function acceptBeginnings(
	nfa: Nfa,
	from: number,
	texts: readonly string[],
	call: (state: number, beginning: Beginning) => void,
): void {
	const exact = new Set(texts.map(byteText));
	const proper = new Set([...exact].flatMap((text) => Array.from(text, (_, length) => text.slice(0, length))));
	const states = new Map<string, number>([["", from]]);
	for (const text of exact) {
		for (let length = 1; length <= text.length; length++) {
			const bytes = text.slice(0, length);
			if (states.has(bytes)) continue;
			const byte = bytes.charCodeAt(length - 1);
			const state = nfa.range(states.get(bytes.slice(0, -1)) ?? from, byte, byte);
			states.set(bytes, state);
			call(state, { bytes, length, exact: exact.has(bytes), longer: proper.has(bytes) });
		}
	}
}

/** A text with one character per byte of its UTF-8 form. */
export function byteText(text: string): string {
	return String.fromCharCode(...bytesOf(text));
}

const FALSE_VALUES = ["0", "f", "false", "n", "no", "none", "off"] as const;

/** Reads a value that does not say no: any text but the empty one and `0 f false n no none off` in any case. */
export function acceptTrueValue(nfa: Nfa, from: number, accept: Accept): void {
	const beginnings = new Map<string, number>([["", from]]);
	for (const value of FALSE_VALUES) {
		for (let length = 1; length <= value.length; length++) {
			if (!beginnings.has(value.slice(0, length))) beginnings.set(value.slice(0, length), nfa.state());
		}
	}
	const other = nfa.state();
	oneByte(nfa, other, () => true, other);
	accept(other);
	for (const [beginning, state] of beginnings) {
		if (beginning !== "" && !FALSE_VALUES.some((value) => value === beginning)) accept(state);
		const longer = (byte: number) => (byte < 0x80 ? beginnings.get(beginning + String.fromCharCode(byte).toLowerCase()) : undefined);
		oneByte(nfa, state, (byte) => longer(byte) === undefined, other);
		for (let byte = BORDER + 1; byte < 0x80; byte++) {
			const to = longer(byte);
			if (to !== undefined) nfa.edge(state, byte, byte, to);
		}
	}
}
