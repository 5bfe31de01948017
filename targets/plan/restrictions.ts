/** The entries of a host that refuse or ask, found by the program of a command. */

import type { Extent, RulePlan } from "../target.ts";
import { ByProgram, indexExtents } from "./by-program.ts";
import { readHead } from "./extents.ts";
import type { HostFacts } from "./plan-restriction.ts";
import type { RuleFacts } from "./read-policy.ts";

/** A rule whose entries refuse or ask. */
export interface Restriction {
	readonly facts: RuleFacts;
	readonly extents: readonly Extent[];
	/** Those that may be about a program. */
	aboutProgram(program: string | undefined): readonly Extent[];
	/** The entries hold all that the rule is about. */
	readonly whole: boolean;
	/** They hold more. */
	readonly wider: boolean;
}

export interface Restrictions {
	readonly byRule: ReadonlyMap<string, Restriction>;
	/** Those with an entry that may be about a program. */
	aboutProgram(program: string): readonly Restriction[];
}

/** Collects the restrictions of a host from its plans. */
export function collectRestrictions(plans: ReadonlyMap<RuleFacts, RulePlan>, { model }: HostFacts): Restrictions {
	const byRule = new Map<string, Restriction>();
	const byProgram = new ByProgram<Restriction>();
	for (const [facts, { effect, heads, notes }] of plans) {
		if (effect === null || effect === "allow") continue;
		const extents = heads.flatMap((head) => readHead(model, head, effect));
		const whole = notes.every(({ direction }) => direction !== "looser");
		const index = indexExtents(extents);
		const aboutProgram = (program: string | undefined) => index.about(program);
		const restriction: Restriction = { facts, extents, aboutProgram, whole, wider: notes.length > 0 };
		byRule.set(facts.rule.name, restriction);
		for (const extent of extents) byProgram.add(extent, restriction);
	}
	return { byRule, aboutProgram: (program) => byProgram.about(program) };
}
