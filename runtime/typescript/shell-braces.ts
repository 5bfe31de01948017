/**
 * Brace lists: `{a,b}` makes several words of one, before anything else in the word is expanded (bash(1),
 * EXPANSION, Brace Expansion). Shells without them keep the text, so what a list puts into a word is text
 * that shells read differently.
 */

import type { Part } from "./shell-pieces.ts";
import type { Piece, Word } from "./shell-types.ts";

/** Longer lists are one unknown word. */
const MOST_WORDS = 64;
const MOST_DEPTH = 8;

/** A part of a word outside of lists, or a list of alternatives, each a sequence of such items. */
type Item = Part | { readonly kind: "list"; readonly alternatives: readonly (readonly Item[])[] };

/**
 * The words that a word with signs of brace lists stands for, each as its pieces; a word without pieces
 * vanishes. Null where there is no list, or where it is a sequence, too long, or not certain to be one.
 */
export function expandBraces(parts: readonly Part[]): readonly (readonly Piece[])[] | null {
	const items = new BraceReader(parts).read();
	if (items === null || countWords(items) > MOST_WORDS || !items.some(({ kind }) => kind === "list")) return null;
	return expand(items, false);
}

/** Whether between the first and the last sign there may be a list: a comma, or two dots. */
export function mayBeList(parts: readonly Part[]): boolean {
	const first = parts.findIndex((part) => part.kind === "sign");
	const last = parts.findLastIndex((part) => part.kind === "sign");
	if (!parts.some((part) => part.kind === "sign" && part.sign === "}")) return false;
	return parts
		.slice(first, last)
		.some((part) => (part.kind === "sign" ? part.sign === "," : part.kind === "literal" && part.text.includes("..")));
}

/** The words as shells without brace lists read them; the same list where that changes nothing. */
export function unexpandWords(words: readonly Word[]): readonly Word[] {
	if (!words.some(({ unexpanded }) => unexpanded)) return words;
	const read: Word[] = [];
	for (const [index, { unexpanded, ...word }] of words.entries()) {
		if (!unexpanded) read.push(word);
		else if (words[index - 1]?.unexpanded !== unexpanded) read.push(unexpanded);
	}
	return read;
}

class BraceReader {
	private at = 0;

	constructor(private readonly parts: readonly Part[]) {}

	read(): readonly Item[] | null {
		const items = this.readSequence(0);
		return items === null || this.at < this.parts.length ? null : items;
	}

	/** Items up to a comma or a closing brace of the list around them, or to the end of the word. */
	private readSequence(depth: number): readonly Item[] | null {
		const items: Item[] = [];
		for (; this.at < this.parts.length; this.at++) {
			const part = this.parts[this.at];
			if (part?.kind !== "sign") {
				if (part) items.push(part);
				continue;
			}
			if (part.sign !== "{") {
				if (depth > 0) return items;
				if (part.sign === "}") return null;
				items.push({ kind: "literal", text: "," });
				continue;
			}
			const list = depth < MOST_DEPTH ? this.readList(depth + 1) : null;
			if (list === null) return null;
			items.push(...list);
		}
		return depth > 0 ? null : items;
	}

	/** From an opening brace to the closing one. Without a comma the braces are text around what they hold. */
	private readList(depth: number): readonly Item[] | null {
		const alternatives: (readonly Item[])[] = [];
		for (;;) {
			this.at += 1;
			const items = this.readSequence(depth);
			if (items === null) return null;
			alternatives.push(items);
			const end = this.parts[this.at];
			if (end?.kind === "sign" && end.sign === "}") break;
		}
		const [only] = alternatives;
		if (alternatives.length > 1 || !only) return [{ kind: "list", alternatives }];
		if (only.some((item) => item.kind === "literal" && item.text.includes(".."))) return null;
		return [{ kind: "literal", text: "{" }, ...only, { kind: "literal", text: "}" }];
	}
}

function countWords(items: readonly Item[]): number {
	let count = 1;
	for (const item of items) {
		if (item.kind !== "list") continue;
		let choices = 0;
		for (const alternative of item.alternatives) choices += countWords(alternative);
		count *= choices;
		if (count > MOST_WORDS) return count;
	}
	return count;
}

/** All words, in the order in which a shell makes them. `inside`: text of a list, which not all shells take out of it. */
function expand(items: readonly Item[], inside: boolean): readonly (readonly Piece[])[] {
	let words: readonly (readonly Piece[])[] = [[]];
	for (const item of items) {
		if (item.kind === "sign") continue;
		const choices = item.kind === "list" ? item.alternatives.flatMap((alternative) => expand(alternative, true)) : [[inList(item, inside)]];
		words = words.flatMap((word) => choices.map((choice) => [...word, ...choice]));
	}
	return words;
}

function inList(piece: Piece, inside: boolean): Piece {
	return inside && piece.kind === "literal" ? { kind: "ansi", text: piece.text } : piece;
}
