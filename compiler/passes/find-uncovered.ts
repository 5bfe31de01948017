/** Finds commands that a rule below a ceiling would loosen: those that no rule of the ceiling decides at least as strictly. */

import { containedInUnion, type Dfa, eraseMarks, isEmpty, labelOfWords } from "../automata/index.ts";
import { canonicalText } from "../ir/canonical.ts";
import type { CompiledPolicy } from "../ir/compiled.ts";
import type { IrRule } from "../ir/types.ts";
import { type Facts, MAX_ATOMS } from "./compare-rules.ts";
import { assignments, atomsOf, type Effect, findLoosening, hasSideClauses, type Loosening, type PolicyValues } from "./contributions.ts";
import { effectsOf, findRegions, type RuleRegions, type Subject } from "./rule-regions.ts";

/** Where the ceiling's predicates and the rule's own are at most so many, all their values are tried. */
const MAX_JOINT_ATOMS = 4;

export interface Uncovered {
	/** Every command of these, without marks, that is in none of `covered` would be decided more loosely. */
	readonly commands: Dfa;
	readonly covered: readonly Dfa[];
	/** One of them, as bytes. */
	readonly witness: Uint8Array;
	/** Whether the ceiling does decide on the command, but not on the redirections or assignments that the rule lets pass. */
	readonly aside: boolean;
	readonly facts: Facts;
	/** How one of the commands would be decided. */
	readonly tell: (words: readonly string[]) => Loosening;
}

/** A rule of the ceiling that sees the same views as the narrower rule. */
interface CeilingRule {
	readonly subject: Subject;
	readonly regions: RuleRegions;
	/** Whether it holds whatever redirections and assignments the narrower rule lets pass. */
	readonly holdsAround: boolean;
}

/** Commands that a rule loosens below a ceiling, null where there are none, or why that could not be decided. */
export function findUncovered(young: Subject, ceiling: CompiledPolicy, policy: PolicyValues): Uncovered | string | null {
	const own = atomsOf(young.compiled.rule.when);
	if (own.length > MAX_ATOMS) return `it names more than ${MAX_ATOMS} predicates`;
	const regions = findRegions(young);
	if (!regions) return "its automata are too large";
	const above = ceilingRules(young, ceiling);
	const joint = [...new Set([...own, ...above.flatMap(({ subject }) => atomsOf(subject.compiled.rule.when))])];
	for (const facts of assignments(joint.length > MAX_JOINT_ATOMS ? own : joint)) {
		for (const { language, effect } of effectsOf(young, regions, facts, policy)) {
			const loosening = findLoosening([], [effect], policy);
			if (loosening === null) continue;
			const commands = eraseMarks(language, young.compiled.path_sets.length, "some");
			if ("kind" in commands) return "its automata are too large";
			const covers = above.flatMap((rule) => {
				const language = certainLanguage(rule, facts, policy, (other) => findLoosening([other], [other, effect], policy) === null);
				return language ? [{ language, holdsAround: rule.holdsAround }] : [];
			});
			const around = covers.filter(({ holdsAround }) => holdsAround).map((cover) => cover.language);
			const answer = containedInUnion(commands, around);
			if (answer === "yes") continue;
			if (answer === "undecided") return "the comparison with the rules above is too large";
			const all = covers.map((cover) => cover.language);
			const aside = containedInUnion(commands, all) === "yes";
			const tell = (words: readonly string[]): Loosening => {
				const others = above.filter(({ holdsAround }) => holdsAround || !aside).flatMap((rule) => effectsOn(words, rule, facts, policy));
				return findLoosening(others, [...others, effect], policy) ?? loosening;
			};
			return { commands, covered: aside ? around : all, witness: answer.witness, aside, facts, tell };
		}
	}
	return null;
}

function ceilingRules(young: Subject, ceiling: CompiledPolicy): CeilingRule[] {
	return ceiling.rules.flatMap((compiled): CeilingRule[] => {
		const { rule, global_options } = compiled;
		// A rule that is about certain redirections says nothing of commands without them.
		if (rule.effect !== "allow" && hasSideClauses(rule)) return [];
		if (canonicalText(global_options) !== canonicalText(young.compiled.global_options) || !mayMeet(compiled.programs, young)) return [];
		const subject: Subject = { compiled, automata: ceiling.automata };
		const regions = findRegions(subject);
		return regions ? [{ subject, regions, holdsAround: coversSideClauses(rule, young.compiled.rule) }] : [];
	});
}

function mayMeet(programs: readonly string[] | null, young: Subject): boolean {
	const own = young.compiled.programs;
	return programs === null || own === null || programs.some((program) => own.includes(program));
}

/** The commands on which a rule has an effect of a kind, whatever the predicates that the facts leave open; null: there are none. */
function certainLanguage(rule: CeilingRule, facts: Facts, policy: PolicyValues, isKind: (effect: Effect) => boolean): Dfa | null {
	const { subject, regions } = rule;
	const open = atomsOf(subject.compiled.rule.when).filter((atom) => !facts.has(atom));
	if (open.length > MAX_ATOMS) return null;
	let least: Dfa | null = null;
	for (const more of assignments(open)) {
		const effects = effectsOf(subject, regions, new Map([...facts, ...more]), policy);
		const found = effects.find(({ effect }) => effect.contribution !== null && isKind(effect));
		if (!found) return null;
		if (least === null || found.language === regions.certain) least = found.language;
	}
	if (least === null || isEmpty(least)) return null;
	const erased = eraseMarks(least, subject.compiled.path_sets.length, "all");
	return "kind" in erased ? null : erased;
}

/** What a rule of the ceiling does to a command, as far as that does not hang on paths. */
function effectsOn(words: readonly string[], { subject, regions }: CeilingRule, facts: Facts, policy: PolicyValues): Effect[] {
	return effectsOf(subject, regions, facts, policy).flatMap(({ language, effect }) => {
		const erased = eraseMarks(language, subject.compiled.path_sets.length, "all");
		return !("kind" in erased) && labelOfWords(erased, words) > 0 ? [effect] : [];
	});
}

/** Whether a rule of the ceiling decides whatever redirections and assignments the narrower rule lets pass. */
function coversSideClauses(above: IrRule, below: IrRule): boolean {
	if (above.effect !== "allow") return true;
	// A rule that is no allow speaks of commands with any redirections.
	if (below.effect !== "allow") return false;
	const holds = (wide: readonly string[] | null, narrow: readonly string[] | null) => {
		return (narrow ?? []).every((entry) => wide?.includes(entry) || wide?.includes("any"));
	};
	const reads = above.reads === null || (below.reads !== null && holds(above.reads, below.reads));
	return holds(above.writes, below.writes) && holds(above.env, below.env) && reads;
}
