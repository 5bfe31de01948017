/** The rows of `golden/truth-table.json` as conditions, facts and values. */

import type { Condition } from "../../compiler/ir/types.ts";
import type { Truth } from "../../runtime/typescript/index.ts";

/** A leaf: `t`, `f` or `u`, then `!` (required) or `?` (optional). */
export type Leaf = string;
/** The mode (with `?` behind it where the group is optional), then the members. */
export type Group = readonly [string, ...(Leaf | Group)[]];

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

/** Predicates that leaves stand for: any three that take no argument. */
const NAMES = ["git_is_worktree", "git_clean_worktree", "git_synced_to_upstream"];

const TRUTHS = new Map<string, Truth>([
	["t", "true"],
	["f", "false"],
	["u", "unknown"],
]);

/** The cases of a truth table. Throws where a row is not written as a row. */
export function truthCases(text: string): TruthCase[] {
	const { rows }: { readonly rows: readonly TruthRow[] } = JSON.parse(text);
	return rows.map(([group, value]) => ({ ...readGroup(group), value: truthOf(value), text: JSON.stringify(group) }));
}

/** A group as a condition, with the facts that give its leaves their values. */
export function readGroup(group: Group): Pick<TruthCase, "condition" | "facts"> {
	const facts: { [fact: string]: boolean } = {};
	return { condition: conditionOf(group, facts), facts };
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
