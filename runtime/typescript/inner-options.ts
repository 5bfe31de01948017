/**
 * `find`, `fd` and their like: programs that run the words behind some of their options.
 */

import type { Bytes } from "./bytes.ts";
import type { WrapperReading } from "./read-wrapper.ts";
import type { KnownWrapper } from "./registry.ts";
import type { OpaquePart, Word } from "./shell-types.ts";
import { headOf, replaceIn, splits, unknownWords } from "./word-parts.ts";

/**
 * The words after each inner option, up to `;` or to `{} +`, or to the end where the program takes that.
 *
 * @param from the index of the first word behind the program
 * @example readInnerOptions(find, words of `find . -exec rm {} +`, 1).inner // [[rm, many]]
 */
export function readInnerOptions(wrapper: KnownWrapper, words: readonly Word[], from: number): WrapperReading {
	const inner: (readonly Word[])[] = [];
	const opaque: OpaquePart[] = [];
	const lastEnd = wrapper.openEnd
		? words.length
		: words.findLastIndex(({ literal }) => literal === null || literal === ";" || literal === "+");
	for (let at = from; at < words.length; at++) {
		const word = words[at];
		if (!word) break;
		if (wrapper.openEnd && word.literal === "--") break;
		if (word.literal === null) {
			if (mayHideInner(word, lastEnd >= at + 2)) {
				opaque.push({ code: "wrapper_option", span: word.span });
				break;
			}
			continue;
		}
		if (wrapper.query.has(word.literal)) return { ...NOTHING, opaque };
		if (wrapper.values.has(word.literal)) {
			at += 1;
			continue;
		}
		if (!wrapper.innerOptions.has(word.literal)) {
			if (!hidesInner(wrapper, word.literal)) continue;
			opaque.push({ code: "wrapper_option", span: word.span });
			break;
		}
		const end = endOfInner(wrapper, words, at + 1);
		const command = fill(wrapper, words, at + 1, Math.min(end, words.length));
		// Without its end the program refuses to run at all.
		if (command.length > 0 && (wrapper.openEnd || end < words.length)) inner.push(command);
		at = end;
	}
	const stdin = inner.length === 0 && opaque.length === 0 && wrapper.empty === "stdin";
	return { inner, texts: [], stdin, appended: false, assignments: [], moved: inner.length > 0, opaque };
}

const NOTHING: WrapperReading = { inner: [], texts: [], stdin: false, appended: false, assignments: [], moved: false, opaque: [] };

function endOfInner(wrapper: KnownWrapper, words: readonly Word[], from: number): number {
	let end = from;
	while (end < words.length && !endsInner(wrapper, words, end)) end += 1;
	return end;
}

function endsInner(wrapper: KnownWrapper, words: readonly Word[], at: number): boolean {
	const literal = words[at]?.literal;
	return literal === ";" || (!wrapper.openEnd && literal === "+" && words[at - 1]?.literal === "{}");
}

/** The inner command, its placeholders filled with what is not known; where there is none, `fd` adds one. */
function fill(wrapper: KnownWrapper, words: readonly Word[], start: number, end: number): readonly Word[] {
	const command = words.slice(start, end);
	const filler = wrapper.openEnd || words[end]?.literal === "+" ? "many" : "one";
	const filled = command.map((word) => replaceIn(word, wrapper.fillers, filler));
	if (!wrapper.openEnd || wrapper.fillers.length === 0 || command.length === 0 || filled.some((word, index) => word !== command[index]))
		return filled;
	return [...filled, unknownWords(command.at(-1)?.span[1] ?? 0)];
}

/** `-Hx`, `--exec=rm`: an inner option that is not a word of its own. */
function hidesInner({ innerOptions, values, openEnd }: KnownWrapper, text: Bytes): boolean {
	if (!openEnd || !text.startsWith("-")) return false;
	if (text.startsWith("--")) return [...innerOptions].some((option) => text.startsWith(`${option}=`));
	for (const letter of text.slice(1)) {
		if (innerOptions.has(`-${letter}`)) return true;
		if (values.has(`-${letter}`)) return false;
	}
	return false;
}

/** Whether an unknown word could be an inner option: it has a command and an end after it, or could hold them all. */
function mayHideInner(word: Word, commandFollows: boolean): boolean {
	const head = headOf(word);
	if (head !== "" && !head.startsWith("-") && !splits(word)) return false;
	return commandFollows || word.pieces.some((piece) => piece.kind === "many" || (piece.kind === "place" && piece.splits));
}
