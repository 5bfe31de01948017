/** Walks the language of a rule word by word: which commands are in it, and what completes one. */

import {
	BORDER,
	bytesOf,
	DEAD,
	type Dfa,
	emptyDfa,
	findWitness,
	fromTable,
	labelAt,
	relabel,
	step,
	walk,
} from "../../compiler/automata/index.ts";
import type { AutomatonTable, CompiledPolicy, CompiledRule, Program } from "../../compiler/ir/compiled.ts";

/** One program of a rule, with what it needs to be walked. */
export interface Language {
	readonly program: Program;
	readonly automata: readonly AutomatonTable[];
	/** Words carry marks about paths, which only an evaluator knows: then nothing is decided here. */
	readonly marked: boolean;
}

/** A place in a language: before a word of some heads, or in a state of an automaton. */
type Place =
	| { readonly at: "heads"; readonly alive: readonly number[]; readonly position: number }
	| { readonly at: "state"; readonly dfa: Dfa; readonly state: number };

/** The language of one program of a rule; null where the rule has none. */
export function languageOf(compiled: CompiledPolicy, rule: CompiledRule, program: Program | null): Language | null {
	return program && { program, automata: compiled.automata, marked: rule.path_sets.length > 0 };
}

/** Whether a command of exactly these words could be in the language. What is not decided counts as yes. */
export function mayContain(language: Language, words: readonly string[]): boolean {
	if (language.marked) return true;
	const place = follow(language, words);
	return place?.at === "state" && labelAt(place.dfa, place.state) > 0;
}

/** Whether a command that starts with these words could be in the language. What is not decided counts as yes. */
export function mayStartWith(language: Language, words: readonly string[]): boolean {
	return language.marked || follow(language, words) !== null;
}

/**
 * A readable command of the language that starts with these words, or null where none is found, or marks
 * decide. `vocabulary` holds words to try first.
 */
export function completeCommand(
	language: Language,
	words: readonly string[],
	vocabulary: readonly string[] = [],
): readonly string[] | null {
	if (language.marked) return null;
	let place = follow(language, words);
	const rest: string[] = [];
	if (place?.at === "heads") {
		const head = headAt(language, place.alive[0]);
		rest.push(...(head?.words ?? []).slice(place.position).map((alternatives) => alternatives[0] ?? ""));
		place = follow(language, [...words, ...rest]);
	}
	if (place?.at !== "state") return null;
	const more = findWitness([startAt(place.dfa, place.state)], ([label = 0]) => label > 0, { vocabulary });
	return more && [...words, ...rest, ...more];
}

function follow(language: Language, words: readonly string[]): Place | null {
	let place = startOf(language);
	for (const word of words) {
		const next: Place | null = place && stepWord(language, place, word);
		if (!next) return null;
		place = next;
	}
	return place;
}

function startOf({ program, automata }: Language): Place | null {
	if (program.kind === "heads") return program.heads.length === 0 ? null : { at: "heads", alive: [...program.heads.keys()], position: 0 };
	return stateOf(automata, program.automaton, 0);
}

function stepWord(language: Language, place: Place, word: string): Place | null {
	if (place.at === "state") {
		const state = step(place.dfa, walk(place.dfa, place.state, bytesOf(word)), BORDER);
		return state === DEAD ? null : { at: "state", dfa: place.dfa, state };
	}
	const alive = place.alive.filter((index) => headAt(language, index)?.words[place.position]?.includes(word));
	const position = place.position + 1;
	// Heads are deterministic: where one is complete, no other goes on.
	for (const index of alive) {
		const head = headAt(language, index);
		if (head && head.words.length === position) return stateOf(language.automata, head.tail, 0);
	}
	return alive.length === 0 ? null : { at: "heads", alive, position };
}

function headAt({ program }: Language, index: number | undefined) {
	return program.kind === "heads" && index !== undefined ? program.heads[index] : undefined;
}

function stateOf(automata: readonly AutomatonTable[], automaton: number, state: number): Place | null {
	const table = automata[automaton];
	return table ? { at: "state", dfa: fromTable(table), state } : null;
}

const NOTHING = emptyDfa();
const derivatives = new WeakMap<Dfa, Map<number, Dfa>>();

/** The same automaton with another start; the same value whenever it is asked. The two states change places. */
export function startAt(dfa: Dfa, start: number): Dfa {
	if (start === 0) return dfa;
	const known = derivatives.get(dfa) ?? new Map<number, Dfa>();
	derivatives.set(dfa, known);
	const made = known.get(start) ?? (start === DEAD ? NOTHING : relabel(swapStates(dfa, start), (label) => label));
	known.set(start, made);
	return made;
}

/** The state behind some words. */
export function walkWords(language: Dfa, from: number, words: readonly string[]): number {
	let state = from;
	for (const word of words) state = step(language, walk(language, state, bytesOf(word)), BORDER);
	return state;
}

function swapStates(dfa: Dfa, start: number): Dfa {
	const swap = (state: number) => (state === 0 ? start : state === start ? 0 : state);
	const next = new Int32Array(dfa.next.length);
	const label = new Int32Array(dfa.states);
	for (let state = 0; state < dfa.states; state++) {
		const row = dfa.next.subarray(state * dfa.width, (state + 1) * dfa.width).map(swap);
		next.set(row, swap(state) * dfa.width);
		label[swap(state)] = labelAt(dfa, state);
	}
	return { ...dfa, next, label };
}
