/** The JSON that `policyc resolve` prints: hash, scopes, policy and the wrapper's block. */

import type { Resolved, ScopeRecord } from "../compiler/index.ts";
import type { IrPolicy } from "../compiler/ir/types.ts";
import { type WrapperEntry, wrapperEntries } from "../targets/index.ts";

export interface ResolveOutput {
	readonly policy_hash: string;
	readonly scopes: readonly ScopeRecord[];
	readonly policy: IrPolicy;
	readonly policy_wrapper: {
		readonly schema_version: 1;
		readonly required_conditions: readonly string[];
		readonly commands: readonly WrapperEntry[];
	};
}

/** The output for one resolved policy. Entries with conditions are listed only with `includeConditional`. */
export function resolveOutput(resolved: Resolved, includeConditional: boolean): ResolveOutput {
	const entries = wrapperEntries(resolved.compiled);
	return {
		policy_hash: resolved.policyHash,
		scopes: resolved.scopes,
		policy: resolved.policy,
		policy_wrapper: {
			schema_version: 1,
			required_conditions: entries.required_conditions,
			commands: entries.commands.filter((entry) => includeConditional || !entry.conditional),
		},
	};
}
