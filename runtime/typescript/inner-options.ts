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
		const ends = endsOfInner(wrapper, words, at + 1);
		const last = ends.at(-1) ?? words.length;
		for (const end of ends.slice(0, MOST_ENDS)) {
			const command = fill(wrapper, words, at + 1, end);
			if (command.length > 0) inner.push(command);
		}
		// More than one word may end it and begin another.
		const hiding = ends.length > MOST_ENDS ? words[at] : words.slice(at + 1, last).find(splits);
		if (hiding) opaque.push({ code: "wrapper_option", span: hiding.span });
		at = ends[0] ?? words.length;
	}
	const stdin = inner.length === 0 && opaque.length === 0 && wrapper.empty === "stdin";
	return { inner, texts: [], stdin, appended: false, assignments: [], moved: inner.length > 0, opaque };
}

const NOTHING: WrapperReading = { inner: [], texts: [], stdin: false, appended: false, assignments: [], moved: false, opaque: [] };

/** An inner command has as many readings as words that may end it; beyond this many it counts as hidden. */
const MOST_ENDS = 8;

/**
 * Where an inner command ends: at each unknown word that could be its end, and where it surely does. Nowhere: without an end
 * the program refuses to run at all.
 */
function endsOfInner(wrapper: KnownWrapper, words: readonly Word[], from: number): readonly number[] {
	const ends: number[] = [];
	for (let at = from; at < words.length; at++) {
		if (endsInner(wrapper, words, at)) return [...withoutNext(ends, at), at];
		if (mayEndInner(words[at])) ends.push(at);
	}
	return wrapper.openEnd ? [...withoutNext(ends, words.length), words.length] : ends;
}

/** The word right before the end is one command with it and without it: `fill` makes it any number of words. */
function withoutNext(ends: readonly number[], end: number): readonly number[] {
	return ends.at(-1) === end - 1 ? ends.slice(0, -1) : ends;
}

/** Whether an unknown word could be one of the words that end an inner command. */
function mayEndInner(word: Word | undefined): boolean {
	return word?.literal === null && word.pieces.every((piece) => piece.kind !== "literal" || piece.text === ";" || piece.text === "+");
}

function endsInner(wrapper: KnownWrapper, words: readonly Word[], at: number): boolean {
	const literal = words[at]?.literal;
	return literal === ";" || (!wrapper.openEnd && literal === "+" && words[at - 1]?.literal === "{}");
}

/** The inner command, its placeholders filled with what is not known; where there is none, `fd` adds one. */
function fill(wrapper: KnownWrapper, words: readonly Word[], start: number, end: number): readonly Word[] {
	const command = words.slice(start, end);
	const filler = wrapper.openEnd || words[end]?.literal !== ";" ? "many" : "one";
	const filled = command.map((word) => replaceIn(word, wrapper.fillers, filler));
	const last = command.at(-1);
	if (!last) return [];
	if (mayEndInner(last)) return [...filled.slice(0, -1), unknownWords(last.span[0])];
	if (!wrapper.openEnd || wrapper.fillers.length === 0 || filled.some((word, index) => word !== command[index])) return filled;
	return [...filled, unknownWords(last.span[1])];
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
