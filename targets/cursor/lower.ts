import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import type { HostContext, Lowered } from "../target.ts";
import { entriesOf } from "./entries.ts";

/** The tree of `cli-config.json`; keys in the order of the file. */
export interface CursorModel {
	readonly version: 1;
	readonly editor: { readonly vimMode: false };
	readonly permissions: { readonly allow: readonly string[]; readonly deny: readonly string[] };
}

/** Rules to `Shell(…)` entries, in the order of the plans, each entry once. */
export function lowerCursor(_: CompiledPolicy, { plans }: HostContext): Lowered<CursorModel> {
	const entries = (decision: Decision) => [
		...new Set(plans.flatMap((plan) => (plan.effect === decision ? plan.heads.flatMap(entriesOf) : []))),
	];
	const permissions = { allow: entries("allow"), deny: entries("deny") };
	return { model: { version: 1, editor: { vimMode: false }, permissions }, notes: new Map(), holdsDefault: false };
}
