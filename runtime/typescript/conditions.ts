/**
 * Conditions in three values.
 */

import type { Condition, Truth } from "./types.ts";

/** One predicate of a condition with its argument. */
export interface Predicate {
	readonly name: string;
	readonly argument: string | null;
}

/** The predicates of a condition in the order in which they are written. */
export function predicatesOf(condition: Condition): readonly Predicate[] {
	if ("name" in condition) return [{ name: condition.name, argument: condition.value }];
	return condition.conditions.flatMap(predicatesOf);
}

/**
 * The value of a condition.
 *
 * `all`: false if a required member is false, else unknown if one is unknown, else true. `any`: over the
 * required members if there are any, else over the optional ones: true if one is true, else unknown if one is
 * unknown, else false. `not` keeps unknown. Optional members of `all` change nothing; `all` and `any` are
 * required members whatever they say.
 */
export function evaluateCondition(condition: Condition, ask: (predicate: Predicate) => Truth): Truth {
	if ("name" in condition) return ask({ name: condition.name, argument: condition.value });
	const values = condition.conditions.map((member) => ({ value: evaluateCondition(member, ask), required: isRequired(member) }));
	if (condition.mode === "not") return negate(values[0]?.value ?? "unknown");
	const required = values.filter((member) => member.required);
	if (condition.mode === "all") return strongest(required, "false", "true");
	return strongest(required.length > 0 ? required : values, "true", "false");
}

function isRequired(condition: Condition): boolean {
	return "name" in condition || condition.mode === "not" ? condition.required : true;
}

/** `first` if a member has it, else unknown if one is unknown, else the other value. */
function strongest(members: readonly { readonly value: Truth }[], first: Truth, other: Truth): Truth {
	if (members.some(({ value }) => value === first)) return first;
	return members.some(({ value }) => value === "unknown") ? "unknown" : other;
}

function negate(value: Truth): Truth {
	return value === "true" ? "false" : value === "false" ? "true" : "unknown";
}
