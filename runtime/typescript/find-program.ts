/**
 * Finds what the registry knows of the program and the subcommand that a command's words name.
 */

import type { Bytes } from "./bytes.ts";
import type { KnownCommands, KnownProgram, KnownSubcommand } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { globalsOf } from "./views.ts";

export interface FoundProgram {
	readonly entry: KnownProgram;
	/** The word where the subcommand stands; past the end where there is none. */
	readonly at: number;
	/** An unknown word may or may not stand before the subcommand: nothing is known of it. */
	readonly unclear: boolean;
	/** Every option before the subcommand is known to be inert or to move the directory. */
	readonly harmless: boolean;
	readonly subcommand: KnownSubcommand | undefined;
	/** The first word behind the subcommand, or behind the program where it has none. */
	readonly behind: number;
}

/**
 * The entry of a command; that of `docker compose` where a subcommand has an entry of its own. Null where the registry
 * does not know the program.
 */
export function findProgram(words: readonly Word[], program: Bytes | null, known: KnownCommands): FoundProgram | null {
	let entry = program === null ? undefined : known.programs.get(program);
	if (program === null || !entry) return null;
	let name = program;
	let globals = globalsOf(words, name, known);
	let harmless = globals.harmless;
	for (;;) {
		const word = globals.unclear ? null : (words[globals.end]?.literal ?? null);
		const nested = word === null ? undefined : known.programs.get(`${name} ${word}`);
		if (!nested) {
			const subcommand = word === null ? undefined : entry.subcommands.get(word);
			const behind = entry.subcommands.size === 0 ? globals.end : globals.end + 1;
			return { entry, at: globals.end, unclear: globals.unclear, harmless, subcommand, behind };
		}
		entry = nested;
		name = `${name} ${word}`;
		globals = globalsOf(words, name, known, globals.end);
		harmless &&= globals.harmless;
	}
}
