/** Takes allow entries back where the proof of an artifact failed: what cannot be shown goes to the strict side. */

import type { RulePlan } from "../target.ts";
import type { Unsound } from "./prove-host.ts";

const REASON = "it could not be shown that an entry lets through nothing else";

/** The plans without the allow entries about a program that a failed proof names. */
export function dropNear(plans: readonly RulePlan[], unsound: readonly Unsound[]): readonly RulePlan[] {
	const named = new Set(unsound.flatMap(({ rule, witness }) => `${rule} ${witness}`.split(/[^\w.+-]+/)));
	return plans.map((plan) => (plan.heads.some(({ words }) => words[0]?.some((word) => named.has(word)) ?? true) ? dropAllow(plan) : plan));
}

/** The plans without any allow entry. */
export function dropAllows(plans: readonly RulePlan[]): readonly RulePlan[] {
	return plans.map(dropAllow);
}

function dropAllow(plan: RulePlan): RulePlan {
	if (plan.effect !== "allow") return plan;
	const note = { status: "left_to_hook", direction: "stricter", reason: REASON, witness: plan.sample } as const;
	return { ...plan, effect: null, heads: [], carved: [], notes: [...plan.notes, note] };
}
