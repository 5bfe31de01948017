/** Generated policies made ready for the evaluator: compiled, lowered to a bundle, prepared. */

import { Session } from "../../compiler/diagnostics/session.ts";
import { hashPolicy } from "../../compiler/ir/canonical.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { compileLanguages, registryKnowledge } from "../../compiler/passes/languages/index.ts";
import { type Prepared, prepare } from "../../runtime/typescript/index.ts";
import { bundleOf } from "../../targets/index.ts";
import { REGISTRY } from "../arbitraries/registry.ts";

/** Findings about a rule that has no effect; its language stands nevertheless. */
const HARMLESS: ReadonlySet<string> = new Set(["dead-rule", "dead-exception", "automaton-large"]);

/** A policy ready to decide over the small registry of the arbitraries; null where a rule cannot be compiled. */
export function prepareIr(policy: IrPolicy): Prepared | null {
	const session = new Session();
	const knowledge = registryKnowledge(REGISTRY, policy.registry);
	const compiled = compileLanguages(policy, hashPolicy(policy), knowledge, { session, locate: () => null });
	if (session.diagnostics.some(({ name }) => !HARMLESS.has(name))) return null;
	return prepare(bundleOf(compiled, REGISTRY));
}
