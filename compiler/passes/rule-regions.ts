/** The commands, as they are written, on which a rule has one and the same effect. */

import {
	anyWords,
	type Dfa,
	difference,
	emptyDfa,
	intersection,
	isEmpty,
	relabel,
	type TooLarge,
	unreduceFirstWord,
} from "../automata/index.ts";
import type { AutomatonTable, CompiledRule } from "../ir/compiled.ts";
import type { Decision } from "../ir/types.ts";
import { contributionOf, type Effect, type PolicyValues, type Truth } from "./contributions.ts";
import { languageOf } from "./languages/index.ts";

/** A rule with its automata at hand. */
export interface Subject {
	readonly compiled: CompiledRule;
	readonly automata: readonly AutomatonTable[];
}

/** Commands with marks for the rule's path sets, and what the rule does to each of them. */
export interface Region {
	readonly language: Dfa;
	readonly effect: Effect;
}

/** A rule's languages, program words as written. None of them depends on facts. */
export interface RuleRegions {
	/** Commands that the rule matches. */
	readonly yes: Dfa;
	/** Those among them to which it may contribute `allow`. */
	readonly certain: Dfa;
	/** Commands that it only may match. */
	readonly maybe: Dfa;
}

/**
 * The regions of a rule (`docs/semantics.md`, section 1); null where an automaton passes a limit.
 *
 * Rules are matched on views, and regions speak of words: two rules can be compared by them only if they
 * name the same global options, because then both see the same views.
 */
export function findRegions({ compiled, automata }: Subject): RuleRegions | null {
	return compiled.rule.effect === "allow" ? regionsOfAllow(compiled, automata) : regionsOfRefusal(compiled, automata);
}

/** What a rule does to the commands of each region under known facts. Regions without an effect are left out. */
export function effectsOf(
	{ compiled: { rule } }: Subject,
	regions: RuleRegions,
	facts: ReadonlyMap<string, Truth>,
	policy: PolicyValues,
): Region[] {
	const contribution = contributionOf(rule, facts, policy);
	const found: Region[] = [];
	if (contribution !== null) {
		found.push({ language: contribution === "allow" ? regions.certain : regions.yes, effect: { contribution, floor: null } });
	}
	if (mayRefuse(rule.effect, rule.on_mismatch)) {
		found.push({ language: regions.maybe, effect: { contribution: null, floor: policy.opaque } });
	}
	return found.filter(({ language }) => !isEmpty(language));
}

function mayRefuse(effect: Decision, mismatch: Decision | "skip"): boolean {
	return effect !== "allow" || mismatch === "request" || mismatch === "deny";
}

function regionsOfAllow({ rule, strict, loose, except, path_sets }: CompiledRule, automata: readonly AutomatonTable[]): RuleRegions | null {
	const marks = path_sets.length;
	const language = (program: CompiledRule["strict"]) => (program ? built(languageOf(program, automata, marks)) : emptyDfa());
	const excepted = asWritten(language(except), marks);
	const yes = minus(withLabel(language(strict), 2), excepted);
	const possible = mayRefuse(rule.effect, rule.on_mismatch) ? asWritten(language(loose), marks) : emptyDfa();
	const maybe = minus(minus(possible, yes), withLabel(excepted, 2));
	return yes && maybe && { yes, certain: yes, maybe };
}

function regionsOfRefusal(
	{ rule, strict, loose, except, path_sets }: CompiledRule,
	automata: readonly AutomatonTable[],
): RuleRegions | null {
	const marks = path_sets.length;
	if (rule.command === null) return { yes: anyWords(marks), certain: emptyDfa(), maybe: emptyDfa() };
	const language = (program: CompiledRule["strict"]) => (program ? built(languageOf(program, automata, marks)) : emptyDfa());
	const left = minus(asWritten(language(loose), marks), withLabel(language(except), 2));
	const [yes, maybe] = [withLabel(left, 2), withLabel(left, 1)];
	const certain = both(yes, withLabel(language(strict), 2));
	return yes && certain && maybe && { yes, certain, maybe };
}

function built(result: Dfa | TooLarge): Dfa | null {
	return "kind" in result ? null : result;
}

/** What is in the first and not in the second; null: past a limit. */
export function minus(a: Dfa | null, b: Dfa | null): Dfa | null {
	return a && b && built(difference(a, b));
}

/** What is in both; null: past a limit. */
export function both(a: Dfa | null, b: Dfa | null): Dfa | null {
	return a && b && built(intersection(a, b));
}

function asWritten(language: Dfa | null, marks: number): Dfa | null {
	return language && (isEmpty(language) ? language : built(unreduceFirstWord(language, marks)));
}

/** What is left of a language when only one label counts. */
function withLabel(language: Dfa | null, label: number): Dfa | null {
	return language && relabel(language, (own) => (own === label ? 2 : 0));
}
