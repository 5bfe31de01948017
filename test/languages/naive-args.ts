/**
 * A slow and plain reading of `args` lines, straight from docs/semantics.md, sections 3 and 4. It works
 * on lists of words, lists all possible parsers one by one, and shares no code with the compiler.
 */

import type { ArgLine } from "../../compiler/ir/types.ts";

/** A word with the path sets that it lies in. */
export interface MarkedWord {
	readonly text: string;
	readonly inside: readonly (readonly string[])[];
}

export interface NaiveKnowledge {
	readonly values: readonly string[] | null;
	readonly options: readonly string[];
}

/** `alnum`: ASCII letters and digits. */
const CLUSTER = /^-[A-Za-z0-9]{2,}$/;
const isShort = (option: string) => /^-[^-]$/.test(option) && new TextEncoder().encode(option).length === 2;
const isLong = (option: string) => option.startsWith("--");

type Role = "operand" | "value" | "option" | "end";

/** Matches a word pattern by trying everything. */
export function naiveGlob(pattern: string, text: string): boolean {
	if (pattern === "") return text === "";
	const [first = "", ...others] = pattern;
	const rest = others.join("");
	if (first === "*") return naiveGlob(rest, text) || (text !== "" && naiveGlob(pattern, text.slice(1)));
	const [head = "", ...tail] = text;
	if (text === "") return false;
	if (first === "?") return naiveGlob(rest, tail.join(""));
	if (first === "\\" && others.length > 0) return head === others[0] && naiveGlob(others.slice(1).join(""), tail.join(""));
	return head === first && naiveGlob(rest, tail.join(""));
}

const inSet = (patterns: readonly string[], text: string) => patterns.some((pattern) => naiveGlob(pattern, text));

/** What a list of words gets: 0 no, 1 maybe, 2 yes. */
export function naiveArgs(lines: readonly ArgLine[], wide: boolean, known: NaiveKnowledge, words: readonly MarkedWord[]): 0 | 1 | 2 {
	const judge = (sure: boolean) => {
		const args = new NaiveArgs(lines, known, words, sure);
		return lines.every((line) => args.holds(line, wide));
	};
	if (!judge(false)) return 0;
	return !wide || judge(true) ? 2 : 1;
}

function flatten(lines: readonly ArgLine[]): ArgLine[] {
	return lines.flatMap((line) => {
		if (line.kind === "not") return flatten([line.line]);
		return line.kind === "any" ? flatten(line.lines) : [line];
	});
}

class NaiveArgs {
	private readonly values: Set<string>;
	private readonly named: string[];
	private readonly flags: Set<string>;
	private readonly parsers: Role[][];

	constructor(
		lines: readonly ArgLine[],
		private readonly known: NaiveKnowledge,
		private readonly words: readonly MarkedWord[],
		private readonly sure: boolean,
	) {
		const all = flatten(lines);
		this.named = all.flatMap((line) => (line.kind === "option" ? [line.name] : []));
		this.flags = new Set(all.flatMap((line) => (line.kind === "flag" ? line.spellings : [])).filter((flag) => !this.named.includes(flag)));
		this.values = new Set([...(known.values ?? []).filter((value) => !this.flags.has(value)), ...this.named]);
		this.parsers = this.everyParser();
	}

	private get complete(): boolean {
		return this.known.values !== null;
	}

	private isShortValue(letter: string): boolean {
		return this.values.has(`-${letter}`) && isShort(`-${letter}`);
	}

	private mustTake(word: string): boolean {
		if (this.values.has(word)) return true;
		if (!this.complete || !CLUSTER.test(word)) return false;
		const letters = [...word.slice(1)];
		return this.isShortValue(letters.at(-1) ?? "") && !letters.slice(0, -1).some((letter) => this.isShortValue(letter));
	}

	private mayTake(word: string): boolean {
		if (this.mustTake(word)) return true;
		if (word.length >= 3 && [...this.values].some((value) => isLong(value) && value !== word && value.startsWith(word))) return true;
		if (this.complete) return false;
		if (optionLike(word) && !word.includes("=") && !this.flags.has(word)) return true;
		return CLUSTER.test(word) && this.named.some((name) => isShort(name) && name[1] === word.at(-1));
	}

	/** The roles that every possible parser gives the words. */
	private everyParser(): Role[][] {
		const run = (state: "normal" | "value" | "ended", at: number): Role[][] => {
			const word = this.words[at];
			if (!word) return [[]];
			const then = (role: Role, next: "normal" | "value" | "ended") => run(next, at + 1).map((roles) => [role, ...roles]);
			if (state === "ended") return then("operand", "ended");
			if (state === "value") return then("value", "normal");
			if (word.text === "--") return then("end", "ended");
			if (!optionLike(word.text)) return then("operand", "normal");
			if (this.mustTake(word.text)) return then("option", "value");
			return this.mayTake(word.text) ? [...then("option", "value"), ...then("option", "normal")] : then("option", "normal");
		};
		return run("normal", 0);
	}

	private may(at: number, role: Role): boolean {
		return this.parsers.some((roles) => roles[at] === role);
	}

	private certainly(at: number, role: Role): boolean {
		return this.parsers.every((roles) => roles[at] === role);
	}

