import { expect, test } from "vitest";
import { read } from "./read.ts";

/** Inputs that would hurt a parser that is not careful; each gets an answer, and soon. */
const HOSTILE: readonly (readonly [what: string, text: string])[] = [
	["many lines that start no item", "a\n".repeat(50_000)],
	["many broken items", 'allow x {\n  reson "b"\n  comand x\n}\n'.repeat(1_000)],
	["an item with many broken clauses", `deny a {\n${'  reson "b"\n'.repeat(5_000)}}`],
	["an item with many repeated clauses", `deny a {\n${'  reason "b"\n'.repeat(5_000)}}`],
	["open braces", `deny a {\n ${"{".repeat(60_000)}\n}`],
	["closing braces", `deny a {\n ${"}".repeat(60_000)}\n}`],
	["open braces in a pattern", `deny a {\n command exact \`${"{a".repeat(30_000)}\`\n}`],
	["a chain of not", `condition a {\n ${"not ".repeat(16_000)}b\n}`],
	["nested JSON", `carry a ${"[".repeat(60_000)}`],
	["quotes", `deny a {\n reason ${'"'.repeat(60_001)}\n}`],
	["backticks", `deny a {\n match { ${"`".repeat(60_001)}\n}`],
	["single quotes", `deny a {\n command exact \`${"'".repeat(60_001)}\`\n}`],
	["refused characters", `deny a {\n command exact \`${"|".repeat(60_000)}\`\n}`],
	["a long unknown word", `deny a ${"x".repeat(60_000)} {\n}`],
	["one huge item", `deny a {\n${" x".repeat(1_000_000)}`],
	["NUL", "\0".repeat(100_000)],
	["CR only", "policy 1\r".repeat(10_000)],
	["byte order marks", "\uFEFF".repeat(10_000)],
	["halves of surrogate pairs", 'deny a {\n reason "\uD800"\n}'],
	["line separators", "policy 1\u2028scope repo\u2029"],
];

/** Large inputs that are right. */
const LARGE: readonly (readonly [what: string, text: string])[] = [
	["a list of many words", `words a { ${"/ ".repeat(30_000)} }`],
	["a long name", `deny ${"x".repeat(60_000)} {\n}`],
	["a long text", `deny a {\n  reason "${"x".repeat(60_000)}"\n}`],
	["many comments", `deny a {\n${"# x\n".repeat(15_000)}}`],
];

test.each(LARGE)("%s", (_, text) => {
	const { file, diagnostics } = read(text);
	expect(diagnostics).toEqual([]);
	expect(file.items.length).toBe(1);
});

test.each(HOSTILE)("%s", (_, text) => {
	const start = performance.now();
	const { diagnostics } = read(text);
	expect(performance.now() - start).toBeLessThan(10_000);
	expect(diagnostics.length).toBeGreaterThan(0);
	for (const finding of diagnostics) expect(finding.message.length).toBeLessThan(400);
});

test("nesting up to the limit is fine", () => {
	const groups = `condition a {\n  ${"all { ".repeat(32)}b${" }".repeat(32)}\n}`;
	const braces = `deny a {\n  command exact \`${"{a,".repeat(32)}b${"}".repeat(32)}\`\n}`;
	const nots = `condition a {\n  ${"not ".repeat(32)}b\n}`;
	const json = `carry a ${"[".repeat(32)}${"]".repeat(32)}`;
	for (const text of [groups, braces, nots, json]) expect(read(text).diagnostics).toEqual([]);
});

test("10,000 rules are parsed in time that grows with their number only", () => {
	const rule = (index: number): string =>
		`deny rule-${index} {\n  command prefix \`tool${index} push\`\n  args { flag \`--force\` }\n  reason "Ask first."\n}\n`;
	const time = (count: number): number => {
		const text = Array.from({ length: count }, (_, index) => rule(index)).join("\n");
		const start = performance.now();
		expect(read(text).file.items.length).toBe(count);
		return performance.now() - start;
	};
	time(500);
	const few = time(1_000);
	expect(time(10_000)).toBeLessThan(few * 10 * 4 + 500);
});
