/**
 * Whether a subcommand only reads, by the words behind it (`git stash list`).
 */

import type { KnownSubcommand } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { headOf } from "./word-parts.ts";

/**
 * Whether a subcommand changes nothing: all of it, or with one of its query words first, which every option must be one of
 * too; the empty one stands for no words at all.
 *
 * @param from the index of the first word behind the subcommand
 */
export function readsOnly(words: readonly Word[], from: number, { readOnly, query }: KnownSubcommand): boolean {
	if (readOnly) return true;
	const first = words[from];
	if (!first) return query.has("");
	if (first.literal === null || !query.has(first.literal)) return false;
	return words.slice(from).every((word) => {
		const head = headOf(word);
		return word.literal === null ? head !== "" && !head.startsWith("-") : !head.startsWith("-") || query.has(word.literal);
	});
}
