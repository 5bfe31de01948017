/** Conditions over facts: true, false or unknown. */

import type { Condition } from "../types.ts";
import type { Truth } from "./types.ts";

/** What a leaf is worth: a predicate's name and its argument, if it takes one. */
export type ValueOf = (name: string, argument: string | null) => Truth;

/**
 * The value of a condition. Optional members of `all` change nothing; in `any` they count only where
 * no member is required.
 *
 * @example { mode: "all", conditions: [true required, unknown required] } is unknown
 */
export function evaluateCondition(condition: Condition, factOf: ValueOf): Truth {
	if ("name" in condition) return factOf(condition.name, condition.value);
	if (condition.mode === "not") {
		const value = evaluateCondition(condition.conditions[0], factOf);
		return value === "unknown" ? "unknown" : value === "true" ? "false" : "true";
	}
	const required = condition.conditions.filter((member) => member.required);
	const counting = condition.mode === "any" && required.length === 0 ? condition.conditions : required;
	const values = counting.map((member) => evaluateCondition(member, factOf));
	const deciding: Truth = condition.mode === "all" ? "false" : "true";
	if (values.includes(deciding)) return deciding;
	if (values.includes("unknown")) return "unknown";
	return condition.mode === "all" ? "true" : "false";
}

/** The leaves of a condition, in the order of the tree. */
export function leavesOf(condition: Condition): { readonly name: string; readonly value: string | null }[] {
	return "name" in condition ? [condition] : condition.conditions.flatMap(leavesOf);
}
