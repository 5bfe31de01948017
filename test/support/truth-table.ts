/**
 * The truth table of conditions: all combinations of `all`, `any` and `not` over up to three leaves,
 * each required or optional and true, false or unknown, and one group inside another. Written once
 * from the oracle to `golden/truth-table.json`; every evaluator is held to the file.
 */

import { readFileSync } from "node:fs";
import { type Group, type Leaf, readGroup, type TruthCase, truthCases } from "../../cli/conformance/truth-cases.ts";
import type { Truth } from "../../compiler/ir/oracle/index.ts";
import type { Condition } from "../../compiler/ir/types.ts";

export const TRUTH_TABLE = new URL("../../golden/truth-table.json", import.meta.url);

const ABOUT =
	"Rows are [group, value]. A group is [mode, member, ...]: the mode is all, any or not, with ? behind it where the group is optional; " +
	"a member is a group or a leaf: t, f or u (true, false, unknown), then ! (required) or ? (optional). The value is t, f or u.";

/** The cases of the golden file. */
export function readTruthTable(text: string = readFileSync(TRUTH_TABLE, "utf8")): TruthCase[] {
	return truthCases(text);
}

const LEAVES: readonly Leaf[] = ["t!", "f!", "u!", "t?", "f?", "u?"];
const MODES = ["all", "any"];

/** All lists with one member from each of the given lists. */
function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
	return lists.reduce<T[][]>((shorter, list) => shorter.flatMap((start) => list.map((last) => [...start, last])), [[]]);
}

function groups(mode: string, members: readonly (readonly (Leaf | Group)[])[]): Group[] {
	return combinations(members).map((chosen): Group => [mode, ...chosen]);
}

/** Every group of the table, in its order: flat ones by size, then nested ones by shape. */
export function truthTableGroups(): Group[] {
	const flat = [1, 2, 3].flatMap((size) =>
		MODES.flatMap((mode) =>
			groups(
				mode,
				Array.from({ length: size }, () => LEAVES),
			),
		),
	);
	const negations = groups("not", [LEAVES]);
	const optionalNegations = groups("not?", [LEAVES]);
	const pairs = flat.filter((group) => group.length === 3);
	const nested = MODES.flatMap((mode) => [
		...groups(mode, [pairs]),
		...groups(mode, [negations]),
		...groups(mode, [optionalNegations]),
		...groups(mode, [LEAVES, pairs]),
		...groups(mode, [LEAVES, negations]),
		...groups(mode, [LEAVES, optionalNegations]),
		...groups(mode, [negations, negations]),
		...groups(mode, [LEAVES, LEAVES, negations]),
	]);
	return [...flat, ...negations, ...nested, ...groups("not", [flat]), ...groups("not", [negations])];
}

/** The text of the golden file, one row a line, with values from the given evaluator. */
export function writeTruthTable(evaluate: (condition: Condition, facts: { readonly [fact: string]: boolean }) => Truth): string {
	const rows = truthTableGroups().map((group) => {
		const { condition, facts } = readGroup(group);
		return JSON.stringify([group, evaluate(condition, facts).charAt(0)]);
	});
	return `{\n"about": ${JSON.stringify(ABOUT)},\n"rows": [\n${rows.join(",\n")}\n]\n}\n`;
}
