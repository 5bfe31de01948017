/** The whole language of a compiled program, as one automaton. */

import { anyWords, type Dfa, determinise, fromTable, Nfa, type TooLarge } from "../../automata/index.ts";
import type { AutomatonTable, Program } from "../../ir/compiled.ts";
import { readLiterals } from "./compile-command.ts";

/**
 * The language of a program, its words with the marks of the rule's path sets.
 *
 * @param program null stands for every command
 * @param marks how many path sets the rule has
 */
export function languageOf(program: Program | null, automata: readonly AutomatonTable[], marks: number): Dfa | TooLarge {
	if (program === null) return anyWords(marks);
	if (program.kind === "automaton") return fromTable(automata[program.automaton] ?? NOTHING);
	const nfa = new Nfa();
	for (const { words, tail } of program.heads) nfa.embed(readLiterals(nfa, words, marks), fromTable(automata[tail] ?? NOTHING));
	return determinise(nfa);
}

const NOTHING: AutomatonTable = { accept: [0], default: [-1], ranges: [[]] };
