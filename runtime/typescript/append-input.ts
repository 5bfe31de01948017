/**
 * What `xargs` adds to its inner command where the line shows its standard input.
 */

import type { Bytes } from "./bytes.ts";
import { literalWord, type Word } from "./shell-types.ts";
import type { InputText } from "./stdin-code.ts";

/**
 * The inner command with the words of the input in place of the unknown ones at its end. Left as it is where
 * the input holds quotes or backslashes, which `xargs` reads in its own way, or names no words at all.
 */
export function appendInput(words: readonly Word[], input: InputText): readonly Word[] {
	const last = words.at(-1);
	if (last?.source !== "" || last.literal !== null || last.pieces.length !== 1 || last.pieces[0]?.kind !== "many") return words;
	const texts = blankWords(input.bytes);
	return texts === null ? words : [...words.slice(0, -1), ...texts.map((text) => literalWord(text, input.span))];
}

function blankWords(text: Bytes): readonly Bytes[] | null {
	const words: Bytes[] = [];
	let word = "";
	for (const byte of `${text}\n`) {
		if (byte === "'" || byte === '"' || byte === "\\") return null;
		if (byte !== " " && byte !== "\t" && byte !== "\n") word += byte;
		else if (word !== "") {
			words.push(word);
			word = "";
		}
	}
	return words.length === 0 ? null : words;
}
