/** Whether one rule may stand for another: for every command and all facts, at least as strict. Decided on automata. */

import { type Dfa, difference, intersection, isEmpty } from "../automata/index.ts";
import type { AutomatonTable, CompiledRule } from "../ir/compiled.ts";
import type { DefaultDecision } from "../ir/types.ts";
import {
	assignments,
	atomsOf,
	type Contribution,
	contributionOf,
	loosens,
	type PolicyValues,
	sameSideClauses,
	type Truth,
} from "./contributions.ts";
import { languageOf } from "./languages/index.ts";

/** More predicates than this in two rules are not enumerated (three values each). */
export const MAX_ATOMS = 6;

/** A rule with its automata at hand. */
export interface Subject {
	readonly compiled: CompiledRule;
	readonly automata: readonly AutomatonTable[];
}

export type Comparison =
	| { readonly kind: "at-least-as-strict" }
	/** Commands that would be decided more loosely, and how. */
	| { readonly kind: "looser"; readonly commands: Dfa; readonly before: Contribution; readonly after: Contribution }
	| { readonly kind: "undecided"; readonly why: string };

/**
 * Compares a rule with the rule that would replace it.
 *
 * Words only: rules that say different things about redirections or assignments, or rules with more than
 * MAX_ATOMS predicates, are `undecided`, never guessed.
 */
export function compareRules(before: Subject, after: Subject, values: PolicyValues): Comparison {
	const [old, young] = [before.compiled.rule, after.compiled.rule];
	if (!sameSideClauses(old, young)) return { kind: "undecided", why: "their `writes`, `reads` or `env` clauses differ" };
	const atoms = [...new Set([...atomsOf(old.when), ...atomsOf(young.when)])];
	if (atoms.length > MAX_ATOMS) return { kind: "undecided", why: `they name more than ${MAX_ATOMS} predicates` };
	for (const facts of assignments(atoms)) {
		const found = compareUnder(before, after, facts, values);
		if (found.kind !== "at-least-as-strict") return found;
	}
	return { kind: "at-least-as-strict" };
}

function compareUnder(before: Subject, after: Subject, facts: ReadonlyMap<string, Truth>, values: PolicyValues): Comparison {
	const old = contributionOf(before.compiled.rule, facts, values);
	const young = contributionOf(after.compiled.rule, facts, values);
	const oldRegion = old === null ? null : regionOf(before, old, "inner");
	const youngRegion = young === null ? null : regionOf(after, young, "outer");
	const steps = [
		{ region: minus(oldRegion, young === null ? null : regionOf(after, young, "inner")), from: old, to: null },
		{ region: both(oldRegion, youngRegion), from: old, to: young },
		{ region: minus(youngRegion, oldRegion), from: null, to: young },
	];
	for (const { region, from, to } of steps) {
		if (region === "too-large") return { kind: "undecided", why: "the automata are too large" };
		if (region && !isEmpty(region) && loosens(from, to, values.default))
			return { kind: "looser", commands: region, before: from, after: to };
	}
	return { kind: "at-least-as-strict" };
}

/**
 * The commands to which a rule contributes: the wide language, or the narrow one where it contributes `allow`.
 * Marks of `under` lines are forgotten: `outer` takes every command that might be meant, `inner` only those that are.
 */
export function regionOf({ compiled, automata }: Subject, contribution: DefaultDecision, bound: "inner" | "outer"): Dfa | null {
	const program = contribution === "allow" || compiled.rule.effect === "allow" ? compiled.strict : compiled.loose;
	if (!program) return compiled.rule.command === null ? languageOf(null, automata, compiled.path_sets.length, bound) : null;
	const language = languageOf(program, automata, compiled.path_sets.length, bound);
	if (!compiled.except) return language;
	const except = languageOf(compiled.except, automata, compiled.path_sets.length, bound === "inner" ? "outer" : "inner");
	const rest = minus(language, except);
	return rest === "too-large" ? language : rest;
}

function minus(a: Dfa | null | "too-large", b: Dfa | null | "too-large"): Dfa | null | "too-large" {
	if (a === null || a === "too-large" || b === null) return a;
	return b === "too-large" ? b : orTooLarge(difference(a, b));
}

function both(a: Dfa | null | "too-large", b: Dfa | null | "too-large"): Dfa | null | "too-large" {
	if (a === "too-large" || b === "too-large") return "too-large";
	return a === null || b === null ? null : orTooLarge(intersection(a, b));
}

function orTooLarge(result: Dfa | { readonly kind: string }): Dfa | "too-large" {
	return "kind" in result ? "too-large" : result;
}
