import { expect, test } from "vitest";
import { spanText } from "../../compiler/source/source.ts";
import { findingsOf, readDocument } from "./read.ts";

const RULE = "command_rules:\n  # policyc: ignore PC3001 known\n\n  # another\n  - {id: a, action: deny, match: x}\n";

test("an ignore comment names the next line that is neither blank nor a comment", () => {
	const { file, findings } = readDocument(RULE);
	expect(findings).toEqual([]);
	expect(file.ignores).toMatchObject([{ code: "PC3001", reason: "known", line: 5 }]);
	expect(file.ignores.map((ignore) => spanText(ignore.span))).toEqual(["# policyc: ignore PC3001 known"]);
});

test("a line of a block text is no comment", () => {
	const { file, findings } = readDocument(`notes: |\n  # policyc: ignore PC3001 x\n${RULE}`);
	expect(findings).toEqual([]);
	expect(file.ignores).toMatchObject([{ line: 7 }]);
	expect(file.ignores[0]?.span.source.text).toMatch(/^notes: \|\n {2}# policyc/);
});

test("an ignore comment without a reason is reported", () => {
	expect(findingsOf("# policyc: ignore PC3001\nscope: repo\n")).toEqual([
		expect.stringMatching(/^1:1 PC11\d\d .* <# policyc: ignore PC3001>$/),
	]);
});
