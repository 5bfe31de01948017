/**
 * Finds the wrapper that a command's first words name: a program, or a program with subcommand words.
 */

import type { Bytes } from "./bytes.ts";
import type { KnownCommands, KnownWrapper } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { globalsOf } from "./views.ts";
import { splits } from "./word-parts.ts";

export interface FoundWrapper {
	readonly wrapper: KnownWrapper | null;
	/** The index of the first word behind its name. */
	readonly from: number;
	/** A word that could name another wrapper, of words that stand behind it. */
	readonly hidden: Word | null;
}

/**
 * The wrapper of a command; global options may stand before each subcommand word.
 *
 * @example findWrapper(words of `docker --debug exec web ls`, "docker", known) // docker exec, from 3
 */
export function findWrapper(words: readonly Word[], program: Bytes | null, known: KnownCommands): FoundWrapper {
	if (program === null) return { wrapper: null, from: 0, hidden: null };
	let wrapper = known.wrappers.get(program) ?? null;
	let from = 1;
	let name = program;
	let at = 0;
	while (known.wrapperBeginnings.has(name)) {
		const { end, unclear } = globalsOf(words, name, known, at);
		const word = words[end];
		if (!word) break;
		if (unclear || word.literal === null) return { wrapper, from, hidden: end + 1 < words.length || splits(word) ? word : null };
		name = `${name} ${word.literal}`;
		at = end;
		const longer = known.wrappers.get(name);
		if (longer) [wrapper, from] = [longer, at + 1];
	}
	return { wrapper, from, hidden: null };
}
