/** Prints commands, args lines, exceptions and conditions as the values that a scope file has for them. */

import type {
	ArgLine,
	ArgsClause,
	CommandClause,
	ConditionNode,
	ExceptClause,
	ExceptEntry,
	JsonValue,
	Matcher,
	WordEntry,
} from "../syntax/ast.ts";
import { printWord } from "../syntax/print-words.ts";

/** Fields of a map; those without a value are left out. */
export type Fields = { readonly [key: string]: JsonValue | undefined };

/** A list; a list of one text as that text. */
export function listOrOne(list: readonly JsonValue[]): JsonValue {
	const [only, ...others] = list;
	return only !== undefined && others.length === 0 && !Array.isArray(only) ? only : list;
}

/** A command: a lone glob as a string. */
export function printCommand(command: CommandClause): JsonValue {
	return command.kind === "name" ? { pattern: command.name.value } : listOrOne(command.matchers.flatMap(printMatcher));
}

/** The lines of `args`. */
export function printArgs(args: ArgsClause): JsonValue {
	return args.lines.map(printLine);
}

/** Exceptions; one with several matchers or with args has a `match` of its own. */
export function printExcept(except: ExceptClause): JsonValue {
	return listOrOne(except.entries.map(printExceptEntry));
}

/** A condition. */
export function printCondition(node: ConditionNode): JsonValue {
	const optional = node.required ? {} : { required: false };
	switch (node.kind) {
		case "leaf": {
			if (node.required && node.arguments.length === 0) return node.name.value;
			const values = node.arguments.map((argument) => argument.value);
			return { name: node.name.value, ...(values.length > 0 ? { value: listOrOne(values) } : {}), ...optional };
		}
		case "not":
			return { not: printCondition(node.member), ...optional };
		default:
			return { [node.kind]: node.members.map(printCondition), ...optional };
	}
}

function printMatcher(matcher: Matcher): JsonValue[] {
	switch (matcher.kind) {
		case "glob": {
			const globs = matcher.patterns.map((pattern) => pattern.value);
			return globs.length === 1 ? globs : [{ glob: globs }];
		}
		case "regex": {
			const plain = matcher.patterns.flatMap((regex) => (regex.ignoreCase ? [] : [regex.source.value]));
			const folded = matcher.patterns.flatMap((regex) => (regex.ignoreCase ? [regex.source.value] : []));
			return [
				...(plain.length > 0 ? [{ regex: listOrOne(plain) }] : []),
				...(folded.length > 0 ? [{ regex: listOrOne(folded), ignore_case: true }] : []),
			];
		}
		default:
			return [{ [matcher.kind]: listOrOne(matcher.literals.map((literal) => literal.words.map(printWord).join(" "))) }];
	}
}

function printExceptEntry(entry: ExceptEntry): JsonValue {
	const command = printCommand(entry.command);
	if (entry.args) return { match: command, args: printArgs(entry.args) };
	return Array.isArray(command) ? { match: command } : command;
}

function printLine(line: ArgLine): JsonValue {
	switch (line.kind) {
		case "flag":
			return { flag: printEntries(line.spellings) };
		case "option":
			return { option: printWord(line.name), values: printEntries(line.values) };
		case "operand":
			return { [line.every ? "every_operand" : "operand"]: printEntries(line.patterns) };
		case "operand_under":
			return { [line.every ? "every_operand_under" : "operand_under"]: listOrOne(line.paths.map((path) => path.value)) };
		case "words":
			return { [line.every ? "every" : "some"]: printEntries(line.patterns) };
		case "count":
			return { count: `${line.operator} ${line.value}` };
		case "not":
			return { not: printLine(line.line) };
		case "any":
			return { any: line.lines.map(printLine) };
	}
}

function printEntries(entries: readonly WordEntry[]): JsonValue {
	return listOrOne(entries.map((entry) => (entry.kind === "name" ? { words: entry.name.value } : printWord(entry.word))));
}
