/** Parses a `.policy` text: every item alone, so that every broken item is reported in one run. */

import type { FailedMatchResult } from "ohm-js";
import grammar from "../../grammar/generated/policy.ohm-bundle.js";
import type { Session } from "../diagnostics/session.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { type Source, spanOf } from "../source/source.ts";
import type { Item, PolicyFile } from "./ast.ts";
import { CLAUSE_WORDS, DECISION_SYNONYMS, ITEM_WORDS } from "./keywords.ts";
import { readIgnores } from "./read-ignores.ts";
import { clip, Reading } from "./reading.ts";
import { describeFound, endOfFound, join, reportFailure } from "./report-failure.ts";
import { NESTING_LIMIT, scanBrackets } from "./scan-brackets.ts";
import { type ItemText, splitItems } from "./split.ts";
import { readItem } from "./to-ast.ts";

/** In UTF-16 code units. The parser remembers up to some kilobytes for every character of an item. */
const ITEM_LIMIT = 65_536;

/** How much text may be parsed again to find further faults in one item: the cost of a broken item stays linear. */
const RETRY_BUDGET = 65_536;
const MOST_FAULTS_IN_AN_ITEM = 20;

/**
 * Parses one file.
 *
 * Never throws. Broken items are reported (one finding per broken clause where clauses can be told apart)
 * and left out of the result, so that later passes see only what is whole.
 *
 * @example parsePolicy({ path: "repo.policy", text: "policy 1\nscope repo\n" }, new Session()).items.length // 2
 */
export function parsePolicy(source: Source, session: Session): PolicyFile {
	const items: Item[] = [];
	const cuts = splitItems(source.text);
	for (const [index, cut] of cuts.entries()) {
		const reading = new Reading(session, (start, end) => spanOf(source, cut.start + start, cut.start + end));
		const text = source.text.slice(cut.start, cut.end);
		const next = cuts[index + 1];
		const item = parseItem(cut, text, next !== undefined && startsWithClause(source.text, next), reading);
		if (item) items.push(item);
	}
	return { items, ignores: readIgnores(source, session), span: spanOf(source, 0, source.text.length) };
}

function parseItem(cut: ItemText, text: string, isCutShort: boolean, reading: Reading): Item | null {
	if (reportMisplaced(cut, text, reading)) return null;
	if (text.length > ITEM_LIMIT) {
		reading.report("item-too-long", 0, firstLineEnd(text), { limit: ITEM_LIMIT });
		return null;
	}
	const { tooDeep } = scanBrackets(text);
	if (tooDeep !== null) {
		reading.report("too-deep", tooDeep, tooDeep + 1, { limit: NESTING_LIMIT });
		return null;
	}
	const match = grammar.match(text, "item");
	if (match.failed()) {
		// An item that a misplaced clause cuts short is whole but for that clause, which is reported itself.
		if (!isCutShort) reportFaults(text, match, reading);
		return null;
	}
	const item = readItem(match, reading);
	return reading.broken ? null : item;
}

/** Reports the fault of a failed match, then those that remain when the clause at fault is blanked out. */
function reportFaults(text: string, failed: FailedMatchResult, reading: Reading): void {
	const attempts = Math.min(MOST_FAULTS_IN_AN_ITEM, Math.floor(RETRY_BUDGET / text.length));
	let rest = text;
	let match = failed;
	for (let attempt = 0; ; attempt++) {
		const at = reportFailure(rest, match, reading);
		const blanked = attempt < attempts ? blankClause(rest, at) : null;
		if (blanked === null) return;
		const next = grammar.match(blanked, "item");
		if (!next.failed()) {
			readItem(next, reading);
			return;
		}
		rest = blanked;
		match = next;
	}
}

/** The text with the clause (or the mark after an item's name) around an offset blanked out, or null where it cannot be told from the rest of its item. */
function blankClause(text: string, at: number): string | null {
	const { clauseStarts } = scanBrackets(text);
	const start = clauseStarts.findLast((clause) => clause <= at);
	if (start === undefined) {
		const brace = text.indexOf("{", at);
		return brace > at && brace < firstLineEnd(text) ? blank(text, at, brace) : null;
	}
	const closer = text.lastIndexOf("\n") + 1;
	const end = clauseStarts.find((clause) => clause > at) ?? (/^[}\]]/.test(text.slice(closer)) ? closer : text.length);
	if (at >= end) return null;
	return blank(text, start, end);
}

function blank(text: string, start: number, end: number): string {
	return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end);
}

/** Reports text that starts no item at all. */
function reportMisplaced(cut: ItemText, text: string, reading: Reading): boolean {
	if (cut.kind === "closer") {
		reading.report("stray-closer", 0, 1, { closer: text.charAt(0) });
		return true;
	}
	if (cut.kind === "orphan") {
		const start = text.length - text.trimStart().length;
		reading.report("stray-line", start, Math.max(firstLineEnd(text), start), {});
		return true;
	}
	const word = firstWord(text, 0);
	if (ITEM_WORDS.includes(word)) return false;
	if (word === "") {
		const found = describeFound(text, 0);
		reading.report("unexpected-text", 0, Math.max(1, endOfFound(text, 0)), { expected: "an item", found });
	} else if (CLAUSE_WORDS.has(word)) {
		reading.report("clause-at-margin", 0, word.length, { word });
	} else {
		const suggestion = DECISION_SYNONYMS.get(word) ?? suggest(word, ITEM_WORDS);
		const choices = join(ITEM_WORDS.map((choice) => `\`${choice}\``));
		reading.report("unknown-item", 0, word.length, { word: clip(word), choices }, { suggestion });
	}
	return true;
}

function startsWithClause(text: string, cut: ItemText): boolean {
	const word = firstWord(text, cut.start);
	return cut.kind === "item" && !ITEM_WORDS.includes(word) && CLAUSE_WORDS.has(word);
}

function firstWord(text: string, start: number): string {
	const word = /[\w.-]*/y;
	word.lastIndex = start;
	return word.exec(text)?.[0] ?? "";
}

function firstLineEnd(text: string): number {
	const end = text.search(/\S[^\n]*/);
	const lineBreak = text.indexOf("\n", Math.max(0, end));
	return (lineBreak < 0 ? text : text.slice(0, lineBreak)).trimEnd().length;
}
