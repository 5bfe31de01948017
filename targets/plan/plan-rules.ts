/** Plans what of each rule a host's configuration holds: only what is certainly not looser than the policy. */

import type { Decision } from "../../compiler/ir/types.ts";
import { type Capabilities, type Direction, firstWords, type Head, type Note, type RulePlan } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import type { Meeting } from "./find-meeting.ts";
import type { PolicyFacts, RuleFacts } from "./read-policy.ts";

const LONGER = "an entry also covers every longer command";

/**
 * One plan per rule, in the order of the compiled policy. A head is kept only if every combination of its
 * alternatives can be held; what is not kept stands in the notes, each with a witness.
 */
export function planRules(facts: PolicyFacts, capabilities: Capabilities): readonly RulePlan[] {
	return facts.rules.map((rule) => planRule(rule, facts.clauses, capabilities));
}

function planRule({ rule, sample, heads, obstacles }: RuleFacts, clauses: PolicyFacts["clauses"], capabilities: Capabilities): RulePlan {
	const direction = directionWithoutHook(rule.effect);
	const note = (status: Note["status"], reason: string, witness = sample): Note => ({ status, direction, reason, witness });
	const form = capabilities.lists[rule.effect];
	if (typeof form === "string") return { rule, heads: [], notes: [note("left_to_hook", form)], sample };

	const notes = obstacles.map((obstacle) => note("left_to_hook", obstacle));
	const kept: Head[] = [];
	for (const { head, meeting } of heads) {
		const line = writeCommandLine(firstWords(head));
		const unsayable = head.words.flat().find((word) => !form.sayable.test(word));
		const reaction = head.exact ? capabilities.exact[rule.effect] : "held";
		const tooWide = rule.effect === "allow" ? (meetClause(line, clauses, capabilities) ?? meeting) : null;
		if (unsayable !== undefined) notes.push(note("not_expressible", `the word \`${unsayable}\`: ${form.reason}`, line));
		else if (reaction === "refused") notes.push(note("not_expressible", LONGER, line));
		else if (tooWide) notes.push(note("left_to_hook", tooWide.reason, tooWide.witness));
		else if (reaction === "held") kept.push(head);
		else {
			kept.push({ ...head, exact: false });
			const longer = writeCommandLine([...firstWords(head), "x"]);
			notes.push({ status: "stricter", direction: "stricter", reason: LONGER, witness: longer });
		}
	}
	return { rule, heads: kept, notes, sample };
}

/** What an allow entry lets pass besides the command, where a rule is about that. */
const CLAUSES = [
	["writes", "output redirection", (line: string) => `${line} > x`],
	["reads", "input redirection", (line: string) => `${line} < x`],
	["env", "assignment", (line: string) => `X=x ${line}`],
] as const;

function meetClause(line: string, clauses: PolicyFacts["clauses"], { passes }: Capabilities): Meeting | null {
	for (const [clause, noun, spell] of CLAUSES) {
		if (clauses[clause] === null || !passes[clause]) continue;
		return { reason: `an allow entry lets any ${noun} pass, and rule \`${clauses[clause]}\` is about some`, witness: spell(line) };
	}
	return null;
}

/** Without its native entry an allow rule asks more often; a deny or request rule is the hook's alone. */
function directionWithoutHook(effect: Decision): Direction {
	return effect === "allow" ? "stricter" : "looser";
}
