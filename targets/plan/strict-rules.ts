/** The rules that an allow entry of a host must not meet, found by the first words of a command. */

import type { CompiledPolicy, CompiledRule } from "../../compiler/ir/compiled.ts";
import { sampleArgs } from "./sample-command.ts";
import { completeCommand, type Language, languageOf } from "./walk-program.ts";

export interface StrictRule {
	readonly name: string;
	/** Words that a witness tries first. */
	readonly vocabulary: readonly string[];
	/** Empty where it is not known which commands the rule is about. */
	readonly languages: readonly Language[];
	/** The rule can refuse: its commands count inside of other commands' words too. */
	readonly denies: boolean;
	/** Redirections or assignments without which the rule is about nothing. */
	readonly clauses: readonly Clause[];
}

export type Clause = "writes" | "reads" | "env";

export interface StrictRules {
	/** Per program all rules about it. */
	readonly byProgram: ReadonlyMap<string, readonly StrictRule[]>;
	/** Per program and second word the rules that need both; those that need less stand under the program alone. */
	readonly byStart: ReadonlyMap<string, readonly StrictRule[]>;
	/** Rules that may be about any program. */
	readonly everywhere: readonly StrictRule[];
	/** A rule that can refuse, and the shortest command of it; null where there is none. */
	readonly refusing: { readonly rule: StrictRule; readonly command: readonly string[] } | null;
	/** The first rule about nothing but redirections or assignments, per clause. */
	readonly clauses: Readonly<Record<Clause, string | null>>;
}

const CLAUSES: readonly Clause[] = ["writes", "reads", "env"];

/**
 * Collects deny and request rules, and rules with a condition, which may come out as anything when it is
 * false or unknown.
 */
export function collectStrictRules(compiled: CompiledPolicy): StrictRules {
	const byProgram = new Map<string, StrictRule[]>();
	const byStart = new Map<string, StrictRule[]>();
	const everywhere: StrictRule[] = [];
	let refusing: StrictRule | null = null;
	const clauses: Record<Clause, string | null> = { writes: null, reads: null, env: null };
	for (const known of compiled.rules) {
		const { rule } = known;
		if (rule.effect === "allow" && rule.when === null) continue;
		if (rule.command === null) {
			for (const clause of CLAUSES) if (rule[clause]) clauses[clause] ??= rule.name;
			continue;
		}
		const languages = [known.loose, known.strict].flatMap((program) => languageOf(compiled, known, program) ?? []);
		const strict: StrictRule = {
			name: rule.name,
			vocabulary: sampleArgs(rule.command.args),
			languages,
			denies: [rule.effect, rule.on_mismatch].includes("deny"),
			clauses: rule.effect === "allow" ? [] : CLAUSES.filter((clause) => rule[clause] !== null),
		};
		if (strict.denies) refusing ??= strict;
		if (known.programs === null) everywhere.push(strict);
		for (const program of known.programs ?? []) push(byProgram, program, strict);
		for (const start of startsOf(known)) push(byStart, start, strict);
	}
	return { byProgram, byStart, everywhere, refusing: refusing && { rule: refusing, command: completeAny(refusing, []) ?? [] }, clauses };
}

/** The rules that may be about a command with these first words, or about one that goes on from them. */
export function strictRulesFor(strict: StrictRules, words: readonly string[], exact: boolean): readonly StrictRule[] {
	const [program = "", second] = words;
	const narrow = [
		...(strict.byStart.get(startKey(program, null)) ?? []),
		...(second === undefined ? [] : (strict.byStart.get(startKey(program, second)) ?? [])),
	];
	return [...(second === undefined && !exact ? (strict.byProgram.get(program) ?? []) : narrow), ...strict.everywhere];
}

/** The shortest command of a rule that starts with these words; null where none is found. */
export function completeAny({ languages, vocabulary }: StrictRule, words: readonly string[]): readonly string[] | null {
	return languages.map((language) => completeCommand(language, words, vocabulary)).find((found) => found !== null) ?? null;
}

/** Where a rule stands in the index: under pairs of words if all its heads have two, else under its programs. */
function startsOf(known: CompiledRule): ReadonlySet<string> {
	const programs = known.programs ?? [];
	const heads = [known.loose, known.strict].flatMap((program) => (program?.kind === "heads" ? program.heads : []));
	const literal = [known.loose, known.strict].every((program) => program === null || program.kind === "heads");
	if (!literal || known.path_sets.length > 0 || heads.length === 0 || heads.some(({ words }) => words.length < 2)) {
		return new Set(programs.map((program) => startKey(program, null)));
	}
	return new Set(
		heads.flatMap(({ words: [first = [], second = []] }) => first.flatMap((program) => second.map((word) => startKey(program, word)))),
	);
}

function startKey(program: string, second: string | null): string {
	return JSON.stringify([program, second]);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
	const known = map.get(key);
	if (known) known.push(value);
	else map.set(key, [value]);
}
