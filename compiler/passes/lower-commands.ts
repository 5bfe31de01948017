/** Lowers `command`, `args` and `except` to command languages: names inlined, words as glob texts. */

import type { Session } from "../diagnostics/session.ts";
import { sortedSet, sortedSetOf } from "../ir/canonical.ts";
import type { ArgLine, CommandLanguage, Matcher, WordPattern } from "../ir/types.ts";
import type * as Ast from "../syntax/ast.ts";
import { lowerPaths } from "./lower-paths.ts";
import { literalOf, lowerWord } from "./lower-words.ts";
import { type Names, reportUnknownName } from "./resolve-names.ts";

export interface LowerContext {
	readonly names: Names;
	readonly session: Session;
	/** Patterns and word lists being inlined, to find cycles. */
	readonly open: readonly string[];
}

const MAX_LINES = 8;
const MAX_COUNT = 16;

/** What a `pattern` item and a rule have in common. */
export interface CommandParts {
	readonly command: Ast.CommandClause;
	readonly args: Ast.ArgsClause | null;
	readonly except: Ast.ExceptClause | null;
}

/** The language of a command with its args and exceptions; a pattern's own args and exceptions are added to them. */
export function lowerCommand(parts: CommandParts, context: LowerContext): CommandLanguage {
	const own = { args: lowerArgs(parts.args, context), except: parts.except ? lowerExcept(parts.except, context) : [] };
	const base = parts.command.kind === "name" ? lowerPattern(parts.command.name, context) : null;
	const args = sortedSetOf([...(base?.args ?? []), ...own.args]);
	if (args.length > MAX_LINES) {
		context.session.report("too-many-args-lines", (parts.args ?? parts.command).span, { count: args.length, limit: MAX_LINES });
	}
	return {
		matchers: base?.matchers ?? (parts.command.kind === "matchers" ? lowerMatchers(parts.command.matchers, context) : []),
		args,
		except: sortedSetOf([...(base?.except ?? []), ...own.except]),
	};
}

function lowerPattern(name: Ast.Text, context: LowerContext): CommandLanguage | null {
	const pattern = context.names.patterns.get(name.value);
	if (!pattern) {
		reportUnknownName("pattern", name, context.names.patterns.keys(), context.session);
		return null;
	}
	if (context.open.includes(name.value)) {
		context.session.report("cyclic-name", name.span, { kind: "pattern", name: name.value });
		return null;
	}
	if (!pattern.command) {
		context.session.report("pattern-without-command", pattern.name.span, { name: name.value });
		return null;
	}
	const { command, args, except } = pattern;
	return lowerCommand({ command, args, except }, { ...context, open: [...context.open, name.value] });
}

/** The exceptions of a clause, each a language of its own. */
export function lowerExcept(clause: Ast.ExceptClause, context: LowerContext): CommandLanguage[] {
	return clause.entries.map((entry) => lowerCommand({ command: entry.command, args: entry.args, except: null }, context));
}

function lowerMatchers(matchers: readonly Ast.Matcher[], context: LowerContext): Matcher[] {
	return sortedSetOf(
		matchers.flatMap((matcher): Matcher[] => {
			switch (matcher.kind) {
				case "glob":
					return matcher.patterns.map((pattern) => ({ kind: "glob", pattern: pattern.value }));
				case "regex":
					return matcher.patterns.map((regex) => ({ kind: "regex", pattern: regex.source.value, ignore_case: regex.ignoreCase }));
				default:
					return matcher.literals.map((literal) => ({
						kind: matcher.kind,
						words: literal.words.map((word) => lowerWord(word, "any-words", context.session)),
					}));
			}
		}),
	);
}

/** The lines of `args`, as a sorted set. */
export function lowerArgs(clause: Ast.ArgsClause | null, context: LowerContext): ArgLine[] {
	return clause ? sortedSetOf(clause.lines.flatMap((line) => lowerLine(line, context) ?? [])) : [];
}

function lowerLine(line: Ast.ArgLine, context: LowerContext): ArgLine | null {
	switch (line.kind) {
		case "flag":
			return { kind: "flag", spellings: lowerSpellings(line.spellings, context) };
		case "option": {
			const name = lowerSpelling(line.name, context);
			return name === null ? null : { kind: "option", name, values: lowerPatterns(line.values, context) };
		}
		case "operand":
			return { kind: "operand", every: line.every, patterns: lowerPatterns(line.patterns, context) };
		case "operand_under":
			return { kind: "operand_under", every: line.every, paths: lowerPaths(line.paths, { any: false }, context.session) };
		case "words":
			return { kind: "words", every: line.every, patterns: lowerPatterns(line.patterns, context) };
		case "count":
			if (line.value <= MAX_COUNT) return { kind: "count", operator: line.operator, value: line.value };
			context.session.report("count-too-large", line.span, { value: line.value, limit: MAX_COUNT });
			return null;
		case "not": {
			const inner = lowerLine(line.line, context);
			return inner && { kind: "not", line: inner };
		}
		case "any":
			return { kind: "any", lines: sortedSetOf(line.lines.flatMap((inner) => lowerLine(inner, context) ?? [])) };
	}
}

/** Word entries as one set of glob texts, the names of word lists taken in. */
export function lowerPatterns(entries: readonly Ast.WordEntry[], context: LowerContext): WordPattern {
	return sortedSet(
		entries.flatMap((entry) => {
			if (entry.kind === "word") return lowerWord(entry.word, "one-word", context.session);
			const list = context.names.words.get(entry.name.value);
			const key = `words ${entry.name.value}`;
			if (!list) reportUnknownName("word list", entry.name, context.names.words.keys(), context.session);
			else if (context.open.includes(key)) context.session.report("cyclic-name", entry.span, { kind: "word list", name: entry.name.value });
			else return lowerPatterns(list.entries, { ...context, open: [...context.open, key] });
			return [];
		}),
	);
}

function lowerSpellings(entries: readonly Ast.WordEntry[], context: LowerContext): string[] {
	const spellings: string[] = [];
	for (const entry of entries) {
		for (const glob of lowerPatterns([entry], context)) {
			const literal = literalOf(glob);
			if (literal !== null && isOption(literal)) spellings.push(literal);
			else context.session.report("bad-option-spelling", entry.span, { spelling: glob });
		}
	}
	return sortedSet(spellings);
}

function lowerSpelling(word: Ast.Word, context: LowerContext): string | null {
	const [glob, ...others] = lowerWord(word, "one-word", context.session);
	const literal = glob === undefined ? null : literalOf(glob);
	if (literal !== null && others.length === 0 && isOption(literal)) return literal;
	context.session.report("bad-option-spelling", word.span, { spelling: glob ?? "" });
	return null;
}

function isOption(text: string): boolean {
	return text.startsWith("-") && text !== "-" && text !== "--" && !text.includes("=");
}
