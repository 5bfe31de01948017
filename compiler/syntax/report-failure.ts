/** Says what is wrong with an item that the grammar refuses: one finding at one place, with what was expected there. */

import type { FailedMatchResult, MatchResult } from "ohm-js";
import grammar from "../../grammar/generated/policy.ohm-bundle.js";
import { suggest } from "../diagnostics/suggest.ts";
import { CLAUSE_WORDS, DECISION_SYNONYMS, KEYWORD_GROUPS, type KeywordGroup } from "./keywords.ts";
import { clip, type Reading } from "./reading.ts";
import { scanBrackets } from "./scan-brackets.ts";
import { codePointName } from "./to-words.ts";

/** What may stand at a place: words and signs of the language, and names of tokens. */
interface Expected {
	readonly words: ReadonlySet<string>;
	readonly phrases: readonly string[];
}

/** Ohm keeps what it expected, but its types only show it joined to one text. */
interface Failure {
	isDescription(): boolean;
	isStringTerminal(): boolean;
	getText(): string;
}

/** What Ohm calls its own, in the words of the language. */
const PHRASES: Readonly<Record<string, string>> = { "end of input": "the end of the item" };

/** No rule of the grammar takes it outside of tokens, so a text that ends in it fails there and nowhere later. */
const NOTHING = "\u0000";

const BLANK = "a blank";

/** Tokens that are told apart by their quotes. */
const QUOTED: ReadonlySet<string> = new Set(["a pattern in backticks", "a text in backticks", "a text in double quotes"]);

const TOKENS: Readonly<Record<string, { readonly description: string; readonly what: string; readonly closer: string }>> = {
	'"': { description: "a text in double quotes", what: "text", closer: '`"`' },
	"`": { description: "backticks", what: "pattern", closer: "a backtick" },
	"/": { description: "a pattern between slashes", what: "regular expression", closer: "`/`" },
};

/**
 * Reports why a match failed.
 *
 * @returns the offset that is at fault
 */
export function reportFailure(text: string, match: FailedMatchResult, reading: Reading): number {
	const at = startOfWord(text, match.getRightmostFailurePosition());
	const expected = expectedAt(text, at);
	if (reportToken(text, at, expected, reading)) return at;
	if (reportUnclosed(text, at, expected, reading)) return at;
	const word = wordAt(text, at);
	if (word !== null && reportWord(text, at, word, expected, reading)) return at;
	const before = bareWordBefore(text, at);
	if (before !== null && reportMisspelt(text, before, reading)) return before;
	if (reportStrayLine(text, at, expected, reading)) return at;
	const holes = { expected: describe(tellingPart(text, at, expected)), found: describeFound(text, at) };
	reading.report("unexpected-text", at, Math.max(at, endOfFound(text, at)), holes);
	return at;
}

/** An indented line behind an item that is whole without it. */
function reportStrayLine(text: string, at: number, expected: Expected, reading: Reading): boolean {
	const start = text.lastIndexOf("\n", at - 1) + 1;
	const isWhole = expected.words.size === 0 && expected.phrases.every((phrase) => phrase === BLANK || phrase === PHRASES["end of input"]);
	if (start === 0 || start === at || text.slice(start, at).trim() !== "" || !isWhole) return false;
	reading.report("stray-line", at, Math.max(at + 1, lineEnd(text, at)), {});
	return true;
}

/** Of what could stand at a place, what the quotes there show to be meant. */
function tellingPart(text: string, at: number, expected: Expected): Expected {
	const quote = text.charAt(at);
	if (quote === "`" && expected.words.has("exact") && expected.words.has("prefix"))
		return { words: new Set(["prefix", "exact"]), phrases: [] };
	const quoted = expected.phrases.filter((phrase) => QUOTED.has(phrase));
	return quote !== "" && "\"'`".includes(quote) && quoted.length > 0 ? { words: new Set(), phrases: quoted } : expected;
}

