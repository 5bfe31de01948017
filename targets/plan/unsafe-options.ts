/**
 * Options with which a program runs or loads something else, or takes operands from elsewhere: whatever a rule
 * allows, the evaluator asks about them, so that no entry may let them through.
 */

import { bytesOf, type Dfa, determinise, isTooLarge, Nfa } from "../../compiler/automata/index.ts";
import type { Registry } from "../target.ts";
import { programOf } from "./spellings.ts";

/**
 * The unsafe options of the program and subcommand that words start with; of a program alone, those of all its subcommands too.
 * `sources`: also those that take operands from elsewhere.
 */
export function unsafeOptions([name = "", subcommand]: readonly string[], registry: Registry, sources: boolean): readonly string[] {
	const program = programOf(name, registry);
	if (!program) return [];
	const { subcommands = {} } = program;
	const own = subcommand !== undefined && Object.hasOwn(subcommands, subcommand) ? [subcommands[subcommand]] : [];
	const known = subcommand === undefined ? Object.values(subcommands) : own;
	const found = [program, ...known].flatMap((options) => [
		...(options?.runs ?? []),
		...(options?.runs_text ?? []),
		...(sources ? (options?.unknown_operands ?? []) : []),
	]);
	return [...new Set(found)];
}

/** The shortest start of a long option that may stand for it. */
const SHORTEST = 4;

/** How a word starts that may be the option; for a short option null: it may stand anywhere in a cluster. */
function startOf(option: string): string | null {
	if (/^-[^-]$/.test(option)) return null;
	return option.startsWith("--") ? option.slice(0, SHORTEST) : option;
}

/** Texts for the words of options behind others, as `Head.rest` has them. */
export function restsOfUnsafe(options: readonly string[]): readonly string[] {
	return options.flatMap((option) => {
		const start = startOf(option);
		if (start === null) return [`* -*${option.slice(1)}*`];
		return option.startsWith("-") && !option.startsWith("--") ? [`* ${start}*`, `* -${start}*`] : [`* ${start}*`];
	});
}

const known = new Map<string, Dfa | null>();

/** Lists of words among which is one that may be one of the options. Null past a limit. */
export function wordsWith(options: readonly string[]): Dfa | null {
	const key = options.join("\n");
	const found = known.get(key);
	if (found !== undefined) return found;
	const nfa = new Nfa();
	const before = nfa.anyWords(0);
	const behind = nfa.state();
	for (const option of options) {
		const start = startOf(option);
		const starts = start === null ? ["-"] : option.startsWith("--") || !option.startsWith("-") ? [start] : [start, `-${start}`];
		for (const text of starts) {
			const read = nfa.literal(before, bytesOf(text));
			const letter = start === null ? nfa.literal(nfa.many(read, 1, 255), bytesOf(option.slice(1))) : read;
			nfa.skip(nfa.endWord(nfa.many(letter, 1, 255)), behind);
		}
	}
	nfa.accept(nfa.anyWords(behind));
	const built = determinise(nfa);
	const made = isTooLarge(built) ? null : built;
	known.set(key, made);
	return made;
}
