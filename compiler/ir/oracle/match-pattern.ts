/** The plain matcher: where in a subject a pattern can end, if it starts at given places. */

import type { Pattern, Range, Via } from "./patterns.ts";
import { type Subject, writtenSubject } from "./subjects.ts";
import { utf8Sequences } from "./utf8.ts";

/** The places at which the pattern can end. */
export function endsOf(pattern: Pattern, subject: Subject, from: ReadonlySet<number>): Set<number> {
	switch (pattern.kind) {
		case "byte":
			return followed(subject, from, [1, 255], "wild");
		case "border":
			return followed(subject, from, [0, 0], "written");
		case "scalar": {
			const ends = new Set<number>();
			for (const sequence of utf8Sequences(pattern.ranges)) {
				let places: Set<number> = new Set(from);
				for (const range of sequence) places = followed(subject, places, range, pattern.via);
				for (const place of places) ends.add(place);
			}
			return ends;
		}
		case "sequence": {
			let places: Set<number> = new Set(from);
			for (const part of pattern.parts) {
				if (places.size === 0) break;
				places = endsOf(part, subject, places);
			}
			return places;
		}
		case "choice":
			return new Set(pattern.parts.flatMap((part) => [...endsOf(part, subject, from)]));
		case "repeat":
			return repeated(pattern, subject, from);
	}
}

function repeated(pattern: Extract<Pattern, { kind: "repeat" }>, subject: Subject, from: ReadonlySet<number>): Set<number> {
	let places: Set<number> = new Set(from);
	for (let count = 0; count < pattern.least; count++) places = endsOf(pattern.part, subject, places);
	const ends = new Set(places);
	for (let count = pattern.least; pattern.most === null || count < pattern.most; count++) {
		const fresh = new Set([...endsOf(pattern.part, subject, places)].filter((place) => !ends.has(place)));
		if (fresh.size === 0) break;
		for (const place of fresh) ends.add(place);
		places = fresh;
	}
	return ends;
}

function followed(subject: Subject, from: ReadonlySet<number>, [low, high]: Range, via: Via): Set<number> {
	const ends = new Set<number>();
	for (const place of from) {
		for (const step of subject.steps[place] ?? []) {
			if (step.low <= high && low <= step.high && (step.via === null || step.via.includes(via))) ends.add(step.to);
		}
	}
	return ends;
}

/** Whether one word, without its border, matches. */
export function matchesWord(pattern: Pattern, word: string): boolean {
	const subject = writtenSubject([word]);
	return endsOf(pattern, subject, new Set([0])).has(word.length);
}