function expectedAt(text: string, at: number): Expected {
	const before = text.slice(0, at);
	const expected = expectedAfter(before);
	// Where only a blank is missing, what may follow it says more.
	return expected.words.size === 0 && expected.phrases.every((phrase) => phrase === BLANK) ? expectedAfter(`${before} `) : expected;
}

function expectedAfter(before: string): Expected {
	const match: MatchResult & { getRightmostFailures?: () => readonly Failure[] } = grammar.match(before + NOTHING, "item");
	// Ohm lists the last alternative first.
	const failures = [...(match.getRightmostFailures?.() ?? [])].reverse();
	const words = failures.filter((failure) => failure.isStringTerminal()).map((failure) => failure.getText());
	const phrases = failures.filter((failure) => failure.isDescription()).map((failure) => PHRASES[failure.getText()] ?? failure.getText());
	return { words: new Set(words.filter((word) => word !== "#" && word.trim() !== "")), phrases: [...new Set(phrases)] };
}

/** A text, pattern or regular expression that is not closed, or holds a character that it cannot. */
function reportToken(text: string, at: number, expected: Expected, reading: Reading): boolean {
	const token = TOKENS[text[at] ?? ""];
	if (!token || !expected.phrases.some((phrase) => phrase.endsWith(token.description))) return false;
	const end = lineEnd(text, at);
	for (let inside = at + 1; inside < end; inside++) {
		const character = text[inside] ?? "";
		if (character === text[at]) break;
		if (isForbidden(character) && !isPair(text, inside)) {
			reading.report("control-character", inside, inside + 1, { character: codePointName(character) });
			return true;
		}
		if (character === "\\") inside++;
	}
	reading.report("unclosed-text", at, end, { what: token.what, closer: token.closer });
	return true;
}

/** The end of the item where something should still be closed. */
function reportUnclosed(text: string, at: number, expected: Expected, reading: Reading): boolean {
	if (text.slice(at).trim() !== "") return false;
	const brace = ["}", "]"].some((closer) => expected.words.has(closer)) ? innermostUnclosed(text) : null;
	if (brace === null) return false;
	reading.report("unclosed-brace", brace, brace + 1, { brace: text[brace] ?? "{" });
	return true;
}

/** The innermost bracket left open; a brace at column 0 ends the item itself, and so does not close another one. */
function innermostUnclosed(text: string): number | null {
	const lastLine = text.lastIndexOf("\n") + 1;
	if (!/^[}\]]/.test(text.slice(lastLine))) return scanBrackets(text).unclosed.at(-1) ?? null;
	return scanBrackets(text.slice(0, lastLine)).unclosed.slice(1).at(-1) ?? null;
}

