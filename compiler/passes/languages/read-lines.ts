/** Reads `args` lines in one reading (`docs/semantics.md`, section 4): which properties of words they ask for, and how they follow the words. */

import { type Dfa, difference, type Property, type Reading, readWordPattern, type TooLarge, textGlob } from "../../automata/index.ts";
import type { ArgLine, CountOperator, WordPattern } from "../../ir/types.ts";
import { certainlyFlag, couldBeFlag, hasAmbiguous } from "./flag-properties.ts";
import { allOf, anyOf, type LineLogic, negated, once, type Tracker, type WordView } from "./line-logic.ts";
import type { OptionFacts } from "./option-facts.ts";
import { certainlyOption, hasAmbiguousName, optionOccurs, type ValueQuestion } from "./option-properties.ts";

export interface LinesRead {
	readonly properties: readonly Property[];
	readonly trackers: readonly Tracker[];
	readonly logic: LineLogic;
	/** Whether some line asks for roles of words: only then parsers must be followed. */
	readonly usesRoles: boolean;
}

/**
 * Reads lines, all of which must hold.
 *
 * @param setOf the number of a list of paths among the rule's path sets
 */
export function readLines(
	lines: readonly ArgLine[],
	reading: Reading,
	facts: OptionFacts,
	setOf: (paths: readonly string[]) => number,
): LinesRead | TooLarge {
	const reader = new LineReader(facts, setOf);
	const logic = allOf(lines.map((line) => reader.line(line, reading === "wide")));
	return reader.failure ?? { properties: reader.properties, trackers: reader.trackers, logic, usesRoles: reader.usesRoles };
}

class LineReader {
	readonly properties: Property[] = [];
	readonly trackers: Tracker[] = [];
	usesRoles = false;
	failure: TooLarge | null = null;
	private readonly numberOf = new Map<string, number>();

	constructor(
		private readonly facts: OptionFacts,
		private readonly setOf: (paths: readonly string[]) => number,
	) {}

	line(line: ArgLine, wide: boolean): LineLogic {
		switch (line.kind) {
			case "not":
				return negated(this.line(line.line, !wide));
			case "any":
				return anyOf(line.lines.map((inner) => this.line(inner, wide)));
			case "words": {
				const inSet = this.pattern(line.patterns);
				return this.quantified(
					line.every,
					() => true,
					(word) => word.has(inSet),
				);
			}
			case "operand": {
				const inSet = this.pattern(line.patterns);
				return this.operand(line.every, wide, (word) => word.has(inSet));
			}
			case "operand_under": {
				const set = this.setOf(line.paths);
				return this.operand(line.every, wide, (word) => word.inside(set));
			}
			case "flag":
				return this.flag(line.spellings, wide);
			case "option":
				return this.option(line.name, line.values, wide);
			case "count":
				return this.count(line.operator, line.value, wide);
		}
	}

	private property(key: string, property: () => Property): number {
		const known = this.numberOf.get(key);
		if (known !== undefined) return known;
		const number = this.properties.push(property()) - 1;
		this.numberOf.set(key, number);
		return number;
	}

	private pattern(patterns: WordPattern): number {
		return this.property(
			JSON.stringify(["pattern", ...patterns]),
			() => (nfa, from, accept) => accept(readWordPattern(nfa, from, patterns)),
		);
	}

	private track(tracker: Tracker): number {
		return this.trackers.push(tracker) - 1;
	}

	/** Some word, or every word, among those that count is as asked. */
	private quantified(every: boolean, counts: (word: WordView) => boolean, asked: (word: WordView) => boolean): LineLogic {
		const some = this.track(once((word) => counts(word) && asked(word) !== every));
		const found: LineLogic = {
			holds: (states) => states[some] === 1,
			settled: (states) => (states[some] === 1 ? true : null),
		};
		return every ? negated(found) : found;
	}

	private operand(every: boolean, wide: boolean, asked: (word: WordView) => boolean): LineLogic {
		this.usesRoles = true;
		const possible = wide !== every;
		return this.quantified(every, (word) => (possible ? word.mayOperand : word.certainOperand), asked);
	}

	private flag(spellings: readonly string[], wide: boolean): LineLogic {
		this.usesRoles = true;
		const { facts } = this;
		const key = (kind: string) => JSON.stringify([kind, ...spellings]);
		if (!wide) {
			const certain = this.property(key("certain"), () => certainlyFlag(spellings, facts));
			return this.quantified(
				false,
				(word) => word.certainOption,
				(word) => word.has(certain),
			);
		}
		const could = this.property(key("could"), () => couldBeFlag(spellings, facts, false));
		const may = this.quantified(
			false,
			(word) => word.mayOption,
			(word) => word.has(could),
		);
		if (!hasAmbiguous(spellings, facts)) return may;
		const surely = this.property(key("surely"), () => couldBeFlag(spellings, facts, true));
		const sure = this.quantified(
			false,
			(word) => word.mayOption,
			(word) => word.has(surely),
		);
		return ambiguous(sure, may);
	}

