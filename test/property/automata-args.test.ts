import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOf, type Dfa, labelOfWords, notContained } from "../../compiler/automata/index.ts";
import type { ArgLine } from "../../compiler/ir/types.ts";
import { compileArgs, type PathSets } from "../../compiler/passes/languages/compile-args.ts";
import { everyLine } from "../../compiler/passes/languages/option-facts.ts";
import { knowledgeArbitrary, linesArbitrary, wordsArbitrary } from "../languages/args-cases.ts";
import { type MarkedWord, naiveArgs } from "../languages/naive-args.ts";

function pathSetsOf(lines: readonly ArgLine[]): PathSets {
	const sets = new Map<string, readonly string[]>();
	for (const line of everyLine(lines)) if (line.kind === "operand_under") sets.set(line.paths.join(), line.paths);
	return [...sets.values()];
}

function marked(word: MarkedWord, pathSets: PathSets): Uint8Array {
	const marks = pathSets.map((set) => (word.inside.some((inside) => inside.join() === set.join()) ? 0xfe : 0xfd));
	return Uint8Array.from([...bytesOf(word.text), ...marks]);
}

function compiled(
	lines: readonly ArgLine[],
	wide: boolean,
	known: Parameters<typeof naiveArgs>[2],
): { readonly dfa: Dfa; readonly pathSets: PathSets } | null {
	const pathSets = pathSetsOf(lines);
	const dfa = compileArgs([], lines, wide ? "wide" : "narrow", { ...known, globals: [] }, pathSets);
	return "kind" in dfa ? null : { dfa, pathSets };
}

test("the automaton of args lines labels every list of words as the plain reading of the page does", () => {
	let tooLarge = 0;
	fc.assert(
		fc.property(
			linesArbitrary,
			knowledgeArbitrary,
			fc.boolean(),
			fc.array(wordsArbitrary, { minLength: 20, maxLength: 20 }),
			(lines, known, wide, lists) => {
				const built = compiled(lines, wide, known);
				if (!built) {
					tooLarge++;
					return;
				}
				for (const words of lists) {
					const label = labelOfWords(
						built.dfa,
						words.map((word) => marked(word, built.pathSets)),
					);
					expect([label, words.map((word) => word.text)]).toEqual([naiveArgs(lines, wide, known, words), words.map((word) => word.text)]);
				}
			},
		),
		{ numRuns: 1_500 },
	);
	expect(tooLarge).toBeLessThan(15);
});

test("the narrow reading of args is part of the wide one", () => {
	fc.assert(
		fc.property(linesArbitrary, knowledgeArbitrary, (lines, known) => {
			const [narrow, wide] = [compiled(lines, false, known), compiled(lines, true, known)];
			if (narrow && wide) expect(notContained(narrow.dfa, wide.dfa)).toBe(null);
		}),
		{ numRuns: 300 },
	);
});