/** A word where only words of the language may stand, at the start of a clause or after one. */
function reportWord(text: string, at: number, word: string, expected: Expected, reading: Reading): boolean {
	const group = groupOf(expected);
	if (!group) return false;
	const startsEntry = /(^|[{\n])[ \t\r]*$/.test(text.slice(0, at)) || !expected.words.has("}");
	if (!startsEntry && !closest(word, group)) return false;
	const brace = CLAUSE_WORDS.has(word) && expected.words.has("}") ? innermostUnclosed(text) : null;
	if (brace !== null) {
		reading.report("unclosed-brace", brace, brace + 1, { brace: text[brace] ?? "{" });
		return true;
	}
	reportUnknown(at, word, group, reading);
	return true;
}

/** A name before the fault that was meant to be a keyword: `prefx` before a pattern, `al` before a brace. */
function reportMisspelt(text: string, at: number, reading: Reading): boolean {
	const word = wordAt(text, at);
	const group = groupOf(expectedAt(text, at));
	if (word === null || !group || !closest(word, group)) return false;
	reportUnknown(at, word, group, reading);
	return true;
}

function reportUnknown(at: number, word: string, group: KeywordGroup, reading: Reading): void {
	const choices = join(group.words.map((choice) => `\`${choice}\``));
	const options = { suggestion: closest(word, group) };
	if (group.owner === null)
		reading.report("unknown-keyword", at, at + word.length, { word: clip(word), kind: group.kind, choices }, options);
	else reading.report("unknown-clause", at, at + word.length, { clause: clip(word), item: group.owner, choices }, options);
}

/** The word of a group that was probably meant, also by a word that other languages use for it. */
function closest(word: string, group: KeywordGroup): string | null {
	const synonyms = [...DECISION_SYNONYMS].filter(([, decision]) => group.words.includes(decision)).map(([synonym]) => synonym);
	const near = synonyms.includes(word) ? word : suggest(word, [...group.words, ...synonyms]);
	return near === null ? null : (DECISION_SYNONYMS.get(near) ?? near);
}

function groupOf(expected: Expected): KeywordGroup | null {
	return KEYWORD_GROUPS.find((group) => group.words.every((word) => expected.words.has(word))) ?? null;
}

/** The expected things as one phrase; a whole group of keywords goes by its name. */
function describe(expected: Expected): string {
	const left = new Set(expected.words);
	const phrases = expected.phrases.filter((phrase) => phrase !== BLANK);
	for (const group of KEYWORD_GROUPS) {
		if (!group.words.every((word) => left.has(word))) continue;
		phrases.push(`a ${group.kind}`);
		for (const word of group.words) left.delete(word);
	}
	phrases.push(...[...left].map((word) => `\`${word}\``));
	return phrases.length === 0 ? "the end of the line" : join(phrases);
}

/** `a, b or c`. */
export function join(phrases: readonly string[]): string {
	return phrases.length < 2 ? phrases.join("") : `${phrases.slice(0, -1).join(", ")} or ${phrases.at(-1)}`;
}

/** What stands at an offset, for a message: a word, a character, or that nothing does. */
export function describeFound(text: string, at: number): string {
	const found = text.slice(at, endOfFound(text, at));
	if (found === "") return text.slice(at).trim() === "" ? "the end of the item" : "the end of the line";
	if (found.includes("`")) return "a pattern in backticks";
	return /[\p{C}\p{Z}]/u.test(found) ? codePointName(found) : `\`${clip(found)}\``;
}

/** The end of what `describeFound` describes. */
export function endOfFound(text: string, at: number): number {
	const word = wordAt(text, at);
	if (word !== null) return at + word.length;
	const code = text.codePointAt(at);
	if (code === undefined || text[at] === "\n" || text[at] === "\r") return at;
	return at + String.fromCodePoint(code).length;
}

function startOfWord(text: string, at: number): number {
	if (!isWordCharacter(text, at)) return at;
	let start = at;
	while (start > 0 && isWordCharacter(text, start - 1)) start--;
	return start;
}

function wordAt(text: string, at: number): string | null {
	const pattern = /[\w.-]+/y;
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? null;
}

function isWordCharacter(text: string, at: number): boolean {
	return /[\w.-]/.test(text.charAt(at));
}

/** The offset of a bare word that ends, but for blanks, before an offset on the same line. */
function bareWordBefore(text: string, at: number): number | null {
	let end = at;
	while (text[end - 1] === " " || text[end - 1] === "\t") end--;
	return isWordCharacter(text, end - 1) ? startOfWord(text, end - 1) : null;
}

function lineEnd(text: string, at: number): number {
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end;
}

/** Control characters but the tab, and halves of surrogate pairs. */
function isForbidden(character: string): boolean {
	return /[\u0000-\u0008\u000A-\u001F]|\p{Surrogate}/u.test(character);
}

/** Whether a code unit is half of a proper surrogate pair. */
function isPair(text: string, at: number): boolean {
	const around = text.slice(Math.max(0, at - 1), at + 2);
	return /[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(around);
}
