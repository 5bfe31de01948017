/**
 * Whether a view of a command is in a language: yes, no or maybe.
 *
 * A view with unknown parts stands for all its fillings: `yes` if every filling is accepted, `no` if none
 * is, else `maybe`. That is exact: the automaton runs on the set of states that the fillings so far lead to.
 */

import type { Bytes } from "./bytes.ts";
import { BUDGET } from "./codes.ts";
import { BORDER, type ByteKind, DEAD, HeadsMachine, INSIDE, type Machine, OUTSIDE, Successors, TableMachine } from "./machine.ts";
import { bytesOf } from "./registry.ts";
import type { AutomatonTable, Program } from "./types.ts";
import type { ViewPart, ViewWord } from "./views.ts";

export type Answer = "no" | "maybe" | "yes";

/** Per path set of a rule: whether a word is a path inside it. */
export type Marks = readonly Answer[];

const NO_MARKS: Marks = [];

/** A language of a rule, ready to run. */
export interface Language {
	readonly machine: Machine;
	/** Literal heads by their first word, for views without unknown parts; null where there are no heads. */
	readonly heads: ReadonlyMap<Bytes, readonly PreparedHead[]> | null;
}

interface PreparedHead {
	/** The alternatives of the words after the first. */
	readonly rest: readonly ReadonlySet<Bytes>[];
	readonly tail: Machine;
}

/** The tables of a bundle as machines, shared by all its languages. */
export function prepareTables(tables: readonly AutomatonTable[]): readonly TableMachine[] {
	return tables.map((table) => new TableMachine(table));
}

/** A program of the bundle, ready to run. `marked`: its rule has path sets, so that marks stand before borders. */
export function prepareLanguage(program: Program, tables: readonly TableMachine[], marked: boolean): Language {
	if (program.kind === "automaton") return { machine: tables[program.automaton] ?? new TableMachine(NOTHING), heads: null };
	const heads = new Map<Bytes, PreparedHead[]>();
	for (const { words, tail } of program.heads) {
		const machine = tables[tail];
		if (!machine) continue;
		const [first, ...rest] = words.map((alternatives) => new Set(alternatives.map(bytesOf)));
		const head: PreparedHead = { rest, tail: machine };
		for (const word of first ?? []) {
			const known = heads.get(word);
			if (known) known.push(head);
			else heads.set(word, [head]);
		}
	}
	return { machine: new LazyHeads(program, tables, marked), heads };
}

const NOTHING: AutomatonTable = { accept: [0], default: [-1], ranges: [[]] };

/** Most heads are never run on unknown words: their machine is built when one is. */
class LazyHeads implements Machine {
	readonly successors = new Successors();
	private built: HeadsMachine | null = null;

	constructor(
		private readonly program: Extract<Program, { kind: "heads" }>,
		private readonly tables: readonly TableMachine[],
		private readonly marked: boolean,
	) {}

	private get heads(): HeadsMachine {
		this.built ??= new HeadsMachine(this.program, this.tables, this.marked);
		return this.built;
	}

	get start(): number {
		return this.heads.start;
	}

	step(state: number, byte: number): number {
		return this.heads.step(state, byte);
	}

	accept(state: number): number {
		return this.heads.accept(state);
	}
}

/**
 * Runs a language over the words of a view.
 *
 * @param marksOf the marks of a word, for a rule with path sets; null for all others
 * @returns `maybe` also where the search of unknown parts goes over its budget of steps
 */
export function matchWords(language: Language, words: readonly ViewWord[], marksOf: ((word: ViewWord) => Marks) | null): Answer {
	if (marksOf === null && words.every(({ literal }) => literal !== null)) return LABELS[runLiteral(language, words)] ?? "no";
	const run = new Run(language.machine, marksOf);
	let states: ReadonlySet<number> = new Set([language.machine.start]);
	for (const word of words) {
		states = run.word(states, word);
		if (run.exhausted) return "maybe";
		if (states.size === 1 && states.has(DEAD)) return "no";
	}
	return answerOf(language.machine, states);
}

const LABELS: readonly Answer[] = ["no", "maybe", "yes"];

