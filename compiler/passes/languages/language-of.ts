/** The whole language of a compiled program, as one automaton. */

import { anyWords, type Dfa, determinise, emptyDfa, eraseMarks, fromTable, Nfa } from "../../automata/index.ts";
import type { AutomatonTable, Program } from "../../ir/compiled.ts";
import { readLiterals } from "./compile-command.ts";

/**
 * The language of a program, marks of path sets taken out.
 *
 * @param program null stands for every command
 * @param marks how many path sets the rule has
 * @param bound `outer`: what is in the language with some marks; `inner`: with all. Where an automaton
 *   would pass a limit, `outer` is every command and `inner` none: still a bound
 */
export function languageOf(program: Program | null, automata: readonly AutomatonTable[], marks: number, bound: "inner" | "outer"): Dfa {
	if (program === null) return anyWords();
	const built =
		program.kind === "automaton" ? unmarked(automata[program.automaton], marks, bound) : ofHeads(program, automata, marks, bound);
	return built ?? (bound === "outer" ? anyWords() : emptyDfa());
}

/** Words of heads carry no marks, so only the automata behind them have some to take out. */
function ofHeads(
	program: Extract<Program, { kind: "heads" }>,
	automata: readonly AutomatonTable[],
	marks: number,
	bound: "inner" | "outer",
): Dfa | null {
	const nfa = new Nfa();
	for (const { words, tail } of program.heads) {
		const language = unmarked(automata[tail], marks, bound);
		if (!language) return null;
		nfa.embed(readLiterals(nfa, words, 0), language);
	}
	const built = determinise(nfa);
	return "kind" in built ? null : built;
}

function unmarked(table: AutomatonTable | undefined, marks: number, bound: "inner" | "outer"): Dfa | null {
	if (!table) return null;
	const erased = eraseMarks(fromTable(table), marks, bound === "outer" ? "some" : "all");
	return "kind" in erased ? null : erased;
}
