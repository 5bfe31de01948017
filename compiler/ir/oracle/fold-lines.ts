/**
 * Args lines as folds over words: what must be asked of each word (expressions), a small number that
 * is carried from word to word, and what that number means at the end.
 */

import type { ArgLine } from "../types.ts";
import { bytesOf } from "./bytes.ts";
import { WordExpressions } from "./express-words.ts";
import type { Expression, Expressions } from "./expressions.ts";
import { compare, type Reading, SWAPPED } from "./hold-lines.ts";
import type { Knowledge } from "./know-options.ts";
import type { Degree } from "./read-flags.ts";
import { readWordGlobs } from "./read-globs.ts";

/** The answers for one word: by expression, by role, by path set. */
export interface WordFacts {
	readonly holds: (expression: Expression) => boolean;
	readonly mayOption: boolean;
	readonly certainlyOption: boolean;
	readonly mayOperand: boolean;
	readonly certainlyOperand: boolean;
	readonly inPaths: (paths: readonly string[]) => boolean;
}

interface Fold {
	readonly step: (carried: number, word: WordFacts) => number;
	readonly degree: (carried: number) => Degree;
}

export interface Folds {
	readonly words: WordExpressions;
	/** Everything that is asked of a word. */
	readonly asked: readonly Expression[];
	/** The carried numbers start at 0. */
	readonly folds: readonly Fold[];
	/** What the lines together come to. */
	readonly degree: (carried: readonly number[]) => Degree;
}

/** The lines as folds, for one reading and what is known of options. */
export function foldLines(lines: readonly ArgLine[], reading: Reading, knowledge: Knowledge, expressions: Expressions): Folds {
	const words = new WordExpressions(expressions, knowledge);
	const builder = new FoldBuilder(words);
	const parts = lines.map((line) => builder.line(line, reading));
	return {
		words,
		asked: [...new Set([words.end, words.optionLike, words.mustTake, words.mayTake, ...builder.asked])],
		folds: builder.folds,
		degree: (carried) => Math.min(2, ...parts.map((part) => part(carried))) as Degree,
	};
}

type Total = (carried: readonly number[]) => Degree;

class FoldBuilder {
	readonly folds: Fold[] = [];
	readonly asked: Expression[] = [];

	constructor(private readonly words: WordExpressions) {}

	private add(asked: readonly Expression[], fold: Fold): Total {
		const index = this.folds.push(fold) - 1;
		this.asked.push(...asked);
		return (carried) => fold.degree(carried[index] ?? 0);
	}

	private pattern(texts: readonly string[]): Expression {
		return this.words.expressions.pattern(readWordGlobs(texts));
	}

	line(line: ArgLine, reading: Reading): Total {
		switch (line.kind) {
			case "not": {
				const inner = this.line(line.line, SWAPPED[reading]);
				return (carried) => (inner(carried) === 0 ? 2 : 0);
			}
			case "any": {
				const inner = line.lines.map((each) => this.line(each, reading));
				return (carried) => Math.max(0, ...inner.map((each) => each(carried))) as Degree;
			}
			case "flag":
				return this.flag(line.spellings.map(bytesOf), reading);
			case "option":
				return this.option(bytesOf(line.name), this.pattern(line.values), reading);
			case "operand": {
				const pattern = this.pattern(line.patterns);
				return this.operands(line.every, [pattern], (word) => word.holds(pattern), reading);
			}
			case "operand_under":
				return this.operands(line.every, [], (word) => word.inPaths(line.paths), reading);
			case "words": {
				const pattern = this.pattern(line.patterns);
				return this.marked([pattern], line.every, (word) => word.holds(pattern) !== line.every);
			}
			case "count":
				return this.count(line, reading);
		}
	}

	/** Remembers whether some word was `telling`: that makes a `some` line true and an `every` line false. */
	private marked(asked: readonly Expression[], every: boolean, telling: (word: WordFacts) => boolean): Total {
		return this.add(asked, {
			step: (carried, word) => (telling(word) ? 1 : carried),
			degree: (carried) => ((carried === 1) === every ? 0 : 2),
		});
	}

