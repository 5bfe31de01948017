/** Compiles `args` lines to one automaton over the words that they speak of. */

import {
	classifyWords,
	DEAD,
	type Dfa,
	expandWords,
	LIMITS,
	type Place,
	type Property,
	precede,
	type Reading,
	readWordPattern,
	type TooLarge,
	tooLarge,
} from "../../automata/index.ts";
import type { ArgLine, WordPattern } from "../../ir/types.ts";
import type { LineLogic, WordView } from "./line-logic.ts";
import { type OptionFacts, optionFacts } from "./option-facts.ts";
import type { KnownOptions } from "./option-knowledge.ts";
import { endsInNamed, isBareOption, isBeginning, isEnd, isFlagSpelling, isOptionLike, mustTake } from "./parser-properties.ts";
import { type LinesRead, readLines } from "./read-lines.ts";

/** The path sets of a rule: set k is the k-th mark byte before a border. */
export type PathSets = readonly (readonly string[])[];

/**
 * The language of the word lists for which all lines hold, labelled: 1 where that rests on an ambiguous
 * beginning of an option.
 *
 * @param before patterns of words that stand before those that the lines speak of
 * @param lines the lines, at least one
 * @param pathSets all path sets of the rule; every word carries a mark for each
 */
export function compileArgs(
	before: readonly WordPattern[],
	lines: readonly ArgLine[],
	reading: Reading,
	known: KnownOptions,
	pathSets: PathSets,
): Dfa | TooLarge {
	const facts = optionFacts(lines, known);
	const read = readLines(lines, reading, facts, (paths) => setNumber(pathSets, paths));
	if ("kind" in read) return read;
	const parser = read.usesRoles ? parserProperties(facts) : [];
	const patterns = before.filter((pattern) => !isManyWords(pattern));
	const own = [...read.properties, ...parser];
	const classifier = classifyWords([...own, ...patterns.map(patternProperty)], pathSets.length);
	if ("kind" in classifier) return classifier;
	const words = classifier.classes.map((properties, i) => wordOf(properties, classifier.marks[i] ?? 0, read, facts));
	const machine = buildMachine(words, read, reading);
	if ("kind" in machine || before.length === 0) return "kind" in machine ? machine : expandWords(machine, classifier);
	let number = own.length;
	const places = before.map((pattern): Place => {
		if (isManyWords(pattern)) return null;
		const property = number++;
		return new Set(classifier.classes.flatMap((properties, word) => (properties.includes(property) ? [word] : [])));
	});
	const preceded = precede(places, machine);
	return "kind" in preceded ? preceded : expandWords(preceded, classifier);
}

/** Whether a pattern is `**`: any number of words. */
export function isManyWords(pattern: WordPattern): boolean {
	return pattern.length === 1 && pattern[0] === "**";
}

function patternProperty(pattern: WordPattern): Property {
	return (nfa, from, accept) => accept(readWordPattern(nfa, from, pattern));
}

function setNumber(pathSets: PathSets, paths: readonly string[]): number {
	const key = JSON.stringify(paths);
	return pathSets.findIndex((set) => JSON.stringify(set) === key);
}

/** In the order in which `wordOf` asks for them. */
function parserProperties(facts: OptionFacts): Property[] {
	return [isEnd, isOptionLike, mustTake(facts), isBeginning(facts), isBareOption, isFlagSpelling(facts), endsInNamed(facts)];
}

/** What the parsers see of a class of words. */
interface Word {
	readonly properties: ReadonlySet<number>;
	readonly marks: number;
	readonly end: boolean;
	readonly optionLike: boolean;
	readonly mustTake: boolean;
	readonly mayTake: boolean;
}

function wordOf(properties: readonly number[], marks: number, read: LinesRead, facts: OptionFacts): Word {
	const set = new Set(properties);
	const [end, optionLike, must, beginning, bare, flag, named] = [0, 1, 2, 3, 4, 5, 6].map((i) => set.has(read.properties.length + i));
	const unknownMay = !facts.known && ((bare && !flag) || named);
	return {
		properties: set,
		marks,
		end: end ?? false,
		optionLike: optionLike ?? false,
		mustTake: must ?? false,
		mayTake: must || beginning || unknownMay || false,
	};
}

/** States of a parser, as bits: a set of them is what the possible parsers are in. */
const PARSER = { normal: 1, value: 2, ended: 4 } as const;

function nextParsers(parsers: number, word: Word): number {
	let next = parsers & PARSER.ended;
	if (parsers & PARSER.value) next |= PARSER.normal;
	if (parsers & PARSER.normal) {
		if (word.end) next |= PARSER.ended;
		else if (!word.optionLike) next |= PARSER.normal;
		else if (word.mustTake) next |= PARSER.value;
		else next |= word.mayTake ? PARSER.value | PARSER.normal : PARSER.normal;
	}
	return next;
}

function viewOf(parsers: number, word: Word): WordView {
	const normal = (parsers & PARSER.normal) !== 0;
	const plain = !word.end && !word.optionLike;
	const mayOperand = (parsers & PARSER.ended) !== 0 || (normal && plain);
	return {
		has: (property) => word.properties.has(property),
		inside: (set) => ((word.marks >> set) & 1) === 1,
		mayOption: normal && word.optionLike,
		certainOption: parsers === PARSER.normal && word.optionLike,
		mayOperand,
		certainOperand: mayOperand && (parsers & PARSER.value) === 0 && (!normal || plain),
	};
}

/** The machine over classes: a state is a set of parser states and the states of all trackers. */
function buildMachine(words: readonly Word[], read: LinesRead, reading: Reading) {
	const { logic, trackers } = read;
	const width = words.length;
	const start = [PARSER.normal, ...trackers.map((tracker) => tracker.start)];
	const states: (readonly number[])[] = [];
	const numberOf = new Map<string, number>();
	const next: number[] = [];
	const label: number[] = [];
	const intern = (parsers: number, at: readonly number[]): number => {
		if (logic.settled(at, false) === false) return DEAD;
		const settled = logic.settled(at, reading === "wide") === true;
		const key = settled ? "settled" : `${parsers}:${at.join()}`;
		const known = numberOf.get(key);
		if (known !== undefined) return known;
		const number = states.push([parsers, ...at]) - 1;
		numberOf.set(key, number);
		label.push(labelOf(logic, at, reading));
		return number;
	};
	const [parsers = 0, ...at] = start;
	if (intern(parsers, at) === DEAD) return { states: 1, width, next: new Int32Array(width).fill(DEAD), label: Int32Array.of(0) };
	for (let i = 0; i < states.length; i++) {
		if (states.length > LIMITS.built) return tooLarge(states.length, LIMITS.built);
		const [from = 0, ...trackerStates] = states[i] ?? [];
		for (const word of words) {
			const view = viewOf(from, word);
			next.push(
				intern(
					read.usesRoles ? nextParsers(from, word) : from,
					trackers.map((tracker, k) => tracker.step(trackerStates[k] ?? 0, view)),
				),
			);
		}
	}
	return { states: states.length, width, next: Int32Array.from(next), label: Int32Array.from(label) };
}

/** A narrow language has no doubtful part: what it excludes counts even where it is ambiguous. */
function labelOf(logic: LineLogic, at: readonly number[], reading: Reading): number {
	if (!logic.holds(at, false)) return 0;
	return reading === "narrow" || logic.holds(at, true) ? 2 : 1;
}
