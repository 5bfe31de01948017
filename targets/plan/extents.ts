/** What entries of a host match, as languages over words. */

import { type Dfa, determinise, isTooLarge, Nfa } from "../../compiler/automata/index.ts";
import type { Decision } from "../../compiler/ir/types.ts";
import type { Extent, Head, HostList, HostModel } from "../target.ts";
import { isPlainText } from "../writer/shell.ts";
import { readPlainWords, readStars, readWords } from "./read-nfa.ts";
import { lineOf, matchText, wordsOfText } from "./text-words.ts";

/** How the entries of a host are read. */
export type ExtentReader = Pick<HostModel<never>, "extentsOf">;

const readings = new WeakMap<ExtentReader, WeakMap<Head, Map<Decision, readonly Extent[]>>>();

/** What the entries of one head come to at a host; the same values whenever it is asked. */
export function readHead(model: ExtentReader, head: Head, decision: Decision): readonly Extent[] {
	const heads = readings.get(model) ?? new WeakMap<Head, Map<Decision, readonly Extent[]>>();
	readings.set(model, heads);
	const decisions = heads.get(head) ?? new Map<Decision, readonly Extent[]>();
	heads.set(head, decisions);
	const extents = decisions.get(decision) ?? model.extentsOf(head, decision);
	decisions.set(decision, extents);
	return extents;
}

const keys = new WeakMap<Extent, string>();

/** A text that equal extents share. */
export function keyOfExtent(extent: Extent): string {
	const key = keys.get(extent) ?? JSON.stringify(extent);
	keys.set(extent, key);
	return key;
}

/** Past so many languages the memory is emptied: a policy with many rules has entries of the same forms, but not the same words. */
const KEPT = 4_096;
const known = new Map<string, Dfa | null>();

/**
 * A language that an extent certainly holds: all of it, but for `gaps`, of which it is the words without gaps. Null
 * where it passes a limit, so that nothing can be proven about it.
 */
export function languageOfExtent(extent: Extent): Dfa | null {
	const key = keyOfExtent(extent);
	const found = known.get(key);
	if (found !== undefined) return found;
	const built = buildLanguage(extent);
	if (known.size >= KEPT) known.clear();
	known.set(key, built);
	return built;
}

function buildLanguage(extent: Extent): Dfa | null {
	switch (extent.kind) {
		case "words": {
			const nfa = new Nfa();
			const end = readWords(nfa, extent.words);
			nfa.accept(extent.exact ? end : extent.plain ? readPlainWords(nfa, end) : nfa.anyWords(end));
			return settled(determinise(nfa));
		}
		case "text": {
			const nfa = new Nfa();
			nfa.accept(readStars(nfa, 0, extent.glob));
			const text = settled(determinise(nfa));
			return text && wordsOfText(text, extent.quoted);
		}
		case "gaps":
			return languageOfExtent({ kind: "words", words: extent.words.map((word) => [word]), exact: false });
	}
}

function settled(dfa: ReturnType<typeof determinise>): Dfa | null {
	return isTooLarge(dfa) ? null : dfa;
}

/** Whether an extent holds a command. */
export function holds(extent: Extent, words: readonly string[]): boolean {
	switch (extent.kind) {
		case "words":
			return holdsWords(extent, words);
		case "gaps":
			return gapPattern(extent.words).test(words.join(" ").trim());
		case "text":
			return words.length > 0 && matchText(extent.glob, lineOf(words, extent.quoted));
	}
}

function holdsWords({ words: pattern, exact, plain }: Extract<Extent, { kind: "words" }>, words: readonly string[]): boolean {
	if (exact ? words.length !== pattern.length : words.length < pattern.length) return false;
	if (!pattern.every((alternatives, at) => alternatives.includes(words[at] ?? ""))) return false;
	return !plain || words.slice(pattern.length).every(isPlainText);
}

/** A word list with gaps as an expression over the bare line: see `Extent`. */
function gapPattern([first = "", ...rest]: readonly string[]): RegExp {
	const border = /\w$/.test(first) ? "\\b" : "";
	const gaps = rest.map((word) => `[^;&|]{0,100}${escapeRegex(word)}`).join("");
	return new RegExp(`^${escapeRegex(first)}${border}${gaps}(?:[\\s;&|)\`]|$)`, "i");
}

function escapeRegex(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** The first list of a host that holds a command, and its entry; null where none does, so that the host decides by itself. */
export function decideByLists(
	lists: readonly HostList[],
	words: readonly string[],
): { readonly list: HostList; readonly entry: HostList["entries"][number] } | null {
	for (const list of lists) {
		const entry = list.entries.find(({ extent }) => holds(extent, words));
		if (entry) return { list, entry };
	}
	return null;
}
