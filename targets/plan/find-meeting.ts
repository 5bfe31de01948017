/** Finds out whether an allow entry of a host would let through a command that some rule may treat more strictly. */

import { type Capabilities, expandHead, type Registry } from "../target.ts";
import { writeCommandLine } from "../writer/shell.ts";
import { LINE_CHANGERS } from "./line-changers.ts";
import { reduceWord } from "./reduce-word.ts";
import { otherSpellings, programOf } from "./spellings.ts";
import { completeAny, type StrictRules, strictRulesFor } from "./strict-rules.ts";
import { type Language, mayContain, mayStartWith } from "./walk-program.ts";

/** Why an allow entry would be too wide, with a command line that it would let through. */
export interface Meeting {
	readonly reason: string;
	readonly witness: string;
	/** The host refuses or asks whatever the hook says; absent: the hook may allow. */
	readonly settled?: true;
}

/** What meetings are looked for with. */
export interface MeetingContext {
	readonly strict: StrictRules;
	readonly registry: Registry;
	readonly passes: Capabilities["passes"];
	/** Whether the host itself asks or refuses wherever this rule does, beside an allow entry too. */
	readonly isHeld: (rule: string) => boolean;
}

/**
 * Why a host may not allow these words (and, unless `exact`, all that may follow them); null where it
 * may. Whatever is not decided counts as a reason. Global options of the program, commands carried in its words
 * and commands in the words of an unknown program are looked at as an evaluator would.
 */
export function findMeeting(context: MeetingContext, words: readonly string[], exact: boolean): Meeting | null {
	const { registry } = context;
	const [program = "", first] = words;
	const witness = writeCommandLine(words);
	if (reduceWord(program) !== program) return { reason: "its program is named by a path or in another spelling", witness };
	if (mayWrap(registry, words, exact)) return { reason: `\`${witness}\` can run a command that stands in its words`, witness };
	if (LINE_CHANGERS.has(program)) return { reason: `\`${program}\` can change what later commands of a line mean`, witness };
	const known = programOf(program, registry);
	if (known?.reads_code) return { reason: `\`${program}\` runs what it reads from standard input`, witness };
	if (known?.settings && first === known.settings.command) return { reason: `\`${witness}\` can set what later commands run`, witness };
	if (known && hasGlobalOptions(known) && (first === undefined ? !exact : first.startsWith("-"))) {
		return { reason: `options of \`${program}\` may stand before its subcommand`, witness };
	}
	for (const spelled of [words, ...spellingsOf(words, registry)]) {
		const meeting = meetRules(context, spelled, exact);
		if (meeting) return meeting;
	}
	return known ? null : meetSuffixes(context, words, exact);
}

/** Whether these words name a wrapper, or unless `exact` more of them may. */
function mayWrap(registry: Registry, words: readonly string[], exact: boolean): boolean {
	const { starts, dashed } = wrappingNames(registry);
	const [program = ""] = words;
	if (words.some((_, at) => Object.hasOwn(registry.wrappers, words.slice(0, at + 1).join(" ")))) return true;
	return dashed.some((start) => program.startsWith(start)) || (!exact && starts.has(words.join(" ")));
}

interface WrappingNames {
	/** Words that more words make a wrapper of. */
	readonly starts: ReadonlySet<string>;
	/** How a program starts that runs the subcommand in its name. */
	readonly dashed: readonly string[];
}

const wrapping = new WeakMap<Registry, WrappingNames>();

function wrappingNames(registry: Registry): WrappingNames {
	const known = wrapping.get(registry);
	if (known) return known;
	const names = Object.keys(registry.wrappers).map((name) => name.split(" "));
	const starts = new Set(names.flatMap((words) => words.slice(1).map((_, at) => words.slice(0, at + 1).join(" "))));
	const dashed = Object.entries(registry.programs).flatMap(([name, program]) => (program.dashed ? [`${name}-`] : []));
	const found = { starts, dashed };
	wrapping.set(registry, found);
	return found;
}

function hasGlobalOptions(program: Registry["programs"][string]): boolean {
	const { subcommands, global_values, global_inert, global_directory } = program;
	return [Object.keys(subcommands ?? {}), global_values, global_inert, global_directory].some((names) => (names ?? []).length > 0);
}

function meetRules({ strict, passes, isHeld }: MeetingContext, words: readonly string[], exact: boolean): Meeting | null {
	for (const rule of strictRulesFor(strict, words, exact)) {
		if (rule.clauses.some((clause) => !passes[clause])) continue;
		if (rule.languages.length > 0 && !rule.languages.some((language) => meets(language, words, exact))) continue;
		if (isHeld(rule.name)) continue;
		const completed = exact ? words : (completeAny(rule, words) ?? words);
		return { reason: `rule \`${rule.name}\` speaks of such commands too`, witness: writeCommandLine(completed) };
	}
	return null;
}

/** A program that the registry does not know may run its later words, so a prefix of it meets every rule that refuses a command. */
function meetSuffixes(context: MeetingContext, words: readonly string[], exact: boolean): Meeting | null {
	const reason = `\`${words[0] ?? ""}\` is not in the command registry, so its later words could be a command of their own`;
	const alone: MeetingContext = { ...context, isHeld: () => false };
	for (let from = 1; from < words.length; from++) {
		const [program = "", ...rest] = words.slice(from);
		if (meetRules(alone, [reduceWord(program), ...rest], exact)) return { reason, witness: writeCommandLine(words) };
	}
	if (exact) return null;
	const { refusing } = context.strict;
	return refusing && { reason, witness: writeCommandLine([...words, ...refusing.command]) };
}

function spellingsOf(words: readonly string[], registry: Registry): readonly (readonly string[])[] {
	return otherSpellings(
		words.map((word) => [word]),
		registry,
	).flatMap((spelled) => expandHead({ words: spelled }));
}

function meets(language: Language, words: readonly string[], exact: boolean): boolean {
	return exact ? mayContain(language, words) : mayStartWith(language, words);
}
