/** The languages of compiled programs: what follows literal words in them, their marks erased. */

import {
	DEAD,
	type Dfa,
	determinise,
	difference,
	emptyDfa,
	eraseMarks,
	fromTable,
	isEmpty,
	isTooLarge,
	Nfa,
	relabel,
	type TooLarge,
} from "../../compiler/automata/index.ts";
import type { AutomatonTable, Head as LanguageHead, Program } from "../../compiler/ir/compiled.ts";
import { readWords } from "./read-nfa.ts";
import { startAt, walkWords } from "./walk-program.ts";

/** Literal words, alternatives per position, with the automaton of what follows them. */
export interface RegionHead {
	readonly words: readonly (readonly string[])[];
	readonly tail: Dfa;
}

/** What follows some words; null past a limit. */
export type Behind = (words: readonly string[]) => Dfa | null;

const NOTHING: AutomatonTable = { accept: [0], default: [-1], ranges: [[]] };

/** The automaton of no commands. */
export const EMPTY = emptyDfa();

/** What follows some words in commands of these heads; null past a limit. */
export function behindHeads(heads: readonly RegionHead[], line: readonly string[]): Dfa | null {
	const rests = heads.flatMap(({ words, tail }): readonly RegionHead[] => {
		if (!line.every((word, at) => at >= words.length || words[at]?.includes(word))) return [];
		const walked = walkWords(tail, 0, line.slice(words.length));
		return walked === DEAD ? [] : [{ words: words.slice(line.length), tail: startAt(tail, walked) }];
	});
	const [only] = rests;
	if (!only) return EMPTY;
	if (rests.every(({ words, tail }) => words.length === 0 && tail === only.tail)) return only.tail;
	const nfa = new Nfa();
	for (const { words, tail } of rests) nfa.embed(readWords(nfa, words), tail);
	return settled(determinise(nfa));
}

/** What follows words in the language of a program, its marks erased. */
export function languageOfProgram(program: Program, automata: readonly AutomatonTable[], marks: number, bound: "some" | "all"): Behind {
	const heads = headsOf(program, automata, marks, bound);
	if (heads) return remember((words) => behindHeads(heads, words));
	const whole = once(() => unmarked(program, automata, marks, bound));
	return (words) => {
		const language = whole();
		return language && startAt(language, walkWords(language, 0, words));
	};
}

/** The same answers, each worked out once. */
export function remember(work: Behind): Behind {
	const known = new Map<string, Dfa | null>();
	return (words) => {
		const key = words.join("\0");
		const found = known.get(key);
		if (found !== undefined) return found;
		const made = work(words);
		known.set(key, made);
		return made;
	};
}

/** The literal heads of a program with what follows them, marks erased; null where it has no such form, or that passes a limit. */
export function headsOf(
	program: Program,
	automata: readonly AutomatonTable[],
	marks: number,
	bound: "some" | "all",
): readonly RegionHead[] | null {
	if (program.kind !== "heads") return null;
	const heads = program.heads.flatMap(({ words, tail: number }): readonly RegionHead[] => {
		const tail = unmarkedTail(fromTable(automata[number] ?? NOTHING), marks, bound);
		return tail ? [{ words, tail }] : [];
	});
	return heads.length === program.heads.length ? heads : null;
}

const unmarkedTails = new WeakMap<Dfa, Map<string, Dfa | null>>();

/** An automaton without its marks, the same value whenever it is asked. */
function unmarkedTail(tail: Dfa, marks: number, bound: "some" | "all"): Dfa | null {
	if (marks === 0) return tail;
	const known = unmarkedTails.get(tail) ?? new Map<string, Dfa | null>();
	unmarkedTails.set(tail, known);
	const key = `${marks} ${bound}`;
	const found = known.get(key);
	if (found !== undefined) return found;
	const made = settled(eraseMarks(tail, marks, bound));
	known.set(key, made);
	return made;
}

/** The whole language of a program, its marks erased; null past a limit. */
export function unmarked(program: Program, automata: readonly AutomatonTable[], marks: number, bound: "some" | "all"): Dfa | null {
	const whole =
		program.kind === "automaton" ? fromTable(automata[program.automaton] ?? NOTHING) : joinHeads(program.heads, automata, marks);
	return isTooLarge(whole) ? null : settled(eraseMarks(whole, marks, bound));
}

function joinHeads(heads: readonly LanguageHead[], automata: readonly AutomatonTable[], marks: number): Dfa | TooLarge {
	const nfa = new Nfa();
	for (const { words, tail } of heads) nfa.embed(readWords(nfa, words, marks), fromTable(automata[tail] ?? NOTHING));
	return determinise(nfa);
}

const differences = new WeakMap<Dfa, WeakMap<Dfa, Dfa | null>>();

/** A language without another, the same value whenever it is asked. What cannot be worked out could take anything away. */
export function subtract(language: Dfa, left: Dfa | null): Dfa | null {
	if (left === null || isEmpty(left)) return left && language;
	const known = differences.get(language) ?? new WeakMap<Dfa, Dfa | null>();
	differences.set(language, known);
	const found = known.get(left);
	if (found !== undefined) return found;
	const made = settled(difference(language, left));
	known.set(left, made);
	return made;
}

const certain = new WeakMap<Dfa, Dfa>();

/** Only what is matched with yes; the same value whenever it is asked. */
export function certainly(dfa: Dfa | null): Dfa | null {
	if (dfa === null) return null;
	const known = certain.get(dfa) ?? (dfa.label.includes(1) ? relabel(dfa, (label) => (label === 2 ? 2 : 0)) : dfa);
	certain.set(dfa, known);
	return known;
}

/** Null for what passes a limit. */
export function settled(dfa: Dfa | TooLarge): Dfa | null {
	return isTooLarge(dfa) ? null : dfa;
}

/** The same value whenever it is asked, worked out at the first time. */
export function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | null = null;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
