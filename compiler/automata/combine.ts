/** Boolean operations. All give the canonical minimal automaton, or `TooLarge`. */

import { determinise } from "./determinise.ts";
import { DEAD, type Dfa, labelAt } from "./dfa.ts";
import { LIMITS, type TooLarge, tooLarge } from "./limits.ts";
import { emptyDfa, minimise } from "./minimise.ts";
import { Nfa } from "./nfa.ts";
import { joinClasses } from "./refine-classes.ts";

/** In either: the higher label. */
export function union(a: Dfa, b: Dfa): Dfa | TooLarge {
	return product(a, b, false, false, Math.max);
}

/** In both: the lower label. */
export function intersection(a: Dfa, b: Dfa): Dfa | TooLarge {
	return product(a, b, true, true, Math.min);
}

/** In the first and not in the second: the label of the first. */
export function difference(a: Dfa, b: Dfa): Dfa | TooLarge {
	return product(a, b, true, false, (left, right) => (right > 0 ? 0 : left));
}

/** All lists of words that are not in the language. */
export function complement(a: Dfa): Dfa | TooLarge {
	return difference(anyWords(), a);
}

/** Labels 2 what is in `yes` and 1 what is only in `may`. */
export function combine(yes: Dfa, may: Dfa): Dfa | TooLarge {
	return product(yes, may, false, false, (left, right) => (left > 0 ? 2 : right > 0 ? 1 : 0));
}

/** The union of many, built in a balanced way. */
export function unionOf(all: readonly Dfa[]): Dfa | TooLarge {
	const [first] = all;
	if (all.length === 1 && first) return first;
	if (!first) return emptyDfa();
	const middle = all.length >> 1;
	const left = unionOf(all.slice(0, middle));
	if ("kind" in left) return left;
	const right = unionOf(all.slice(middle));
	return "kind" in right ? right : union(left, right);
}

const anyWordsOf: Dfa[] = [];

/** All lists of words, with so many mark bytes before each border. */
export function anyWords(marks = 0): Dfa {
	const known = anyWordsOf[marks];
	if (known) return known;
	const nfa = new Nfa();
	nfa.accept(nfa.anyWords(0, marks));
	const built = determinise(nfa);
	if ("kind" in built) throw new Error(`the automaton of all words passes a limit with ${marks} marks`);
	anyWordsOf[marks] = built;
	return built;
}

/** The language of the one list of no words. */
export function noWords(): Dfa {
	return { states: 1, width: 1, classOf: new Uint8Array(256), next: Int32Array.of(DEAD), label: Int32Array.of(2) };
}

/**
 * Both automata side by side. `needLeft` and `needRight` say that nothing is accepted once that side is
 * dead; `merge` gives the label, and must give 0 where a needed side has 0.
 */
function product(a: Dfa, b: Dfa, needLeft: boolean, needRight: boolean, merge: (left: number, right: number) => number): Dfa | TooLarge {
	const joint = joinClasses(a, b);
	const { width } = joint;
	const stride = b.states + 1;
	const numberOf = new Map<number, number>();
	const pairs: number[] = [];
	const next: number[] = [];
	const label: number[] = [];
	const intern = (left: number, right: number): number => {
		if ((left === DEAD && (needLeft || right === DEAD)) || (right === DEAD && needRight)) return DEAD;
		const pair = (left + 1) * stride + right + 1;
		const known = numberOf.get(pair);
		if (known !== undefined) return known;
		const id = pairs.push(pair) - 1;
		numberOf.set(pair, id);
		label.push(merge(labelAt(a, left), labelAt(b, right)));
		return id;
	};
	intern(0, 0);
	for (let id = 0; id < pairs.length; id++) {
		if (pairs.length > LIMITS.built) return tooLarge(pairs.length, LIMITS.built);
		const pair = pairs[id] ?? 0;
		const left = Math.trunc(pair / stride) - 1;
		const right = (pair % stride) - 1;
		for (let c = 0; c < width; c++) {
			next.push(
				intern(
					left === DEAD ? DEAD : (a.next[left * a.width + (joint.left[c] ?? 0)] ?? DEAD),
					right === DEAD ? DEAD : (b.next[right * b.width + (joint.right[c] ?? 0)] ?? DEAD),
				),
			);
		}
	}
	return minimise({ states: pairs.length, width, classOf: joint.classOf, next: Int32Array.from(next), label: Int32Array.from(label) });
}

/** The same language with every member labelled alike. */
export function relabel(dfa: Dfa, to: (label: number) => number): Dfa {
	return minimise({ ...dfa, label: dfa.label.map(to) });
}
