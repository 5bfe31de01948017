/**
 * From words to bytes. A classifier sorts words into classes; a word machine is a deterministic
 * automaton that reads classes. Together they are one automaton over bytes, built state by state:
 * every state of the machine gets the smallest classifier that tells apart what that state does.
 */

import { subsets } from "./determinise.ts";
import { BORDER, classBytes, DEAD, type Dfa } from "./dfa.ts";
import { LIMITS, type TooLarge, tooLarge } from "./limits.ts";
import { minimise, minimiseTransitions, type Transitions } from "./minimise.ts";
import { EDGE, MARK_INSIDE, MARK_OUTSIDE, Nfa } from "./nfa.ts";

/** Sorts words. A state's label is 1 + the class of the words that end there, 0 where none may end. */
export interface Classifier {
	readonly dfa: Dfa;
	/** Per class the properties that its words have. */
	readonly classes: readonly (readonly number[])[];
	/** Per class the path sets that its words lie in, as bits: set k is bit k. */
	readonly marks: readonly number[];
}

/** Reads classes: state 0 is the start, labels and transitions are as in a Dfa. */
export type WordMachine = Transitions;

/** Lays out one property of words: from a state, it calls `accept` with every state in which a word has it. */
export type Property = (nfa: Nfa, from: number, accept: (state: number) => void) => void;

/**
 * A classifier by properties: two words are in one class if they have the same properties and marks.
 *
 * @param marks how many mark bytes stand before each border
 */
export function classifyWords(properties: readonly Property[], marks: number): Classifier | TooLarge {
	const nfa = new Nfa();
	const plain = properties.length + 1;
	// Every word ends somewhere, so that a word without properties has a class too.
	nfa.accept(nfa.many(0, 1, 255), plain);
	properties.forEach((property, i) => {
		const start = nfa.state();
		nfa.skip(0, start);
		// A state has one label: a property's own states are its own, so they accept for it alone.
		property(nfa, start, (state) => {
			const end = nfa.state();
			nfa.skip(state, end);
			nfa.accept(end, i + 1);
		});
	});
	const classes: number[][] = [];
	const numberOf = new Map<string, number>();
	const raw = subsets(nfa, (labels) => {
		if (labels.length === 0) return 0;
		const found = labels.filter((label) => label !== plain).map((label) => label - 1);
		const key = found.join();
		const known = numberOf.get(key) ?? classes.push(found) - 1;
		numberOf.set(key, known);
		return known + 1;
	});
	if ("kind" in raw) return raw;
	const dfa = minimise(raw);
	return marks === 0 ? { dfa, classes, marks: classes.map(() => 0) } : withMarks(dfa, classes, marks);
}

/** Tells words apart by their last bytes too, the marks. */
function withMarks(dfa: Dfa, classes: readonly (readonly number[])[], marks: number): Classifier | TooLarge {
	const nfa = new Nfa();
	const tails = new Map<string, number>();
	const rows = 1 << marks;
	/** The chain that reads the marks of a word of one class, from the k-th on. */
	const tail = (wordClass: number, k: number, inside: number): number => {
		const key = `${wordClass} ${k} ${inside}`;
		const known = tails.get(key);
		if (known !== undefined) return known;
		const state = nfa.state();
		tails.set(key, state);
		if (k === marks) nfa.accept(state, 1 + wordClass * rows + inside);
		else {
			nfa.edge(state, MARK_INSIDE, MARK_INSIDE, tail(wordClass, k + 1, inside | (1 << k)), EDGE.mark);
			nfa.edge(state, MARK_OUTSIDE, MARK_OUTSIDE, tail(wordClass, k + 1, inside), EDGE.mark);
		}
		return state;
	};
	nfa.embed(0, dfa, (state, label) => nfa.skip(state, tail(label - 1, 0, 0)));
	const raw = subsets(nfa, ([only = 0]) => only);
	if ("kind" in raw) return raw;
	const both = classes.flatMap((properties) => Array.from({ length: rows }, () => properties));
	return { dfa: minimise(raw), classes: both, marks: both.map((_, i) => i % rows) };
}

/** The automaton over bytes of a machine over classes. */
export function expandWords(given: WordMachine, classifier: Classifier): Dfa | TooLarge {
	const { dfa } = classifier;
	const machine = minimiseTransitions(given);
	const machines = Array.from({ length: machine.states }, (_, state) => wordsOfState(machine, classifier, state));
	const total = machines.reduce((sum, words) => sum + words.states, machine.states);
	if (total > LIMITS.built) return tooLarge(total, LIMITS.built);

	// No word holds the border, so the classifier has a class for it alone, the first.
	const { width, classOf } = dfa;
	const next = new Int32Array(total * width).fill(DEAD);
	const label = new Int32Array(total);
	label.set(machine.label);
	const bytes = classBytes(dfa);
	let base = machine.states;
	machines.forEach((words, state) => {
		const copy = (from: number, to: number) => {
			next[to * width] = (words.label[from] ?? 0) - 1;
			for (let c = 1; c < width; c++) {
				const target = words.next[from * words.width + (words.classOf[bytes[c] ?? BORDER] ?? 0)] ?? DEAD;
				if (target !== DEAD) next[to * width + c] = base + target;
			}
		};
		// Between words stands a state of its own: only there a list of words can end.
		copy(0, state);
		for (let s = 0; s < words.states; s++) copy(s, base + s);
		base += words.states;
	});
	return minimise({ states: total, width, classOf, next, label });
}

/** The classifier as one state of the machine needs it: labels are 1 + the state after the word. */
function wordsOfState(machine: WordMachine, classifier: Classifier, state: number): Dfa {
	const { dfa } = classifier;
	const label = dfa.label.map((of) => (of === 0 ? 0 : (machine.next[state * machine.width + of - 1] ?? DEAD) + 1));
	return minimise({ ...dfa, label });
}