	private option(name: string, values: WordPattern, wide: boolean): LineLogic {
		this.usesRoles = true;
		const texts = this.keep(textGlob(values));
		if (!texts) return allOf([]);
		if (!wide) return this.optionCertain(name, values, texts);
		const may = this.optionPossible(name, values, texts, false);
		return hasAmbiguousName(name, this.facts) ? ambiguous(this.optionPossible(name, values, texts, true), may) : may;
	}

	/** Some possible occurrence has a value in the set. States: 0, 1 the next word is a value, 2 found. */
	private optionPossible(name: string, values: WordPattern, texts: Dfa, sure: boolean): LineLogic {
		const inSet = this.pattern(values);
		const next = this.occurs(name, { kind: "next" }, "", sure);
		const attached = this.occurs(name, { kind: "attached", values: texts }, JSON.stringify(values), sure);
		const tracker = this.track({
			start: 0,
			step(state, word) {
				if (state === 2 || (state === 1 && word.has(inSet)) || (word.mayOption && word.has(attached))) return 2;
				return word.mayOption && word.has(next) ? 1 : 0;
			},
		});
		return {
			holds: (states) => states[tracker] === 2,
			settled: (states) => (states[tracker] === 2 ? true : null),
		};
	}

	/** Occurs certainly, and every possible occurrence has a value in the set. States: 1 seen + 2 pending; 4 failed. */
	private optionCertain(name: string, values: WordPattern, texts: Dfa): LineLogic {
		const every = this.keep(textGlob(["*"]));
		const others = every && this.keep(difference(every, texts));
		if (!others) return allOf([]);
		const inSet = this.pattern(values);
		const next = this.occurs(name, { kind: "next" }, "", false);
		const outside = this.occurs(name, { kind: "attached", values: others }, `not ${JSON.stringify(values)}`, false);
		const certain = this.property(JSON.stringify(["option", name]), () => certainlyOption(name));
		const tracker = this.track({
			start: 0,
			step(state, word) {
				const wrongNext = (state & 2) !== 0 && !word.has(inSet);
				if (state === 4 || wrongNext || (word.mayOption && word.has(outside))) return 4;
				const seen = (state & 1) !== 0 || (word.certainOption && word.has(certain));
				return (seen ? 1 : 0) | (word.mayOption && word.has(next) ? 2 : 0);
			},
		});
		return {
			holds: (states) => states[tracker] === 1,
			settled: (states) => (states[tracker] === 4 ? false : null),
		};
	}

	private occurs(name: string, question: ValueQuestion, key: string, sure: boolean): number {
		return this.property(JSON.stringify(["occurs", name, question.kind, key, sure]), () => optionOccurs(name, this.facts, question, sure));
	}

	/** Compares a number that lies between the certain and the possible operands; both are counted up to one past the value. */
	private count(operator: CountOperator, value: number, wide: boolean): LineLogic {
		this.usesRoles = true;
		const most = value + 1;
		const base = most + 1;
		const tracker = this.track({
			start: 0,
			step(state, word) {
				const certain = Math.trunc(state / base) + (word.certainOperand ? 1 : 0);
				const possible = (state % base) + (word.mayOperand ? 1 : 0);
				return Math.min(certain, most) * base + Math.min(possible, most);
			},
		});
		const holdsFor = COMPARE[operator];
		return {
			holds(states) {
				const state = states[tracker] ?? 0;
				const certain = Math.trunc(state / base);
				const numbers = Array.from({ length: (state % base) - certain + 1 }, (_, i) => certain + i);
				return wide ? numbers.some((number) => holdsFor(number, value)) : numbers.every((number) => holdsFor(number, value));
			},
			settled: () => null,
		};
	}

	private keep(built: Dfa | TooLarge): Dfa | null {
		if (!("kind" in built)) return built;
		this.failure ??= built;
		return null;
	}
}

const COMPARE = {
	"==": (a, b) => a === b,
	"!=": (a, b) => a !== b,
	"<": (a, b) => a < b,
	"<=": (a, b) => a <= b,
	">": (a, b) => a > b,
	">=": (a, b) => a >= b,
} as const satisfies Record<CountOperator, (a: number, b: number) => boolean>;

/** A line that holds surely in one way, and perhaps in another that is wider. */
function ambiguous(sure: LineLogic, may: LineLogic): LineLogic {
	return {
		holds: (states, asSure) => (asSure ? sure : may).holds(states, asSure),
		settled: (states, asSure) => (asSure ? sure : may).settled(states, asSure),
	};
}
