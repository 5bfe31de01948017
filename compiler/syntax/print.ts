/** Prints a tree as canonical `.policy` text: one layout, so that equal trees give equal texts. */

import { positionAt, type Span } from "../source/source.ts";
import type {
	IgnoreComment,
	Item,
	ListClause,
	PatternItem,
	PolicyFile,
	ProgramItem,
	RuleItem,
	TestItem,
	Text,
	WrapperItem,
} from "./ast.ts";
import { block, type Line, printArgs, printCommand, printCondition, printExcept } from "./print-clauses.ts";
import { printLabel, printLine, printListed, printText } from "./print-words.ts";

/**
 * The canonical text of a file. Parsing it gives the same tree but for spans, and printing that gives the same text.
 *
 * Items keep their order; clauses stand in the order of the language. Of comments only the ignore comments are in the
 * tree, and so in the text. A pattern or condition that is named like a keyword cannot be written.
 *
 * @example printPolicy(parsePolicy({ path: "a", text: "default   deny  sealed" }, session)) // "default deny sealed\n"
 */
export function printPolicy(file: PolicyFile): string {
	const lines: Line[] = [];
	let before: Item | null = null;
	for (const item of file.items) {
		if (before && !sharesParagraph(before, item)) lines.push({ text: "", span: null });
		lines.push(...printItem(item));
		before = item;
	}
	return withIgnores(lines, file.ignores)
		.map((line) => `${line}\n`)
		.join("");
}

/** Header lines of one kind stand together. */
function sharesParagraph(before: Item, item: Item): boolean {
	return PARAGRAPH[before.kind] !== null && PARAGRAPH[before.kind] === PARAGRAPH[item.kind];
}

const PARAGRAPH: Readonly<Record<Item["kind"], string | null>> = {
	version: "scope",
	scope: "scope",
	default: "fallback",
	fallback: "fallback",
	include: "include",
	words: null,
	pattern: null,
	condition: null,
	rule: null,
	test: null,
	program: null,
	wrapper: null,
	carry: null,
};

function printItem(item: Item): Line[] {
	switch (item.kind) {
		case "version":
			return [{ text: `policy ${item.version}`, span: item.span }];
		case "scope":
			return [{ text: `scope ${item.scope}${item.name ? ` ${printText(item.name)}` : ""}${sealed(item)}`, span: item.span }];
		case "default":
			return [{ text: `default ${item.decision}${sealed(item)}`, span: item.span }];
		case "fallback":
			return [{ text: `fallback ${item.name} ${item.decision}${sealed(item)}`, span: item.span }];
		case "include":
			return [{ text: `include ${printText(item.path)}`, span: item.span }];
		case "words":
			return printWords(item.name, item.entries.map(printListed), item.span);
		case "pattern":
			return block(`pattern ${item.name.value}`, item.span, printPattern(item));
		case "condition":
			return block(
				`condition ${item.name.value}`,
				item.span,
				item.members.flatMap((member) => printCondition("", member)),
			);
		case "rule":
			return block(`${item.effect} ${printLabel(item.name)}${sealed(item)}${item.override ? " override" : ""}`, item.span, printRule(item));
		case "test":
			return block(`test ${printText(item.title)}`, item.span, printTest(item));
		case "program":
			return block(`program ${printLabel(item.name)}`, item.span, printProgram(item));
		case "wrapper":
			return block(`wrapper ${printLabel(item.name)}`, item.span, printWrapper(item));
		case "carry":
			return printJson(`carry ${printLabel(item.name)}`, item.span, JSON.stringify(item.value, null, 2));
	}
}

function sealed(item: { readonly sealed: boolean }): string {
	return item.sealed ? " sealed" : "";
}

function printWords(name: Text, entries: readonly string[], span: Span): Line[] {
	const line = `words ${name.value} { ${entries.join(" ")} }`;
	if (line.length <= 100) return [{ text: line, span }];
	return block(
		`words ${name.value}`,
		span,
		entries.map((text) => ({ text, span: null })),
	);
}

function printPattern(item: PatternItem): Line[] {
	return [
		...(item.command ? printCommand("command", item.command) : []),
		...(item.args ? printArgs(item.args) : []),
		...(item.except ? printExcept(item.except) : []),
	];
}

