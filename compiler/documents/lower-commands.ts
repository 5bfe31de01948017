/**
 * `match`, `args` and `except` of a document: the tree's commands, args lines and exceptions.
 *
 * Which keys may stand together is for the schema to say; here those that do are read.
 */

import type { ArgLine, ArgsClause, CommandClause, CountOperator, ExceptClause, ExceptEntry, Matcher, WordEntry } from "../syntax/ast.ts";
import { excerpt, joinWords } from "./describe.ts";
import type { Fields, ItemReading } from "./item-reading.ts";
import { readGlob, readLiteral, readRegex, readWord } from "./literals.ts";
import type { DocumentNode } from "./tree.ts";

/** A command: a string is a glob, a map holds matchers or the name of a pattern, of a list any member counts. */
export function lowerCommand(node: DocumentNode, reading: ItemReading): CommandClause {
	const name = node.kind === "map" ? reading.fields(node).get("pattern") : undefined;
	if (name) return { kind: "name", name: reading.text(name.value), span: name.value.span };
	const matchers = reading.several(node, (member) => lowerMatchers(member, reading)).flat();
	return { kind: "matchers", matchers, span: node.span };
}

/** Exceptions: every matcher and every pattern's name is one of its own; `match` with `args` is one. */
export function lowerExcept(node: DocumentNode, reading: ItemReading): ExceptClause {
	return { entries: reading.several(node, (member) => lowerExceptEntry(member, reading)).flat(), span: node.span };
}

/** The lines of `args`. */
export function lowerArgs(node: DocumentNode, reading: ItemReading): ArgsClause {
	return { lines: reading.members(node).map((line) => lowerLine(line, reading)), span: node.span };
}

const MATCHERS = {
	exact: (value, _ignoreCase, reading) => ({
		kind: "exact",
		literals: reading.several(value, (text) => readLiteral(text, reading)),
		span: value.span,
	}),
	prefix: (value, _ignoreCase, reading) => ({
		kind: "prefix",
		literals: reading.several(value, (text) => readLiteral(text, reading)),
		span: value.span,
	}),
	glob: (value, _ignoreCase, reading) => ({
		kind: "glob",
		patterns: reading.several(value, (text) => readGlob(text, reading)),
		span: value.span,
	}),
	regex: (value, ignoreCase, reading) => ({
		kind: "regex",
		patterns: reading.several(value, (text) => readRegex(text, ignoreCase, reading)),
		span: value.span,
	}),
} as const satisfies Record<Matcher["kind"], (value: DocumentNode, ignoreCase: boolean, reading: ItemReading) => Matcher>;

function lowerMatchers(node: DocumentNode, reading: ItemReading): Matcher[] {
	if (node.kind === "text") return [{ kind: "glob", patterns: [readGlob(node, reading)], span: node.span }];
	const fields = reading.fields(node);
	const ignoreCase = reading.boolean(fields.get("ignore_case")?.value, false);
	return [...fields].flatMap(([key, entry]) => {
		return isKeyOf(MATCHERS, key) ? [MATCHERS[key](entry.value, ignoreCase, reading)] : [];
	});
}

function lowerExceptEntry(node: DocumentNode, reading: ItemReading): ExceptEntry[] {
	const fields: Fields = node.kind === "map" ? reading.fields(node) : new Map();
	const match = fields.get("match");
	if (!match) {
		const command = lowerCommand(node, reading);
		if (command.kind === "name") return [{ command, args: null, span: node.span }];
		return command.matchers.map((matcher) => ({ command: { ...command, matchers: [matcher] }, args: null, span: matcher.span }));
	}
	const args = fields.get("args")?.value;
	return [{ command: lowerCommand(match.value, reading), args: args ? lowerArgs(args, reading) : null, span: node.span }];
}

type LineReader = (value: DocumentNode, fields: Fields, line: DocumentNode, reading: ItemReading) => ArgLine;

const LINES = {
	flag: (value, _fields, { span }, reading) => ({ kind: "flag", spellings: wordEntries(value, reading), span }),
	option: (value, fields, line, reading) => {
		const values = reading.required(fields, "values", line, "an `option` line");
		return { kind: "option", name: readWord(value, reading), values: values ? wordEntries(values, reading) : [], span: line.span };
	},
	operand: (value, _fields, { span }, reading) => ({ kind: "operand", every: false, patterns: wordEntries(value, reading), span }),
	every_operand: (value, _fields, { span }, reading) => ({ kind: "operand", every: true, patterns: wordEntries(value, reading), span }),
	operand_under: (value, _fields, { span }, reading) => ({ kind: "operand_under", every: false, paths: reading.texts(value), span }),
	every_operand_under: (value, _fields, { span }, reading) => ({ kind: "operand_under", every: true, paths: reading.texts(value), span }),
	some: (value, _fields, { span }, reading) => ({ kind: "words", every: false, patterns: wordEntries(value, reading), span }),
	every: (value, _fields, { span }, reading) => ({ kind: "words", every: true, patterns: wordEntries(value, reading), span }),
	count: (value, _fields, { span }, reading) => ({ kind: "count", ...readComparison(value, reading), span }),
	not: (value, _fields, { span }, reading) => ({ kind: "not", line: lowerLine(value, reading), span }),
	any: (value, _fields, { span }, reading) => ({
		kind: "any",
		lines: reading.members(value).map((line) => lowerLine(line, reading)),
		span,
	}),
} as const satisfies Record<string, LineReader>;

function lowerLine(node: DocumentNode, reading: ItemReading): ArgLine {
	const fields = reading.fields(node);
	const keys = [...fields.keys()].filter((key) => isKeyOf(LINES, key));
	const [key] = keys;
	const entry = key === undefined ? undefined : fields.get(key);
	if (keys.length === 1 && entry && key !== undefined && isKeyOf(LINES, key)) return LINES[key](entry.value, fields, node, reading);
	const listed = joinWords(Object.keys(LINES).map((name) => `\`${name}\``));
	const holes = { place: "an args line", keys: listed, found: `${keys.length}`, remedy: "write one key for each line" };
	reading.report("not-one-key", node, holes);
	return { kind: "any", lines: [], span: node.span };
}

function wordEntries(node: DocumentNode, reading: ItemReading): readonly WordEntry[] {
	return reading.several(node, (member): WordEntry => {
		if (member.kind === "text") return { kind: "word", word: readWord(member, reading), span: member.span };
		const name = reading.required(reading.fields(member), "words", member, "a word pattern");
		return { kind: "name", name: reading.text(name ?? member), span: (name ?? member).span };
	});
}

const OPERATORS = ["==", "!=", "<=", ">=", "<", ">"] as const satisfies readonly CountOperator[];

function readComparison(node: DocumentNode, reading: ItemReading): { readonly operator: CountOperator; readonly value: number } {
	const { value } = reading.text(node);
	const operator = OPERATORS.find((candidate) => value.startsWith(candidate)) ?? "==";
	const digits = value.slice(operator.length).trimStart();
	if (!value.startsWith(operator) || !/^[0-9]{1,15}$/.test(digits)) {
		reading.report("invalid-text", node, { text: excerpt(value), expected: "a comparison", remedy: "write a comparison such as `>= 2`" });
	}
	return { operator, value: Number(digits) };
}

function isKeyOf<T extends object>(table: T, key: string): key is string & keyof T {
	return Object.hasOwn(table, key);
}
