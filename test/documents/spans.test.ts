import { describe, expect, test } from "vitest";
import { type Span, spanText } from "../../compiler/source/source.ts";
import { onlyRule, readDocument } from "./read.ts";

/** Every text under a `span` of a tree, in the order of the tree. */
function spansOf(tree: unknown): string[] {
	if (Array.isArray(tree)) return tree.flatMap(spansOf);
	if (typeof tree !== "object" || tree === null) return [];
	return Object.entries(tree).flatMap(([key, value]) => (key === "span" ? [spanText(value as Span)] : spansOf(value)));
}

function wordSpans(match: string): string[] {
	const { command } = onlyRule(`command_rules:\n  - id: a\n    action: deny\n    match: {prefix: ${match}}\n`);
	const [matcher] = command?.kind === "matchers" ? command.matchers : [];
	const literals = matcher?.kind === "prefix" ? matcher.literals : [];
	return literals.flatMap((literal) => literal.words.map((word) => spanText(word.span)));
}

describe("spans of words", () => {
	test.each([
		["plain text", "git push 'a b'", ["git", "push", "'a b'"]],
		["double quotes", '"git  push"', ["git", "push"]],
		["single quotes", "'git push'", ["git", "push"]],
		["an escape: the whole text", '"git\\u0020push"', ['"git\\u0020push"', '"git\\u0020push"']],
		["a doubled quote: the whole text", "'git ''a b'''", ["'git ''a b'''", "'git ''a b'''"]],
		["a list", "[git x, 'y']", ["git", "x", "y"]],
	])("%s", (_title, match, words) => {
		expect(wordSpans(match)).toEqual(words);
	});

	test("a folded text: the whole text", () => {
		const text = "command_rules:\n  - id: a\n    action: deny\n    match:\n      prefix: >-\n        git\n        push\n";
		const { file } = readDocument(text);
		const [item] = file.items;
		expect(item?.kind === "rule" && spansOf(item.command)).toContain(">-\n        git\n        push");
	});
});

test("spans of every node of a rule", () => {
	const rule = onlyRule(
		'command_rules:\n  - id: "a"\n    action: deny\n    match: git push*\n    conditions:\n      - x\n      - {name: y, value: "z"}\n    writes: ["./a"]\n    on_mismatch: skip\n    reason: because\n\n# end\n',
	);
	expect(spanText(rule.span)).toMatch(/^id: "a".*because$/s);
	const { span: _span, ...parts } = rule;
	expect(spansOf(parts)).toEqual([
		"a",
		"git push*",
		"git push*",
		"git push*",
		'"./a"'.slice(1, -1),
		'["./a"]',
		"x",
		"x",
		"y",
		"z",
		'{name: y, value: "z"}',
		'- x\n      - {name: y, value: "z"}',
		"skip",
		"because",
	]);
});

test("spans of JSON texts stand inside the quotes, those with escapes are whole", () => {
	const { file } = readDocument('{"include": ["a.json", "b\\u002ejson"], "scope": "repo"}', "repo.json");
	expect(file.items.map((item) => (item.kind === "include" ? spanText(item.path.span) : spanText(item.span)))).toEqual([
		"a.json",
		'"b\\u002ejson"',
		'"scope": "repo"',
	]);
});

test("items stand in source order, and the scope where its first field is", () => {
	const { file } = readDocument("name: x\ndefault: deny\nscope: repo\nversion: v1\n");
	expect(file.items.map((item) => item.kind)).toEqual(["scope", "default", "version"]);
});