function printRule(item: RuleItem): Line[] {
	return [
		...(item.command ? printCommand("command", item.command) : []),
		...(item.args ? printArgs(item.args) : []),
		...(item.except ? printExcept(item.except) : []),
		...(item.writes ? printPaths("writes", item.writes) : []),
		...(item.reads ? printPaths("reads", item.reads) : []),
		...(item.env ? printList("env", item.env.entries, printText) : []),
		...(item.when ? printCondition("when ", item.when) : []),
		...(item.onMismatch ? [{ text: `on_mismatch ${item.onMismatch.value}`, span: item.onMismatch.span }] : []),
		...(item.onUnknown ? [{ text: `on_unknown ${item.onUnknown.value}`, span: item.onUnknown.span }] : []),
		...(item.reason ? [{ text: `reason ${printText(item.reason)}`, span: item.reason.span }] : []),
		...printExamples("match", item.match),
		...printExamples("not_match", item.notMatch),
	];
}

function printTest(item: TestItem): Line[] {
	const givens = item.givens.map((given) => {
		const argument = given.argument ? ` ${printText(given.argument)}` : "";
		return { text: `given ${given.name.value}${argument} ${given.value}`, span: given.span };
	});
	const expectations = item.expectations.map((expectation) => {
		const by = expectation.rule ? ` by ${printLabel(expectation.rule)}` : "";
		return { text: `${printLine(expectation.line)} => ${expectation.decision}${by}`, span: expectation.span };
	});
	return [...givens, ...expectations];
}

function printProgram(item: ProgramItem): Line[] {
	return [
		...printList("subcommands", item.subcommands, printLine),
		...printList("value_options", item.valueOptions, printLine),
		...printList("inert_options", item.inertOptions, printLine),
		...printList("read_only", item.readOnly, printLine),
	];
}

function printWrapper(item: WrapperItem): Line[] {
	return [
		...printList("value_options", item.valueOptions, printLine),
		...printList("flags", item.flags, printLine),
		{ text: `then ${item.then.value}${item.transparent ? " transparent" : ""}`, span: item.then.span },
	];
}

/** `any` is a word of the language there, and not a path. */
function printPaths(word: string, clause: ListClause): Line[] {
	const [only] = clause.entries;
	if (clause.entries.length === 1 && only?.value === "any") return [{ text: `${word} any`, span: clause.span }];
	return printList(word, clause.entries, printText);
}

/** One entry stands on the clause's line, several one a line. No entry is no clause. */
function printList(word: string, entries: readonly Text[], print: (entry: Text) => string): Line[] {
	const [first] = entries;
	if (!first) return [];
	if (entries.length === 1) return [{ text: `${word} ${print(first)}`, span: first.span }];
	return block(
		word,
		null,
		entries.map((entry) => ({ text: print(entry), span: entry.span })),
	);
}

/** Examples grow, so they have their braces from the start. */
function printExamples(word: string, examples: readonly Text[]): Line[] {
	const [first] = examples;
	if (first && examples.length === 1) return [{ text: `${word} { ${printLine(first)} }`, span: first.span }];
	return printList(word, examples, printLine);
}

function printJson(head: string, span: Span, json: string): Line[] {
	return `${head} ${json}`.split("\n").map((text, index) => ({ text, span: index === 0 ? span : null }));
}

/** The texts of the lines, each ignore comment before the first line that was written where it points, or next after that. */
function withIgnores(lines: readonly Line[], ignores: readonly IgnoreComment[]): string[] {
	if (ignores.length === 0) return lines.map((line) => line.text);
	const written = lines.map(({ span }) => (span ? positionAt(span.source, span.start).line : 0));
	const before = new Map<number, string[]>();
	for (const ignore of ignores) {
		const places = written.filter((line) => line >= ignore.line);
		const at = places.length === 0 ? lines.length : written.indexOf(places.reduce((least, line) => Math.min(least, line)));
		const indent = /^ */.exec(lines[at]?.text ?? "")?.[0] ?? "";
		before.set(at, [...(before.get(at) ?? []), `${indent}# policyc: ignore ${ignore.code} ${ignore.reason}`]);
	}
	return [...lines.flatMap((line, index) => [...(before.get(index) ?? []), line.text]), ...(before.get(lines.length) ?? [])];
}
