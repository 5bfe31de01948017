/** Finds out whether an allow entry of a host would let through a command that some rule may treat more strictly. */

import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import type { Registry } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { isCarrier } from "./carriers.ts";
import { reduceWord } from "./reduce-word.ts";
import { sampleArgs } from "./sample-command.ts";
import { completeCommand, type Language, languageOf, mayContain, mayStartWith } from "./walk-program.ts";

/** Why an allow entry would be too wide, with a command line that it would let through. */
export interface Meeting {
	readonly reason: string;
	readonly witness: string;
}

interface StrictRule {
	readonly name: string;
	/** Words that a witness tries first. */
	readonly vocabulary: readonly string[];
	readonly languages: readonly Language[];
}

/** The rules that can contribute more than `allow`, found by the program of a command. */
export interface StrictRules {
	readonly byProgram: ReadonlyMap<string, readonly StrictRule[]>;
	readonly everywhere: readonly StrictRule[];
	/** The first rule about redirections or assignments, per clause: it needs no particular command. */
	readonly clauses: Readonly<Record<"writes" | "reads" | "env", string | null>>;
}

/**
 * Collects the rules that an allow entry must not meet: deny and request rules, and rules with a
 * condition, which may come out as anything when it is false or unknown.
 */
export function collectStrictRules(compiled: CompiledPolicy): StrictRules {
	const byProgram = new Map<string, StrictRule[]>();
	const everywhere: StrictRule[] = [];
	const clauses: Record<"writes" | "reads" | "env", string | null> = { writes: null, reads: null, env: null };
	for (const known of compiled.rules) {
		const { rule } = known;
		if (rule.effect === "allow" && rule.when === null) continue;
		for (const clause of ["writes", "reads", "env"] as const) if (rule.effect !== "allow" && rule[clause]) clauses[clause] ??= rule.name;
		if (rule.command === null) continue;
		const languages = [known.loose, known.strict].flatMap((program) => languageOf(compiled, known, program) ?? []);
		const strict = { name: rule.name, vocabulary: sampleArgs(rule.command.args), languages };
		if (known.programs === null) everywhere.push(strict);
		for (const program of known.programs ?? []) byProgram.set(program, [...(byProgram.get(program) ?? []), strict]);
	}
	return { byProgram, everywhere, clauses };
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
	for (const rule of rulesFor(strict, words[0] ?? "")) {
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
	const any = [...strict.everywhere, ...[...strict.byProgram.values()].flat()][0];
	if (exact || !any) return null;
	return { reason, witness: writeCommandLine([...words, ...(completeAny(any, []) ?? [])]) };
}

function completeAny({ languages, vocabulary }: StrictRule, words: readonly string[]): readonly string[] | null {
	return languages.map((language) => completeCommand(language, words, vocabulary)).find((found) => found !== null) ?? null;
}

function rulesFor(strict: StrictRules, program: string): readonly StrictRule[] {
	return [...(strict.byProgram.get(program) ?? []), ...strict.everywhere];
}

function meets(language: Language, words: readonly string[], exact: boolean): boolean {
	return exact ? mayContain(language, words) : mayStartWith(language, words);
}
