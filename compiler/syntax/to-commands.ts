/** Commands, exceptions and lines of `args`: nodes of the grammar to the tree. */

import type { Node, NonterminalNode } from "ohm-js";
import type { PolicyActionDict, PolicySemantics } from "../../grammar/generated/policy.ohm-bundle.js";
import type { ArgLine, CommandClause, CountOperator, ExceptEntry, Matcher, Text, Word, WordEntry } from "./ast.ts";
import { MATCHER_WORDS } from "./keywords.ts";
import { readingOf, toArgLine, toClause, toCommand, toEntry, toLiteral, toMatcher, toRegex, toText } from "./nodes.ts";
import { pick, type Reading } from "./reading.ts";
import { reportForbidden, requireSome, safeNumber, wrapMarks } from "./to-parts.ts";

const COUNT_OPERATORS = ["==", "!=", "<", "<=", ">", ">="] as const satisfies readonly CountOperator[];

const commandActions: PolicyActionDict<CommandClause> = {
	command_one(_sep, matcher) {
		const reading = readingOf(this);
		return { kind: "matchers", matchers: [toMatcher(matcher, reading)], span: reading.spanOf(matcher) };
	},
	command_block(_gap, open, _ws, matchers, _between, close) {
		const reading = readingOf(this);
		requireSome({ startIdx: open.source.startIdx, endIdx: close.source.endIdx }, matchers.numChildren, "command", reading);
		const span = reading.place(open.source.startIdx, close.source.endIdx);
		return { kind: "matchers", matchers: matchers.children.map((matcher) => toMatcher(matcher, reading)), span };
	},
	command_name(_sep, name) {
		return nameCommand(name, readingOf(this));
	},
	exceptBare_matcher(matcher) {
		const reading = readingOf(this);
		return { kind: "matchers", matchers: [toMatcher(matcher, reading)], span: reading.spanOf(matcher) };
	},
	exceptBare_name(name) {
		return nameCommand(name, readingOf(this));
	},
};

const matcherActions: PolicyActionDict<Matcher> = {
	matcher_words(word, _gaps, literals) {
		const reading = readingOf(this);
		const kind = word.sourceString === "exact" ? "exact" : "prefix";
		return { kind, literals: literals.children.map((literal) => toLiteral(literal, reading)), span: reading.spanOf(this) };
	},
	matcher_glob(_glob, _gaps, patterns) {
		const reading = readingOf(this);
		return { kind: "glob", patterns: patterns.children.map((pattern) => globText(pattern, reading)), span: reading.spanOf(this) };
	},
	matcher_regex(_regex, _gaps, patterns) {
		const reading = readingOf(this);
		return { kind: "regex", patterns: patterns.children.map((pattern) => toRegex(pattern, reading)), span: reading.spanOf(this) };
	},
};

const exceptEntryActions: PolicyActionDict<ExceptEntry> = {
	exceptEntry_full(command, _ws, args) {
		const reading = readingOf(this);
		const clause = toClause(args, reading);
		return { ...entryOf(command, reading), args: clause.name === "args" ? clause.value : null, span: reading.spanOf(this) };
	},
	exceptEntry_command(command) {
		return entryOf(command, readingOf(this));
	},
	exceptBare(_entry) {
		const reading = readingOf(this);
		return { command: toCommand(this, reading), args: null, span: reading.spanOf(this) };
	},
};

