/** Where in a word an option of an `option` line could stand, and with which value (`docs/semantics.md`, section 4). */

import { bytesOf, type Dfa, eachRun, type Nfa, type Property } from "../../automata/index.ts";
import { isAmbiguous } from "./flag-properties.ts";
import { type OptionFacts, spellingKind } from "./option-facts.ts";
import { SHORTEST_BEGINNING } from "./parser-properties.ts";
import { type Accept, acceptBeginnings, acceptTexts, byteText, DASH, EQUALS, manyBytes, oneByte, restOfWord } from "./word-fragments.ts";

/** What is asked of the values in a word. */
export type ValueQuestion =
	/** Some occurrence has the next word as its value. */
	| { readonly kind: "next" }
	/** Some occurrence has a value in the word, and one of its values is in the set of texts. */
	| { readonly kind: "attached"; readonly values: Dfa };

/**
 * Words in which the option could stand such that the question's answer is yes.
 *
 * @param sure leaves out beginnings that another known option has too
 */
export function optionOccurs(name: string, facts: OptionFacts, question: ValueQuestion, sure: boolean): Property {
	return (nfa, from, accept) => {
		switch (spellingKind(name)) {
			case "long":
				acceptBeginnings(nfa, from, [name], (state, { bytes, length, exact }) => {
					const counts = exact || (length >= SHORTEST_BEGINNING && !(sure && isAmbiguous(bytes, [name], facts)));
					if (counts) acceptWhole(nfa, state, question, accept);
				});
				break;
			case "single-dash":
				for (const text of [name, `-${name}`]) acceptWhole(nfa, nfa.literal(from, bytesOf(text)), question, accept);
				break;
			case "short":
				acceptShort(nfa, from, bytesOf(name)[1] ?? 0, facts, question, accept);
				break;
			case null:
				break;
		}
	};
}

/** Words that certainly are the option, with or without a value in the word. */
export function certainlyOption(name: string): Property {
	return (nfa, from, accept) => {
		acceptTexts(nfa, from, [name], accept);
		if (spellingKind(name) === "short") {
			accept(
				restOfWord(
					nfa,
					oneByte(nfa, nfa.literal(from, bytesOf(name)), () => true),
				),
			);
		} else accept(restOfWord(nfa, nfa.literal(from, bytesOf(`${name}=`))));
	};
}

/** Whether some beginning of the option is ambiguous. */
export function hasAmbiguousName(name: string, facts: OptionFacts): boolean {
	if (spellingKind(name) !== "long") return false;
	const text = byteText(name);
	return Array.from(text, (_, length) => text.slice(0, length)).some(
		(beginning) => beginning.length >= SHORTEST_BEGINNING && isAmbiguous(beginning, [name], facts),
	);
}

/** Behind the option as a word of its own. */
function acceptWhole(nfa: Nfa, state: number, question: ValueQuestion, accept: Accept): void {
	if (question.kind === "next") accept(state);
	else nfa.embed(nfa.range(state, EQUALS, EQUALS), question.values, accept);
}

function acceptShort(nfa: Nfa, from: number, letter: number, facts: OptionFacts, question: ValueQuestion, accept: Accept): void {
	const barred = facts.known ? facts.shortValues : new Set<number>();
	const before = (byte: number) => byte !== EQUALS && (byte === letter || !barred.has(byte));
	const dash = nfa.range(from, DASH, DASH);
	const found = nfa.range(dash, letter, letter);
	const inside = manyBytes(
		nfa,
		oneByte(nfa, dash, (byte) => byte !== DASH && before(byte)),
		before,
	);
	nfa.edge(inside, letter, letter, found);
	if (question.kind === "next") {
		accept(found);
		return;
	}
	nfa.embed(nfa.range(found, EQUALS, EQUALS), question.values, accept);
	acceptNonEmpty(nfa, found, question.values, accept);
}

/** A value of at least one byte: only what leads on from the start of the set's automaton counts. */
function acceptNonEmpty(nfa: Nfa, from: number, values: Dfa, accept: Accept): void {
	const start = nfa.embed(nfa.state(), values, accept);
	eachRun(values, 0, (low, high, target) => nfa.edge(from, low, high, start + target));
}
