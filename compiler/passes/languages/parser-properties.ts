/** Which words the parsers of options stop at, and after which the next word is a value. */

import type { Nfa, Property } from "../../automata/index.ts";
import type { OptionFacts } from "./option-facts.ts";
import { acceptBeginnings, acceptTexts, DASH, EQUALS, isAlphanumeric, manyBytes, oneByte, restOfWord } from "./word-fragments.ts";

/** The shortest beginning of a long option that counts as that option. */
export const SHORTEST_BEGINNING = 3;

/** The word `--`. */
export const isEnd: Property = (nfa, from, accept) => acceptTexts(nfa, from, ["--"], accept);

/** Words that start with `-` and are neither `-` nor `--`. */
export const isOptionLike: Property = (nfa, from, accept) => {
	const dash = nfa.range(from, DASH, DASH);
	const second = nfa.range(dash, DASH, DASH);
	const other = oneByte(nfa, dash, (byte) => byte !== DASH);
	oneByte(nfa, second, () => true, other);
	accept(restOfWord(nfa, other));
};

/** Words after which the next one certainly is a value, wherever they are read as options. */
export function mustTake(facts: OptionFacts): Property {
	return (nfa, from, accept) => {
		acceptTexts(nfa, from, facts.values, accept);
		if (facts.known) acceptCluster(nfa, from, facts.shortValues, facts.shortValues, accept);
	};
}

/** Proper beginnings of long value options, where the next word could be a value. */
export function isBeginning(facts: OptionFacts): Property {
	const long = facts.values.filter((value) => value.startsWith("--"));
	return (nfa, from, accept) =>
		acceptBeginnings(nfa, from, long, (state, { length, longer }) => {
			if (longer && length >= SHORTEST_BEGINNING) accept(state);
		});
}

/** Option-like words without `=`. */
export const isBareOption: Property = (nfa, from, accept) => {
	const dash = nfa.range(from, DASH, DASH);
	const second = nfa.range(dash, DASH, DASH);
	const other = oneByte(nfa, dash, (byte) => byte !== DASH && byte !== EQUALS);
	oneByte(nfa, second, (byte) => byte !== EQUALS, other);
	oneByte(nfa, other, (byte) => byte !== EQUALS, other);
	accept(other);
};

/** The exact spellings of `flag` lines. */
export function isFlagSpelling(facts: OptionFacts): Property {
	return (nfa, from, accept) => acceptTexts(nfa, from, facts.flags, accept);
}

/** Clusters that end in a short option of an `option` line. */
export function endsInNamed(facts: OptionFacts): Property {
	return (nfa, from, accept) => acceptCluster(nfa, from, new Set(), facts.namedShorts, accept);
}

/** A cluster of at least two, the last of `last` and none before it in `barred`. */
function acceptCluster(
	nfa: Nfa,
	from: number,
	barred: ReadonlySet<number>,
	last: ReadonlySet<number>,
	accept: (state: number) => void,
): void {
	if (last.size === 0) return;
	const earlier = (byte: number) => isAlphanumeric(byte) && !barred.has(byte);
	const first = oneByte(nfa, nfa.range(from, DASH, DASH), earlier);
	accept(oneByte(nfa, manyBytes(nfa, first, earlier), (byte) => isAlphanumeric(byte) && last.has(byte)));
}
