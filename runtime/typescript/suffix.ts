/**
 * Denied commands among the later words of a program that the registry does not know: it may run them.
 */

import type { Bytes } from "./bytes.ts";
import { DEAD } from "./machine.ts";
import { answerOf, type Language, type Marks, Run } from "./match.ts";
import type { KnownCommands } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { programOf } from "./unwrap.ts";
import { globalsOf, type Places, suffixWords, type ViewWord } from "./views.ts";

/** How many sets of states one pass follows; past it the answer is yes, to be safe. */
const MOST_SETS = 64;

/** The words of a command for the search: as they could be, and each as a reduced program word. */
export interface SuffixWords {
	readonly words: readonly ViewWord[];
	readonly programs: readonly ViewWord[];
	/** For a word that names a program with global options: the index of the word after them, else -1. */
	readonly skips: readonly number[];
}

/** The words of a command made ready for the search, and the reduced program word that each would be. */
export function prepareSuffix(
	words: readonly Word[],
	known: KnownCommands,
	places: Places,
): SuffixWords & { readonly names: readonly (Bytes | null)[] } {
	const names = words.map(programOf);
	const skips = names.map((program, index) => {
		if (program === null || !(known.programs.get(program)?.subcommands.size ?? 0)) return -1;
		const { end } = globalsOf(words, program, known, index);
		return end > index + 1 ? end : -1;
	});
	return { ...suffixWords(words, names, places), skips, names };
}

/**
 * Whether the words from some later word on certainly are in a language: one forward pass, in which a run starts
 * at every word and runs in the same states are one.
 */
export function suffixMatches(language: Language, suffix: SuffixWords, marksOf: ((word: ViewWord) => Marks) | null): boolean {
	const { machine } = language;
	const run = new Run(machine, marksOf);
	const start: ReadonlySet<number> = new Set([machine.start]);
	const waiting = new Map<number, ReadonlySet<number>[]>();
	let live = new Map<string, ReadonlySet<number>>();
	for (let index = 1; index < suffix.words.length; index++) {
		const word = suffix.words[index];
		const program = suffix.programs[index];
		if (!word || !program) break;
		for (const states of waiting.get(index) ?? []) add(live, states);
		const next = new Map<string, ReadonlySet<number>>();
		for (const states of live.values()) add(next, run.word(states, word));
		const started = run.word(start, program);
		add(next, started);
		const skip = suffix.skips[index] ?? -1;
		if (skip > 0) waiting.set(skip, [...(waiting.get(skip) ?? []), started]);
		if (run.exhausted || next.size > MOST_SETS) return true;
		live = next;
	}
	for (const states of waiting.get(suffix.words.length) ?? []) add(live, states);
	return [...live.values()].some((states) => answerOf(machine, states) === "yes");
}

function add(live: Map<string, ReadonlySet<number>>, states: ReadonlySet<number>): void {
	// A run that may already have failed can no longer be certain.
	if (states.size === 0 || states.has(DEAD)) return;
	live.set([...states].sort((one, other) => one - other).join(" "), states);
}
