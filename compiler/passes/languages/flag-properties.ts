/** Which words could be one of the spellings of a `flag` line, and which certainly are (`docs/semantics.md`, section 4). */

import { bytesOf, type Nfa, type Property } from "../../automata/index.ts";
import { type OptionFacts, spellingKind } from "./option-facts.ts";
import { SHORTEST_BEGINNING } from "./parser-properties.ts";
import {
	type Accept,
	acceptBeginnings,
	acceptTexts,
	acceptTrueValue,
	byteText,
	DASH,
	EQUALS,
	isAlphanumeric,
	manyBytes,
	oneByte,
	restOfWord,
} from "./word-fragments.ts";

/**
 * Words that could be one of the spellings.
 *
 * @param sure leaves out beginnings that another known option has too
 */
export function couldBeFlag(spellings: readonly string[], facts: OptionFacts, sure: boolean): Property {
	return (nfa, from, accept) => {
		for (const spelling of spellings) {
			switch (spellingKind(spelling)) {
				case "long":
					acceptLong(nfa, from, spelling, (beginning) => !sure || !isAmbiguous(beginning, spellings, facts), accept);
					break;
				case "short":
					acceptShort(nfa, from, bytesOf(spelling)[1] ?? 0, facts, accept);
					break;
				case "single-dash":
					for (const text of [spelling, `-${spelling}`]) {
						const end = nfa.literal(from, bytesOf(text));
						accept(end);
						accept(restOfWord(nfa, nfa.range(end, EQUALS, EQUALS)));
					}
					break;
				case null:
					break;
			}
		}
	};
}

/** Whether a beginning of one of the spellings could also mean another option that is known. */
export function isAmbiguous(beginning: string, spellings: readonly string[], facts: OptionFacts): boolean {
	return facts.options.some(({ spelling, bytes }) => bytes.startsWith(beginning) && !spellings.includes(spelling));
}

/** Whether some beginning of some long spelling is ambiguous: only then there is a `maybe`. */
export function hasAmbiguous(spellings: readonly string[], facts: OptionFacts): boolean {
	return spellings.some((spelling) => {
		if (spellingKind(spelling) !== "long") return false;
		const text = byteText(spelling);
		return Array.from(text, (_, length) => text.slice(0, length)).some(
			(beginning) => beginning.length >= SHORTEST_BEGINNING && isAmbiguous(beginning, spellings, facts),
		);
	});
}

function acceptLong(nfa: Nfa, from: number, spelling: string, counts: (beginning: string) => boolean, accept: Accept): void {
	acceptBeginnings(nfa, from, [spelling], (state, { bytes, length, exact }) => {
		if (!exact && (length < SHORTEST_BEGINNING || !counts(bytes))) return;
		accept(state);
		accept(restOfWord(nfa, nfa.range(state, EQUALS, EQUALS)));
	});
}

/** One dash, no second one, then the letter with no `=` and no known value option before it. */
function acceptShort(nfa: Nfa, from: number, letter: number, facts: OptionFacts, accept: Accept): void {
	const barred = facts.known ? facts.shortValues : new Set<number>();
	const before = (byte: number) => byte !== EQUALS && !barred.has(byte);
	const dash = nfa.range(from, DASH, DASH);
	const found = nfa.range(dash, letter, letter);
	const inside = manyBytes(
		nfa,
		oneByte(nfa, dash, (byte) => byte !== DASH && before(byte)),
		before,
	);
	nfa.edge(inside, letter, letter, found);
	accept(restOfWord(nfa, found));
}

/** Words that certainly are one of the spellings. */
export function certainlyFlag(spellings: readonly string[], facts: OptionFacts): Property {
	return (nfa, from, accept) => {
		acceptTexts(nfa, from, spellings, accept);
		for (const spelling of spellings) {
			if (spellingKind(spelling) !== "short") acceptTrueValue(nfa, nfa.literal(from, bytesOf(`${spelling}=`)), accept);
			else if (facts.known) acceptCertainCluster(nfa, from, bytesOf(spelling)[1] ?? 0, facts, accept);
		}
	};
}

function acceptCertainCluster(nfa: Nfa, from: number, letter: number, facts: OptionFacts, accept: Accept): void {
	if (!isAlphanumeric(letter)) return;
	const before = manyBytes(nfa, nfa.range(from, DASH, DASH), (byte) => isAlphanumeric(byte) && !facts.shortValues.has(byte));
	accept(manyBytes(nfa, nfa.range(before, letter, letter), isAlphanumeric));
}
