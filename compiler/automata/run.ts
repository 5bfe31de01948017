/**
 * Runs an automaton over words whose text is only partly known. The answer is exact over all fillings:
 * `yes` if every one is accepted with label 2, `no` if none is accepted, else `maybe`. Past a budget
 * of steps it is `maybe`.
 */

import { wordPieceGlob } from "./build-glob.ts";
import { BORDER, classBytes, DEAD, type Dfa, labelAt, step } from "./dfa.ts";

export type Piece =
	| { readonly kind: "literal"; readonly bytes: Uint8Array }
	/** Any bytes inside one word. */
	| { readonly kind: "one" }
	/** Any bytes, borders too. A word of nothing else may vanish. */
	| { readonly kind: "many" }
	/** A word with such a piece stands for one word or more, each of which matches. `*`, `?`, `[…]`, `\x`. */
	| { readonly kind: "glob"; readonly pattern: string };

export type Match = "yes" | "maybe" | "no";

const BUDGET = 200_000;

/**
 * What the automaton says of a command.
 *
 * @param words each a list of pieces
 * @param budget how many steps of a state over a byte class may be taken
 *
 * @example runPieces(commandGlob("git push*"), [[literal("git")], [{ kind: "one" }]]) // "maybe"
 */
export function runPieces(dfa: Dfa, words: readonly (readonly Piece[])[], budget: number = BUDGET): Match {
	const run = new Run(dfa, budget);
	let states: StateSet = new Set([0]);
	for (const word of words) {
		const next = run.word(states, word);
		if (next === null) return "maybe";
		states = next;
	}
	let yes = true;
	let no = true;
	for (const state of states) {
		const label = labelAt(dfa, state);
		if (label !== 2) yes = false;
		if (label !== 0) no = false;
	}
	return no ? "no" : yes ? "yes" : "maybe";
}

/** The states that some filling leads to; DEAD is one of them. */
type StateSet = ReadonlySet<number>;

class Run {
	private left: number;
	private readonly bytes: Uint8Array;

	constructor(
		private readonly dfa: Dfa,
		budget: number,
	) {
		this.left = budget;
		this.bytes = classBytes(dfa);
	}

	/** The states behind a word; null past the budget. */
	word(from: StateSet, pieces: readonly Piece[]): StateSet | null {
		const once = this.once(from, pieces);
		if (once === null) return null;
		if (pieces.length > 0 && pieces.every((piece) => piece.kind === "many")) return new Set([...from, ...once]);
		if (!pieces.some((piece) => piece.kind === "glob")) return once;
		const all = new Set(once);
		for (let fresh: StateSet = once; fresh.size > 0; ) {
			const next = this.once(fresh, pieces);
			if (next === null) return null;
			fresh = new Set([...next].filter((state) => !all.has(state)));
			for (const state of fresh) all.add(state);
		}
		return all;
	}

	private once(from: StateSet, pieces: readonly Piece[]): StateSet | null {
		let states: StateSet | null = from;
		for (const piece of pieces) {
			if (states === null) return null;
			switch (piece.kind) {
				case "literal":
					states = this.literal(states, piece.bytes);
					break;
				case "one":
					states = this.closure(states, 1);
					break;
				case "many":
					states = this.closure(states, BORDER);
					break;
				case "glob":
					states = this.glob(states, piece.pattern);
					break;
			}
		}
		return states && this.literal(states, Uint8Array.of(BORDER));
	}

	private literal(from: StateSet, bytes: Uint8Array): StateSet | null {
		let states = from;
		for (const byte of bytes) {
			this.left -= states.size;
			if (this.left < 0) return null;
			const next = new Set<number>();
			for (const state of states) next.add(step(this.dfa, state, byte));
			states = next;
		}
		return states;
	}

	/** Everything that bytes from `lowest` up lead to. */
	private closure(from: StateSet, lowest: number): StateSet | null {
		const found = new Set(from);
		for (const state of found) {
			if (state === DEAD) continue;
			this.left -= this.bytes.length;
			if (this.left < 0) return null;
			for (const byte of this.bytes) found.add(step(this.dfa, state, this.atLeast(byte, lowest)));
		}
		return found;
	}

	/** A byte of the same class that is no border, where the border may not be read. */
	private atLeast(byte: number, lowest: number): number {
		if (byte >= lowest) return byte;
		const c = this.dfa.classOf[byte] ?? 0;
		const other = this.dfa.classOf.indexOf(c, lowest);
		return other >= 0 ? other : (this.bytes.find((found) => found >= lowest) ?? 255);
	}

	private glob(from: StateSet, pattern: string): StateSet | null {
		const glob = wordPieceGlob(pattern);
		if (glob === null) return this.closure(from, 1);
		const { dfa } = this;
		const seen = new Set([...from].map((state) => (state + 1) * glob.states));
		const found = new Set<number>();
		for (const pair of seen) {
			const state = Math.trunc(pair / glob.states) - 1;
			const at = pair % glob.states;
			if (labelAt(glob, at) > 0) found.add(state);
			this.left -= 255;
			if (this.left < 0) return null;
			for (let byte = 1; byte < 256; byte++) {
				const to = step(glob, at, byte);
				if (to !== DEAD) seen.add((step(dfa, state, byte) + 1) * glob.states + to);
			}
		}
		return found;
	}
}
