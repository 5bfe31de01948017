/**
 * Denied commands among the later words of a program that the registry does not know: it may run them.
 */

import type { Bytes } from "./bytes.ts";
import { answerOf, type Language, type Marks, Run } from "./match.ts";
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
 * Whether the words from some later word on may be in a language: one forward pass over the words with all
 * runs together, one starting at every word. Past the budget of steps the answer is yes, to be safe.
 */
export function suffixMayMatch(language: Language, suffix: SuffixWords, marksOf: ((word: ViewWord) => Marks) | null): boolean {
	const { machine } = language;
	const run = new Run(machine, marksOf);
	const start: ReadonlySet<number> = new Set([machine.start]);
	const waiting = new Map<number, Set<number>>();
	let live: ReadonlySet<number> = new Set();
	for (let index = 1; index < suffix.words.length; index++) {
		const [word, program] = [suffix.words[index], suffix.programs[index]];
		if (!word || !program) break;
		const started = run.word(start, program);
		live = new Set([...run.word(joined(live, waiting.get(index)), word), ...started]);
		const skip = suffix.skips[index];
		if (skip) {
			const at = skip.unclear ? suffix.words.length : skip.end;
			waiting.set(at, joined(skip.unclear ? run.word(started, UNKNOWN_WORDS) : started, waiting.get(at)));
		}
		if (run.exhausted) return true;
	}
	return answerOf(machine, joined(live, waiting.get(suffix.words.length))) !== "no";
}

function joined(one: ReadonlySet<number>, other: ReadonlySet<number> | undefined): Set<number> {
	return new Set(other ? [...one, ...other] : one);
}
