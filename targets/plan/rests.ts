/**
 * What entries hold behind literal words. Many rules share what follows their words, so that a proof about it is done once,
 * whatever words stand before.
 */

import { anyWords, type Dfa, determinise, isTooLarge, Nfa, noWords } from "../../compiler/automata/index.ts";
import { type Extent, expandHead } from "../target.ts";
import { isPlainText } from "../writer/shell.ts";
import { languageOfExtent } from "./extents.ts";
import { readPlainWords, readStars } from "./read-nfa.ts";
import { lineOf, restsOfText, wordsBehind } from "./text-words.ts";

/** Words, as in `Extent`, or a text right behind others: a blank stands before each word. */
export type Rest = Extract<Extent, { kind: "words" | "text" }>;

/** What an extent holds behind literal words (of `gaps`: without any). Behind no words it is the extent itself, not a `Rest`. */
export function restsBehind(extent: Extent, line: readonly string[]): readonly Rest[] {
	switch (extent.kind) {
		case "text":
			return restsOfText(extent.glob, writtenLine(line, extent.quoted)).map((glob) => ({ ...extent, glob }));
		case "words":
			return restOfWords(extent, line);
		case "gaps":
			return restOfWords({ kind: "words", words: extent.words.map((word) => [word]), exact: false }, line);
	}
}

const bareLines = new WeakMap<readonly string[], string>();
const quotedLines = new WeakMap<readonly string[], string>();

/** The text of a line, which many texts are held against. */
function writtenLine(line: readonly string[], quoted: boolean): string {
	const lines = quoted ? quotedLines : bareLines;
	const text = lines.get(line) ?? lineOf(line, quoted);
	lines.set(line, text);
	return text;
}

function restOfWords(extent: Extract<Extent, { kind: "words" }>, line: readonly string[]): readonly Rest[] {
	const { words: pattern, exact, plain } = extent;
	if (!line.every((word, at) => at >= pattern.length || pattern[at]?.includes(word))) return [];
	const more = line.slice(pattern.length);
	if (more.length > 0 && (exact || (plain && !more.every(isPlainText)))) return [];
	return [{ ...extent, words: pattern.slice(line.length) }];
}

/** Whether anything at all may follow. */
export function takesAll(rest: Rest): boolean {
	return rest.kind === "text" ? /^\*+$/.test(rest.glob) : rest.words.length === 0 && !rest.exact && !rest.plain;
}

/** Past so many languages the memory is emptied. */
const KEPT = 4_096;
const known = new Map<string, Dfa | null>();

/** What rests hold, as languages over the words behind; null where one passes a limit. */
export function languagesOfRests(rests: readonly Rest[]): readonly Dfa[] | null {
	const words = rests.flatMap((rest) => (rest.kind === "words" ? [languageOfRest(rest)] : []));
	const texts = [true, false].flatMap((quoted) => {
		const globs = rests.flatMap((rest) => (rest.kind === "text" && rest.quoted === quoted ? [rest.glob] : []));
		return globs.length > 0 ? languagesOfTexts([...new Set(globs)].sort(), quoted) : [];
	});
	const languages = [...words, ...texts];
	return languages.every((language) => language !== null) ? languages : null;
}

/** What words hold behind others; null past a limit. */
export function languageOfRest(rest: Extract<Rest, { kind: "words" }>): Dfa | null {
	const { words, exact, plain } = rest;
	return words.length > 0 ? languageOfExtent(rest) : exact ? NO_WORDS : plain ? plainWords() : anyWords();
}

const NO_WORDS = noWords();

/** Texts together, or where that grows too large one by one. */
function languagesOfTexts(globs: readonly string[], quoted: boolean): readonly (Dfa | null)[] {
	const together = languageOfTexts(globs, quoted);
	return together ? [together] : globs.map((glob) => languageOfTexts([glob], quoted));
}

function languageOfTexts(globs: readonly string[], quoted: boolean): Dfa | null {
	const key = JSON.stringify([quoted, ...globs]);
	const found = known.get(key);
	if (found !== undefined) return found;
	const nfa = new Nfa();
	for (const glob of globs) nfa.accept(readStars(nfa, 0, glob));
	const text = determinise(nfa);
	const built = isTooLarge(text) ? null : wordsBehind(text, quoted);
	if (known.size >= KEPT) known.clear();
	known.set(key, built);
	return built;
}

let plain: Dfa | null = null;

function plainWords(): Dfa {
	if (plain) return plain;
	const nfa = new Nfa();
	nfa.accept(readPlainWords(nfa, 0));
	const built = determinise(nfa);
	plain = isTooLarge(built) ? anyWords() : built;
	return plain;
}

/** All lines of literal words with alternatives, in order; null where they are too many. */
export function linesOf(words: readonly (readonly string[])[], most: number): readonly (readonly string[])[] | null {
	const count = words.reduce((product, alternatives) => product * alternatives.length, 1);
	return count > most ? null : expandHead({ words });
}
