/** Compiles the languages of all rules of a policy. */

import { AutomatonPool, toTable } from "../../automata/index.ts";
import type { CompiledPolicy } from "../../ir/compiled.ts";
import type { IrPolicy } from "../../ir/types.ts";
import { ArgsCompiler } from "./args-compiler.ts";
import { compileRule } from "./compile-rule.ts";
import type { OptionKnowledge } from "./option-knowledge.ts";
import type { LanguageReport } from "./problems.ts";

/** Compilations of one run (a policy per harness) share most of their args; the keys hold everything they depend on. */
let shared = new ArgsCompiler();
/** States of the automata that are kept; a long-lived process starts anew beyond that. */
const KEPT_STATES = 500_000;

/**
 * The compiled policy: every rule with its automata, shared and in order of first use.
 *
 * Reports what is wrong with a rule at its clause; a rule with errors has no language, and the session
 * has failed then.
 *
 * @param policyHash SHA-256 of the canonical JSON of the policy, lower-case hex
 *
 * @example compileLanguages(policy, hashPolicy(policy), registryKnowledge(registry, policy.registry), { session, locate: () => null })
 */
export function compileLanguages(policy: IrPolicy, policyHash: string, knowledge: OptionKnowledge, report: LanguageReport): CompiledPolicy {
	const pool = new AutomatonPool();
	if (shared.states > KEPT_STATES) shared = new ArgsCompiler();
	const args = shared;
	const rules = policy.rules.map((rule) => compileRule(rule, { knowledge, args, pool, report }));
	return { policy, policy_hash: policyHash, rules, automata: pool.all.map(toTable) };
}