/** What a set of states says: all accept surely, none accepts, or neither. */
export function answerOf(machine: Machine, states: ReadonlySet<number>): Answer {
	let all = true;
	let none = true;
	for (const state of states) {
		const label = machine.accept(state);
		if (label !== 2) all = false;
		if (label !== 0) none = false;
	}
	return none ? "no" : all ? "yes" : "maybe";
}

function runLiteral(language: Language, words: readonly ViewWord[]): number {
	if (!language.heads) return runFrom(language.machine, words, 0);
	const heads = language.heads.get(words[0]?.literal ?? "") ?? [];
	let best = 0;
	for (const { rest, tail } of words.length === 0 ? [] : heads) {
		if (words.length <= rest.length) continue;
		if (rest.every((alternatives, index) => alternatives.has(words[index + 1]?.literal ?? ""))) {
			best = Math.max(best, runFrom(tail, words, rest.length + 1));
		}
	}
	return best;
}

function runFrom(machine: Machine, words: readonly ViewWord[], from: number): number {
	let state = machine.start;
	for (let index = from; index < words.length; index++) {
		const text = words[index]?.literal ?? "";
		for (let at = 0; at < text.length; at++) state = machine.step(state, text.charCodeAt(at));
		state = machine.step(state, BORDER);
		if (state === DEAD) return 0;
	}
	return machine.accept(state);
}

/** The lead bytes of characters in UTF-8 and how many bytes follow them. */
const MULTIBYTE: readonly (readonly [low: number, high: number, follow: number])[] = [
	[0xc2, 0xdf, 1],
	[0xe0, 0xef, 2],
	[0xf0, 0xf4, 3],
];

const SLASH = 0x2f;
const CAPITAL_A = 0x41;
const CAPITAL_Z = 0x5a;

type Unknown = Extract<ViewPart, { unknown: unknown }>["unknown"];
/** A word with one of these stands for one or more words. */
const GLOBS: ReadonlySet<Unknown> = new Set<Unknown>(["star", "deep", "any", "bracket"]);
/** A word of nothing else may stand for no word. */
const VANISHING: ReadonlySet<Unknown> = new Set<Unknown>(["many", "names"]);

/** One run of a machine over words with unknown parts; counts its steps. */
export class Run {
	private steps = 0;

	constructor(
		private readonly machine: Machine,
		private readonly marksOf: ((word: ViewWord) => Marks) | null,
	) {}

	/** Over the budget: every answer is `maybe`. */
	get exhausted(): boolean {
		return this.steps > BUDGET.steps;
	}

	/** The states after one word of a view, its border included; the word may stand for none or several. */
	word(states: ReadonlySet<number>, word: ViewWord): ReadonlySet<number> {
		const marks = this.marksOf === null ? NO_MARKS : this.marksOf(word);
		if (word.literal !== null) return this.border(this.text(states, word.literal), marks);
		if (word.parts.some((part) => "unknown" in part && GLOBS.has(part.unknown))) return this.globWord(states, word, marks);
		const after = this.border(this.parts(states, word, marks), marks);
		return word.parts.every((part) => "unknown" in part && VANISHING.has(part.unknown)) ? union(states, after) : after;
	}

	/** A glob stands for one or more words that match it. */
	private globWord(states: ReadonlySet<number>, word: ViewWord, marks: Marks): ReadonlySet<number> {
		const all = new Set<number>();
		let fresh = states;
		while (fresh.size > 0 && !this.exhausted) {
			const after = this.border(this.parts(fresh, word, marks), marks);
			fresh = new Set([...after].filter((state) => !all.has(state)));
			for (const state of fresh) all.add(state);
		}
		return all;
	}

	private parts(states: ReadonlySet<number>, word: ViewWord, marks: Marks): ReadonlySet<number> {
		return word.parts.reduce((from, part) => this.part(from, part, marks), states);
	}

