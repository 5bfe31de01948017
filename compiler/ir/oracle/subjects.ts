/**
 * What a pattern is matched against when all words are known: places with the bytes that lead from
 * one to the next. For words as written that is a plain line of places; for words of a loose view it
 * holds every program word that the view can stand for (docs/semantics.md, section 1).
 */

import { BORDER, PROGRAM_SUFFIXES, reduceProgram } from "./bytes.ts";
import type { Via } from "./patterns.ts";

/** One step: any byte from `low` to `high` leads to the place `to`, if it is matched in one of the given ways (null: any). */
export interface Step {
	readonly low: number;
	readonly high: number;
	readonly to: number;
	readonly via: readonly Via[] | null;
}

export interface Subject {
	/** Byte strings of the words. */
	readonly words: readonly string[];
	readonly steps: readonly (readonly Step[])[];
	/** Per word the place before it, and last the place after all words. */
	readonly starts: readonly number[];
}

/** The words as written. */
export function writtenSubject(words: readonly string[]): Subject {
	const places = new Places();
	return { words, steps: places.steps, starts: places.addWords(words, [places.add()]) };
}

/** The same, with any words behind the last: what is left where nothing is known of the rest. */
export function opened(subject: Subject): Subject {
	const end = subject.starts.at(-1) ?? 0;
	return {
		...subject,
		steps: subject.steps.map((steps, place) => (place === end ? [...steps, { low: 0, high: 255, to: end, via: null }] : steps)),
	};
}

/** The subjects of a loose view: its words with the program word reduced and as written, each in two ways. */
export function looseSubjects(words: readonly string[]): Subject[] {
	const [program, ...rest] = words;
	if (program === undefined) return [writtenSubject(words)];
	const programs = new Set([reduceProgram(program), program]);
	return [...programs].flatMap((word) => [wildSubject(word, rest), ...spelledSubject(word, rest)]);
}

class Places {
	readonly steps: Step[][] = [];

	add(): number {
		return this.steps.push([]) - 1;
	}

	step(from: number, low: number, high: number, to: number, via: readonly Via[] | null): void {
		this.steps[from]?.push({ low, high, to, via });
	}

	/** A new place behind a letter, in either case where `folded`. */
	letter(from: number, letter: string, via: readonly Via[] | null, folded: boolean): number {
		const to = this.add();
		for (const spelled of new Set([letter, folded ? letter.replace(/[a-z]/, (small) => small.toUpperCase()) : letter])) {
			this.step(from, spelled.charCodeAt(0), spelled.charCodeAt(0), to, via);
		}
		return to;
	}

	/** Words with their borders behind the last of the given places; the places before them and after all. */
	addWords(words: readonly string[], starts: readonly number[]): number[] {
		const all = [...starts];
		for (const word of words) {
			let place = all.at(-1) ?? 0;
			for (const letter of word + BORDER) place = this.letter(place, letter, null, false);
			all.push(place);
		}
		return all;
	}
}

/** The words as written, where a wildcard stands for the last slash of the program word or for a byte behind it. */
function wildSubject(program: string, rest: readonly string[]): Subject {
	const places = new Places();
	const width = 4;
	/** The place before a byte, by whether a wildcard stood in the part behind the last slash, and whether a blank stood before. */
	const at = (index: number, wild: boolean, blank: boolean) => index * width + (wild ? 2 : 0) + (blank ? 1 : 0);
	for (let count = 0; count < (program.length + 1) * width; count++) places.add();
	[...program].forEach((letter, index) => {
		const byte = letter.charCodeAt(0);
		for (const wild of [false, true]) {
			for (const blank of [false, true]) {
				const step = (to: number, via: Via) => places.step(at(index, wild, blank), byte, byte, to, [via]);
				// A blank before a slash: the member is left out.
				if (letter === "/" && blank) continue;
				step(at(index + 1, letter === "/" ? false : wild, blank), "written");
				step(at(index + 1, true, blank), "wild");
				step(at(index + 1, wild, true), "blank");
			}
		}
	});
	const after = places.add();
	for (const blank of [false, true]) places.step(at(program.length, true, blank), 0, 0, after, null);
	return { words: [program, ...rest], steps: places.steps, starts: places.addWords(rest, [0, after]) };
}

/** The words with every program word that reduces to the given one and is written out from its last slash on. None if no word reduces to it. */
function spelledSubject(reduced: string, rest: readonly string[]): Subject[] {
	if (/[A-Z/]/.test(reduced)) return [];
	const places = new Places();
	const [start, junk] = [places.add(), places.add()];
	for (const from of [start, junk]) places.step(from, 1, 255, junk, ["written", "wild"]);
	const core = places.add();
	for (const from of [start, junk]) places.step(from, 0x2f, 0x2f, core, ["written"]);
	let place = core;
	for (const letter of reduced) place = places.letter(place, letter, ["written", "blank"], true);
	// A word that still ends in a suffix reduces to less than itself, so it needs another suffix behind it.
	const ends = reduceProgram(reduced) === reduced ? [place] : [];
	for (const suffix of reduced === "" ? [] : PROGRAM_SUFFIXES) {
		let end = place;
		for (const letter of suffix) end = places.letter(end, letter, ["written"], true);
		ends.push(end);
	}
	const after = places.add();
	for (const end of ends) places.step(end, 0, 0, after, null);
	// The path may be missing: what may follow its last slash may also stand at the start.
	for (const step of places.steps[core] ?? []) places.step(start, step.low, step.high, step.to, step.via);
	return [{ words: [reduced, ...rest], steps: places.steps, starts: places.addWords(rest, [start, after]) }];
}
