/**
 * The truth table of conditions: all combinations of `all`, `any` and `not` over up to three leaves,
 * each required or optional and true, false or unknown, and one group inside another. Written once
 * from the oracle to `golden/truth-table.json`; every evaluator is held to the file.
 */

import { readFileSync } from "node:fs";
import type { Truth } from "../../compiler/ir/oracle/index.ts";
import type { Condition } from "../../compiler/ir/types.ts";

/** A leaf: `t`, `f` or `u`, then `!` (required) or `?` (optional). */
type Leaf = string;
/** The mode (with `?` behind it where the group is optional), then the members. */
type Group = readonly [string, ...(Leaf | Group)[]];

/** One row: a group, and `t`, `f` or `u`. */
export type TruthRow = readonly [Group, string];

/** A row as evaluators read it: a condition, the facts that give its leaves their values, and its value. */
export interface TruthCase {
	readonly condition: Condition;
	/** Keyed by predicate name; an unknown leaf's fact is not there. */
	readonly facts: { readonly [fact: string]: boolean };
	readonly value: Truth;
	/** The row's text, for messages. */
	readonly text: string;
}

export const TRUTH_TABLE = new URL("../../golden/truth-table.json", import.meta.url);

/** Predicates that leaves stand for: any three that take no argument. */
const NAMES = ["git_is_worktree", "git_clean_worktree", "git_synced_to_upstream"];

const TRUTHS = new Map<string, Truth>([
	["t", "true"],
	["f", "false"],
	["u", "unknown"],
]);

const ABOUT =
	"Rows are [group, value]. A group is [mode, member, ...]: the mode is all, any or not, with ? behind it where the group is optional; " +
	"a member is a group or a leaf: t, f or u (true, false, unknown), then ! (required) or ? (optional). The value is t, f or u.";

/** The cases of the golden file. */
export function readTruthTable(text: string = readFileSync(TRUTH_TABLE, "utf8")): TruthCase[] {
	const { rows }: { readonly rows: readonly TruthRow[] } = JSON.parse(text);
	return rows.map(([group, value]) => {
		const facts: { [fact: string]: boolean } = {};
		const condition = conditionOf(group, facts);
		return { condition, facts, value: truthOf(value), text: JSON.stringify(group) };
	});
}

function truthOf(letter: string): Truth {
	const truth = TRUTHS.get(letter);
	if (!truth) throw new Error(`no truth value is written ${letter}`);
	return truth;
}

/** A group or leaf as a condition; its leaves take the names in order and leave their values in `facts`. */
function conditionOf(written: Leaf | Group, facts: { [fact: string]: boolean }, next = { leaf: 0 }): Condition {
	if (typeof written === "string") {
		const name = NAMES[next.leaf++];
		if (name === undefined) throw new Error("a row has more leaves than there are names");
		const truth = truthOf(written.charAt(0));
		if (truth !== "unknown") facts[name] = truth === "true";
		return { name, value: null, required: written.charAt(1) === "!" };
	}
	const [mode, ...members] = written;
	const required = !mode.endsWith("?");
	const conditions = members.map((member) => conditionOf(member, facts, next));
	const [only] = conditions;
	if (mode.startsWith("not") && only) return { mode: "not", conditions: [only], required };
	return { mode: mode.startsWith("all") ? "all" : "any", conditions, required };
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
		const facts: { [fact: string]: boolean } = {};
		const condition = conditionOf(group, facts);
		return JSON.stringify([group, evaluate(condition, facts).charAt(0)]);
	});
	return `{\n"about": ${JSON.stringify(ABOUT)},\n"rows": [\n${rows.join(",\n")}\n]\n}\n`;
}
