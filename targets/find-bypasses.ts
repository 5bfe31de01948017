/** What entries of others let past the hook: commands of rules that no host holds natively. */

import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import { groundOf, UNCONDITIONAL } from "./emit-build.ts";
import { proveApart } from "./plan/prove-containment.ts";
import { allowedRegion, restrictedRegion } from "./plan/rule-regions.ts";
import type { HostEntry, Registry } from "./target.ts";
import { writeCommandLine } from "./writer/shell.ts";

/** An entry that allows commands which a rule decides by a condition. */
export interface Bypass {
	/** The entry as it is shown. */
	readonly entry: string;
	readonly rule: string;
	/** A command line that both are about. */
	readonly witness: string;
}

/**
 * The entries that meet a rule whose decision depends on more than the words: such a command the host would run
 * whatever the condition says, were it not for the hook. What cannot be decided counts as met.
 *
 * @param builtIn the built-in registry
 * @param entries what a host's settings allow, as the host reads them
 * @returns per entry the first such rule, in the order of the entries
 */
export function findBypasses(policy: CompiledPolicy, builtIn: Registry, entries: readonly HostEntry[]): readonly Bypass[] {
	const { compiled, registry, facts } = groundOf(policy, builtIn, UNCONDITIONAL);
	const depending = compiled.rules.flatMap((known, at) => {
		if (known.rule.command === null || (known.rule.when === null && known.path_sets.length === 0)) return [];
		const region = known.loose ? restrictedRegion(compiled, known, registry) : allowedRegion(compiled, known);
		const fact = facts.rules[at];
		return fact ? [{ rule: known.rule.name, region, fact }] : [];
	});
	return entries.flatMap((entry) => {
		for (const { rule, region, fact } of depending) {
			const proof = region ? proveApart(entry.extent, region, [], fact.vocabulary) : "undecided";
			if (proof === "proven") continue;
			const witness = proof === "undecided" ? fact.sample : writeCommandLine(proof.witness);
			return [{ entry: entry.shown, rule, witness }];
		}
		return [];
	});
}
