/** Heads for the same commands with options before their subcommand, where a host's entries hold `*`. */

import type { Decision } from "../../compiler/ir/types.ts";
import { expandHead, type Head, type Registry } from "../target.ts";
import { programOf } from "./spellings.ts";

/**
 * A head with `-*` between its program and its subcommand, for each program that has options there. What refuses holds these words
 * alone and with more behind them; what asks says both in one text, which asks about longer words too.
 *
 * @example for `git push` with anything behind it: `git -* push` and `git -* push *`, or to ask `git -* push*`; for `git` alone `git -*`;
 * for the text `git push*` `git -* push*`
 */
export function optionTwins(head: Head, effect: Decision, registry: Registry): readonly Head[] {
	const [programs = [], ...rest] = head.words.length > 0 ? head.words : programOfText(head.rest ?? "");
	const twins = programs.filter((name) => hasGlobalOptions(name, registry));
	const asHead = (name: string, text: string): Head => ({ words: [[name]], exact: false, rest: text });
	if (head.words.length === 0) return twins.map((name) => asHead(name, ` -*${head.rest?.slice(name.length) ?? ""}`));
	if (rest.length === 0) {
		if (head.rest?.startsWith(" ")) return twins.map((name) => asHead(name, ` -*${head.rest ?? ""}`));
		return head.exact ? twins.map((name) => asHead(name, " -*")) : [];
	}
	const texts = expandHead({ words: rest }).map((words) => ` -* ${words.join(" ")}`);
	const ends = head.rest !== null ? [head.rest] : head.exact ? [""] : effect === "request" ? ["*"] : ["", " *"];
	return twins.flatMap((name) => texts.flatMap((text) => ends.map((end) => asHead(name, text + end))));
}

/** The literal program that a text starts with, as words with alternatives. */
function programOfText(text: string): Head["words"] {
	const [name] = /^[^* ]+(?= )/.exec(text) ?? [];
	return name === undefined ? [] : [[name]];
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