const argLineActions: PolicyActionDict<ArgLine> = {
	argLine(marks, base) {
		const reading = readingOf(this);
		const end = this.source.endIdx;
		const wrap = (mark: Node, line: ArgLine): ArgLine => ({ kind: "not", line, span: reading.place(mark.source.startIdx, end) });
		return wrapMarks(this, marks.children, toArgLine(base, reading), wrap, reading);
	},
	argBase_flag(_flag, spellings) {
		const reading = readingOf(this);
		return { kind: "flag", spellings: toEntries(spellings, reading), span: reading.spanOf(this) };
	},
	argBase_option(_option, _gap, name, values) {
		const reading = readingOf(this);
		return { kind: "option", name: oneWord(name, reading), values: toEntries(values, reading), span: reading.spanOf(this) };
	},
	argBase_under(every, _operand, _sep, _under, _gaps, paths) {
		const reading = readingOf(this);
		const texts = paths.children.map((path) => toText(path, reading));
		return { kind: "operand_under", every: every.numChildren > 0, paths: texts, span: reading.spanOf(this) };
	},
	argBase_operand(every, _operand, patterns) {
		const reading = readingOf(this);
		return { kind: "operand", every: every.numChildren > 0, patterns: toEntries(patterns, reading), span: reading.spanOf(this) };
	},
	argBase_words(word, patterns) {
		const reading = readingOf(this);
		return { kind: "words", every: word.sourceString === "every", patterns: toEntries(patterns, reading), span: reading.spanOf(this) };
	},
	argBase_count(_count, _gap, operator, _space, number) {
		const reading = readingOf(this);
		return {
			kind: "count",
			operator: pick(COUNT_OPERATORS, operator.sourceString, "=="),
			value: safeNumber(number, reading),
			span: reading.spanOf(this),
		};
	},
	argBase_any(_any, _gap, _open, _ws, lines, _between, _close) {
		const reading = readingOf(this);
		requireSome(this.source, lines.numChildren, "any", reading);
		return { kind: "any", lines: lines.children.map((line) => toArgLine(line, reading)), span: reading.spanOf(this) };
	},
};

const entryActions: PolicyActionDict<WordEntry> = {
	entry_literal(_gap, literal) {
		const reading = readingOf(this);
		return { kind: "word", word: oneWord(literal, reading), span: reading.spanOf(literal) };
	},
	entry_name(_sep, name) {
		const reading = readingOf(this);
		return { kind: "name", name: toText(name, reading), span: reading.spanOf(name) };
	},
	wordsEntry(entry) {
		const reading = readingOf(this);
		return { kind: "word", word: oneWord(entry, reading), span: reading.spanOf(this) };
	},
};

/** Adds the operations `command`, `matcher`, `exceptEntry`, `argLine` and `entry`, each with the reading as its argument. */
export function addCommandOperations(semantics: PolicySemantics): void {
	semantics.addOperation<CommandClause>("command(reading)", commandActions);
	semantics.addOperation<Matcher>("matcher(reading)", matcherActions);
	semantics.addOperation<ExceptEntry>("exceptEntry(reading)", exceptEntryActions);
	semantics.addOperation<ArgLine>("argLine(reading)", argLineActions);
	semantics.addOperation<WordEntry>("entry(reading)", entryActions);
}

/** The name of a pattern; a matcher's word here is a matcher without its patterns. */
function nameCommand(name: NonterminalNode, reading: Reading): CommandClause {
	reportForbidden(name, MATCHER_WORDS, () => "a pattern", reading);
	return { kind: "name", name: toText(name, reading), span: reading.spanOf(name) };
}

function entryOf(command: NonterminalNode, reading: Reading): ExceptEntry {
	const clause = toClause(command, reading);
	const span = reading.spanOf(command);
	return { command: clause.name === "command" ? clause.value : { kind: "matchers", matchers: [], span }, args: null, span };
}

function toEntries(entries: Node, reading: Reading): readonly WordEntry[] {
	return entries.children.map((entry) => toEntry(entry, reading));
}

/** The one word of a literal; more of them or none are reported. */
function oneWord(node: NonterminalNode, reading: Reading): Word {
	const { words, span } = toLiteral(node, reading);
	const [word] = words;
	if (words.length > 1) reading.report("not-one-word", node.source.startIdx, node.source.endIdx, { count: words.length });
	return word ?? { pieces: [], span };
}

/** A glob's text keeps its escapes, because they are part of the pattern. */
function globText(node: NonterminalNode, reading: Reading): Text {
	const { startIdx, endIdx } = node.source;
	if (endIdx - startIdx === 2) reading.report("empty-pattern", startIdx, endIdx, {});
	return { value: node.sourceString.slice(1, -1), span: reading.place(startIdx, endIdx) };
}
