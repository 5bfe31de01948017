/** Numbers the automata of a bundle by first use, so that equal policies give equal tables. */

import type { AutomatonTable, CompiledPolicy, Program } from "../../compiler/ir/compiled.ts";
import { sharedText } from "./shared-text.ts";

export interface OrderedAutomata {
	readonly automata: readonly AutomatonTable[];
	/** A program with its numbers changed to the new ones. */
	renumber(program: Program): Program;
	renumber(program: Program | null): Program | null;
}

const NOTHING: AutomatonTable = { accept: [0], default: [-1], ranges: [[]] };

const tables = new WeakMap<AutomatonTable, AutomatonTable>();

/** A table with its keys in the order of the format: one value per table, whose text is then made once. */
function tableOf(table: AutomatonTable): AutomatonTable {
	const { accept, default: otherwise, ranges } = table;
	const known = tables.get(table) ?? { accept, default: otherwise, ranges };
	tables.set(table, known);
	return known;
}

/** The tables that the rules use, in the order of the rules and of their programs; equal tables once. */
export function orderAutomata(compiled: CompiledPolicy): OrderedAutomata {
	const automata: AutomatonTable[] = [];
	const byText = new Map<string, number>();
	const numbers = new Map<number, number>();
	const number = (old: number): number => {
		const found = numbers.get(old) ?? numberOfTable(tableOf(compiled.automata[old] ?? NOTHING));
		numbers.set(old, found);
		return found;
	};
	const numberOfTable = (table: AutomatonTable): number => {
		const text = sharedText(table);
		const known = byText.get(text);
		if (known !== undefined) return known;
		byText.set(text, automata.length);
		return automata.push(table) - 1;
	};
	function renumber(program: Program): Program;
	function renumber(program: Program | null): Program | null;
	function renumber(program: Program | null): Program | null {
		if (!program) return null;
		if (program.kind === "automaton") return { kind: "automaton", automaton: number(program.automaton) };
		return { kind: "heads", heads: program.heads.map(({ words, tail }) => ({ words, tail: number(tail) })) };
	}
	return { automata, renumber };
}
