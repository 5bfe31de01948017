import fc from "fast-check";
import { expect, test } from "vitest";
import {
	bytesOf,
	combine,
	commandGlob,
	type Dfa,
	determinise,
	intersects,
	Nfa,
	notContained,
	type Piece,
	readWordGlob,
	relabel,
	runPieces,
} from "../../compiler/automata/index.ts";
import { built, globArbitrary } from "../automata/regex-cases.ts";

const piece: fc.Arbitrary<Piece> = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom("a", "b", "-", "é", "ab").map((text): Piece => ({ kind: "literal", bytes: bytesOf(text) })) },
	{ weight: 2, arbitrary: fc.constant<Piece>({ kind: "one" }) },
	{ weight: 2, arbitrary: fc.constant<Piece>({ kind: "many" }) },
	{ weight: 1, arbitrary: fc.constantFrom("*", "a?", "*b").map((pattern): Piece => ({ kind: "glob", pattern })) },
);

const command = fc.array(fc.array(piece, { maxLength: 3 }), { maxLength: 4 });

/** The fillings of a command as an automaton of their own, straight from what the pieces stand for. */
function fillings(words: readonly (readonly Piece[])[]): Dfa {
	const nfa = new Nfa();
	let at = 0;
	for (const word of words) {
		const start = nfa.state();
		nfa.skip(at, start);
		const end = nfa.endWord(readPieces(nfa, start, word));
		if (word.some((part) => part.kind === "glob")) nfa.skip(end, start);
		at = nfa.state();
		nfa.skip(end, at);
		if (word.length > 0 && word.every((part) => part.kind === "many")) nfa.skip(start, at);
	}
	nfa.accept(at);
	return built(determinise(nfa));
}

function readPieces(nfa: Nfa, from: number, pieces: readonly Piece[]): number {
	let at = from;
	for (const part of pieces) {
		if (part.kind === "literal") at = nfa.literal(at, part.bytes);
		else if (part.kind === "glob") at = readWordGlob(nfa, at, part.pattern);
		else at = nfa.many(at, part.kind === "one" ? 1 : 0, 255);
	}
	return at;
}

test("a run over unknown pieces says yes exactly if all fillings are accepted for sure, and no exactly if none is", () => {
	const counts = { yes: 0, maybe: 0, no: 0 };
	const labelled = fc
		.tuple(globArbitrary, globArbitrary)
		.map(([yes, may]) => built(combine(built(commandGlob(yes.ours, "narrow")), built(commandGlob(may.ours, "narrow")))));
	fc.assert(
		fc.property(labelled, command, (dfa, words) => {
			const all = fillings(words);
			const sure = relabel(dfa, (label) => (label === 2 ? 2 : 0));
			const expected = intersects(all, dfa) === null ? "no" : notContained(all, sure) === null ? "yes" : "maybe";
			const found = runPieces(dfa, words);
			counts[found]++;
			expect(found).toBe(expected);
		}),
		{ numRuns: 10_000 },
	);
	expect(Math.min(counts.yes, counts.maybe, counts.no)).toBeGreaterThan(100);
});

test("a run that passes its budget says maybe or what the full run says", () => {
	fc.assert(
		fc.property(globArbitrary, command, fc.nat(200), (glob, words, budget) => {
			const dfa = built(commandGlob(glob.ours, "narrow"));
			expect([runPieces(dfa, words), "maybe"]).toContain(runPieces(dfa, words, budget));
		}),
		{ numRuns: 3_000 },
	);
});
