/** The runtime's verdict on a drawn triple, in the oracle's terms. */

import type { Line, LineJudgement } from "../../compiler/ir/oracle/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { decide, type Prepared } from "../../runtime/typescript/index.ts";
import type { SameLine } from "./same-line.ts";

export interface Compared {
	/** What the oracle is to judge: the line, with the codes that only the evaluator's search in the registry can tell. */
	readonly line: Line;
	readonly actual: LineJudgement;
	/** Whether the evaluator found the words that the text was written from. */
	readonly sameWords: boolean;
}

/** Decides the text of a triple. */
export function judgeText(prepared: Prepared, same: SameLine): Compared {
	const verdict = decide(prepared, same.request);
	const sameWords =
		verdict.commands.length === same.words.length &&
		same.words.every((words, at) => {
			const argv = verdict.commands[at]?.argv ?? [];
			return words.length === argv.length && words.every((word, place) => word === null || word === argv[place]);
		});
	const commands = same.line.commands.map((command, at) => {
		const start = verdict.commands[at]?.span[0];
		const codes = verdict.opaque.filter(({ code, span }) => code === "suffix_match" && span[0] === start);
		return codes.length > 0 ? { ...command, opaque: [...command.opaque, "suffix_match"] } : command;
	});
	const actual: LineJudgement = {
		decision: verdict.decision,
		leave_to_host: verdict.leave_to_host,
		by: verdict.by === "input" ? "opaque" : verdict.by,
		rule: verdict.rule,
		commands: verdict.commands.map(({ decision, leave_to_host, by, rule, matches }) => ({
			decision,
			leave_to_host,
			by: by === "input" ? "opaque" : by,
			rule,
			matches: matches.map((match) => ({ ...match })),
		})),
		conditions: verdict.conditions.map((condition) => ({ ...condition })),
	};
	return { line: { ...same.line, commands }, actual, sameWords };
}

/**
 * A policy without exceptions inside exceptions. These compare words as written with words reduced, where the page
 * takes what the automata take; `automata-commands.test.ts` holds them to the naive reading instead.
 */
export function withoutInnerExceptions(policy: IrPolicy): IrPolicy {
	const rules = policy.rules.map((rule) => {
		if (!rule.command) return rule;
		return { ...rule, command: { ...rule.command, except: rule.command.except.map((language) => ({ ...language, except: [] })) } };
	});
	return { ...policy, rules };
}

/**
 * A judgement without the matches that cannot decide anything: an allow rule that may match, and gives at most `allow`.
 * The evaluator lists them for `explain`, the oracle leaves them out.
 */
export function withoutIdleMatches(judgement: LineJudgement, policy: IrPolicy): LineJudgement {
	const idle = new Set(
		policy.rules.flatMap(({ name, effect, on_mismatch }) =>
			effect === "allow" && (on_mismatch === "allow" || on_mismatch === "skip") ? [name] : [],
		),
	);
	const commands = judgement.commands.map((command) => ({
		...command,
		matches: command.matches.filter(({ rule, match }) => match === "yes" || !idle.has(rule)),
	}));
	return { ...judgement, commands };
}
