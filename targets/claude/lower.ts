import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import type { Head, HostContext, Lowered } from "../target.ts";
import { entriesOf } from "./entries.ts";

/** The tree of the settings file; keys in the order of the file. */
export interface ClaudeModel {
	readonly permissions: { readonly allow: readonly string[]; readonly ask: readonly string[]; readonly deny: readonly string[] };
}

/**
 * Rules to `Bash(…)` entries, in the order of the plans, each entry once. An ask whose commands are all
 * denied is left out: the deny says it all.
 */
export function lowerClaude(_: CompiledPolicy, { plans }: HostContext): Lowered<ClaudeModel> {
	const headsOf = (decision: Decision) => plans.flatMap((plan) => (plan.effect === decision ? plan.heads : []));
	const entries = (decision: Decision, heads: readonly Head[]) => [...new Set(heads.flatMap((head) => entriesOf(head, decision)))];
	const deny = entries("deny", headsOf("deny"));
	const ask = entries("request", [...headsOf("request"), ...plans.flatMap((plan) => plan.carved)]);
	const wide = deny.filter((entry) => entry.endsWith(" *)")).map((entry) => entry.slice(0, -2));
	const isDenied = (entry: string) => deny.includes(entry) || wide.some((start) => entry.startsWith(start));
	const model: ClaudeModel = {
		permissions: { allow: entries("allow", headsOf("allow")), ask: ask.filter((entry) => !isDenied(entry)), deny },
	};
	return { model, notes: new Map(), holdsDefault: false };
}
