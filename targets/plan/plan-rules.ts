/** Plans what of each rule a host's configuration holds: only what is certainly not looser than the policy. */

import type { CompiledPolicy, CompiledRule } from "../../compiler/ir/compiled.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import {
	type Capabilities,
	type Direction,
	expandHead,
	firstWords,
	type Head,
	type Note,
	type Registry,
	type RulePlan,
} from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { collectStrictRules, findMeeting, type StrictRules } from "./find-meeting.ts";
import { readHeads } from "./read-heads.ts";
import { sampleCommand } from "./sample-command.ts";

const ALLOW_CLAUSES = ["writes", "reads", "env"] as const;

/**
 * One plan per rule, in the order of the compiled policy.
 *
 * `registry` is the one that the bundle holds (the policy's own items included). A head is kept only if every
 * combination of its alternatives can be held; what is not kept stands in the notes, each with a witness.
 */
export function planRules(compiled: CompiledPolicy, registry: Registry, capabilities: Capabilities): readonly RulePlan[] {
	const strict = collectStrictRules(compiled);
	return compiled.rules.map((known) => planRule(compiled, known, registry, capabilities, strict));
}

function planRule(
	compiled: CompiledPolicy,
	known: CompiledRule,
	registry: Registry,
	capabilities: Capabilities,
	strict: StrictRules,
): RulePlan {
	const { rule } = known;
	const sample = sampleCommand(compiled, known);
	const direction = directionWithoutHook(rule.effect);
	const note = (status: Note["status"], reason: string, witness = sample): Note => ({ status, direction, reason, witness });
	const form = capabilities.lists[rule.effect];
	if (typeof form === "string") return { rule, heads: [], notes: [note("left_to_hook", form)], sample };

	const read = readHeads(rule);
	const notes = read.obstacles.map((obstacle) => note("left_to_hook", obstacle));
	const heads: Head[] = [];
	for (const head of read.heads) {
		const witness = writeCommandLine(firstWords(head));
		const unsayable = head.words.flat().find((word) => !form.sayable.test(word));
		const reaction = head.exact ? capabilities.exact[rule.effect] : "held";
		const meeting = rule.effect === "allow" ? meetingOf(head, registry, capabilities, strict) : null;
		if (unsayable !== undefined) notes.push(note("not_expressible", `the word \`${unsayable}\`: ${form.reason}`, witness));
		else if (reaction === "refused") notes.push(note("not_expressible", "an entry also covers every longer command", witness));
		else if (meeting) notes.push(note("left_to_hook", meeting.reason, meeting.witness));
		else if (reaction === "widened") {
			heads.push({ ...head, exact: false });
			const longer = writeCommandLine([...firstWords(head), "x"]);
			notes.push({ status: "stricter", direction: "stricter", reason: "an entry also covers every longer command", witness: longer });
		} else heads.push(head);
	}
	return { rule, heads, notes, sample };
}

function meetingOf(head: Head, registry: Registry, capabilities: Capabilities, strict: StrictRules) {
	const clause = ALLOW_CLAUSES.find((name) => strict.clauses[name] !== null && capabilities.passes[name]);
	if (clause) {
		const reason = `an allow entry lets any ${CLAUSE_NOUNS[clause]} pass, and rule \`${strict.clauses[clause]}\` is about some`;
		return { reason, witness: CLAUSE_WITNESSES[clause](writeCommandLine(firstWords(head))) };
	}
	for (const words of expandHead(head)) {
		const meeting = findMeeting(strict, registry, words, head.exact);
		if (meeting) return meeting;
	}
	return null;
}

const CLAUSE_NOUNS = { writes: "output redirection", reads: "input redirection", env: "assignment" } as const;
const CLAUSE_WITNESSES = {
	writes: (line: string) => `${line} > x`,
	reads: (line: string) => `${line} < x`,
	env: (line: string) => `X=x ${line}`,
} as const;

/** Without its native entry an allow rule asks more often; a deny or request rule is the hook's alone. */
function directionWithoutHook(effect: Decision): Direction {
	return effect === "allow" ? "stricter" : "looser";
}
