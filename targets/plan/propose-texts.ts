/**
 * Proposes texts with `*` that could stand for what a rule is about. Nothing is promised here: whoever uses a proposal
 * proves it, and takes the next one where that fails.
 */

import { literalOfGlob, parseCommandGlob, parseRegex } from "../../compiler/automata/index.ts";
import type { RegexNode } from "../../compiler/automata/regex-ast.ts";
import type { ArgLine, Matcher, WordPattern } from "../../compiler/ir/types.ts";

/** More texts than this for what follows the words of one rule are no help to whoever reads them. */
const MAX_RESTS = 16;
/** Alternatives that the policy itself spells out may be more. */
const MAX_TEXTS = 64;

/** Texts for the whole line of a matcher's commands, or null where there are too many, or none that says anything. */
export function textsOfMatcher(matcher: Matcher): readonly string[] | null {
	const texts = proposeTexts(matcher)?.map(joinStars);
	return texts && texts.length <= MAX_TEXTS && texts.every((text) => /[^* ]/.test(text)) ? [...new Set(texts)] : null;
}

/** A text as hosts see it that do not take quotes off: each word that goes on in a star may stand in quotes. */
export function inQuotes(text: string): readonly string[] {
	const [program = "", ...words] = text.split(" ");
	const options = words.map((word) => (/^[^*].*\*/s.test(word) ? [` ${word}`, ` '${word}`] : [` ${word}`]));
	return combine([[program], ...options]) ?? [text];
}

function proposeTexts(matcher: Matcher): readonly string[] | null {
	switch (matcher.kind) {
		case "exact":
			return textsOfWords(matcher.words);
		case "prefix":
			return textsOfWords(matcher.words)?.flatMap((text) => [text, `${text} *`]) ?? null;
		case "glob": {
			const tokens = parseCommandGlob(matcher.pattern);
			if ("code" in tokens) return null;
			return combine(tokens.map((token) => [token.kind === "literal" ? token.text : token.kind === "blank" ? " " : "*"]));
		}
		case "regex": {
			const regex = parseRegex(matcher.pattern, matcher.ignore_case);
			if ("code" in regex) return null;
			return flatten(
				regex.alternatives.map(({ fromStart, toEnd, body }) =>
					combine([[fromStart ? "" : "*"], textsOfNode(body) ?? ["*"], [toEnd ? "" : "*"]]),
				),
			);
		}
	}
}

function textsOfWords(words: readonly WordPattern[]): readonly string[] | null {
	const parts = words.map((pattern, at): readonly string[] => {
		const blank = at === 0 ? "" : " ";
		if (pattern[0] === "**" && pattern.length === 1) return at === 0 ? ["*"] : ["", " *"];
		return pattern.map((glob) => blank + starsOf(glob));
	});
	return combine(parts);
}

/** A word pattern with `?` widened to `*`; escapes go. */
function starsOf(glob: string): string {
	return literalOfGlob(glob) ?? glob.replace(/\\(.)|\?/gsu, (piece, escaped?: string) => escaped ?? (piece === "?" ? "*" : piece));
}

function textsOfNode(node: RegexNode): readonly string[] | null {
	switch (node.kind) {
		case "literal":
			return [node.text];
		case "blank":
			return [" "];
		case "sequence":
			return combine(node.parts.map((part) => textsOfNode(part) ?? ["*"]));
		case "choice":
			return flatten(node.options.map(textsOfNode));
		case "class":
		case "repeat":
			return ["*"];
	}
}

/** All ways to put one text of each part behind each other; null where they are too many. */
function combine(parts: readonly (readonly string[])[]): readonly string[] | null {
	let texts: readonly string[] = [""];
	for (const part of parts) {
		texts = texts.flatMap((text) => part.map((more) => text + more));
		if (texts.length > MAX_TEXTS) return null;
	}
	return texts;
}

function flatten(lists: readonly (readonly string[] | null)[]): readonly string[] | null {
	const texts: string[] = [];
	for (const list of lists) {
		if (!list) return null;
		texts.push(...list);
	}
	return texts;
}

function joinStars(text: string): string {
	return text.replace(/\*{2,}/g, "*");
}

