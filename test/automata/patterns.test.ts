import { describe, expect, test } from "vitest";
import {
	bytesOf,
	commandGlob,
	commandRegex,
	equal,
	isEmpty,
	LIMITS,
	labelAt,
	labelOfWords,
	normalisePath,
	notContained,
	parseCommandGlob,
	parseRegex,
	pathLanguage,
	reduceProgram,
	textGlob,
	unreduceFirstWord,
	walk,
	wordPattern,
} from "../../compiler/automata/index.ts";
import { built } from "./regex-cases.ts";

describe("regular expressions outside the subset are errors with a place", () => {
	const cases: readonly (readonly [pattern: string, code: string, offset: number])[] = [
		["a\\sb", "white-space-class", 1],
		["\\bgit", "word-boundary", 0],
		["git (?=push)", "look-around", 4],
		["(?<!a)b", "look-around", 0],
		["(?<n>a)", "group-kind", 0],
		["(a)\\1", "back-reference", 3],
		["a*?", "lazy", 2],
		["a++", "possessive", 2],
		["a**", "double-repeat", 2],
		["a|*", "nothing-to-repeat", 2],
		["a{2,1}", "bad-repeat", 1],
		["a{9999}", "bad-repeat", 1],
		["(^a)", "anchor", 1],
		["a$b", "anchor", 1],
		["(a", "unclosed-group", 0],
		["a)", "unopened-group", 1],
		["[a", "unclosed-class", 0],
		["[]", "empty-class", 0],
		["[b-a]", "bad-range", 1],
		["[\\d-z]", "bad-range", 1],
		["a{", "bare-bracket", 1],
		["\\q", "bad-escape", 0],
		["\\x0", "bad-escape", 0],
		["\\u{d800}", "bad-escape", 0],
		["\\x00", "nul", 0],
		["a\\", "bad-escape", 1],
	];
	test.each(cases)("%s", (pattern, code, offset) => {
		expect(parseRegex(pattern, false)).toMatchObject({ code, offset });
	});
});

test("globs outside the dialect are errors with a place", () => {
	expect(parseCommandGlob("git [ab")).toMatchObject({ code: "unclosed-class", offset: 4 });
	expect(parseCommandGlob("[]")).toMatchObject({ code: "empty-class", offset: 0 });
	expect(parseCommandGlob("é[b-a]")).toMatchObject({ code: "bad-range", offset: 2 });
});

test("`i` folds ASCII letters alone", () => {
	const dfa = built(commandRegex("^Gé[a-c][^k]$", true, "narrow"));
	const label = (word: string) => labelOfWords(dfa, [word]);
	expect(["géBx", "GéAx", "gÉbx", "gébK"].map(label)).toEqual([2, 2, 0, 0]);
});

test("what a pattern may unfold to is limited by counting states", () => {
	expect(commandRegex("a.{40}b", false, "narrow")).toMatchObject({ kind: "too-large", limit: LIMITS.built });
	expect(commandRegex("((a{900}){900}){900}", false, "narrow")).toMatchObject({ kind: "too-large", limit: LIMITS.unfolded });
});

test("a program word is reduced to its name in small letters", () => {
	const cases = { "/usr/bin/GIT": "git", "git.EXE": "git", ".exe": ".exe", "a.exe.cmd": "a.exe", "dir/": "", É: "É", "c:/x/y.bat": "y" };
	for (const [word, reduced] of Object.entries(cases)) expect(reduceProgram(word)).toBe(reduced);
});

test("a wide pattern means programs by their names, but never every program", () => {
	const inside = (glob: string, ...words: string[]) => labelOfWords(built(commandGlob(glob, "wide")), words) > 0;
	expect(inside("/usr/bin/Git push*", "git", "push", "-f")).toBe(true);
	expect(inside("*/git push", "git", "push")).toBe(true);
	expect(inside("git.exe push", "git", "push")).toBe(true);
	expect(inside("git push*", "rm")).toBe(false);
	expect(inside("*secrets/*", "rm", "x")).toBe(false);
	expect(inside("*secrets/*", "./secrets/run", "x")).toBe(true);
	expect(inside("*cmd*", "ls")).toBe(false);
});

test("what reduces into a language is found from the words as written", () => {
	const written = built(unreduceFirstWord(built(wordPattern(["git"]))));
	const label = (word: string) => labelOfWords(written, [word]);
	expect(["git", "/x/Git", "a b/git.ExE", "git.exe.exe", "gitx", "git/", ""].map(label)).toEqual([2, 2, 2, 0, 0, 0, 0]);
});

describe("paths", () => {
	const matches = (patterns: string[], path: string, below = false) => {
		const dfa = built(pathLanguage(patterns, { below }));
		return labelAt(dfa, walk(dfa, 0, bytesOf(normalisePath(path)))) > 0;
	};
	test("are normalised as texts", () => {
		expect(["./a//b/../c/.", "/..", "~/x/..", "a/b", "./../a"].map(normalisePath)).toEqual(["./a/c", "", "~", "./a/b", "./a"]);
	});
	test("stars stay in a segment, a lone ** crosses", () => {
		expect(matches(["./src/*.ts"], "./src/a.ts")).toBe(true);
		expect(matches(["./src/*.ts"], "./src/x/a.ts")).toBe(false);
		expect(matches(["./**/x"], "./x")).toBe(true);
		expect(matches(["./**/x"], "./a/b/x")).toBe(true);
		expect(matches(["./logs/**"], "./logs")).toBe(false);
		expect(matches(["./logs/**"], "./logs/a/b")).toBe(true);
		expect(matches(["~/a?"], "~/aé")).toBe(true);
		expect(matches(["/etc"], "./etc")).toBe(false);
	});
	test("below takes in everything under a match", () => {
		expect(matches(["/etc"], "/etc/x/y", true)).toBe(true);
		expect(matches(["/etc"], "/etcx", true)).toBe(false);
		expect(matches(["/"], "/any/thing", true)).toBe(true);
	});
	test("any is every path", () => {
		const any = built(pathLanguage(["any"], { below: false }));
		expect(notContained(built(pathLanguage(["./**", "~/**", "/**", "./"], { below: true })), any)).toBe(null);
		expect(equal(any, built(pathLanguage(["/", "~/", "./"], { below: true })))).toBe(true);
	});
});

test("NAME=GLOB is a glob over one text", () => {
	const dfa = built(textGlob(["CI=*", "LANG=C"]));
	expect(["CI=", "CI=1", "LANG=C", "LANG=CC"].map((text) => labelAt(dfa, walk(dfa, 0, bytesOf(text))))).toEqual([2, 2, 2, 0]);
});

test("a star reaches over borders only in a glob over the whole command", () => {
	expect(labelOfWords(built(commandGlob("git *x", "narrow")), ["git", "a", "bx"])).toBe(2);
	expect(labelOfWords(built(wordPattern(["*x"])), ["a", "bx"])).toBe(0);
	expect(isEmpty(built(wordPattern([])))).toBe(true);
});
