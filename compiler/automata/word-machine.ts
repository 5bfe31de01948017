/**
 * From words to bytes. A classifier sorts words into classes; a word machine is a deterministic
 * automaton that reads classes. Together they are one automaton over bytes, built state by state:
 * every state of the machine gets the smallest classifier that tells apart what that state does.
 */

import { subsets } from "./determinise.ts";
import { BORDER, DEAD, type Dfa } from "./dfa.ts";
import { LIMITS, type TooLarge, tooLarge } from "./limits.ts";
import { mergeStates, minimise, minimiseTransitions, type Transitions } from "./minimise.ts";
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
	const machine = minimiseTransitions(given);
	const words = new WordStates(classifier.dfa);
	let starts: number[] = [];
	for (let state = 0; state < machine.states; state++) {
		// What a word is to a state is the state after it.
		const after = (wordClass: number) => machine.next[state * machine.width + wordClass] ?? DEAD;
		starts.push(words.add(after));
		if (words.size + machine.states > LIMITS.built) starts = words.mergeAlike(starts);
		if (words.size + machine.states > LIMITS.built) return tooLarge(words.size + machine.states, LIMITS.built);
	}

	// No word holds the border, so the classifier has a class for it alone, the first.
	const { width, classOf } = classifier.dfa;
	const total = machine.states + words.size;
	const next = new Int32Array(total * width).fill(DEAD);
	const label = new Int32Array(total);
	label.set(machine.label);
	const copy = (from: number, to: number) => {
		next[to * width + BORDER] = (words.label[from] ?? 0) - 1;
		for (let c = 1; c < width; c++) {
			const target = words.next[from * width + c] ?? DEAD;
			if (target !== DEAD) next[to * width + c] = machine.states + target;
		}
	};
	// Between words stands a state of its own: only there a list of words can end.
	starts.forEach(copy);
	for (let state = 0; state < words.size; state++) copy(state, machine.states + state);
	return minimise({ states: total, width, classOf, next, label });
}

/** The states inside words: the classifier once for every state of a machine, side by side. Labels are 1 + the state after the word. */
class WordStates {
	next: number[] = [];
	label: number[] = [];

	constructor(private readonly classifier: Dfa) {}

	get size(): number {
		return this.label.length;
	}

	/** Adds the classifier for one state of the machine and gives the number of its start. */
	add(after: (wordClass: number) => number): number {
		const { states, next, label } = this.classifier;
		const base = this.size;
		for (let state = 0; state < states; state++) {
			const of = label[state] ?? 0;
			this.label.push(of === 0 ? 0 : after(of - 1) + 1);
		}
		for (const to of next) this.next.push(to === DEAD ? DEAD : base + to);
		return base;
	}

	/** Makes one state of those from which all words end alike, and gives the new numbers of some states. */
	mergeAlike(states: readonly number[]): number[] {
		const { width } = this.classifier;
		const raw = { states: this.size, width, next: Int32Array.from(this.next), label: Int32Array.from(this.label) };
		const { merged, numberOf } = mergeStates(raw);
		this.next = [...merged.next];
		this.label = [...merged.label];
		return states.map((state) => numberOf[state] ?? state);
	}
}
