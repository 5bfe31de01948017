/** Command literals and words that stand outside of `.policy` text, such as in a string of a YAML file. */

import grammar from "../../grammar/generated/policy.ohm-bundle.js";
import type { Session } from "../diagnostics/session.ts";
import type { CommandLiteral, Word } from "./ast.ts";
import { Reading, type SpanMapper } from "./reading.ts";
import { findDeepBrace, NESTING_LIMIT } from "./scan-brackets.ts";
import { nodeOf } from "./to-ast.ts";
import { toWords, warnOfDoubleQuotes } from "./to-words.ts";

export type { SpanMapper } from "./reading.ts";

/**
 * Splits the text of a command literal (what stands between the backticks) into words.
 *
 * @param text blanks separate words; `'…'` and `\x` quote; `*`, `?`, `{a,b}` and a lone `**` are patterns
 * @param place gives the span in the source for a half-open range of offsets in `text`
 * @returns the words with their spans, or null after reporting the first fault (`refused-character`,
 *   `unbalanced-brace`, `empty-pattern`, …)
 *
 * @example splitCommandLiteral("git {push,pull} -f", place, session)?.words.length // 3
 */
export function splitCommandLiteral(text: string, place: SpanMapper, session: Session): CommandLiteral | null {
	const words = readWords(text, place, session);
	return words === null ? null : { words, span: place(0, text.length) };
}

/**
 * Reads a text that is one word: a flag, a word pattern.
 *
 * @returns the word, or null after reporting a fault; more words than one are `not-one-word`
 *
 * @example parseWord("release/*", place, session)?.pieces // a literal `release/` and a star
 */
export function parseWord(text: string, place: SpanMapper, session: Session): Word | null {
	const words = readWords(text, place, session);
	const [word] = words ?? [];
	if (!words || !word) return null;
	if (words.length === 1) return word;
	session.report("not-one-word", place(0, text.length), { count: words.length });
	return null;
}

function readWords(text: string, place: SpanMapper, session: Session): readonly Word[] | null {
	const reading = new Reading(session, place);
	const deep = findDeepBrace(text, 0, text.length);
	if (deep !== null) {
		reading.report("too-deep", deep, deep + 1, { limit: NESTING_LIMIT });
		return null;
	}
	const root = nodeOf(grammar.match(text, "commandText"));
	const words = toWords(root.child(0).children, reading);
	if (words === null) return null;
	warnOfDoubleQuotes(root, reading);
	if (words.length > 0) return words;
	reading.report("empty-pattern", 0, text.length, {});
	return null;
}
