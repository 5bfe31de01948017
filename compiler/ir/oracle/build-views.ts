/** The views of a command (design: words as written, without global options, and what certainly runs). */

import { type Named, readGlobals } from "./read-globals.ts";
import type { LineCommand, Registry, Word } from "./types.ts";
import { textOf } from "./words.ts";

export interface Views {
	/** What it could be: the words as written, and those without the global options of a known program. */
	readonly loose: readonly (readonly Word[])[];
	/** What certainly runs, or null. */
	readonly strict: readonly Word[] | null;
}

const ANYTHING: Word = [{ kind: "many" }];

/** The views of a command for a rule that names the given options. */
export function buildViews(command: LineCommand, registry: Registry, named: Named): Views {
	const { words } = command;
	const certain = textOf(words[0] ?? []) !== null && !command.lookup_changed;
	const globals = readGlobals(words, registry, named);
	if (!globals) return { loose: [words], strict: certain ? words : null };
	const program = words.slice(0, 1);
	// Where it is unclear what is an option, nothing is known of the words behind the program.
	if (globals.unclear) return { loose: [words, [...program, ANYTHING]], strict: null };
	const stripped = [...program, ...insertBeforeEnd(words.slice(globals.rest), globals.moved)];
	return { loose: [words, stripped], strict: certain && !globals.blocked ? stripped : null };
}

/** Puts the moved words at the end, before the first literal `--` if there is one. */
function insertBeforeEnd(words: readonly Word[], moved: readonly Word[]): Word[] {
	const end = words.findIndex((word) => textOf(word) === "--");
	return end < 0 ? [...words, ...moved] : [...words.slice(0, end), ...moved, ...words.slice(end)];
}
