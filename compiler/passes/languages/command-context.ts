/** What the parts of a command's compilation share. */

import type { TooLarge } from "../../automata/index.ts";
import type { ArgsCompiler } from "./args-compiler.ts";
import type { PathSets } from "./compile-args.ts";
import type { OptionKnowledge } from "./option-knowledge.ts";
import type { Clause, RuleProblems } from "./problems.ts";

/** What the compilation of one rule's languages shares. */
export interface CommandContext {
	readonly knowledge: OptionKnowledge;
	readonly args: ArgsCompiler;
	readonly pathSets: PathSets;
	readonly problems: RuleProblems;
	/** The clause that problems are reported at. */
	readonly clause: Clause;
}

/** Reports a language that passes a limit, and gives null for it. */
export function tooLarge(problem: TooLarge, context: CommandContext, clause: Clause = context.clause): null {
	context.problems.fail("automaton-too-large", clause, { states: problem.states, limit: problem.limit });
	return null;
}
