/** Reads from a policy what the plans of all hosts rest on, once for all of them. */

import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { IrRule } from "../../compiler/ir/types.ts";
import { expandHead, type Head, type Registry } from "../target.ts";
import { findMeeting, type Meeting } from "./find-meeting.ts";
import { readHeads } from "./read-heads.ts";
import { sampleCommand } from "./sample-command.ts";
import { collectStrictRules, type StrictRules } from "./strict-rules.ts";

export interface HeadFacts {
	readonly head: Head;
	/** Of an allow rule: why no host may allow this head. */
	readonly meeting: Meeting | null;
}

export interface RuleFacts {
	readonly rule: IrRule;
	/** A command line that the rule is about. */
	readonly sample: string;
	readonly heads: readonly HeadFacts[];
	/** Why other parts of the rule have no heads. */
	readonly obstacles: readonly string[];
}

export interface PolicyFacts {
	/** In the order of the compiled policy. */
	readonly rules: readonly RuleFacts[];
	readonly clauses: StrictRules["clauses"];
}

/** The facts of a policy; `registry` is the one that the bundle holds, the policy's own items included. */
export function readPolicy(compiled: CompiledPolicy, registry: Registry): PolicyFacts {
	const strict = collectStrictRules(compiled);
	const rules = compiled.rules.map((known): RuleFacts => {
		const { rule } = known;
		const { heads, obstacles } = readHeads(rule);
		const meeting = (head: Head) => (rule.effect === "allow" ? meetingOf(head, strict, registry) : null);
		return { rule, sample: sampleCommand(compiled, known), heads: heads.map((head) => ({ head, meeting: meeting(head) })), obstacles };
	});
	return { rules, clauses: strict.clauses };
}

function meetingOf(head: Head, strict: StrictRules, registry: Registry): Meeting | null {
	for (const words of expandHead(head)) {
		const meeting = findMeeting(strict, registry, words, head.exact);
		if (meeting) return meeting;
	}
	return null;
}
