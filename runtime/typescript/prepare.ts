/**
 * A bundle made ready for decisions: languages that run, patterns that match, rules found by program.
 */

import type { Bytes } from "./bytes.ts";
import { type Language, prepareLanguage, prepareTables } from "./match.ts";
import { type PathPattern, preparePath } from "./paths.ts";
import { type EnvironmentPattern, type FileList, prepareEnvironment, prepareFiles } from "./redirections.ts";
import { bytesOf, type KnownCommands, prepareRegistry } from "./registry.ts";
import type { Bundle, BundleRule, Program } from "./types.ts";

export interface PreparedRule {
	/** Its place in IR order. */
	readonly order: number;
	readonly rule: BundleRule;
	readonly strict: Language | null;
	readonly loose: Language | null;
	readonly except: Language | null;
	/** The global options that the rule names, and one text for the list. */
	readonly globals: readonly Bytes[];
	readonly globalsKey: string;
	readonly pathSets: readonly (readonly PathPattern[])[];
	readonly writes: FileList | null;
	readonly reads: FileList | null;
	readonly env: readonly EnvironmentPattern[] | null;
}

export interface Prepared {
	readonly bundle: Bundle;
	readonly known: KnownCommands;
	readonly rules: readonly PreparedRule[];
	/** The rules that can match a command of this reduced program word (null: unknown), in IR order. */
	readonly candidates: (program: Bytes | null) => readonly PreparedRule[];
	/** Whether some rule denies: only then unknown programs are searched for denied commands. */
	readonly denies: boolean;
}

/**
 * Prepares a bundle that has been read strictly. Costs time in the number of rules, once; decisions then cost
 * time in the rules that name their programs only.
 */
export function prepare(bundle: Bundle): Prepared {
	const tables = prepareTables(bundle.automata);
	const language = (program: Program | null, { path_sets }: BundleRule): Language | null =>
		program === null ? null : prepareLanguage(program, tables, path_sets.length > 0);
	const rules = bundle.commands.map(
		(rule, order): PreparedRule => ({
			order,
			rule,
			strict: language(rule.strict, rule),
			loose: language(rule.loose, rule),
			except: language(rule.except, rule),
			globals: rule.global_options.map(bytesOf),
			globalsKey: rule.global_options.join(" "),
			pathSets: rule.path_sets.map((paths) => paths.map(preparePath)),
			writes: rule.writes === null ? null : prepareFiles(rule.writes),
			reads: rule.reads === null ? null : prepareFiles(rule.reads),
			env: rule.env === null ? null : rule.env.map(prepareEnvironment),
		}),
	);
	return {
		bundle,
		known: prepareRegistry(bundle.registry),
		rules,
		candidates: indexByProgram(rules),
		denies: rules.some(({ rule }) => rule.action === "deny"),
	};
}

function indexByProgram(rules: readonly PreparedRule[]): Prepared["candidates"] {
	const always = rules.filter(({ rule }) => rule.programs === null);
	const named = new Map<Bytes, PreparedRule[]>();
	for (const prepared of rules) {
		for (const program of prepared.rule.programs ?? []) {
			const key = bytesOf(program);
			const known = named.get(key);
			if (known) known.push(prepared);
			else named.set(key, [prepared]);
		}
	}
	const merged = new Map<Bytes, readonly PreparedRule[]>();
	return (program) => {
		if (program === null) return rules;
		const key = programKey(program);
		const own = named.get(key);
		if (!own) return always;
		let list = merged.get(key);
		if (!list) {
			list = [...own, ...always].sort((one, other) => one.order - other.order);
			merged.set(key, list);
		}
		return list;
	};
}

/** What the index goes by: the program word up to its first blank, because a wide glob may match `"git push"`. */
function programKey(program: Bytes): Bytes {
	const blank = program.search(/[ \t]/);
	return blank < 0 ? program : program.slice(0, blank);
}
