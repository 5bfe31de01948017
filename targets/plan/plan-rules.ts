/** Plans what of each rule a host's configuration holds: only what is certainly not looser than the policy. */

import type { Decision } from "../../compiler/ir/types.ts";
import type { RulePlan } from "../target.ts";
import { foldCarved } from "./fold-carved.ts";
import { planAllowance } from "./plan-allowance.ts";
import { type HostFacts, planRestriction } from "./plan-restriction.ts";
import type { PolicyFacts, RuleFacts } from "./read-policy.ts";
import { collectRestrictions } from "./restrictions.ts";

/**
 * One plan per rule, in the order of the compiled policy: first what refuses and asks, then what may be allowed
 * beside it. What is not held, and what is held beyond the rule, stands in the notes, each with a witness.
 */
export function planRules(facts: PolicyFacts, host: HostFacts): readonly RulePlan[] {
	const plans = new Map<RuleFacts, RulePlan>();
	for (const rule of facts.rules) {
		if (rule.effect === null) plans.set(rule, leaveToHook(rule));
		else if (rule.effect !== "allow") plans.set(rule, planRestriction(rule, rule.effect, host, facts.registry));
	}
	const restrictions = collectRestrictions(plans, host);
	for (const rule of facts.rules) if (!plans.has(rule)) plans.set(rule, planAllowance(rule, facts, host, restrictions));
	return foldCarved(
		facts,
		facts.rules.flatMap((rule) => plans.get(rule) ?? []),
	);
}

function leaveToHook({ rule, obstacle, sample, example }: RuleFacts): RulePlan {
	const direction = directionWithoutHook(rule.effect);
	return {
		rule,
		effect: null,
		heads: [],
		carved: [],
		notes: [{ status: "left_to_hook", direction, reason: obstacle ?? "", witness: sample }],
		sample,
		example,
	};
}

/** Without its native entry an allow rule asks more often; a deny or request rule is the hook's alone. */
export function directionWithoutHook(effect: Decision): "stricter" | "looser" {
	return effect === "allow" ? "stricter" : "looser";
}
