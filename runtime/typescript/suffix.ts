/**
 * Denied commands among the later words of a program that the registry does not know: it may run them.
 */

import type { Bytes } from "./bytes.ts";
import { type Answer, answerOf, type Language, type Marks, Run } from "./match.ts";
import type { KnownCommands } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { programOf } from "./unwrap.ts";
import { type GlobalOptions, globalsOf, type Places, suffixWords, UNKNOWN_WORDS, type ViewWord } from "./views.ts";

/** The words of a command for the search: as they could be, and each as a reduced program word. */
export interface SuffixWords {
	readonly words: readonly ViewWord[];
	readonly programs: readonly ViewWord[];
	/** For each word that names a program with global options, those options; else null. */
	readonly skips: readonly (GlobalOptions | null)[];
}

/** The words of a command made ready for the search, and the reduced program word that each would be. */
export function prepareSuffix(
	words: readonly Word[],
	known: KnownCommands,
	places: Places,
): SuffixWords & { readonly names: readonly (Bytes | null)[] } {
	const names = words.map(programOf);
	const skips = names.map((program, index) => skipOf(words, program, known, index));
	return { ...suffixWords(words, names, places), skips, names };
}

function skipOf(words: readonly Word[], program: Bytes | null, known: KnownCommands, index: number): GlobalOptions | null {
	const options = globalsOf(words, program, known, index);
	return options.unclear || options.end > index + 1 ? options : null;
}

/**
 * Whether the words from some later word on are in a language: one forward pass over the words with all runs
 * together, one starting at every word. Yes where every word is known and one run ends in the language; else maybe
 * where one could. Past the budget of steps the answer is maybe.
 */
export function suffixMatch(language: Language, suffix: SuffixWords, marksOf: ((word: ViewWord) => Marks) | null): Answer {
	const { machine } = language;
	const run = new Run(machine, marksOf);
	const start: States = new Set([machine.start]);
	/** States of all runs together, and those that one run is surely in; both also for runs that wait for a later word. */
	let live: States = new Set();
	let sure: States = new Set();
	const waiting = new Waiting();
	const waitingSure = new Waiting();
	const { length } = suffix.words;
	for (let index = 1; index < length; index++) {
		const [word, program] = [suffix.words[index], suffix.programs[index]];
		if (!word || !program) break;
		const started = run.word(start, program);
		const surely = started.size === 1 ? started : NO_STATES;
		live = new Set([...run.word(waiting.join(live, index), word), ...started]);
		sure = new Set([...singles(run, waitingSure.join(sure, index), word), ...surely]);
		const skip = suffix.skips[index];
		if (skip?.unclear) waiting.add(length, run.word(started, UNKNOWN_WORDS));
		else if (skip) {
			waiting.add(skip.end, started);
			waitingSure.add(skip.end, surely);
		}
		if (run.exhausted) return "maybe";
	}
	for (const state of waitingSure.join(sure, length)) if (machine.accept(state) === 2) return "yes";
	return answerOf(machine, waiting.join(live, length)) === "no" ? "no" : "maybe";
}

type States = ReadonlySet<number>;
const NO_STATES: States = new Set();

/** Where each state goes with a word, as far as that is one state whatever the word is. */
function singles(run: Run, states: States, word: ViewWord): readonly number[] {
	const found: number[] = [];
	for (const state of states) {
		const next = run.word(new Set([state]), word);
		if (next.size === 1) found.push(...next);
	}
	return found;
}

/** States of runs that leave out words, by the index of the word that they go on with. */
class Waiting {
	private readonly states = new Map<number, Set<number>>();

	add(index: number, states: States): void {
		this.states.set(index, this.join(states, index));
	}

	/** Some states, and those that go on with that word. */
	join(states: States, index: number): Set<number> {
		const more = this.states.get(index);
		return new Set(more ? [...states, ...more] : states);
	}
}