/**
 * How much a proposal covers: words as they are (`narrow`), or one text with the first letters of a long option for all that could
 * stand for it (`wide`); each also with words that stand in quotes, as hosts see them that do not take quotes off.
 */
const WIDTHS = ["narrow", "quoted", "wide", "wide quoted"] as const;
type Width = (typeof WIDTHS)[number];

/**
 * Texts for what may follow the words of a matcher, one list per line of `args` that a text can be about: each list alone
 * is to cover all that the lines together describe. The narrowest come first.
 *
 * @example for `flag --all`: ["* --a", "* --a *", "* --a=*", "* --al", …] and the shorter ["* --a*"]
 */
export function restsOfArgs(lines: readonly ArgLine[]): readonly (readonly string[])[] {
	const proposals = WIDTHS.flatMap((width) => lines.map((line) => restsOfLine(line, width)));
	return proposals
		.filter((rests) => rests !== null)
		.map((rests) => [...new Set(rests.map(joinStars))])
		.filter((rests) => rests.length <= MAX_RESTS);
}

/** Texts for what the lines that start with `not` leave out: lists for all of them together, the narrowest first; none where some line has none. */
export function restsLeftOut(lines: readonly ArgLine[]): readonly (readonly string[])[] {
	const found = leftOut.get(lines) ?? listLeftOut(lines);
	leftOut.set(lines, found);
	return found;
}

const leftOut = new WeakMap<readonly ArgLine[], readonly (readonly string[])[]>();

function listLeftOut(lines: readonly ArgLine[]): readonly (readonly string[])[] {
	return WIDTHS.flatMap((width) => {
		const rests = flatten(lines.map((line) => (line.kind === "not" ? restsOfLine(line.line, width) : null)));
		return rests && rests.length <= MAX_RESTS ? [[...new Set(rests.map(joinStars))]] : [];
	});
}

function restsOfLine(line: ArgLine, width: Width): readonly string[] | null {
	switch (line.kind) {
		case "flag":
			return line.spellings.flatMap((spelling) => restsOfOption(spelling, width));
		case "option":
			return restsOfOption(line.name, width);
		case "operand":
		case "words":
			return line.every ? null : line.patterns.flatMap((glob) => restsOfWord(starsOf(glob), width));
		case "any":
			return flatten(line.lines.map((inner) => restsOfLine(inner, width)));
		case "not":
		case "count":
		case "operand_under":
			return null;
	}
}

const SHORTEST_PREFIX = 3;

/** A long option stands whole, cut short, and before a value; a short one anywhere in a cluster, its value behind it. */
function restsOfOption(spelling: string, width: Width): readonly string[] {
	if (/^-[^-]$/.test(spelling)) return withQuotes([`* -*${spelling.slice(1)}*`], width);
	const start = Math.min(SHORTEST_PREFIX, spelling.length);
	if (width === "wide" || width === "wide quoted") {
		return withQuotes([`* ${spelling.slice(0, start)}*`, ...(spelling.startsWith("--") ? [] : [`* -${spelling}*`])], width);
	}
	if (!spelling.startsWith("--")) return [spelling, `-${spelling}`].flatMap((written) => formsOf(written, width));
	const lengths = Array.from({ length: spelling.length - start + 1 }, (_, more) => start + more);
	return lengths.flatMap((length) => formsOf(spelling.slice(0, length), width));
}

function formsOf(option: string, width: Width): readonly string[] {
	return [...restsOfWord(option, "narrow"), ...withQuotes([`* ${option}=*`], width)];
}

/** An option whose word goes on in a star may stand in quotes. */
function withQuotes(rests: readonly string[], width: Width): readonly string[] {
	return width === "quoted" || width === "wide quoted" ? [...rests, ...rests.map((rest) => rest.replace(" -", " '-"))] : rests;
}

/** A word behind others: the last one, or with more behind it. */
function restsOfWord(text: string, width: Width): readonly string[] {
	const isQuoted = width === "quoted" || width === "wide quoted";
	const written = text.includes("*") && isQuoted ? [text, `'${text}`] : [text];
	return written.flatMap((word) => [`* ${word}`, `* ${word} *`]);
}
