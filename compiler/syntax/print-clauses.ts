/** Prints commands, args, exceptions and conditions as lines. */

import type { Span } from "../source/source.ts";
import type { ArgLine, ArgsClause, CommandClause, ConditionNode, ExceptClause, ExceptEntry, Matcher } from "./ast.ts";
import { printEntry, printGlob, printLiteral, printRegex, printText, printWord } from "./print-words.ts";

/** A line of output, and where in the source what stands in it was written. */
export interface Line {
	readonly text: string;
	readonly span: Span | null;
}

/** A head and its entries in braces, one a line. */
export function block(head: string, span: Span | null, entries: readonly Line[]): Line[] {
	const inner = entries.map((entry) => ({ text: `  ${entry.text}`, span: entry.span }));
	return [{ text: `${head} {`, span }, ...inner, { text: "}", span: null }];
}

/** `command` (or `except`) with one matcher or a name on the line, several matchers one a line. */
export function printCommand(word: string, command: CommandClause): Line[] {
	if (command.kind === "name") return [{ text: `${word} ${command.name.value}`, span: command.span }];
	const [only] = command.matchers;
	if (only && command.matchers.length === 1) return [{ text: `${word} ${printMatcher(only)}`, span: command.span }];
	return block(
		word,
		command.span,
		command.matchers.map((matcher) => ({ text: printMatcher(matcher), span: matcher.span })),
	);
}

function printMatcher(matcher: Matcher): string {
	switch (matcher.kind) {
		case "exact":
		case "prefix":
			return [matcher.kind, ...matcher.literals.map(printLiteral)].join(" ");
		case "glob":
			return [matcher.kind, ...matcher.patterns.map(printGlob)].join(" ");
		case "regex":
			return [matcher.kind, ...matcher.patterns.map(printRegex)].join(" ");
	}
}

/** `args` on one line where it has one line that is no group. */
export function printArgs(args: ArgsClause): Line[] {
	const lines = args.lines.flatMap((line) => printArgLine("", line));
	const [only] = lines;
	if (only && lines.length === 1) return [{ text: `args { ${only.text} }`, span: args.span }];
	return block("args", args.span, lines);
}

function printArgLine(before: string, line: ArgLine): Line[] {
	if (line.kind === "not") return printArgLine(`${before}not `, line.line);
	if (line.kind === "any")
		return block(
			`${before}any`,
			line.span,
			line.lines.flatMap((inner) => printArgLine("", inner)),
		);
	return [{ text: before + printTest(line), span: line.span }];
}

function printTest(line: Exclude<ArgLine, { readonly kind: "not" | "any" }>): string {
	switch (line.kind) {
		case "flag":
			return ["flag", ...line.spellings.map(printEntry)].join(" ");
		case "option":
			return ["option", `\`${printWord(line.name)}\``, ...line.values.map(printEntry)].join(" ");
		case "operand":
			return [line.every ? "every operand" : "operand", ...line.patterns.map(printEntry)].join(" ");
		case "operand_under":
			return [line.every ? "every operand under" : "operand under", ...line.paths.map(printText)].join(" ");
		case "words":
			return [line.every ? "every" : "some", ...line.patterns.map(printEntry)].join(" ");
		case "count":
			return `count ${line.operator} ${line.value}`;
	}
}

/** One exception without args stands on the clause's line; all else in braces. */
export function printExcept(except: ExceptClause): Line[] {
	const [only] = except.entries;
	if (only && except.entries.length === 1 && isBare(only)) return printCommand("except", only.command);
	return block("except", except.span, except.entries.flatMap(printExceptEntry));
}

function printExceptEntry(entry: ExceptEntry): Line[] {
	if (!isBare(entry)) return [...printCommand("command", entry.command), ...(entry.args ? printArgs(entry.args) : [])];
	return printCommand("", entry.command).map((line) => ({ text: line.text.trimStart(), span: line.span }));
}

/** Whether an exception can be written without `command`: a name or one matcher, and no args. */
function isBare(entry: ExceptEntry): boolean {
	return entry.args === null && (entry.command.kind === "name" || entry.command.matchers.length === 1);
}

/** A condition after `before` (`when ` or nothing); the members of a group one a line. */
export function printCondition(before: string, node: ConditionNode): Line[] {
	const head = node.required ? before : `${before}optional `;
	switch (node.kind) {
		case "leaf":
			return [{ text: head + [node.name.value, ...node.arguments.map(printText)].join(" "), span: node.span }];
		case "not":
			return printCondition(`${head}not `, node.member);
		case "all":
		case "any":
			return block(
				head + node.kind,
				node.span,
				node.members.flatMap((member) => printCondition("", member)),
			);
	}
}
