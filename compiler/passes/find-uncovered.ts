/** Finds commands that a rule below a ceiling would loosen: those that no rule of the ceiling decides at least as strictly. */

import { containedInUnion, type Dfa, eraseMarks, isEmpty } from "../automata/index.ts";
import { canonicalText } from "../ir/canonical.ts";
import type { CompiledPolicy } from "../ir/compiled.ts";
import type { IrRule } from "../ir/types.ts";
import { type Facts, MAX_ATOMS } from "./compare-rules.ts";
import { assignments, atomsOf, type Effect, findLoosening, hasSideClauses, type Loosening, type PolicyValues } from "./contributions.ts";
import { effectsOf, findRegions, type Subject } from "./rule-regions.ts";

export interface Uncovered {
	/** Every command of these, without marks, that is in none of `covered` would be decided more loosely. */
	readonly commands: Dfa;
	readonly covered: readonly Dfa[];
	/** One of them, as bytes. */
	readonly witness: Uint8Array;
	/** Whether the ceiling does decide on the command, but not on the redirections or assignments that the rule lets pass. */
	readonly aside: boolean;
	readonly facts: Facts;
	readonly loosening: Loosening;
}

/** What the ceiling's rules settle: a language without marks, and whether it holds whatever stands around the command. */
interface Cover {
	readonly language: Dfa;
	readonly holdsAround: boolean;
}

/** Commands that a rule loosens below a ceiling, null where there are none, or why that could not be decided. */
export function findUncovered(young: Subject, ceiling: CompiledPolicy, policy: PolicyValues): Uncovered | string | null {
	const atoms = atomsOf(young.compiled.rule.when);
	if (atoms.length > MAX_ATOMS) return `it names more than ${MAX_ATOMS} predicates`;
	const regions = findRegions(young);
	if (!regions) return "its automata are too large";
	for (const facts of assignments(atoms)) {
		for (const { language, effect } of effectsOf(young, regions, facts, policy)) {
			const loosening = findLoosening([], [effect], policy);
			if (loosening === null) continue;
			const commands = eraseMarks(language, young.compiled.path_sets.length, "some");
			if ("kind" in commands) return "its automata are too large";
			const covers = coversOf(young, effect, ceiling, facts, policy);
			const around = covers.filter(({ holdsAround }) => holdsAround).map((cover) => cover.language);
			const answer = containedInUnion(commands, around);
			if (answer === "yes") continue;
			if (answer === "undecided") return "the comparison with the rules above is too large";
			const covered = covers.map((cover) => cover.language);
			const { witness } = answer;
			const aside = containedInUnion(commands, covered) === "yes";
			return { commands, covered: aside ? around : covered, witness, aside, facts, loosening };
		}
	}
	return null;
}

/** The commands on which some rule of the ceiling has an effect beside which the other one loosens nothing. */
function coversOf(young: Subject, effect: Effect, ceiling: CompiledPolicy, facts: Facts, policy: PolicyValues): Cover[] {
	return ceiling.rules.flatMap((compiled) => {
		// A rule that is about certain redirections says nothing of commands without them.
		if (compiled.rule.effect !== "allow" && hasSideClauses(compiled.rule)) return [];
		if (canonicalText(compiled.global_options) !== canonicalText(young.compiled.global_options)) return [];
		const subject: Subject = { compiled, automata: ceiling.automata };
		const languages = certainLanguages(subject, facts, policy, (own) => findLoosening([own], [own, effect], policy) === null);
		const holdsAround = coversSideClauses(compiled.rule, young.compiled.rule);
		return languages.map((language) => ({ language, holdsAround }));
	});
}

/** The commands on which a rule has an effect of a kind whatever the predicates that the facts leave open. */
function certainLanguages(subject: Subject, facts: Facts, policy: PolicyValues, isKind: (effect: Effect) => boolean): Dfa[] {
	const { rule, path_sets } = subject.compiled;
	const regions = findRegions(subject);
	const open = atomsOf(rule.when).filter((atom) => !facts.has(atom));
	if (!regions || open.length > MAX_ATOMS) return [];
	let least: Dfa | null = null;
	for (const more of assignments(open)) {
		const effects = effectsOf(subject, regions, new Map([...facts, ...more]), policy);
		const found = effects.find(({ effect }) => effect.contribution !== null && isKind(effect));
		if (!found) return [];
		if (least === null || found.language === regions.certain) least = found.language;
	}
	if (least === null || isEmpty(least)) return [];
	const erased = eraseMarks(least, path_sets.length, "all");
	return "kind" in erased ? [] : [erased];
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
