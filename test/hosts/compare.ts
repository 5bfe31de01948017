/** Compares a host with the policy and with the model of the host, command by command. */

import type { Decision, IrRule } from "../../compiler/ir/types.ts";
import { decide } from "../../runtime/typescript/index.ts";
import { type HostView, hostDecision } from "../../targets/index.ts";
import type { Answer } from "./ask-hosts.ts";
import type { CompiledText } from "./compile-text.ts";

const STRICTNESS: readonly Decision[] = ["allow", "request", "deny"];

/** How a host's answer stands to the policy's decision on one command. */
export type Standing = "exact" | "stricter" | "left" | "reported" | "looser" | "undecided";

/** What the policy says of a line, with every fact unknown. */
export interface PolicyAnswer {
	readonly decision: Decision;
	/** The rule that decided; null where none did. */
	readonly rule: string | null;
	/** A rule with a condition has a say in it, so that the answer depends on facts. */
	readonly conditional: boolean;
	/** The line runs one command, its own, as it is written: no wrapper takes another program along. */
	readonly plain: boolean;
	/** An option stands right behind the program, where a subcommand may follow: some hosts take that for another command. */
	readonly optioned: boolean;
}

export function askPolicy({ prepared, compiled }: CompiledText, text: string): PolicyAnswer {
	const verdict = decide(prepared, { command: text, cwd: "/work", facts: {}, unattended: false });
	const rule = verdict.by === "rule" ? verdict.rule : null;
	const decider = compiled.policy.rules.find(({ name }) => name === rule);
	const [only, ...others] = verdict.commands;
	return {
		decision: verdict.decision,
		rule,
		conditional: verdict.conditions.length > 0 || (decider !== undefined && dependsOnFacts(decider)),
		plain: only !== undefined && others.length === 0 && only.argv.join(" ") === text.replace(/'([^']*)'/g, "$1"),
		optioned: only?.argv[1]?.startsWith("-") ?? false,
	};
}

/** Whether a rule asks something besides the words: a condition, or where an operand lies. */
function dependsOnFacts({ when, command }: IrRule): boolean {
	return when !== null || JSON.stringify(command?.args ?? []).includes('"operand_under"');
}

/**
 * Judges an answer. A host that has no entry does what it does by itself: that is as strict as `allow`, as strict as
 * `request` where it asks, and else `reported` if the loss report says that the rule is not the host's, `looser` if not.
 */
export function judgeAnswer(view: HostView, policy: PolicyAnswer, host: Answer): Standing {
	if (host === "allow") return policy.decision === "allow" ? "exact" : "looser";
	if (policy.rule === null || policy.conditional || !policy.plain) return "undecided";
	if (host === policy.decision) return "exact";
	if (host !== null && STRICTNESS.indexOf(host) > STRICTNESS.indexOf(policy.decision)) return "stricter";
	if (policy.decision === "allow") return "left";
	if (host === null && policy.decision === "request" && view.capabilities.unmatched.asks) return "exact";
	if (policy.optioned && view.capabilities.spellings.some(({ template }) => template === "{optioned}")) return "reported";
	const loss = view.losses.find(({ rule }) => rule === policy.rule);
	return loss?.direction === "looser" ? "reported" : "looser";
}

/**
 * Judges an answer on a line that is not plainly written: `reported` where the host is looser than a rule that decides it and the
 * loss report names the spelling by this template, or the rule.
 */
export function judgeSpelled(view: HostView, policy: PolicyAnswer, host: Answer, template: string): Standing {
	if (policy.rule === null || policy.conditional) return "undecided";
	if (host === policy.decision) return "exact";
	const own = host ?? (view.capabilities.unmatched.asks ? "request" : "allow");
	if (STRICTNESS.indexOf(own) >= STRICTNESS.indexOf(policy.decision)) return host === null ? "left" : "stricter";
	const isNamed = view.capabilities.spellings.some((spelling) => spelling.template === template);
	const loss = view.losses.find(({ rule }) => rule === policy.rule);
	return isNamed || loss?.direction === "looser" ? "reported" : "looser";
}

/** What the model of the host says of a plain command. */
export function askModel(view: HostView, words: readonly string[]): Answer {
	return hostDecision(view, words).decision;
}
