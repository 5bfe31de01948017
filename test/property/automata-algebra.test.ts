import fc from "fast-check";
import { expect, test } from "vitest";
import {
	combine,
	commandGlob,
	commandRegex,
	complement,
	containedInUnion,
	type Dfa,
	difference,
	differenceWitness,
	equal,
	fromTable,
	intersection,
	intersects,
	isEmpty,
	isTooLarge,
	labelAt,
	labelOfWords,
	notContained,
	relabel,
	toTable,
	union,
	unionOf,
	walk,
} from "../../compiler/automata/index.ts";
import { built, globArbitrary, joinedArbitrary, regexArbitrary } from "../automata/regex-cases.ts";

const language: fc.Arbitrary<Dfa> = fc
	.oneof(
		{ weight: 3, arbitrary: globArbitrary.map(({ ours }) => commandGlob(ours, "narrow")) },
		{ weight: 1, arbitrary: regexArbitrary.map(({ ours }) => commandRegex(ours, false, "narrow")) },
	)
	.filter((dfa) => !isTooLarge(dfa) && !("code" in dfa) && dfa.states < 200)
	.map(built);

const labelled: fc.Arbitrary<Dfa> = fc.tuple(language, language).map(([yes, may]) => built(combine(yes, may)));

test("equal languages give identical automata and tables, however they were built", () => {
	fc.assert(
		fc.property(language, language, language, (a, b, c) => {
			const left = built(intersection(built(union(a, b)), c));
			const right = built(union(built(intersection(c, b)), built(intersection(a, c))));
			expect(equal(left, right)).toBe(true);
			expect(toTable(left)).toEqual(toTable(right));
			expect(equal(built(complement(built(complement(a)))), a)).toBe(true);
			expect(equal(built(difference(a, b)), built(intersection(a, built(complement(b)))))).toBe(true);
		}),
		{ numRuns: 1_000 },
	);
});

test("operations on labels are operations on the label of every list of words", () => {
	fc.assert(
		fc.property(labelled, labelled, fc.array(joinedArbitrary, { minLength: 10, maxLength: 10 }), (a, b, texts) => {
			const [both, either, minus, doubtful] = [
				built(intersection(a, b)),
				built(union(a, b)),
				built(difference(a, b)),
				relabel(a, (label) => Math.min(label, 1)),
			];
			for (const text of texts) {
				const words = text.split("\0");
				const [left, right] = [labelOfWords(a, words), labelOfWords(b, words)];
				expect([both, either, minus, doubtful].map((dfa) => labelOfWords(dfa, words))).toEqual([
					Math.min(left, right),
					Math.max(left, right),
					right > 0 ? 0 : left,
					Math.min(left, 1),
				]);
			}
		}),
		{ numRuns: 1_000 },
	);
});

test("a table read back is the same automaton", () => {
	fc.assert(
		fc.property(labelled, (a) => {
			const table = toTable(a);
			const copy = fromTable(JSON.parse(JSON.stringify(table)));
			expect(equal(copy, a)).toBe(true);
			for (const ranges of table.ranges) {
				const bytes = ranges.filter((_, i) => i % 3 !== 2);
				expect(bytes.every((byte, i) => i === 0 || (i % 2 === 1 ? byte >= (bytes[i - 1] ?? 0) : byte > (bytes[i - 1] ?? 0)))).toBe(true);
			}
		}),
		{ numRuns: 2_000 },
	);
});

test("a witness shows what it is a witness of", () => {
	fc.assert(
		fc.property(language, language, (a, b) => {
			const common = intersects(a, b);
			if (common) expect([a, b].map((dfa) => labelAt(dfa, walk(dfa, 0, common)))).toEqual([2, 2]);
			const outside = notContained(a, b);
			if (outside) {
				expect([a, b].map((dfa) => labelAt(dfa, walk(dfa, 0, outside)))).toEqual([2, 0]);
				const words = differenceWitness(a, b, { vocabulary: ["a", "b"] }) ?? [];
				expect(words.join().includes("\ufffd") || labelOfWords(a, words) === 2).toBe(true);
			} else expect(isEmpty(built(difference(a, b)))).toBe(true);
		}),
		{ numRuns: 5_000 },
	);
});

test("containment in a union is what the built union says", () => {
	let undecided = 0;
	fc.assert(
		fc.property(language, fc.array(language, { maxLength: 5 }), fc.boolean(), (a, all, cover) => {
			const some = cover ? [...all, built(difference(a, all[0] ?? built(complement(a))))] : all;
			const answer = containedInUnion(a, some);
			const whole = unionOf(some);
			fc.pre(!isTooLarge(whole));
			const exact = notContained(a, built(whole));
			if (answer === "undecided") undecided++;
			else if (answer === "yes") expect(exact).toBe(null);
			else {
				expect(exact).not.toBe(null);
				expect(labelAt(a, walk(a, 0, answer.witness))).toBe(2);
				expect(some.map((dfa) => labelAt(dfa, walk(dfa, 0, answer.witness)))).toEqual(some.map(() => 0));
			}
		}),
		{ numRuns: 3_000 },
	);
	expect(undecided).toBe(0);
});

test("a budget that is used up gives no answer, never a wrong one", () => {
	fc.assert(
		fc.property(language, fc.array(language, { minLength: 2, maxLength: 5 }), fc.nat(3), (a, all, budget) => {
			const [small, large] = [containedInUnion(a, all, { budget }), containedInUnion(a, all)];
			expect(small === "undecided" || (small === "yes") === (large === "yes")).toBe(true);
		}),
		{ numRuns: 2_000 },
	);
});
