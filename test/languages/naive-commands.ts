/**
 * A slow and plain reading of command languages, straight from docs/semantics.md, sections 1, 2 and 5. It
 * tries every way in which a pattern can take a list of words, and shares no code with the compiler.
 */

import type { CommandLanguage, Matcher, WordPattern } from "../../compiler/ir/types.ts";
import { type NaiveKnowledge, naiveArgs, naiveGlob } from "./naive-args.ts";

export type NaiveLookup = (program: string, subcommand: string | null) => NaiveKnowledge;
export type NaiveReading = "narrow" | "wide";

const ENDINGS = [".exe", ".cmd", ".bat", ".com"];

/** A program word reduced. */
export function naiveReduce(word: string): string {
	const name = (word.split("/").at(-1) ?? "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	const ending = ENDINGS.find((end) => name.endsWith(end));
	return ending && name !== ending ? name.slice(0, -4) : name;
}

/** What took each character of the first word: the pattern's own text, a wildcard, or a blank of the pattern. */
type Takers = readonly ("text" | "wild" | "blank")[];

/** One way to take a list of words: who took the first word, and the words left for `args` (null: none may be asked). */
interface Way {
	readonly takers: Takers;
	readonly label: number;
}

/** The label of a list of words: for the wide reading the first word is that of a view, as written or reduced. */
export function naiveCommand(language: CommandLanguage, reading: NaiveReading, lookup: NaiveLookup, words: readonly string[]): number {
	if (reading === "narrow") return asWritten(language, reading, lookup, words).reduce((most, way) => Math.max(most, way.label), 0);
	const [view = "", ...rest] = words;
	let best = 0;
	for (const first of words.length === 0 ? [] : couldBe(view, language)) {
		for (const way of asWritten(language, reading, lookup, [first, ...rest])) {
			if (reducedMember(first, way.takers) === view) best = Math.max(best, way.label);
		}
	}
	return words.length === 0 ? asWritten(language, reading, lookup, words).reduce((most, way) => Math.max(most, way.label), 0) : best;
}

/** What the first word of a member becomes; null where the member is left out. */
function reducedMember(word: string, takers: Takers): string | null {
	const slash = word.lastIndexOf("/");
	if (slash >= 0 && takers.slice(0, slash).includes("blank")) return null;
	const reduced = naiveReduce(word);
	const name = word.slice(slash + 1);
	const dropsEnding = reduced.length < name.length;
	const telling = slash >= 0 ? takers.slice(slash) : dropsEnding ? takers.slice(-4) : [];
	return telling.includes("wild") || (slash < 0 && telling.includes("blank")) ? word : reduced;
}

/** Words that could become the view's first word: enough of them to find a member, if there is one. */
function couldBe(view: string, language: CommandLanguage): string[] {
	const folders = new Set([""]);
	for (const matcher of language.matchers) {
		const texts = "words" in matcher ? (matcher.words[0] ?? []) : [matcher.pattern];
		for (const text of texts) {
			for (let at = text.indexOf("/"); at >= 0; at = text.indexOf("/", at + 1))
				folders.add(
					text
						.slice(0, at + 1)
						.replace(/\*/g, "")
						.replace(/\?/g, "x"),
				);
		}
	}
	// A wildcard takes a letter in either case, so only letters that some pattern writes large are tried in both.
	const large = new Set(JSON.stringify(language).match(/[A-Z]/g) ?? []);
	let cases = [""];
	for (const character of view) {
		const upper = character.toUpperCase();
		cases = cases.flatMap((start) => (large.has(upper) && upper !== character ? [start + character, start + upper] : [start + character]));
	}
	cases.push(view.toUpperCase());
	const endings = ["", ...ENDINGS, ...ENDINGS.map((end) => end.toUpperCase())];
	return [view, ...[...folders].flatMap((folder) => cases.flatMap((word) => endings.map((end) => folder + word + end)))];
}

/** All ways to take the words, nothing reduced. */
function asWritten(language: CommandLanguage, reading: NaiveReading, lookup: NaiveLookup, words: readonly string[]): Way[] {
	const excepted = language.except.some((except) => {
		if (reading === "wide") return naiveCommand(except, "narrow", lookup, words) > 0;
		const [first = "", ...rest] = words;
		return (
			naiveCommand(except, "wide", lookup, words) > 0 ||
			(words.length > 0 && naiveCommand(except, "wide", lookup, [naiveReduce(first), ...rest]) > 0)
		);
	});
	return excepted ? [] : language.matchers.flatMap((matcher) => waysOf(matcher, language, reading, lookup, words));
}

function waysOf(matcher: Matcher, language: CommandLanguage, reading: NaiveReading, lookup: NaiveLookup, words: readonly string[]): Way[] {
	if (matcher.kind === "regex") throw new Error("regular expressions are compared with JavaScript's own");
	if (matcher.kind === "glob")
		return words.length === 0 ? [] : globWays(matcher.pattern, words.join("\0"), reading).map((takers) => ({ takers, label: 2 }));
	const { args } = language;
	const known = (programs: WordPattern | undefined, subcommands: WordPattern | undefined): NaiveKnowledge => {
		const program = literal(programs);
		if (program === null) return { values: null, options: [] };
		return lookup(naiveReduce(program), literal(subcommands));
	};
	return alternatives(matcher.words).flatMap((pattern) =>
		splits(pattern, words).flatMap(({ rest, first }) => {
			if (matcher.kind === "exact" && rest.length > 0) return [];
			const marked = rest.map((text) => ({ text, inside: [] }));
			const label = args.length === 0 ? 2 : naiveArgs(args, reading === "wide", known(pattern[0], pattern[1]), marked);
			const [word = ""] = words;
			const ways = first === null ? [Array.from(word, () => "wild" as const)] : wordWays(first, word);
			return label === 0 ? [] : ways.map((takers) => ({ takers, label }));
		}),
	);
}

/** The text of a pattern of one alternative without wildcards, else null. */
function literal(pattern: WordPattern | undefined): string | null {
	const [text] = pattern ?? [];
	if (text === undefined || /(?<!\\)(\\\\)*[*?]/.test(text)) return null;
	return text.replace(/\\(.)/g, "$1");
}

/** Patterns with one alternative per word. */
function alternatives(words: readonly WordPattern[]): WordPattern[][] {
	return words.reduce<WordPattern[][]>((all, word) => all.flatMap((start) => word.map((text) => [...start, [text]])), [[]]);
}

/** All ways to take words from the front: what is left, and the pattern of the first word (null: `**` took it, or nothing did). */
function splits(
	pattern: readonly WordPattern[],
	words: readonly string[],
): { readonly rest: readonly string[]; readonly first: string | null }[] {
	const [text, ...others] = pattern.map(([only = ""]) => only);
	if (text === undefined) return [{ rest: words, first: null }];
	const later = others.map((other): WordPattern => [other]);
	if (text === "**") {
		const none = splits(later, words);
		return words.length === 0 ? none : [...none, ...splits(pattern, words.slice(1)).map(({ rest }) => ({ rest, first: null }))];
	}
	const [word, ...rest] = words;
	if (word === undefined || !naiveGlob(text, word)) return [];
	return splits(later, rest).map((split) => ({ rest: split.rest, first: text }));
}

/** Who takes the characters of a word that a word pattern matches. */
function wordWays(pattern: string, word: string): Takers[] {
	return take(pattern, word, "narrow", false);
}

/** Who takes the characters of the first of some joined words. */
function globWays(pattern: string, joined: string, reading: NaiveReading): Takers[] {
	const [first = ""] = joined.split("\0");
	return take(pattern, joined, reading, true).map((takers) => takers.slice(0, first.length));
}

function take(pattern: string, text: string, reading: NaiveReading, whole: boolean): Takers[] {
	if (pattern === "") return text === "" ? [[]] : [];
	const first = pattern.charAt(0);
	const rest = pattern.slice(1);
	const head = text.charAt(0);
	const with1 = (taker: Takers[number], later: Takers[]) => later.map((takers) => [taker, ...takers]);
	if (first === "*") {
		const none = take(rest, text, reading, whole);
		return text === "" || (!whole && head === "\0")
			? none
			: unique([...none, ...with1("wild", take(pattern, text.slice(1), reading, whole))]);
	}
	if (text === "") return [];
	if (first === "?") return head === "\0" ? [] : with1("wild", take(rest, text.slice(1), reading, whole));
	if (whole && first === " ") {
		if (head === "\0") return with1("text", take(rest, text.slice(1), reading, whole));
		return reading === "wide" && (head === " " || head === "\t") ? with1("blank", take(rest, text.slice(1), reading, whole)) : [];
	}
	const wanted = first === "\\" && rest !== "" ? rest.charAt(0) : first;
	const later = first === "\\" && rest !== "" ? rest.slice(1) : rest;
	return head === wanted ? with1("text", take(later, text.slice(1), reading, whole)) : [];
}

function unique(ways: readonly Takers[]): Takers[] {
	return [...new Map(ways.map((way) => [way.join(), way])).values()];
}
