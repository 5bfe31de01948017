import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { dropCovered, type HeadEntry } from "../plan/drop-covered.ts";
import { readHead } from "../plan/extents.ts";
import { expandHead, type Head, type HostContext, type Lowered } from "../target.ts";
import { entriesOf } from "./entries.ts";
import { CLAUDE_MODEL } from "./model.ts";

/** The tree of the settings file; keys in the order of the file. */
export interface ClaudeModel {
	readonly permissions: { readonly allow: readonly string[]; readonly ask: readonly string[]; readonly deny: readonly string[] };
}

/**
 * Rules to `Bash(…)` entries, in the order of the plans, each entry once. An entry that another one of its list covers is left
 * out, and an ask whose commands are all denied: the deny says it all.
 */
export function lowerClaude(_: CompiledPolicy, { plans }: HostContext): Lowered<ClaudeModel> {
	const headsOf = (decision: Decision) => plans.flatMap((plan) => (plan.effect === decision ? plan.heads : []));
	const deny = dropCovered(entriesFor(headsOf("deny"), "deny"));
	const ask = dropCovered(entriesFor([...headsOf("request"), ...plans.flatMap((plan) => plan.carved)], "request"), deny);
	const allow = dropCovered(entriesFor(headsOf("allow"), "allow"));
	const texts = (decision: Decision, entries: readonly HeadEntry[]) => [
		...new Set(entries.flatMap(({ head }) => entriesOf(head, decision))),
	];
	const model: ClaudeModel = { permissions: { allow: texts("allow", allow), ask: texts("request", ask), deny: texts("deny", deny) } };
	return { model, notes: new Map(), holdsDefault: false };
}

/** One entry for each combination of alternatives. */
function entriesFor(heads: readonly Head[], decision: Decision): readonly HeadEntry[] {
	const single = heads.flatMap((head) => expandHead(head).map((words): Head => ({ ...head, words: words.map((word) => [word]) })));
	return single.map((head) => ({ head, extents: readHead(CLAUDE_MODEL, head, decision) }));
}
