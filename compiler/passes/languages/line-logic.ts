/** What the lines of `args` are made of once they are read: trackers that follow the words, and a verdict on where they stand at the end. */

/** One word as the lines see it, with the roles that the possible parsers give it. */
export interface WordView {
	/** Whether the word has a property, by its number. */
	has(property: number): boolean;
	/** Whether the word lies in a path set, by its number. */
	inside(set: number): boolean;
	readonly mayOption: boolean;
	readonly certainOption: boolean;
	readonly mayOperand: boolean;
	readonly certainOperand: boolean;
}

/** Follows the words of a command with a small number of states. */
export interface Tracker {
	readonly start: number;
	step(state: number, word: WordView): number;
}

/** The states of all trackers, by number. */
export type TrackerStates = readonly number[];

/** One line in one reading. */
export interface LineLogic {
	/**
	 * Whether the line holds if the words end here.
	 *
	 * @param sure leaves out what rests on ambiguous beginnings of options
	 */
	holds(states: TrackerStates, sure: boolean): boolean;
	/** The answer of `holds` from here on whatever follows, or null where it can still change. */
	settled(states: TrackerStates, sure: boolean): boolean | null;
}

/** All lines must hold. */
export function allOf(lines: readonly LineLogic[]): LineLogic {
	return {
		holds: (states, sure) => lines.every((line) => line.holds(states, sure)),
		settled(states, sure) {
			let all = true;
			for (const line of lines) {
				const answer = line.settled(states, sure);
				if (answer === false) return false;
				if (answer === null) all = false;
			}
			return all ? true : null;
		},
	};
}

/** The opposite of a line. */
export function negated(line: LineLogic): LineLogic {
	return {
		holds: (states, sure) => !line.holds(states, sure),
		settled(states, sure) {
			const answer = line.settled(states, sure);
			return answer === null ? null : !answer;
		},
	};
}

/** One of the lines must hold. */
export function anyOf(lines: readonly LineLogic[]): LineLogic {
	return negated(allOf(lines.map(negated)));
}

/** A tracker that notes that some word was as asked. */
export function once(asked: (word: WordView) => boolean): Tracker {
	return { start: 0, step: (state, word) => (state === 1 || asked(word) ? 1 : 0) };
}
