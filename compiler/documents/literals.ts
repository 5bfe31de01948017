/** Patterns inside the strings of a document, in the same language as between backticks and slashes. */

import type { CommandLiteral, RegexText, Text, Word } from "../syntax/ast.ts";
import { ARG_WORDS, CONDITION_WORDS, MATCHER_WORDS } from "../syntax/keywords.ts";
import { parseWord, splitCommandLiteral } from "../syntax/words.ts";
import type { ItemReading } from "./item-reading.ts";
import { nameOf } from "./report-text-faults.ts";
import { type DocumentNode, spanInside, type TextNode } from "./tree.ts";

/** In UTF-16 code units: no command line is longer than 64 KiB, so no longer pattern is of use. */
const PATTERN_LIMIT = 65_536;

/** The words of a command pattern. */
export function readLiteral(node: DocumentNode, reading: ItemReading): CommandLiteral {
	const literal = readPattern(node, reading, (text) => splitCommandLiteral(text.value, placeIn(text), reading.session));
	return literal ?? { words: [], span: node.span };
}

/** A pattern for one word. */
export function readWord(node: DocumentNode, reading: ItemReading): Word {
	const word = readPattern(node, reading, (text) => parseWord(text.value, placeIn(text), reading.session));
	return word ?? { pieces: [], span: node.span };
}

/** A glob's text. It has the form that stands between backticks, so a backtick in it is escaped. */
export function readGlob(node: DocumentNode, reading: ItemReading): Text {
	return readRaw(node, "`", reading);
}

/** A regular expression. It has the form that stands between slashes, so a slash in it is escaped. */
export function readRegex(node: DocumentNode, ignoreCase: boolean, reading: ItemReading): RegexText {
	const source = readRaw(node, "/", reading);
	return { source, ignoreCase, span: node.span };
}

/** Which names the items of one kind cannot have, because the words mean something where the name would be used. */
export const RESERVED_NAMES = { words: ARG_WORDS, pattern: MATCHER_WORDS, condition: CONDITION_WORDS } as const;

function placeIn(text: TextNode) {
	return (start: number, end: number) => spanInside(text, start, end);
}

function readPattern<T>(node: DocumentNode, reading: ItemReading, read: (text: TextNode) => T | null): T | null {
	if (node.kind !== "text") {
		reading.reportType(node, "string");
		return null;
	}
	if (!isShort(node, reading)) return null;
	const found = read(node);
	if (found === null) reading.broken = true;
	return found;
}

function isShort(node: TextNode, reading: ItemReading): boolean {
	if (node.value.length <= PATTERN_LIMIT) return true;
	reading.report("pattern-too-long", node, { limit: PATTERN_LIMIT });
	return false;
}

function readRaw(node: DocumentNode, delimiter: string, reading: ItemReading): Text {
	const text = reading.text(node);
	if (node.kind !== "text" || !isShort(node, reading)) return text;
	if (node.value === "") reading.report("empty-pattern", node, {});
	const control = /[\0-\x08\n-\x1f\x7f]/.exec(node.value);
	if (control) {
		const span = spanInside(node, control.index, control.index + 1);
		if (control[0] === "\n") reading.report("line-break-in-pattern", node, {}, { span });
		else reading.report("control-character", node, { character: nameOf(control[0]) }, { span });
	}
	const value = node.value.replace(/\\?[\s\S]/gu, (character) => (character === delimiter ? `\\${character}` : character));
	if (endsInBackslash(node.value)) {
		const { length } = node.value;
		reading.report("dangling-backslash", node, {}, { span: spanInside(node, length - 1, length) });
	}
	return { value, span: text.span };
}

/** Whether the last backslash escapes nothing. */
function endsInBackslash(text: string): boolean {
	let at = text.length;
	while (text[at - 1] === "\\") at--;
	return (text.length - at) % 2 === 1;
}