	private flag(spellings: readonly string[], reading: Reading): Total {
		if (reading === "narrow") {
			const certain = this.words.certainlyIsFlag(spellings);
			return this.marked([certain], false, (word) => word.certainlyOption && word.holds(certain));
		}
		const sure = this.words.couldBeFlag(spellings, true);
		const any = this.words.couldBeFlag(spellings, false);
		return this.add([sure, any], {
			step: (carried, word) => Math.max(carried, word.mayOption ? degreeOf(word.holds(sure), word.holds(any)) : 0),
			degree: (carried) => carried as Degree,
		});
	}

	private operands(every: boolean, asked: readonly Expression[], test: (word: WordFacts) => boolean, reading: Reading): Total {
		const certain = (reading === "wide") === every;
		return this.marked(asked, every, (word) => (certain ? word.certainlyOperand : word.mayOperand) && test(word) !== every);
	}

	/** Carries the numbers of certain and of possible operands, each up to one more than the line's number. */
	private count(line: Extract<ArgLine, { kind: "count" }>, reading: Reading): Total {
		const size = line.value + 2;
		const cap = (count: number) => Math.min(count, size - 1);
		return this.add([], {
			step: (carried, word) => {
				const least = cap(Math.floor(carried / size) + (word.certainlyOperand ? 1 : 0));
				return least * size + cap((carried % size) + (word.mayOperand ? 1 : 0));
			},
			degree: (carried) => {
				const holds: boolean[] = [];
				for (let count = Math.floor(carried / size); count <= carried % size; count++)
					holds.push(compare(count, line.operator, line.value));
				return (reading === "wide" ? holds.includes(true) : !holds.includes(false)) ? 2 : 0;
			},
		});
	}

	private option(name: string, values: Expression, reading: Reading): Total {
		return reading === "wide" ? this.optionWide(name, values) : this.optionNarrow(name, values);
	}

	/** Carries the best degree found, and (in threes) that of an occurrence that waits for the next word. */
	private optionWide(name: string, values: Expression): Total {
		const { words } = this;
		const before = [words.occursBeforeValue(name, true), words.occursBeforeValue(name, false)] as const;
		const within = [words.occursWithValue(name, values, true), words.occursWithValue(name, values, false)] as const;
		return this.add([...before, ...within, values], {
			step: (carried, word) => {
				const waiting = word.holds(values) ? Math.floor(carried / 3) : 0;
				const here = word.mayOption ? degreeOf(word.holds(within[0]), word.holds(within[1])) : 0;
				const next = word.mayOption ? degreeOf(word.holds(before[0]), word.holds(before[1])) : 0;
				return Math.max(carried % 3, waiting, here) + 3 * next;
			},
			degree: (carried) => (carried % 3) as Degree,
		});
	}

	/** Carries three bits: it certainly occurred, some occurrence failed, one waits for the next word. */
	private optionNarrow(name: string, values: Expression): Total {
		const { words } = this;
		const e = words.expressions;
		const others = e.and([e.word, e.not(values)]);
		const certain = words.certainlyHolds(name);
		const before = words.occursBeforeValue(name, false);
		const bad = words.occursWithValue(name, others, false);
		return this.add([certain, before, bad, values], {
			step: (carried, word) => {
				const seen = (carried & 1) === 1 || (word.certainlyOption && word.holds(certain));
				const failed = (carried & 2) > 0 || ((carried & 4) > 0 && !word.holds(values)) || (word.mayOption && word.holds(bad));
				return (seen ? 1 : 0) + (failed ? 2 : 0) + (word.mayOption && word.holds(before) ? 4 : 0);
			},
			degree: (carried) => (carried === 1 ? 2 : 0),
		});
	}
}

function degreeOf(sure: boolean, any: boolean): Degree {
	return sure ? 2 : any ? 1 : 0;
}
