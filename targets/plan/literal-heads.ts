/** Reads literal words from the start of a language that is known as an automaton only. */

import { BORDER, DEAD, type Dfa, labelAt, step } from "../../compiler/automata/index.ts";

/** So many literal starts, words in each and bytes in a word are read at most: what goes on is left to "any words". */
const LIMITS = { heads: 64, words: 4, bytes: 64 } as const;

export interface LiteralHead {
	readonly words: readonly string[];
	/** Nothing follows these words in the language. */
	readonly ends: boolean;
}

/**
 * Word lists so that every member of a language starts with one of them; null where the first word may be one of
 * too many.
 *
 * @example of the commands `git push*` it is the one word `git`
 */
export function literalHeads(language: Dfa): readonly LiteralHead[] | null {
	const first = nextWords(language, 0);
	if (!first || labelAt(language, 0) > 0) return null;
	let heads = first.map(({ word, state }) => ({ words: [word], state }));
	const found: LiteralHead[] = [];
	for (let length = 1; heads.length > 0; length++) {
		const longer: typeof heads = [];
		for (const { words, state } of heads) {
			const next = labelAt(language, state) > 0 || length === LIMITS.words ? null : nextWords(language, state);
			const room = LIMITS.heads - found.length - heads.length - longer.length;
			if (next && next.length <= room) longer.push(...next.map(({ word, state: to }) => ({ words: [...words, word], state: to })));
			else found.push({ words, ends: labelAt(language, state) > 0 && endsHere(language, state) });
		}
		heads = longer;
	}
	return found;
}

/** The words that may come next, or null where they are too many. */
function nextWords(language: Dfa, from: number): readonly { readonly word: string; readonly state: number }[] | null {
	const found: { word: string; state: number }[] = [];
	const decoder = new TextDecoder("utf-8", { fatal: true });
	const walk = (state: number, bytes: readonly number[]): boolean => {
		if (bytes.length > LIMITS.bytes) return false;
		for (let byte = 0; byte < 256; byte++) {
			const to = step(language, state, byte);
			if (to === DEAD) continue;
			if (byte !== BORDER) {
				if (!walk(to, [...bytes, byte])) return false;
				continue;
			}
			try {
				found.push({ word: decoder.decode(Uint8Array.from(bytes)), state: to });
			} catch {
				return false;
			}
			if (found.length > LIMITS.heads) return false;
		}
		return true;
	};
	return walk(from, []) ? found : null;
}

function endsHere(language: Dfa, state: number): boolean {
	for (let byte = 0; byte < 256; byte++) if (step(language, state, byte) !== DEAD) return false;
	return true;
}
