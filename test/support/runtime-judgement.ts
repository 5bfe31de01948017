/** The runtime's verdict on a drawn triple, in the oracle's terms. */

import type { Line, LineJudgement } from "../../compiler/ir/oracle/index.ts";
import { decide, type Prepared } from "../../runtime/typescript/index.ts";
import type { SameLine } from "./same-line.ts";

export interface Compared {
	/** What the oracle is to judge: the line, with the codes that only the evaluator's search in the registry can tell. */
	readonly line: Line;
	readonly actual: LineJudgement;
	/** Whether the evaluator found the words that the text was written from. */
	readonly sameWords: boolean;
}

/** Codes of the search behind programs that the registry does not know. */
const SEARCHED: readonly string[] = ["suffix_match", "suffix_unknown"];

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
		const codes = verdict.opaque.filter(({ code, span }) => SEARCHED.includes(code) && span[0] === start).map(({ code }) => code);
		return codes.length > 0 ? { ...command, opaque: [...command.opaque, ...codes] } : command;
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
