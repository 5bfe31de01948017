import { expect, test } from "vitest";
import { splitItems } from "../../compiler/syntax/split.ts";

function cuts(text: string): string[] {
	return splitItems(text).map((cut) => `${cut.kind}: ${text.slice(cut.start, cut.end)}`);
}

test("an item goes from column 0 to the brace at column 0", () => {
	expect(cuts("policy 1\n\ndeny a {\n  x\n} # end\nallow b {\n}\n")).toEqual([
		"item: policy 1",
		"item: deny a {\n  x\n} # end",
		"item: allow b {\n}",
	]);
});

test("comments and blank lines belong to an item only if more of it follows", () => {
	expect(cuts("# first\ndeny a {\n\n# inside\n  x\n}\n# after\n\npolicy 1 # same line\n  # last")).toEqual([
		"item: deny a {\n\n# inside\n  x\n}",
		"item: policy 1 # same line",
	]);
});

test("an unclosed item ends where the next one starts", () => {
	expect(cuts("deny a {\n  x\nallow b {\n}")).toEqual(["item: deny a {\n  x", "item: allow b {\n}"]);
});

test("a bracket at column 0 ends a JSON array", () => {
	expect(cuts('carry a [\n  "b"\n]\npolicy 1')).toEqual(['item: carry a [\n  "b"\n]', "item: policy 1"]);
});

test("what belongs to no item is named", () => {
	expect(cuts("  x\n  y\n}\n}\npolicy 1")).toEqual(["orphan:   x\n  y\n}", "closer: }", "item: policy 1"]);
});

test("a byte order mark, CRLF and a missing last line end change nothing", () => {
	expect(cuts("\uFEFFpolicy 1\r\ndeny a {\r\n  x\r\n}")).toEqual(["item: policy 1", "item: deny a {\r\n  x\r\n}"]);
	expect(cuts("")).toEqual([]);
	expect(cuts("\uFEFF")).toEqual([]);
});
