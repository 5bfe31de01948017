/**
 * Texts that programs cut into words by themselves, such as `env -S` and the aliases of git.
 */

import type { Bytes } from "./bytes.ts";

/** What means something to one program and something else, or nothing, to another. */
const SPECIAL: ReadonlySet<Bytes> = new Set(["\\", "$", "#", "\v", "\f", "\r"]);

/**
 * The words of a text: cut at blanks, quotes removed. Null where the text holds more than plain words and
 * quotes, because programs differ on that.
 *
 * @example splitText("clean -f 'a b'") // ["clean", "-f", "a b"]
 */
export function splitText(text: Bytes): readonly Bytes[] | null {
	const words: Bytes[] = [];
	let word: Bytes | null = null;
	let quote: Bytes | null = null;
	for (const byte of text) {
		if (SPECIAL.has(byte)) return null;
		if (quote !== null) {
			if (byte === quote) quote = null;
			else word += byte;
		} else if (byte === "'" || byte === '"') {
			quote = byte;
			word ??= "";
		} else if (byte === " " || byte === "\t" || byte === "\n") {
			if (word !== null) words.push(word);
			word = null;
		} else word = (word ?? "") + byte;
	}
	if (quote !== null) return null;
	if (word !== null) words.push(word);
	return words;
}
