/** One command line of every rule: what can be asked of a hook or a host to see whether it lives. */

import type { CompiledPolicy } from "../compiler/ir/compiled.ts";
import type { Decision } from "../compiler/ir/types.ts";
import { groundOf, UNCONDITIONAL } from "./emit-build.ts";
import type { Registry } from "./target.ts";

/** A command line that a rule is about; another rule may decide it all the same. */
export interface RuleSample {
	readonly rule: string;
	readonly effect: Decision;
	readonly line: string;
}

/** The samples of all rules, in IR order; `builtIn` is the built-in registry. */
export function sampleRules(policy: CompiledPolicy, builtIn: Registry): readonly RuleSample[] {
	const { facts } = groundOf(policy, builtIn, UNCONDITIONAL);
	return facts.rules.map(({ rule, sample }) => ({ rule: rule.name, effect: rule.effect, line: sample }));
}
