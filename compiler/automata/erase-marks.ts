/** Takes the marks out of a language whose words carry mark bytes before their borders. */

import { anyWords, complement, difference } from "./combine.ts";
import { determinise } from "./determinise.ts";
import { BORDER, DEAD, type Dfa, step } from "./dfa.ts";
import type { TooLarge } from "./limits.ts";
import { EDGE, eachRun, MARK_INSIDE, MARK_OUTSIDE, Nfa } from "./nfa.ts";

/**
 * The language over words without marks.
 *
 * @param bound `some`: the lists that are in the language with some marks (an upper bound of what can
 *   match); `all`: with whatever marks (a lower bound)
 */
export function eraseMarks(dfa: Dfa, marks: number, bound: "some" | "all"): Dfa | TooLarge {
	if (marks === 0) return dfa;
	if (bound === "some") return eraseSome(dfa, marks);
	const others = difference(anyWords(marks), dfa);
	if ("kind" in others) return others;
	const erased = eraseSome(others, marks);
	return "kind" in erased ? erased : complement(erased);
}

function eraseSome(dfa: Dfa, marks: number): Dfa | TooLarge {
	const nfa = new Nfa();
	const base = nfa.size;
	nfa.skip(0, base);
	for (let state = 0; state < dfa.states; state++) {
		nfa.state();
		const label = dfa.label[state] ?? 0;
		if (label > 0) nfa.accept(base + state, label);
	}
	for (let state = 0; state < dfa.states; state++) {
		eachRun(dfa, state, (low, high, target) => {
			if (high > BORDER) nfa.edge(base + state, Math.max(low, 1), high, base + target, EDGE.wild);
		});
		for (const target of behindMarks(dfa, state, marks)) nfa.edge(base + state, BORDER, BORDER, base + target);
	}
	return determinise(nfa);
}

/** The states behind marks of any kind and the border. */
function behindMarks(dfa: Dfa, state: number, marks: number): Set<number> {
	let states = new Set([state]);
	for (let i = 0; i < marks; i++)
		states = new Set([...states].flatMap((at) => [MARK_INSIDE, MARK_OUTSIDE].map((mark) => step(dfa, at, mark))));
	return new Set([...states].map((at) => step(dfa, at, BORDER)).filter((at) => at !== DEAD));
}
