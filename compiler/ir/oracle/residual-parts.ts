/** The residuals of one matcher: an expression over all words, or a head and the args lines behind it. */

import type { ArgLine, Matcher } from "../types.ts";
import { type Expression, type Expressions, NONE, VIA } from "./expressions.ts";
import { type Folds, foldLines, type WordFacts } from "./fold-lines.ts";
import { readMatcher, readWords } from "./hold-language.ts";
import type { Reading } from "./hold-lines.ts";
import { Interner } from "./interner.ts";
import { headsOf, knowOptions } from "./know-options.ts";
import type { Degree } from "./read-flags.ts";
import { DEAD } from "./residuals.ts";
import type { Registry } from "./types.ts";

/** As `Residuals`, for one matcher. No method is asked about DEAD, except `end` about its outer residual. */
export interface Part {
	readonly start: number;
	readonly begin: (outer: number) => number;
	readonly step: (inner: number, byte: number, ways: number) => number;
	readonly ending: (inner: number) => number;
	readonly end: (outer: number, ending: number, marks: number) => number;
	readonly degree: (outer: number) => Degree;
}

/** A matcher without args: every residual is an expression, and that of no text is DEAD. */
export function textPart(matcher: Matcher, reading: Reading, e: Expressions): Part {
	const alive = (expression: Expression) => (expression === NONE ? DEAD : expression);
	return {
		start: alive(e.pattern(readMatcher(matcher, reading === "wide"))),
		begin: (outer) => outer,
		step: (inner, byte, ways) => alive(e.derive(inner, byte, ways)),
		ending: (inner) => alive(e.derive(inner, 0)),
		end: (_, ending) => ending,
		degree: (outer) => (e.isNullable(outer) ? 2 : 0),
	};
}

type WordsMatcher = Extract<Matcher, { kind: "exact" | "prefix" }>;

/** A matcher with args: one part for each head that the registry may know other options of. */
export function argsParts(
	matcher: WordsMatcher,
	args: readonly ArgLine[],
	reading: Reading,
	registry: Registry,
	e: Expressions,
	pathSets: readonly (readonly string[])[],
): Part[] {
	return headsOf(matcher.words).map((head) => {
		const first = head.map((alternatives) => alternatives[0] ?? "");
		const folds = foldLines(args, reading, knowOptions(first, args, registry), e);
		return new ArgsPart(e.pattern(readWords(head)), matcher.kind === "prefix", folds, e, pathSets);
	});
}

/** Parser states as bits. */
const NORMAL = 1;
const VALUE = 2;
const ENDED = 4;

/**
 * Outer residual: the head's expression, then the runs of the args that started behind it. Inner
 * residual: the head's expression, then (if there are runs) those of everything asked of a word.
 * Ending: the head's expression after the border, then one bit for each of them.
 */
class ArgsPart implements Part {
	readonly start: number;
	private readonly outers = new Interner();
	private readonly inners = new Interner();
	private readonly endings = new Interner();
	/** A run: the possible parser states, then the carried numbers. */
	private readonly runs = new Interner();
	private readonly fresh: number;

	constructor(
		head: Expression,
		/** Whether words may follow the head. */
		private readonly open: boolean,
		private readonly folds: Folds,
		private readonly e: Expressions,
		private readonly pathSets: readonly (readonly string[])[],
	) {
		this.fresh = this.runs.number([NORMAL, ...folds.folds.map(() => 0)]);
		this.start = this.outer(head, []);
	}

	private outer(head: Expression, runs: readonly number[]): number {
		const all = new Set(this.e.isNullable(head) ? [...runs, this.fresh] : runs);
		return head === NONE && all.size === 0 ? DEAD : this.outers.number([head, ...[...all].sort((a, b) => a - b)]);
	}

	readonly begin = (outer: number): number => {
		const [head = NONE, ...runs] = this.outers.list(outer);
		return this.inner([head, ...(runs.length > 0 && this.open ? this.folds.asked : [])]);
	};

	private inner(list: readonly number[]): number {
		return list.length === 1 && list[0] === NONE ? DEAD : this.inners.number(list);
	}

	/** A program word that args lines look at (behind a head that may be empty) counts as matched by a wildcard. */
	readonly step = (inner: number, byte: number, ways: number): number => {
		const [head = NONE, ...asked] = this.inners.list(inner);
		const looked = (ways & VIA.wild) > 0 ? asked.map((expression) => this.e.derive(expression, byte)) : [];
		return this.inner([this.e.derive(head, byte, ways), ...looked]);
	};

	readonly ending = (inner: number): number => {
		const [head = NONE, ...asked] = this.inners.list(inner);
		return this.endings.number([this.e.derive(head, 0), ...asked.map((expression) => (this.e.isNullable(expression) ? 1 : 0))]);
	};

	readonly end = (outer: number, ending: number, marks: number): number => {
		const [head = NONE, ...bits] = this.endings.list(ending);
		const [, ...runs] = this.outers.list(outer);
		return this.outer(head, this.open && bits.length > 0 ? runs.map((run) => this.afterWord(run, bits, marks)) : []);
	};

	private afterWord(run: number, bits: readonly number[], marks: number): number {
		const [states = NORMAL, ...carried] = this.runs.list(run);
		const { words, asked, folds } = this.folds;
		const holds = (expression: Expression) => bits[asked.indexOf(expression)] === 1;
		const normal = (states & NORMAL) > 0;
		const [isEnd, isOption] = [normal && holds(words.end), normal && holds(words.optionLike)];
		const others = (states & VALUE) > 0 || isEnd;
		const mayOperand = (states & ENDED) > 0 || (normal && !isEnd && !isOption);
		const facts: WordFacts = {
			holds,
			mayOption: isOption,
			certainlyOption: isOption && states === NORMAL,
			mayOperand,
			certainlyOperand: mayOperand && !others && !isOption,
			inPaths: (paths) => (marks & (1 << this.pathSets.findIndex((set) => JSON.stringify(set) === JSON.stringify(paths)))) > 0,
		};
		let next = states & ENDED;
		if ((states & VALUE) > 0) next |= NORMAL;
		if (isEnd) next |= ENDED;
		else if (isOption) next |= holds(words.mustTake) ? VALUE : holds(words.mayTake) ? VALUE | NORMAL : NORMAL;
		else if (normal) next |= NORMAL;
		return this.runs.number([next, ...folds.map((fold, index) => fold.step(carried[index] ?? 0, facts))]);
	}

	readonly degree = (outer: number): Degree => {
		const [, ...runs] = this.outers.list(outer);
		return Math.max(0, ...runs.map((run) => this.folds.degree(this.runs.list(run).slice(1)))) as Degree;
	};
}
