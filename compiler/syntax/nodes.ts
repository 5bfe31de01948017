/**
 * Typed calls of the semantics' operations.
 *
 * Ohm types an operation's result as `any`; here each result type is stated, once, next to the name
 * that the operation is added under.
 */

import type { Node } from "ohm-js";
import type {
	ArgLine,
	CommandClause,
	CommandLiteral,
	ConditionNode,
	ExceptEntry,
	Expectation,
	Given,
	Item,
	JsonValue,
	Matcher,
	RegexText,
	Text,
	WordEntry,
} from "./ast.ts";
import type { Clause } from "./clauses.ts";
import type { Reading } from "./reading.ts";
import type { Part } from "./to-words.ts";

/** The reading that an operation was called with. */
export const readingOf = (node: Node): Reading => node.args.reading;

export const toPart = (node: Node): Part => node.part();
export const toParts = (node: Node): readonly Part[] => node.parts();
export const toLiteral = (node: Node, reading: Reading): CommandLiteral => node.literal(reading);
export const toText = (node: Node, reading: Reading): Text => node.text(reading);
export const toTexts = (node: Node, reading: Reading): readonly Text[] => node.texts(reading);
export const toRegex = (node: Node, reading: Reading): RegexText => node.regex(reading);
export const toEntry = (node: Node, reading: Reading): WordEntry => node.entry(reading);
export const toMatcher = (node: Node, reading: Reading): Matcher => node.matcher(reading);
export const toCommand = (node: Node, reading: Reading): CommandClause => node.command(reading);
export const toExceptEntry = (node: Node, reading: Reading): ExceptEntry => node.exceptEntry(reading);
export const toArgLine = (node: Node, reading: Reading): ArgLine => node.argLine(reading);
export const toCondition = (node: Node, reading: Reading): ConditionNode => node.condition(reading);
export const toClause = (node: Node, reading: Reading): Clause => node.clause(reading);
export const toTestLine = (node: Node, reading: Reading): Given | Expectation => node.testLine(reading);
export const toJson = (node: Node, reading: Reading): JsonValue => node.json(reading);
export const toItem = (node: Node, reading: Reading): Item => node.item(reading);
