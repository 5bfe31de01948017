/** Generates `args` lines, what is known of options, and words that nearly or really fit them. */

import fc from "fast-check";
import type { ArgLine } from "../../compiler/ir/types.ts";
import type { MarkedWord, NaiveKnowledge } from "./naive-args.ts";

const SPELLINGS = [
	"-f",
	"-x",
	"-r",
	"-m",
	"--force",
	"--for",
	"--format",
	"--hard",
	"--m",
	"-destroy",
	"-rf",
	"--color=auto",
	"-é",
	"-9",
] as const;
const NAMES = ["-m", "-f", "-C", "--context", "--message", "--force", "-target", "--con"] as const;
const PATTERNS = ["x", "a*", "*b", "main", "prod*", "*", "??", "é?", "\\*", "-*", "", "*=*"] as const;
export const PATH_SETS = [["./src/**"], ["/etc/**", "~/x"]] as const;

const sortedSubset = <T extends string>(of: readonly T[], most: number) =>
	fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: most }).map((found) => [...found].sort());

const plainLine: fc.Arbitrary<ArgLine> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant("flag" as const), spellings: sortedSubset(SPELLINGS, 3) }) },
	{
		weight: 3,
		arbitrary: fc.record({ kind: fc.constant("option" as const), name: fc.constantFrom(...NAMES), values: sortedSubset(PATTERNS, 2) }),
	},
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("operand" as const), every: fc.boolean(), patterns: sortedSubset(PATTERNS, 2) }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant("operand_under" as const), every: fc.boolean(), paths: fc.constantFrom(...PATH_SETS) }),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("words" as const), every: fc.boolean(), patterns: sortedSubset(PATTERNS, 2) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("count" as const),
			operator: fc.constantFrom("==", "!=", "<", "<=", ">", ">=") as fc.Arbitrary<"==">,
			value: fc.nat(3),
		}),
	},
);

const line: fc.Arbitrary<ArgLine> = fc.oneof(
	{ weight: 6, arbitrary: plainLine },
	{ weight: 3, arbitrary: plainLine.map((inner): ArgLine => ({ kind: "not", line: inner })) },
	{ weight: 1, arbitrary: fc.array(plainLine, { minLength: 1, maxLength: 2 }).map((lines): ArgLine => ({ kind: "any", lines })) },
	{
		weight: 1,
		arbitrary: fc.array(plainLine, { minLength: 1, maxLength: 2 }).map((lines): ArgLine => ({ kind: "not", line: { kind: "any", lines } })),
	},
);

/** One to three lines. */
export const linesArbitrary = fc.array(line, { minLength: 1, maxLength: 3 });

/** What a registry might know of the program and subcommand. */
export const knowledgeArbitrary: fc.Arbitrary<NaiveKnowledge> = fc.record({
	values: fc.option(
		fc.uniqueArray(fc.constantFrom("-m", "-o", "-C", "--message", "--form", "--context", "-target", "--forward"), { maxLength: 4 }),
	),
	options: fc.uniqueArray(fc.constantFrom("--force-with-lease", "--format", "--forty", "--context-dir", "--harder", "--message", "--con"), {
		maxLength: 5,
	}),
});

const VALUES = ["", "x", "ab", "main", "prod1", "no", "Off", "0", "é1", "*", "=b", "b", "a=b"] as const;
const OPTIONS = [...SPELLINGS, ...NAMES, "--message", "--form", "-o", "--force-with-lease"] as const;

const word: fc.Arbitrary<string> = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...OPTIONS) },
	{
		weight: 3,
		arbitrary: fc.tuple(fc.constantFrom(...OPTIONS), fc.nat(6)).map(([option, cut]) => option.slice(0, Math.max(1, option.length - cut))),
	},
	{
		weight: 3,
		arbitrary: fc
			.tuple(fc.constantFrom(...OPTIONS), fc.nat(3), fc.constantFrom(...VALUES))
			.map(([option, cut, value]) => `${option.slice(0, Math.max(1, option.length - cut))}=${value}`),
	},
	{
		weight: 3,
		arbitrary: fc
			.string({ unit: fc.constantFrom("f", "x", "r", "m", "o", "C", "9", "-", "=", "é", "b"), maxLength: 4 })
			.map((letters) => `-${letters}`),
	},
	{ weight: 3, arbitrary: fc.constantFrom(...VALUES) },
	{ weight: 2, arbitrary: fc.constantFrom("--", "-", "-target", "--target=x", "-destroy=no", "--destroy=yes", "operand") },
	{ weight: 1, arbitrary: fc.string({ maxLength: 4 }).map((text) => text.replace(/\0/g, "")) },
);

/** Up to five words, each with the path sets that it lies in. */
export const wordsArbitrary: fc.Arbitrary<MarkedWord[]> = fc.array(fc.record({ text: word, inside: fc.subarray([...PATH_SETS]) }), {
	maxLength: 5,
});
