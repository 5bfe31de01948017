import { expect, test } from "vitest";
import type { ArgLine } from "../../compiler/ir/types.ts";
import { compileArgs } from "../../compiler/passes/languages/compile-args.ts";
import { type KnownOptions, NOTHING_KNOWN } from "../../compiler/passes/languages/option-knowledge.ts";

const KNOWN: KnownOptions = { values: [], options: [], globals: [] };
const LETTERS = [..."abcdefgh"];

/** States of the automaton for so many `flag` lines that must all hold; where it is too large, the limit that it passes. */
function statesOf(spelling: (letter: string) => string, lines: number, known: KnownOptions): number | string {
	const all = LETTERS.slice(0, lines).map((letter): ArgLine => ({ kind: "flag", spellings: [spelling(letter)] }));
	const built = compileArgs([], all, "wide", known, []);
	return "kind" in built ? `more than ${built.limit}` : built.states;
}

const short = (letter: string) => `-${letter}`;
const long = (letter: string) => `--${letter}flag`;

test("positive `flag` lines double the states, and every letter of a long name is a state of each combination", () => {
	expect([2, 4, 6, 8].map((lines) => statesOf(short, lines, KNOWN))).toEqual([17, 77, 317, 1277]);
	expect([2, 4, 6, 8].map((lines) => statesOf(short, lines, NOTHING_KNOWN))).toEqual([31, 151, 631, 2551]);
	expect([2, 4, 6].map((lines) => statesOf(long, lines, KNOWN))).toEqual([34, 222, 1214]);
});

test("a list of spellings that must not stand is cheap", () => {
	const spellings = Array.from({ length: 50 }, (_, i) => `--no-${LETTERS[i % 8]}${Math.trunc(i / 8)}`);
	const built = compileArgs([], [{ kind: "not", line: { kind: "flag", spellings } }], "narrow", KNOWN, []);
	expect("kind" in built ? null : built.states).toBeLessThan(150);
});
