/** Heads for the same commands with options before their subcommand, where a host's entries hold `*`. */

import { expandHead, type Head, type Registry } from "../target.ts";
import { programOf } from "./spellings.ts";

/**
 * A head with `-*` between its program and its subcommand, for each program that has options there.
 *
 * @example for `git push` with anything behind it: `git -* push` and `git -* push *`
 */
export function optionTwins(head: Head, registry: Registry): readonly Head[] {
	const [programs = [], ...rest] = head.words;
	if (rest.length === 0) return [];
	const twins = programs.filter((name) => hasGlobalOptions(name, registry));
	const texts = expandHead({ words: rest }).map((words) => ` -* ${words.join(" ")}`);
	const ends = head.rest !== null ? [head.rest] : head.exact ? [""] : ["", " *"];
	return twins.flatMap((name) => texts.flatMap((text) => ends.map((end): Head => ({ words: [[name]], exact: false, rest: text + end }))));
}

/** Whether options may stand before the subcommand of a program. */
export function hasGlobalOptions(name: string, registry: Registry): boolean {
	return globalOptions(name, registry).length > 0;
}

/** The options that may stand before the subcommand of a program, those that take a value first. */
export function globalOptions(name: string, registry: Registry): readonly string[] {
	const program = programOf(name, registry);
	const { global_directory = [], global_values = [], global_inert = [], subcommands = {} } = program ?? {};
	return Object.keys(subcommands).length > 0 ? [...new Set([...global_directory, ...global_values, ...global_inert])] : [];
}
