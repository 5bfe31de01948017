/** The face of the oracle: judging structured lines, and the two independent ways of matching that its tests compare. */

export { evaluateCondition } from "./evaluate-conditions.ts";
export { judgeLine } from "./judge.ts";
export type {
	Answer,
	Assignment,
	By,
	CommandJudgement,
	ConditionValue,
	GlobToken,
	Judgement,
	Line,
	LineCommand,
	LineJudgement,
	Piece,
	Program,
	Redirection,
	Registry,
	RuleMatch,
	Subcommand,
	Surroundings,
	Truth,
	Word,
} from "./types.ts";
