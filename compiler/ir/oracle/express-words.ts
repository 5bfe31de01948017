/**
 * What args lines ask about one word, as expressions over its bytes: docs/semantics.md, sections 3
 * and 4, said again without a look at the functions that read concrete words.
 */

import { EMPTY, type Expression, type Expressions } from "./expressions.ts";
import type { Knowledge } from "./know-options.ts";
import type { Range } from "./patterns.ts";

const LETTERS: readonly Range[] = [
	[0x30, 0x39],
	[0x41, 0x5a],
	[0x61, 0x7a],
];

export class WordExpressions {
	readonly end: Expression;
	readonly optionLike: Expression;
	readonly mustTake: Expression;
	readonly mayTake: Expression;

	constructor(
		readonly expressions: Expressions,
		private readonly knowledge: Knowledge,
	) {
		const e = expressions;
		this.end = e.text("--");
		this.optionLike = this.without(e.sequence([e.text("-"), e.word]), [e.text("-"), this.end]);
		this.mustTake = e.and([this.optionLike, this.expressMustTake()]);
		this.mayTake = e.and([this.optionLike, e.choice([this.mustTake, this.expressMayTake()])]);
	}

	private without(whole: Expression, parts: readonly Expression[]): Expression {
		return this.expressions.and([whole, this.expressions.not(this.expressions.choice(parts))]);
	}

	/** The letters of short options that take a value. */
	private shortValues(except: string | null): string[] {
		return [...this.knowledge.values]
			.filter((option) => option.length === 2 && option !== "--" && option !== except)
			.map((option) => option.charAt(1));
	}

	private oneOf(letters: readonly string[]): Expression {
		return this.expressions.choice(letters.map((letter) => this.expressions.text(letter)));
	}

	/** One letter or digit that is none of the given ones. */
	private letterBut(letters: readonly string[]): Expression {
		return this.without(this.expressions.bytes(LETTERS), [this.oneOf(letters)]);
	}

	private expressMustTake(): Expression {
		const e = this.expressions;
		const exact = [...this.knowledge.values].map((option) => e.text(option));
		if (!this.knowledge.complete) return e.choice(exact);
		const short = this.shortValues(null);
		const other = this.letterBut(short);
		const last = e.and([e.bytes(LETTERS), this.oneOf(short)]);
		return e.choice([...exact, e.sequence([e.text("-"), other, e.star(other), last])]);
	}

	private expressMayTake(): Expression {
		const e = this.expressions;
		const prefixes = [...this.knowledge.values]
			.filter((option) => option.startsWith("--"))
			.flatMap((option) => this.properPrefixes(option));
		const abbreviated = e.choice(prefixes.map((prefix) => e.text(prefix)));
		if (this.knowledge.complete) return abbreviated;
		const withEquals = e.sequence([e.word, e.text("="), e.word]);
		const flags = [...this.knowledge.flags].map((flag) => e.text(flag));
		const letter = e.bytes(LETTERS);
		const cluster = e.sequence([e.text("-"), letter, e.star(letter), e.and([letter, this.oneOf(this.shortValues(null))])]);
		return e.choice([abbreviated, this.without(this.optionLike, [withEquals, ...flags]), cluster]);
	}

	/** Proper prefixes of at least three bytes. */
	private properPrefixes(option: string): string[] {
		return Array.from({ length: Math.max(0, option.length - 3) }, (_, index) => option.slice(0, index + 3));
	}

	private isAmbiguous(prefix: string, spellings: readonly string[]): boolean {
		return this.knowledge.options.some((option) => option.startsWith(prefix) && !spellings.includes(option));
	}

	/** Words that could be one of the spellings; with `sure`, by more than an ambiguous prefix. */
	couldBeFlag(spellings: readonly string[], sure: boolean): Expression {
		const e = this.expressions;
		return e.choice(
			spellings.map((spelling) => {
				if (!isShort(spelling)) return e.sequence([this.names(spelling, spellings, sure), this.optionalValue()]);
				return e.sequence([this.clusterBefore(spelling, null), e.text(spelling.charAt(1)), e.word]);
			}),
		);
	}

	/** How a long or single-dash option may be written, without its value. */
	private names(spelling: string, spellings: readonly string[], sure: boolean): Expression {
		const e = this.expressions;
		if (!spelling.startsWith("--")) return e.choice([e.text(spelling), e.text(`-${spelling}`)]);
		const prefixes = this.properPrefixes(spelling).filter((prefix) => !sure || !this.isAmbiguous(prefix, spellings));
		return e.choice([spelling, ...prefixes].map((name) => e.text(name)));
	}

	private optionalValue(): Expression {
		return this.expressions.choice([EMPTY, this.expressions.sequence([this.expressions.text("="), this.expressions.word])]);
	}

	/** One dash and what may stand before a short option in its word. `harmless`: the one value option that may stand there. */
	private clusterBefore(spelling: string, harmless: string | null): Expression {
		const e = this.expressions;
		const stops = ["=", ...(this.knowledge.complete ? this.shortValues(harmless) : [])];
		const letter = this.without(e.bytes([[1, 255]]), [this.oneOf(stops)]);
		const first = this.without(letter, [e.text("-")]);
		const dash = spelling.charAt(0);
		return e.sequence([e.text(dash), e.choice([EMPTY, e.sequence([first, e.star(letter)])])]);
	}

	/** Words that certainly are one of the spellings. */
	certainlyIsFlag(spellings: readonly string[]): Expression {
		const e = this.expressions;
		return e.choice(
			spellings.flatMap((spelling) => {
				if (!isShort(spelling)) return [e.text(spelling), e.sequence([e.text(spelling), e.text("="), this.trueValue()])];
				if (!this.knowledge.complete) return [e.text(spelling)];
				const before = this.letterBut(this.shortValues(null));
				const letter = e.and([e.bytes(LETTERS), e.text(spelling.charAt(1))]);
				const letters = e.sequence([e.star(before), letter, e.star(e.bytes(LETTERS))]);
				return [e.text(spelling), e.sequence([e.text("-"), letters])];
			}),
		);
	}

	private trueValue(): Expression {
		const e = this.expressions;
		const spelled = (text: string) => e.sequence([...text].map((letter) => this.oneOf([letter, letter.toUpperCase()])));
		return this.without(e.word, [EMPTY, ...["0", "f", "false", "n", "no", "none", "off"].map(spelled)]);
	}

	/** Words with a possible occurrence of the option whose value is the next word; `sure` as for flags. */
	occursBeforeValue(name: string, sure: boolean): Expression {
		const e = this.expressions;
		if (!isShort(name)) return this.names(name, [name], sure);
		return e.sequence([this.clusterBefore(name, name), e.text(name.charAt(1))]);
	}

	/** Words with a possible occurrence of the option that holds a value of the given language. */
	occursWithValue(name: string, values: Expression, sure: boolean): Expression {
		const e = this.expressions;
		if (!isShort(name)) return e.sequence([this.names(name, [name], sure), e.text("="), values]);
		const rest = this.without(e.choice([values, e.sequence([e.text("="), values])]), [EMPTY]);
		return e.sequence([this.clusterBefore(name, name), e.text(name.charAt(1)), rest]);
	}

	/** Words that certainly hold the option, if they certainly are options. */
	certainlyHolds(name: string): Expression {
		const e = this.expressions;
		return isShort(name) ? e.sequence([e.text(name), e.word]) : e.sequence([e.text(name), this.optionalValue()]);
	}
}

function isShort(spelling: string): boolean {
	return spelling.length === 2 && !spelling.startsWith("--");
}
