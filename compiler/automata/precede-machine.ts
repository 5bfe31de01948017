/** Puts words of given classes before a word machine, in classes: far fewer states than the same over bytes. */

import { DEAD } from "./dfa.ts";
import { LIMITS, type TooLarge, tooLarge } from "./limits.ts";
import { minimiseTransitions } from "./minimise.ts";
import type { WordMachine } from "./word-machine.ts";

/** The classes of the one word that stands here; null where any number of words may. */
export type Place = ReadonlySet<number> | null;

/**
 * The machine that reads a word for every place, then what `machine` reads.
 *
 * @example precede([null, new Set([3])], machine) // anything, a word of class 3, then the machine's words
 */
export function precede(places: readonly Place[], machine: WordMachine): WordMachine | TooLarge {
	const behind = minimiseTransitions(machine);
	const { width } = behind;
	const sets: (readonly number[])[] = [];
	const label: number[] = [];
	const next: number[] = [];
	const numberOf = new Map<string, number>();
	// A place is numbered by its position, a state of the machine behind them by that and their count.
	const intern = (found: ReadonlySet<number>): number => {
		if (found.size === 0) return DEAD;
		const members = [...found].sort((a, b) => a - b);
		const key = members.join();
		const known = numberOf.get(key);
		if (known !== undefined) return known;
		numberOf.set(key, sets.length);
		label.push(Math.max(...members.map((member) => (member < places.length ? 0 : (behind.label[member - places.length] ?? 0)))));
		return sets.push(members) - 1;
	};
	const arrive = (found: Set<number>, place: number): void => {
		found.add(place);
		if (place < places.length && places[place] === null) arrive(found, place + 1);
	};
	const start = new Set<number>();
	arrive(start, 0);
	intern(start);
	for (let id = 0; id < sets.length; id++) {
		if (sets.length > LIMITS.built) return tooLarge(sets.length, LIMITS.built);
		for (let word = 0; word < width; word++) {
			const found = new Set<number>();
			for (const member of sets[id] ?? []) {
				if (member >= places.length) {
					const to = behind.next[(member - places.length) * width + word] ?? DEAD;
					if (to !== DEAD) found.add(places.length + to);
					continue;
				}
				const classes = places[member] ?? null;
				if (classes === null) arrive(found, member);
				else if (classes.has(word)) arrive(found, member + 1);
			}
			next.push(intern(found));
		}
	}
	return { states: sets.length, width, next: Int32Array.from(next), label: Int32Array.from(label) };
}