	private part(states: ReadonlySet<number>, part: ViewPart, marks: Marks): ReadonlySet<number> {
		if ("text" in part) return this.text(states, part.text);
		switch (part.unknown) {
			case "any":
				return this.character(states);
			case "star":
				return this.close(states, (state) => this.successors(state, "segment"));
			case "many":
				return this.many(states, marks);
			case "name":
				return this.close(states, (state) => this.successors(state, "name"));
			case "names": {
				const names = this.close(states, (state) => this.successors(state, "name"));
				return union(names, this.many(this.border(names, marks), marks));
			}
			default:
				return this.close(states, (state) => this.successors(state, "word"));
		}
	}

	private many(states: ReadonlySet<number>, marks: Marks): ReadonlySet<number> {
		return this.close(states, (state) => [...this.successors(state, "word"), ...this.border(new Set([state]), marks)]);
	}

	private text(states: ReadonlySet<number>, text: Bytes): ReadonlySet<number> {
		if (states.size === 1) {
			for (let state of states) {
				for (let at = 0; at < text.length; at++) state = this.machine.step(state, text.charCodeAt(at));
				this.steps += text.length;
				return new Set([state]);
			}
		}
		let from = states;
		for (let at = 0; at < text.length && !this.exhausted; at++) {
			const byte = text.charCodeAt(at);
			from = this.map(from, (state) => this.machine.step(state, byte));
		}
		return from;
	}

	private border(states: ReadonlySet<number>, marks: Marks): ReadonlySet<number> {
		let from = states;
		for (const mark of marks) {
			const inside = mark === "no" ? [] : this.map(from, (state) => this.machine.step(state, INSIDE));
			const outside = mark === "yes" ? [] : this.map(from, (state) => this.machine.step(state, OUTSIDE));
			from = new Set([...inside, ...outside]);
		}
		return this.map(from, (state) => this.machine.step(state, BORDER));
	}

	private character(states: ReadonlySet<number>): ReadonlySet<number> {
		const all = new Set<number>();
		for (const state of states) for (const next of this.successors(state, "segment")) all.add(next);
		for (const [low, high, follow] of MULTIBYTE) {
			let from: ReadonlySet<number> = this.range(states, low, high);
			for (let count = 0; count < follow; count++) from = this.range(from, 0x80, 0xbf);
			for (const state of from) all.add(state);
		}
		return all;
	}

	private range(states: ReadonlySet<number>, low: number, high: number): ReadonlySet<number> {
		const all = new Set<number>();
		for (const state of states) for (let byte = low; byte <= high; byte++) all.add(this.machine.step(state, byte));
		this.steps += states.size;
		return all;
	}

	private map(states: ReadonlySet<number>, step: (state: number) => number): ReadonlySet<number> {
		const all = new Set<number>();
		for (const state of states) all.add(step(state));
		this.steps += states.size;
		return all;
	}

	/** All states that can be reached; every state is expanded once. */
	private close(states: ReadonlySet<number>, expand: (state: number) => Iterable<number>): ReadonlySet<number> {
		const all = new Set(states);
		const queue = [...states];
		for (let state = queue.pop(); state !== undefined && !this.exhausted; state = queue.pop()) {
			this.steps += 1;
			for (const next of expand(state)) {
				if (all.has(next)) continue;
				all.add(next);
				queue.push(next);
			}
		}
		return all;
	}

	/** The states after one byte of a word, whichever it is. Where words are marked, the marks are no bytes of a word. */
	private successors(state: number, kind: ByteKind): readonly number[] {
		const marked = this.marksOf !== null;
		const cache = this.machine.successors.of(kind, marked);
		const known = cache.get(state);
		if (known) return known;
		const all = new Set<number>();
		let last: number | null = null;
		for (let byte = 1; byte <= 0xff; byte++) {
			if (kind !== "word" && byte === SLASH) continue;
			if (kind === "name" && byte >= CAPITAL_A && byte <= CAPITAL_Z) continue;
			if (marked && (byte === INSIDE || byte === OUTSIDE)) continue;
			const next = this.machine.step(state, byte);
			// Neighbours mostly lead to the same state.
			if (next !== last) all.add(next);
			last = next;
		}
		const list = [...all];
		cache.set(state, list);
		return list;
	}
}

function union(one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> {
	return new Set([...one, ...other]);
}
