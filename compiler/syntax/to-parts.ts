/** What turning nodes into the tree needs in several places. */

import type { Node, NonterminalNode } from "ohm-js";
import { clip, pick, type Reading } from "./reading.ts";
import { NESTING_LIMIT } from "./scan-brackets.ts";

/** Half-open, as Ohm's intervals are. */
interface Range {
	readonly startIdx: number;
	readonly endIdx: number;
}

/** Reports a list in braces that lists nothing; after another fault in the item it may only look empty. */
export function requireSome(range: Range, count: number, what: string, reading: Reading): void {
	if (count === 0 && !reading.broken) reading.report("empty-list", range.startIdx, range.endIdx, { what });
}

/** Reports a keyword that stands where it could only be a name, so that what should follow it is missing. */
export function reportForbidden(
	name: NonterminalNode,
	words: ReadonlySet<string>,
	expected: (word: string) => string,
	reading: Reading,
): void {
	const word = name.sourceString;
	if (!words.has(word)) return;
	reading.report("missing-after-word", name.source.startIdx, name.source.endIdx, { word, expected: expected(word) });
}

/** Wraps a node in its marks (`not`, `optional`), the last one innermost. */
export function wrapMarks<T>(node: Node, marks: readonly Node[], inner: T, wrap: (mark: Node, inner: T) => T, reading: Reading): T {
	if (marks.length > NESTING_LIMIT) {
		reading.report("too-deep", node.source.startIdx, node.source.endIdx, { limit: NESTING_LIMIT });
		return inner;
	}
	return marks.reduceRight((wrapped, mark) => wrap(mark, wrapped), inner);
}

/** A whole number, at most 2^53 - 1. */
export function safeNumber(node: NonterminalNode, reading: Reading): number {
	const value = Number(node.sourceString);
	if (Number.isSafeInteger(value)) return value;
	reading.report("number-out-of-range", node.source.startIdx, node.source.endIdx, { number: clip(node.sourceString) });
	return 0;
}

const STRICT_DECISIONS = ["request", "deny"] as const;

/** `request` or `deny`; `allow` is reported. */
export function strictDecision(node: NonterminalNode, word: string, reading: Reading): "request" | "deny" {
	if (node.sourceString === "allow") reading.report("allow-not-strict", node.source.startIdx, node.source.endIdx, { word });
	return pick(STRICT_DECISIONS, node.sourceString, "deny");
}
