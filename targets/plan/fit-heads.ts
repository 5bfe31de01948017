/** Fits heads to the words that a host's entries can hold. */

import type { Decision } from "../../compiler/ir/types.ts";
import type { Capabilities, Head, WordForm } from "../target.ts";
import { reduceWord } from "./reduce-word.ts";

/** Entries that spell out every combination of alternatives do so for at most this many. */
export const MAX_COMBINATIONS = 64;

/** What of a head an entry can hold, and what it cannot. */
export interface FittedHead {
	readonly fitting: Head | null;
	/** Words that no entry can start with, and why. */
	readonly unsaid: { readonly words: readonly string[]; readonly reason: string } | null;
}

/**
 * A head cut before the first position that the host cannot say: what is left covers more. Programs that it
 * cannot say are taken out.
 */
export function cutHead(head: Head, effect: Decision, capabilities: Capabilities): FittedHead {
	const form = capabilities.lists[effect];
	if (typeof form === "string") return { fitting: null, unsaid: { words: firstOf(head), reason: form } };
	const [programs = [], ...rest] = head.words;
	const said = programs.filter((program) => reasonAgainst(program, form, capabilities) === null);
	// A program that is also written bare is held so: by its path it is another spelling.
	const left = programs.find((program) => !said.includes(program) && !said.includes(reduceWord(program)));
	const reason = left === undefined ? null : reasonAgainst(left, form, capabilities);
	const unsaid = left === undefined || reason === null ? null : { words: [left, ...firstOf({ ...head, words: rest })], reason };
	if (said.length === 0) return { fitting: null, unsaid };
	const words = sayablePart([said, ...rest], form);
	const isCut = words.length < head.words.length;
	// The same value where nothing changed, so that it is seen to be the same.
	if (!isCut && said.length === programs.length) return { fitting: head, unsaid };
	return { fitting: { words, exact: head.exact && !isCut, rest: isCut ? null : head.rest }, unsaid };
}

function sayablePart(words: Head["words"], { sayable }: WordForm): Head["words"] {
	const kept: (readonly string[])[] = [];
	let combinations = 1;
	for (const alternatives of words) {
		combinations *= alternatives.length;
		if (kept.length > 0 && (combinations > MAX_COMBINATIONS || !alternatives.every((word) => sayable.test(word)))) break;
		kept.push(alternatives);
	}
	return kept;
}

function reasonAgainst(program: string, { sayable, reason }: WordForm, { transparent }: Capabilities): string | null {
	if (!sayable.test(program)) return `the word \`${program}\`: ${reason}`;
	return transparent.programs.includes(program) ? `\`${program}\`: ${transparent.reason}` : null;
}

/** Whether a host's entries can hold all words of a head, and the texts between the stars behind them. */
export function isSayable(head: Head, effect: Decision, { lists, globs }: Capabilities): boolean {
	const form = lists[effect];
	if (typeof form === "string") return false;
	if (!head.words.flat().every((word) => form.sayable.test(word))) return false;
	if (head.rest === null) return true;
	const pieces = head.rest.split(/[* ]+/).filter((piece) => piece !== "");
	return globs === true && pieces.every((piece) => form.sayable.test(piece.replace(/^'/, "")));
}

function firstOf(head: Pick<Head, "words">): readonly string[] {
	return head.words.map((alternatives) => alternatives[0] ?? "");
}
