import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchWords, prepareLanguage, prepareTables } from "../../runtime/typescript/match.ts";
import type { AutomatonTable, Program } from "../../runtime/typescript/types.ts";
import type { ViewPart, ViewWord } from "../../runtime/typescript/views.ts";

/** Automata over a few bytes, total or partial, with any labels. */
const automaton: fc.Arbitrary<AutomatonTable> = fc.integer({ min: 1, max: 5 }).chain((states) => {
	const target = fc.integer({ min: -1, max: states - 1 });
	const triples = fc
		.tuple(target, target, target, target)
		.map(([border, a, b, slash]) => [0, 0, border, 0x2f, 0x2f, slash, 0x61, 0x61, a, 0x62, 0x62, b]);
	return fc.record({
		accept: fc.array(fc.constantFrom(0, 0, 1, 2, 2), { minLength: states, maxLength: states }),
		default: fc.array(target, { minLength: states, maxLength: states }),
		ranges: fc.array(triples, { minLength: states, maxLength: states }),
	});
});

const WORD = fc.constantFrom("", "a", "b", "ab", "ba", "a/b", "c");
const program: fc.Arbitrary<Program> = fc.oneof(
	fc.constant<Program>({ kind: "automaton", automaton: 0 }),
	fc
		.array(
			fc.record({
				words: fc.array(fc.uniqueArray(WORD, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
				tail: fc.constant(0),
			}),
			{ maxLength: 3 },
		)
		.map((heads): Program => ({ kind: "heads", heads })),
);

const part: fc.Arbitrary<ViewPart> = fc.oneof(
	WORD.map((text) => ({ text })),
	fc.constantFrom("one", "many", "star", "deep", "any", "bracket").map((unknown): ViewPart => ({ unknown: unknown as "one" })),
);
const viewWord: fc.Arbitrary<ViewWord> = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts): ViewWord => {
	const first = parts[0];
	return { literal: parts.length === 1 && first && "text" in first ? first.text : null, parts, of: null };
});

const literalWord = (text: string): ViewWord => ({ literal: text, parts: [{ text }], of: null });

/** A plain walk of the table or the heads over literal words, by the definition. */
function labelOf(languageProgram: Program, table: AutomatonTable, words: readonly string[]): number {
	if (languageProgram.kind === "automaton") return walk(table, words);
	const labels = languageProgram.heads.map((head) =>
		head.words.length <= words.length && head.words.every((alternatives, index) => alternatives.includes(words[index] ?? "\0"))
			? walk(table, words.slice(head.words.length))
			: 0,
	);
	return Math.max(0, ...labels);
}

function walk(table: AutomatonTable, words: readonly string[]): number {
	let state = 0;
	for (const letter of words.flatMap((word) => [...word, "\0"])) {
		const byte = letter.charCodeAt(0);
		const triples = table.ranges[state] ?? [];
		let next = table.default[state] ?? -1;
		for (let index = 0; index < triples.length; index += 3) if (triples[index] === byte) next = triples[index + 2] ?? -1;
		if (next < 0) return 0;
		state = next;
	}
	return table.accept[state] ?? 0;
}

const FILLS = ["", "a", "b", "ab", "/", "a/b", "c", "ca"];

/** Some of the word lists that a word stands for. */
function fillingsOf(word: ViewWord): string[][] {
	const glob = word.parts.some((item) => "unknown" in item && !["one", "many"].includes(item.unknown));
	let texts = [""];
	for (const item of word.parts) {
		const fills = "text" in item ? [item.text] : fillsOf(item.unknown);
		texts = texts.flatMap((text) => fills.map((fill) => text + fill)).slice(0, 60);
	}
	const lists = texts.map((text) => text.split("\0"));
	if (glob) return [...lists, ...lists.slice(0, 4).flatMap((one) => lists.slice(0, 4).map((other) => [...one, ...other]))];
	const vanishes = word.parts.every((item) => "unknown" in item && item.unknown === "many");
	return vanishes ? [[], ...lists] : lists;
}

function fillsOf(unknown: string): string[] {
	if (unknown === "any") return ["a", "b", "c", "é".length === 1 ? "\xc3\xa9" : "é"];
	if (unknown === "star") return FILLS.filter((fill) => !fill.includes("/"));
	return unknown === "many" ? [...FILLS, "a\0b", "\0", "a\0\0a"] : FILLS;
}

describe("three-valued matching", () => {
	test("words without unknown parts get the label of the walk", () => {
		fc.assert(
			fc.property(automaton, program, fc.array(WORD, { maxLength: 4 }), (table, language, words) => {
				const answer = matchWords(prepareLanguage(language, prepareTables([table]), false), words.map(literalWord), null);
				expect(answer).toBe(["no", "maybe", "yes"][labelOf(language, table, words)]);
			}),
			{ numRuns: 10_000 },
		);
	});

	test("yes is true of every filling, no of none", () => {
		fc.assert(
			fc.property(automaton, program, fc.array(viewWord, { minLength: 1, maxLength: 2 }), (table, language, words) => {
				const answer = matchWords(prepareLanguage(language, prepareTables([table]), false), words, null);
				let lists: string[][] = [[]];
				for (const word of words) lists = lists.flatMap((list) => fillingsOf(word).map((filling) => [...list, ...filling])).slice(0, 200);
				const labels = lists.map((list) => labelOf(language, table, list));
				if (answer === "yes") expect(labels.every((label) => label === 2)).toBe(true);
				if (answer === "no") expect(labels.every((label) => label === 0)).toBe(true);
			}),
			{ numRuns: 10_000 },
		);
	});

	test("maybe is exact: some filling is accepted, or ambiguous, and some is not surely accepted", () => {
		// All words that start with `a`, in the language; `b` alone is ambiguous.
		const table: AutomatonTable = {
			accept: [0, 0, 2, 0, 1],
			default: [-1, 1, -1, -1, -1],
			ranges: [[0x61, 0x61, 1, 0x62, 0x62, 3], [0, 0, 2], [], [0, 0, 4], []],
		};
		const language = prepareLanguage({ kind: "automaton", automaton: 0 }, prepareTables([table]), false);
		const parts = (...items: ViewPart[]): ViewWord[] => [{ literal: null, parts: items, of: null }];
		expect(matchWords(language, parts({ text: "a" }, { unknown: "one" }), null)).toBe("yes");
		expect(matchWords(language, parts({ text: "a" }, { unknown: "many" }), null)).toBe("maybe");
		expect(matchWords(language, parts({ unknown: "one" }), null)).toBe("maybe");
		expect(matchWords(language, parts({ text: "c" }, { unknown: "many" }), null)).toBe("no");
		expect(matchWords(language, parts({ text: "b" }, { unknown: "any" }), null)).toBe("no");
		expect(matchWords(language, [literalWord("b")], null)).toBe("maybe");
	});

	test("a search over the budget of steps is a maybe", () => {
		const table: AutomatonTable = { accept: [2, 2], default: [1, 0], ranges: [[], []] };
		const language = prepareLanguage({ kind: "automaton", automaton: 0 }, prepareTables([table]), false);
		const unknown: ViewWord = { literal: null, parts: [{ unknown: "one" }], of: null };
		expect(matchWords(language, [unknown, literalWord("x".repeat(50_000))], null)).toBe("yes");
		expect(matchWords(language, [unknown, literalWord("x".repeat(150_000))], null)).toBe("maybe");
	});
});
