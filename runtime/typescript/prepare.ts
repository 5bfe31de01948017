/**
 * A bundle made ready for decisions: languages that run, patterns that match, rules found by program.
 */

import type { Bytes } from "./bytes.ts";
import { BORDER, DEAD, type Machine } from "./machine.ts";
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
	/**
	 * The rules that can match a command of this reduced program word (null: unknown), in IR order. Rules for program words of
	 * some form are left out where neither that word nor the one `written` begins their language; without `written` they stay.
	 */
	readonly candidates: (program: Bytes | null, written?: Bytes | null) => readonly PreparedRule[];
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
	return (program, written = null) => {
		if (program === null) return rules;
		const key = programKey(program);
		const own = named.get(key);
		if (!own && written === null) return always;
		const name = written === null ? key : `${program}\n${written}`;
		let list = merged.get(name);
		if (!list) {
			const others = written === null ? always : always.filter((rule) => mayBegin(rule, program) || mayBegin(rule, written));
			list = own ? [...own, ...others].sort((one, other) => one.order - other.order) : others;
			if (merged.size >= MOST_LISTS) merged.clear();
			merged.set(name, list);
		}
		return list;
	};
}

/** Lists of rules that are kept: a process that serves for long meets many program words. */
const MOST_LISTS = 1_000;

/** Whether some language of a rule holds commands with this first word; true where it takes more than the word to say. */
function mayBegin({ strict, loose, pathSets }: PreparedRule, word: Bytes): boolean {
	if (pathSets.length > 0 || (!strict && !loose)) return true;
	return [strict, loose].some((language) => language !== null && (language.heads !== null || survives(language.machine, word)));
}

function survives(machine: Machine, word: Bytes): boolean {
	let state = machine.start;
	for (let at = 0; at < word.length && state !== DEAD; at++) state = machine.step(state, word.charCodeAt(at));
	return machine.step(state, BORDER) !== DEAD;
}

/** What the index goes by: the program word up to its first blank, because a wide glob may match `"git push"`. */
function programKey(program: Bytes): Bytes {
	const blank = program.search(/[ \t]/);
	return blank < 0 ? program : program.slice(0, blank);
}
