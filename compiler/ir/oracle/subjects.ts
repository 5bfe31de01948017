/**
 * What a pattern is matched against when all words are known: places with the bytes that lead from
 * one to the next. For words as written that is a plain line of places; for a reduced program word
 * it holds every word that reduces to it.
 */

import { BORDER, PROGRAM_SUFFIXES, reduceProgram } from "./bytes.ts";

/** One step: any byte from `low` to `high` leads to the place `to`. */
export interface Step {
	readonly low: number;
	readonly high: number;
	readonly to: number;
}

export interface Subject {
	/** Byte strings of the words; the program word as it was before reducing. */
	readonly words: readonly string[];
	readonly steps: readonly (readonly Step[])[];
	/** Per word the place before it, and last the place after all words. */
	readonly starts: readonly number[];
}

/** The words as written. */
export function writtenSubject(words: readonly string[]): Subject {
	const steps: Step[][] = [[]];
	const starts = [0];
	for (const word of words) starts.push(appendWord(steps, word));
	return { words, steps, starts };
}

/** The words with every program word that reduces to the same as the first. */
export function reducedSubject(words: readonly string[]): Subject {
	const [program, ...rest] = words;
	if (program === undefined) return writtenSubject(words);
	const reduced = reduceProgram(program);
	const steps: Step[][] = [[], []];
	const [start, junk] = [0, 1];
	let place = newPlace(steps);
	step(steps, start, [1, 255], junk);
	step(steps, junk, [1, 255], junk);
	for (const from of [start, junk]) step(steps, from, [0x2f, 0x2f], place);
	const core = place;
	for (const letter of reduced) {
		const next = newPlace(steps);
		stepFolded(steps, place, letter, next);
		place = next;
	}
	// A word that still ends in a suffix reduces to less than itself, so it needs another suffix behind it.
	const ends = reduceProgram(reduced) === reduced ? [place] : [];
	for (const suffix of reduced === "" ? [] : PROGRAM_SUFFIXES) {
		let at = place;
		for (const letter of suffix) {
			const next = newPlace(steps);
			stepFolded(steps, at, letter, next);
			at = next;
		}
		ends.push(at);
	}
	const after = newPlace(steps);
	for (const end of ends) stepFolded(steps, end, BORDER, after);
	// The path may be missing: what may follow its last slash may also stand at the start.
	steps[start]?.push(...(steps[core] ?? []));
	const starts = [start, after];
	for (const word of rest) starts.push(appendWord(steps, word));
	return { words, steps, starts };
}

/** Appends a word and its border behind the last place. */
function appendWord(steps: Step[][], word: string): number {
	for (const byte of word + BORDER) {
		const from = steps.length - 1;
		step(steps, from, [byte.charCodeAt(0), byte.charCodeAt(0)], newPlace(steps));
	}
	return steps.length - 1;
}

function newPlace(steps: Step[][]): number {
	return steps.push([]) - 1;
}

function step(steps: Step[][], from: number, [low, high]: readonly [number, number], to: number): void {
	steps[from]?.push({ low, high, to });
}

function stepFolded(steps: Step[][], from: number, letter: string, to: number): void {
	for (const spelled of new Set([letter, letter.replace(/[a-z]/, (small) => small.toUpperCase())])) {
		step(steps, from, [spelled.charCodeAt(0), spelled.charCodeAt(0)], to);
	}
}
