import { describe, expect, test } from "vitest";
import { globMatches, prepareGlob } from "../../runtime/typescript/glob.ts";
import { pathMatches, preparePath, segmentsOf } from "../../runtime/typescript/paths.ts";
import { ALL_INSIDE, heads, judge, prefix, prepared } from "./bundle.ts";

const BASES = { root: "/repo", home: "/home/me" };

describe("paths", () => {
	test.each<[path: string, directory: string | null, expected: string[] | null]>([
		["a/b", "/x", ["x", "a", "b"]],
		["./a//b/.", "/x/", ["x", "a", "b"]],
		["../../../a", "/x/y", ["a"]],
		["/../a", null, ["a"]],
		["", "/x", ["x"]],
		["a", null, null],
	])("%j in %j", (path, directory, expected) => {
		expect(segmentsOf(path, directory)).toEqual(expected);
	});

	test.each<[pattern: string, path: string, whole: string, below: string]>([
		["./logs/**", "/repo/logs/a/b", "yes", "yes"],
		["./logs/**", "/repo/logs", "no", "no"],
		["./logs", "/repo/logs", "yes", "yes"],
		["./logs", "/repo/logs/a", "no", "yes"],
		["./logs", "/repo/logsx", "no", "no"],
		["./a/**/z", "/repo/a/z", "yes", "yes"],
		["./a/**/z", "/repo/a/b/c/z", "yes", "yes"],
		["./a/**/z", "/repo/a/b/c", "no", "no"],
		["./*.log", "/repo/x.log", "yes", "yes"],
		["./*.log", "/repo/a/x.log", "no", "no"],
		["./?", "/repo/\xc3\xa9", "yes", "yes"],
		["./?", "/repo/ab", "no", "no"],
		["~/x", "/home/me/x", "yes", "yes"],
		["/etc/**", "/etc/a", "yes", "yes"],
		["/**", "/", "no", "no"],
		["./.", "/repo", "yes", "yes"],
		["./../other", "/other", "yes", "yes"],
		["./", "/repo/a/b", "no", "yes"],
	])("%j and %j: %s, with what is below: %s", (pattern, path, whole, below) => {
		const patterns = [preparePath(pattern)];
		expect(pathMatches(segmentsOf(path, null), patterns, BASES, false)).toBe(whole);
		expect(pathMatches(segmentsOf(path, null), patterns, BASES, true)).toBe(below);
	});

	test("what is not known is a maybe", () => {
		const unknown = { root: null, home: null };
		expect(pathMatches(["x"], [preparePath("./x")], unknown, false)).toBe("maybe");
		expect(pathMatches(["x"], [preparePath("./x"), preparePath("/x")], unknown, false)).toBe("yes");
		expect(pathMatches(null, [preparePath("/x")], BASES, false)).toBe("maybe");
	});
});

test.each<[pattern: string, text: string, expected: boolean]>([
	["", "", true],
	["*", "", true],
	["a*b*c", "axxbxxc", true],
	["a*b*c", "axxcxxb", false],
	["*a", "aab", false],
	["**a**", "xay", true],
	["a?", "a", false],
	["\\*", "*", true],
	["\\*", "x", false],
	["*.?", "a.b.c", true],
])("the glob %j and %j: %s", (pattern, text, expected) => {
	expect(globMatches(prepareGlob(pattern), text)).toBe(expected);
});

test("a glob of many stars takes no more than length times length", () => {
	const from = performance.now();
	expect(globMatches(prepareGlob(`${"*a".repeat(50)}b`), "a".repeat(20_000))).toBe(false);
	expect(performance.now() - from).toBeLessThan(1000);
});

describe("operands as paths", () => {
	const policy = prepared(
		[
			{ id: "moving", action: "allow", command: prefix("cd") },
			{ id: "tidy", action: "allow", command: heads(["rm", ALL_INSIDE]), path_sets: [["./build/**", "~/.cache"]] },
		],
		{ default: "request" },
	);
	test.each<[line: string, decision: string]>([
		["rm build/x", "allow"],
		["rm build/x ./build/y/z", "allow"],
		["rm build", "request"],
		["rm build/../x", "request"],
		["rm /repo/build/x ~/.cache/y $HOME/.cache", "allow"],
		["rm ~/other", "request"],
		["cd; HOME=/x rm ~/.cache", "request"],
		['rm "build/$x"', "request"],
		["rm build/*", "request"],
		["cd sub; rm build/x", "request"],
		["cd sub; rm /repo/build/x", "allow"],
	])("%j: %s", (line, decision) => {
		expect(judge(policy, line).decision).toBe(decision);
	});
});
