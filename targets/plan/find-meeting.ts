/** Finds out whether an allow entry of a host would let through a command that some rule may treat more strictly. */

import type { Registry } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { isCarrier } from "./carriers.ts";
import { reduceWord } from "./reduce-word.ts";
import { type StrictRule, type StrictRules, strictRulesFor } from "./strict-rules.ts";
import { completeCommand, type Language, mayContain, mayStartWith } from "./walk-program.ts";

/** Why an allow entry would be too wide, with a command line that it would let through. */
export interface Meeting {
	readonly reason: string;
	readonly witness: string;
}

/**
 * Why a host may not allow these words (and, unless `exact`, all that may follow them); null where it
 * may. Whatever is not decided counts as a reason. Global options of the program, commands carried in its words
 * and commands in the words of an unknown program are looked at as an evaluator would.
 */
export function findMeeting(strict: StrictRules, registry: Registry, words: readonly string[], exact: boolean): Meeting | null {
	const [program = "", first] = words;
	const witness = writeCommandLine(words);
	if (reduceWord(program) !== program) return { reason: "its program is named by a path or in another spelling", witness };
	if (Object.hasOwn(registry.wrappers, program) || isCarrier(words, exact)) {
		return { reason: `\`${writeCommandLine(words.slice(0, 2))}\` can run a command that stands in its words`, witness };
	}
	const known = Object.hasOwn(registry.programs, program) ? registry.programs[program] : undefined;
	if (known && hasGlobalOptions(known) && (first === undefined ? !exact : first.startsWith("-"))) {
		return { reason: `options of \`${program}\` may stand before its subcommand`, witness };
	}
	return meetRules(strict, words, exact) ?? (known ? null : meetSuffixes(strict, words, exact));
}

function hasGlobalOptions(program: Registry["programs"][string]): boolean {
	const { subcommands, global_values, global_inert, global_directory } = program;
	return [Object.keys(subcommands), global_values, global_inert, global_directory].some((names) => names.length > 0);
}

function meetRules(strict: StrictRules, words: readonly string[], exact: boolean): Meeting | null {
	for (const rule of strictRulesFor(strict, words, exact)) {
		if (rule.languages.length > 0 && !rule.languages.some((language) => meets(language, words, exact))) continue;
		const completed = exact ? words : (completeAny(rule, words) ?? words);
		return { reason: `rule \`${rule.name}\` speaks of such commands too`, witness: writeCommandLine(completed) };
	}
	return null;
}

/** A program that the registry does not know may run its later words, so a prefix of it meets every rule about commands. */
function meetSuffixes(strict: StrictRules, words: readonly string[], exact: boolean): Meeting | null {
	const reason = `\`${words[0] ?? ""}\` is not in the command registry, so its later words could be a command of their own`;
	for (let from = 1; from < words.length; from++) {
		const [program = "", ...rest] = words.slice(from);
		if (meetRules(strict, [reduceWord(program), ...rest], exact)) return { reason, witness: writeCommandLine(words) };
	}
	const any = strict.everywhere[0] ?? [...strict.byProgram.values()][0]?.[0];
	return exact || !any ? null : { reason, witness: writeCommandLine([...words, ...(completeAny(any, []) ?? [])]) };
}

function completeAny({ languages, vocabulary }: StrictRule, words: readonly string[]): readonly string[] | null {
	return languages.map((language) => completeCommand(language, words, vocabulary)).find((found) => found !== null) ?? null;
}

function meets(language: Language, words: readonly string[], exact: boolean): boolean {
	return exact ? mayContain(language, words) : mayStartWith(language, words);
}