	holds(line: ArgLine, wide: boolean): boolean {
		const { words } = this;
		switch (line.kind) {
			case "not":
				return !this.holds(line.line, !wide);
			case "any":
				return line.lines.some((inner) => this.holds(inner, wide));
			case "words":
				return line.every ? words.every((word) => inSet(line.patterns, word.text)) : words.some((word) => inSet(line.patterns, word.text));
			case "operand":
				return this.operands(line.every, wide, (word) => inSet(line.patterns, word.text));
			case "operand_under":
				return this.operands(line.every, wide, (word) => word.inside.some((set) => set.join("\n") === line.paths.join("\n")));
			case "flag":
				return words.some((word, at) =>
					wide
						? this.may(at, "option") && line.spellings.some((flag) => this.couldBe(flag, line.spellings, word.text))
						: this.certainly(at, "option") && line.spellings.some((flag) => this.certainlyIs(flag, word.text)),
				);
			case "count": {
				const certain = words.filter((_, at) => this.certainly(at, "operand")).length;
				const possible = words.filter((_, at) => this.may(at, "operand")).length;
				const numbers = Array.from({ length: possible - certain + 1 }, (_, i) => certain + i);
				const test = (number: number) =>
					({
						"==": number === line.value,
						"!=": number !== line.value,
						"<": number < line.value,
						"<=": number <= line.value,
						">": number > line.value,
						">=": number >= line.value,
					})[line.operator];
				return wide ? numbers.some(test) : numbers.every(test);
			}
			case "option": {
				const occurrences = words.flatMap((word, at) =>
					this.may(at, "option") ? this.occurrences(line.name, word.text, words[at + 1]?.text) : [],
				);
				if (wide) return occurrences.some((values) => values?.some((value) => inSet(line.values, value)) ?? false);
				const certain = words.some((word, at) => this.certainly(at, "option") && certainOccurrence(line.name, word.text));
				return certain && occurrences.every((values) => values?.every((value) => inSet(line.values, value)) ?? false);
			}
		}
	}

	private operands(every: boolean, wide: boolean, asked: (word: MarkedWord) => boolean): boolean {
		if (!every) return this.words.some((word, at) => (wide ? this.may(at, "operand") : this.certainly(at, "operand")) && asked(word));
		return this.words.every((word, at) => asked(word) || !(wide ? this.certainly(at, "operand") : this.may(at, "operand")));
	}

	/** Whether a beginning of a spelling counts: all of them do, unless only what is sure may count. */
	private counts(beginning: string, spellings: readonly string[]): boolean {
		if (beginning.length < 3) return false;
		return !this.sure || !this.known.options.some((option) => !spellings.includes(option) && option.startsWith(beginning));
	}

	private couldBe(flag: string, spellings: readonly string[], word: string): boolean {
		const [name, ...assigned] = word.split("=");
		const start = name ?? "";
		if (isLong(flag)) {
			if (word === flag || word.startsWith(`${flag}=`)) return true;
			return start !== flag && flag.startsWith(start) && this.counts(start, spellings) && assigned.length >= 0;
		}
		if (!isShort(flag)) return [flag, `-${flag}`].some((text) => word === text || word.startsWith(`${text}=`));
		return this.places(flag[1] ?? "", word, (letter) => this.isShortValue(letter)).length > 0;
	}

	/** The places of a letter in a word of one dash, behind no `=` and no barred letter. */
	private places(letter: string, word: string, barred: (letter: string) => boolean): number[] {
		if (!word.startsWith("-") || word.startsWith("--")) return [];
		const found: number[] = [];
		for (let at = 1; at < word.length; at++) {
			if (word[at] === letter) found.push(at);
			if (word[at] === "=" || (this.complete && barred(word[at] ?? ""))) break;
		}
		return found;
	}

	private certainlyIs(flag: string, word: string): boolean {
		if (word === flag) return true;
		if (!isShort(flag)) {
			const value = word.startsWith(`${flag}=`) ? word.slice(flag.length + 1) : "";
			return value !== "" && !/^(0|f|false|n|no|none|off)$/i.test(value);
		}
		if (!this.complete || !CLUSTER.test(word)) return false;
		const letters = [...word.slice(1)];
		const at = letters.indexOf(flag[1] ?? "");
		return at >= 0 && !letters.slice(0, at).some((letter) => this.isShortValue(letter));
	}

	/** The values of every possible occurrence in a word; null for one without a value. */
	private occurrences(name: string, word: string, next: string | undefined): (string[] | null)[] {
		const behind = next === undefined ? null : [next];
		if (isShort(name)) {
			const letter = name[1] ?? "";
			return this.places(letter, word, (other) => other !== letter && this.isShortValue(other)).map((at) => {
				const rest = word.slice(at + 1);
				if (rest === "") return behind;
				return rest.startsWith("=") ? [rest, rest.slice(1)] : [rest];
			});
		}
		const starts = isLong(name)
			? Array.from(name, (_, i) => name.slice(0, i + 1)).filter((start) => start === name || this.counts(start, [name]))
			: [name, `-${name}`];
		return starts.flatMap((start) => {
			if (word === start) return [behind];
			return word.startsWith(`${start}=`) ? [[word.slice(start.length + 1)]] : [];
		});
	}
}

function optionLike(word: string): boolean {
	return word.startsWith("-") && word !== "-" && word !== "--";
}

function certainOccurrence(name: string, word: string): boolean {
	if (isShort(name)) return word.startsWith(name);
	return word === name || word.startsWith(`${name}=`);
}
