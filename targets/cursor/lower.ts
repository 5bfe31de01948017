import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { expandHead, type Head, type HostContext, type Lowered, lossOf } from "../target.ts";

/** The tree of `cli-config.json`; keys in the order of the file. */
export interface CursorModel {
	readonly version: 1;
	readonly editor: { readonly vimMode: false };
	readonly permissions: { readonly allow: readonly string[]; readonly deny: readonly string[] };
}

/** Rules to `Shell(…)` entries, in the order of the plans, each entry once. */
export function lowerCursor(_: CompiledPolicy, context: HostContext): Lowered<CursorModel> {
	const entries = (effect: Decision) => [
		...new Set(context.plans.flatMap((plan) => (plan.rule.effect === effect ? plan.heads.flatMap(entriesOf) : []))),
	];
	const model: CursorModel = {
		version: 1,
		editor: { vimMode: false },
		permissions: { allow: entries("allow"), deny: entries("deny") },
	};
	return { model, losses: context.plans.map((plan) => lossOf("cursor", plan)) };
}

/** Without `:` an entry is a prefix of whole words; with it, the text behind is all the arguments. */
function entriesOf(head: Head): readonly string[] {
	return expandHead(head).map(([program = "", ...args]) =>
		head.exact ? `Shell(${program}:${args.join(" ")})` : `Shell(${[program, ...args].join(" ")})`,
	);
}
