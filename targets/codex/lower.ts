import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { examplesOf, type Head, type HostContext, type Lowered, lossOf, type RulePlan } from "../target.ts";
import { CODEX_CAPABILITIES } from "./capabilities.ts";

/** One `prefix_rule`. Every position lists its alternatives; examples are lists of tokens. */
export interface CodexRule {
	readonly pattern: readonly (readonly string[])[];
	readonly decision: string;
	readonly justification: string;
	readonly match: readonly (readonly string[])[];
	readonly not_match: readonly (readonly string[])[];
}

export interface CodexModel {
	readonly policy_hash: string;
	/** Entries that do not come from rules: they hold what Codex cannot look into. */
	readonly opaque: readonly CodexRule[];
	readonly rules: readonly CodexRule[];
}

const SHELLS = ["bash", "sh", "zsh"].flatMap((name) => [name, `/bin/${name}`]);

/** Wrappers that run the command in their words, which Codex matches as programs of their own. */
const WRAPPERS: readonly (readonly string[])[] = [
	...["command", "doas", "env", "eval", "exec", "nice", "nohup", "ssh", "su", "sudo", "time", "timeout", "xargs"].map((name) => [name]),
	["python", "-c"],
	["python3", "-c"],
];

/**
 * Rules to `prefix_rule` entries, in the order of the plans, behind the entries that make unsplittable
 * scripts and wrappers ask. Those always ask, never forbid: the hook sees into them and may know better.
 */
export function lowerCodex(compiled: CompiledPolicy, context: HostContext): Lowered<CodexModel> {
	const model = {
		policy_hash: compiled.policy_hash,
		opaque: [
			codexRule("request", [SHELLS, ["-c", "-lc"]], "the script is no plain list of commands"),
			...WRAPPERS.map((words) =>
				codexRule(
					"request",
					words.map((word) => [word]),
					"the command runs another one that stands in its words",
				),
			),
		],
		rules: context.plans.flatMap((plan) => plan.heads.map((head) => lowerHead(plan, head))),
	};
	return { model, losses: context.plans.map((plan) => lossOf("codex", plan)) };
}

function lowerHead(plan: RulePlan, head: Head): CodexRule {
	const reason = plan.rule.reason?.trim();
	return codexRule(plan.rule.effect, head.words, reason ? reason : `rule ${plan.rule.name} of the policy`);
}

function codexRule(effect: Decision, words: Head["words"], justification: string): CodexRule {
	const { match, miss } = examplesOf({ words, exact: false });
	return { pattern: words, decision: CODEX_CAPABILITIES.actions[effect], justification, match, not_match: [miss] };
}
