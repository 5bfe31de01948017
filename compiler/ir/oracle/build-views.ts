/** The views of a command (design: words as written, without global options, and what certainly runs). */

import { type Named, readGlobals } from "./read-globals.ts";
import type { LineCommand, Registry, Word } from "./types.ts";
import { textOf } from "./words.ts";

export interface Views {
	/** What it could be: the words as written, and those without the global options of a known program. */
	readonly loose: readonly (readonly Word[])[];
	/** What certainly runs, or null. */
	readonly strict: readonly Word[] | null;
	/** What certainly would run if nothing earlier had changed lookup, or null. */
	readonly meant: readonly Word[] | null;
}

const ANYTHING: Word = [{ kind: "many" }];

/** The views of a command for a rule that names the given options. */
export function buildViews(command: LineCommand, registry: Registry, named: Named): Views {
	const { words } = command;
	const isLiteral = textOf(words[0] ?? []) !== null;
	const withStrict = (loose: Views["loose"], meant: Views["meant"]): Views => ({
		loose,
		strict: command.lookup_changed ? null : meant,
		meant,
	});
	const globals = readGlobals(words, registry, named);
	if (!globals) return withStrict([words], isLiteral ? words : null);
	const program = words.slice(0, 1);
	// Where it is unclear what is an option, nothing is known of the words behind the program.
	if (globals.unclear) return withStrict([words, [...program, ANYTHING]], null);
	const stripped = [...program, ...insertBeforeEnd(words.slice(globals.rest), globals.moved)];
	return withStrict([words, stripped], isLiteral && !globals.blocked ? stripped : null);
}

/** Puts the moved words at the end, before the first literal `--` if there is one. */
function insertBeforeEnd(words: readonly Word[], moved: readonly Word[]): Word[] {
	const end = words.findIndex((word) => textOf(word) === "--");
	return end < 0 ? [...words, ...moved] : [...words.slice(0, end), ...moved, ...words.slice(end)];
}
