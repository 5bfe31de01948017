import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import { globalOptions } from "../plan/option-twins.ts";
import { examplesOf, type Head, type HostContext, type Lowered, type RulePlan } from "../target.ts";
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
			...hiddenSubcommands(context),
			...WRAPPERS.map((words) =>
				codexRule(
					"request",
					words.map((word) => [word]),
					"the command runs another one that stands in its words",
				),
			),
		],
		rules: context.plans.flatMap((plan) => {
			const { effect, heads } = plan;
			return effect === null ? [] : heads.map((head) => lowerHead(plan, effect, head));
		}),
	};
	return { model, notes: new Map(), holdsDefault: false };
}

/** Options before a subcommand hide it from entries that start with it, so that they ask: for the programs of such entries. */
function hiddenSubcommands({ plans, registry }: HostContext): readonly CodexRule[] {
	const heads = plans.flatMap(({ effect, heads: held }) => (effect === "deny" || effect === "request" ? held : []));
	const programs = new Set(heads.flatMap(({ words }) => (words.length > 1 ? (words[0] ?? []) : [])));
	return [...programs].flatMap((name) => {
		const options = globalOptions(name, registry);
		return options.length === 0 ? [] : [codexRule("request", [[name], [...options].sort()], "an option stands before the subcommand")];
	});
}

function lowerHead({ rule, example }: RulePlan, effect: Decision, { words }: Head): CodexRule {
	const reason = rule.reason?.trim();
	const lowered = codexRule(effect, words, reason ? reason : `rule ${rule.name} of the policy`);
	const isMember = example !== null && words.every((alternatives, at) => alternatives.includes(example[at] ?? ""));
	if (!isMember || lowered.match.some((known) => known.join("\0") === example.join("\0"))) return lowered;
	return { ...lowered, match: [example, ...lowered.match] };
}

function codexRule(effect: Decision, words: Head["words"], justification: string): CodexRule {
	const { match, miss } = examplesOf({ words });
	return { pattern: words, decision: CODEX_CAPABILITIES.actions[effect], justification, match, not_match: [miss] };
}
