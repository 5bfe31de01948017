/**
 * Finds the wrapper that a command's first words name: a program, or a program with subcommand words.
 */

import type { Bytes } from "./bytes.ts";
import type { KnownCommands, KnownWrapper } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { globalsOf } from "./views.ts";

export interface FoundWrapper {
	readonly wrapper: KnownWrapper;
	/** The index of the first word behind its name. */
	readonly from: number;
}

/**
 * The wrapper of a command; global options may stand before each subcommand word.
 *
 * @example findWrapper(words of `docker --debug exec web ls`, "docker", known) // docker exec, from 3
 */
export function findWrapper(words: readonly Word[], program: Bytes | null, known: KnownCommands): FoundWrapper | null {
	if (program === null) return null;
	const depth = known.wrapperDepth.get(program) ?? 1;
	let found = wrapperNamed(program, 1, known);
	let name = program;
	let at = 0;
	for (let count = 1; count < depth; count++) {
		const { end, unclear } = globalsOf(words, name, known, at);
		const word = words[end]?.literal ?? null;
		if (unclear || word === null) break;
		name = `${name} ${word}`;
		at = end;
		found = wrapperNamed(name, at + 1, known) ?? found;
	}
	return found;
}

function wrapperNamed(name: Bytes, from: number, known: KnownCommands): FoundWrapper | null {
	const wrapper = known.wrappers.get(name);
	return wrapper ? { wrapper, from } : null;
}
