/** Whether one rule may stand for another: for every command and all facts, at least as strict. Decided on automata. */

import { anyWords, type Dfa, isEmpty } from "../automata/index.ts";
import { canonicalText } from "../ir/canonical.ts";
import {
	assignments,
	atomsOf,
	findLoosening,
	hasSideClauses,
	type Loosening,
	NO_EFFECT,
	type PolicyValues,
	sameSideClauses,
	type Truth,
} from "./contributions.ts";
import { both, effectsOf, findRegions, minus, type Region, type RuleRegions, type Subject } from "./rule-regions.ts";

/** More predicates than this in two rules are not enumerated (three values each). */
export const MAX_ATOMS = 6;

export type Facts = ReadonlyMap<string, Truth>;

export type Comparison =
	| { readonly kind: "at-least-as-strict" }
	/** Commands, with the marks of the rules' path sets, that would be decided more loosely, and under which facts. */
	| { readonly kind: "looser"; readonly commands: Dfa; readonly facts: Facts; readonly loosening: Loosening }
	| { readonly kind: "undecided"; readonly why: string };

const ALIKE: Comparison = { kind: "at-least-as-strict" };
const TOO_LARGE: Comparison = { kind: "undecided", why: "the automata are too large" };

/**
 * Compares a rule with the rule that would replace it.
 *
 * Words only: rules that say different things about redirections, assignments, path sets or global options, and rules with
 * more than MAX_ATOMS predicates, are `undecided`, never guessed.
 *
 * @param policies the values that the rules may meet: those of the scopes above, and those of the whole policy
 */
export function compareRules(before: Subject, after: Subject, policies: readonly PolicyValues[]): Comparison {
	const why = incomparable(before, after);
	if (why !== null) return { kind: "undecided", why };
	const [old, young] = [findRegions(before), findRegions(after)];
	if (!old || !young) return TOO_LARGE;
	const atoms = [...new Set([...atomsOf(before.compiled.rule.when), ...atomsOf(after.compiled.rule.when)])];
	let worst = ALIKE;
	for (const facts of assignments(atoms)) {
		for (const policy of policies) {
			worst = plainest(worst, compareUnder([before, old], [after, young], facts, policy));
			if (isPlain(worst)) return worst;
		}
	}
	return worst;
}

/** Whether nothing that is found later could be told more simply. */
function isPlain(found: Comparison): boolean {
	return found.kind === "looser" && found.loosening.beside === "";
}

function plainest(known: Comparison, found: Comparison): Comparison {
	if (found.kind === "at-least-as-strict" || isPlain(known)) return known;
	return known.kind === "at-least-as-strict" || isPlain(found) ? found : known;
}

function incomparable({ compiled: before }: Subject, { compiled: after }: Subject): string | null {
	const [old, young] = [before.rule, after.rule];
	if (!sameSideClauses(old, young)) return "their `writes`, `reads` or `env` clauses differ";
	// An allow rule lists what is permitted, the others what they are about.
	if (hasSideClauses(old) && (old.effect === "allow") !== (young.effect === "allow"))
		return "`writes`, `reads` and `env` mean another thing in an allow rule";
	if (canonicalText(before.path_sets) !== canonicalText(after.path_sets)) return "their `under` paths differ";
	if (canonicalText(before.global_options) !== canonicalText(after.global_options))
		return "they name different global options of the program";
	const atoms = new Set([...atomsOf(old.when), ...atomsOf(young.when)]);
	return atoms.size > MAX_ATOMS ? `they name more than ${MAX_ATOMS} predicates` : null;
}

type Measured = readonly [subject: Subject, regions: RuleRegions];

function compareUnder(before: Measured, after: Measured, facts: Facts, policy: PolicyValues): Comparison {
	const marks = before[0].compiled.path_sets.length;
	const old = withRest(effectsOf(...before, facts, policy), marks);
	const young = withRest(effectsOf(...after, facts, policy), marks);
	if (!old || !young) return TOO_LARGE;
	let worst = ALIKE;
	for (const was of old) {
		for (const is of young) {
			const loosening = findLoosening([was.effect], [is.effect], policy);
			if (loosening === null) continue;
			const commands = both(was.language, is.language);
			if (!commands) return TOO_LARGE;
			if (!isEmpty(commands)) worst = plainest(worst, { kind: "looser", commands, facts, loosening });
		}
	}
	return worst;
}

/** The regions of a rule and, as the last one, all other commands; null: past a limit. */
function withRest(regions: readonly Region[], marks: number): Region[] | null {
	const rest = regions.reduce<Dfa | null>((left, { language }) => minus(left, language), anyWords(marks));
	return rest && [...regions, { language: rest, effect: NO_EFFECT }];
}
