import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { examplesOf, expandHead, firstWords, type Head, type HostContext, type Lowered, type Note, type RulePlan } from "../target.ts";
import { FACTORY_DROID_CAPABILITIES } from "./capabilities.ts";

/** One entry of `permissionRules.rules`; keys in the order of the file. */
export interface DroidRule {
	readonly id: string;
	readonly decision: string;
	readonly reason: string;
	readonly match: { readonly prefix: readonly (string | readonly string[])[] };
	readonly tests: { readonly match: readonly string[]; readonly noMatch: readonly string[] };
}

/** The tree of the settings file; keys in the order of the file. */
export interface DroidModel {
	readonly commandAllowlist: readonly string[];
	readonly commandRequestlist: readonly string[];
	readonly commandDenylist: readonly string[];
	readonly commandBlocklist: readonly string[];
	readonly permissionRules: { readonly version: 1; readonly rules: readonly DroidRule[] };
}

/**
 * Rules to Droid's settings, in the order of the plans. Denies stand in the blocklist and as `block` rules,
 * requests in the request list, the denylist (which asks) and as `ask` rules, allows as `allow` rules alone.
 */
export function lowerDroid(_: CompiledPolicy, context: HostContext): Lowered<DroidModel> {
	const lines = (effects: readonly Decision[]) => [
		...new Set(
			context.plans
				.filter(({ effect }) => effect !== null && effects.includes(effect))
				.flatMap((plan) => plan.heads.flatMap((head) => expandHead(head).map((words) => words.join(" ")))),
		),
	];
	const model: DroidModel = {
		commandAllowlist: [],
		commandRequestlist: lines(["request"]),
		commandDenylist: lines(["deny", "request"]),
		commandBlocklist: lines(["deny"]),
		permissionRules: { version: 1, rules: context.plans.flatMap(lowerRule) },
	};
	return { model, notes: new Map(context.plans.map((plan) => [plan.rule.name, gapNotes(plan)])), holdsDefault: false };
}

function lowerRule(plan: RulePlan): readonly DroidRule[] {
	const { rule, effect } = plan;
	if (effect === null) return [];
	const prefixes = plan.heads.flatMap(splitByProgram).filter(({ words }) => isRuleProgram(words[0]?.[0] ?? ""));
	return prefixes.map((head, at) => {
		const { match, miss } = examplesOf(head);
		return {
			id: `policyc/${rule.name}/${at + 1}`,
			decision: FACTORY_DROID_CAPABILITIES.actions[effect],
			reason: rule.reason?.trim() || `rule ${rule.name} of the policy`,
			match: { prefix: head.words.map((alternatives) => (alternatives.length === 1 ? (alternatives[0] ?? "") : alternatives)) },
			tests: { match: match.map((words) => words.join(" ")), noMatch: [miss.join(" ")] },
		};
	});
}

/** One head per program word, which has to be a bare name. */
function splitByProgram(head: Head): readonly Head[] {
	const [programs = [], ...rest] = head.words;
	return programs.map((program) => ({ ...head, words: [[program], ...rest] }));
}

function isRuleProgram(program: string): boolean {
	return !program.includes("/");
}

/** The older lists match with other words in between, and at the borders of a word. */
function gapNotes(plan: RulePlan): readonly Note[] {
	const [head] = plan.heads;
	if (plan.effect === null || plan.effect === "allow" || !head) return [];
	const [program = "", ...rest] = firstWords(head);
	const witness = rest.length > 0 ? [program, "x", ...rest].join(" ") : `${program}-x`;
	const reasons = ["an entry of the older lists also covers the same words with others in between, and longer words"];
	const unheld = plan.heads.flatMap((known) => known.words[0] ?? []).find((word) => !isRuleProgram(word));
	if (unheld !== undefined) reasons.push(`permissionRules cannot hold \`${unheld}\`: the older lists alone do`);
	return reasons.map((reason) => ({ status: "stricter", direction: "stricter", reason, witness }));
}
