/** The entries of a host that refuse or ask, found by the program of a command. */

import type { Extent, RulePlan } from "../target.ts";
import type { HostFacts } from "./plan-restriction.ts";
import type { RuleFacts } from "./read-policy.ts";

/** A rule whose entries refuse or ask. */
export interface Restriction {
	readonly facts: RuleFacts;
	readonly extents: readonly Extent[];
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
	const byProgram = new Map<string, Restriction[]>();
	const anywhere: Restriction[] = [];
	for (const [facts, { effect, heads, notes }] of plans) {
		if (effect === null || effect === "allow") continue;
		const extents = heads.flatMap((head) => model.extentsOf(head, effect));
		const whole = notes.every(({ direction }) => direction !== "looser");
		const restriction = { facts, extents, whole, wider: notes.length > 0 };
		byRule.set(facts.rule.name, restriction);
		const programs = programsOf(extents);
		if (programs === null) anywhere.push(restriction);
		for (const program of programs ?? []) {
			const known = byProgram.get(program);
			if (known) known.push(restriction);
			else byProgram.set(program, [restriction]);
		}
	}
	return { byRule, aboutProgram: (program) => [...(byProgram.get(program) ?? []), ...anywhere] };
}

/** The programs that extents name; null where one may be about any. */
export function programsOf(extents: readonly Extent[]): ReadonlySet<string> | null {
	const programs = new Set<string>();
	for (const extent of extents) {
		if (extent.kind === "text") {
			const program = /^([^* ]+) /.exec(extent.glob)?.[1];
			if (program === undefined) return null;
			programs.add(program);
		} else if (extent.kind === "gaps") programs.add((extent.words[0] ?? "").toLowerCase());
		else for (const program of extent.words[0] ?? []) programs.add(program);
	}
	return programs;
}
