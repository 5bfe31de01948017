/** docs/semantics.md row by row, with answers worked out by hand. */

import { describe, expect, it } from "vitest";
import { bytesOf, reduceProgram } from "../../compiler/ir/oracle/bytes.ts";
import { holdLanguage, holdLoosely } from "../../compiler/ir/oracle/hold-language.ts";
import type { Reading } from "../../compiler/ir/oracle/hold-lines.ts";
import { writtenSubject } from "../../compiler/ir/oracle/subjects.ts";
import { utf8Sequences } from "../../compiler/ir/oracle/utf8.ts";
import type { ArgLine, CommandLanguage, Matcher } from "../../compiler/ir/types.ts";
import { REGISTRY } from "../arbitraries/registry.ts";

/** Value options of `git push` are known, those of `tool` are not. */
const KNOWN: Matcher = { kind: "prefix", words: [["git"], ["push"]] };
const UNKNOWN: Matcher = { kind: "prefix", words: [["tool"]] };

function degree(language: CommandLanguage, reading: Reading, command: string, loose = false): number {
	const words = command === "" ? [] : command.split(" ").map((word) => bytesOf(word.replaceAll("_", " ")));
	const plain = { reading, registry: REGISTRY, inPaths: () => false };
	return loose ? holdLoosely(language, words, plain) : holdLanguage(language, { ...plain, subject: writtenSubject(words) });
}

/** What lines say of the words behind `git push` or `tool`, wide and narrow. */
function ofArgs(matcher: Matcher, args: readonly ArgLine[], words: string): readonly [number, number] {
	const language = { matchers: [matcher], args, except: [] };
	const command = `${matcher === KNOWN ? "git push" : "tool"} ${words}`.trim();
	return [degree(language, "wide", command), degree(language, "narrow", command)];
}

const flag = (...spellings: string[]): ArgLine => ({ kind: "flag", spellings });
const option = (name: string, ...values: string[]): ArgLine => ({ kind: "option", name, values });
const operand = (...patterns: string[]): ArgLine => ({ kind: "operand", every: false, patterns });
const everyOperand = (...patterns: string[]): ArgLine => ({ kind: "operand", every: true, patterns });
const not = (line: ArgLine): ArgLine => ({ kind: "not", line });

describe("flags", () => {
	const rows: readonly (readonly [Matcher, ArgLine, string, number, number])[] = [
		[KNOWN, flag("--mirror"), "--mirror", 2, 2],
		[KNOWN, flag("--mirror"), "--mirror=yes", 2, 2],
		[KNOWN, flag("--mirror"), "--mirror=No", 2, 0],
		[KNOWN, flag("--mirror"), "--mirror=", 2, 0],
		[KNOWN, flag("--mirror"), "--mir", 2, 0],
		[KNOWN, flag("--mirror"), "--mir=x", 2, 0],
		[KNOWN, flag("--mirror"), "--", 0, 0],
		[KNOWN, flag("--mirror"), "-- --mirror", 0, 0],
		[KNOWN, flag("--mirror"), "x --mirror", 2, 2],
		[KNOWN, flag("--force"), "--forc", 1, 0],
		[KNOWN, flag("--force", "--force-with-lease"), "--forc", 2, 0],
		[KNOWN, flag("--mirror"), "-o --mirror", 0, 0],
		[KNOWN, flag("--mirror"), "--push-o --mirror", 2, 0],
		[UNKNOWN, flag("--mirror"), "-o --mirror", 2, 0],
		[UNKNOWN, flag("--mirror"), "-o=1 --mirror", 2, 2],
		[KNOWN, flag("-f"), "-f", 2, 2],
		[KNOWN, flag("-f"), "-uf", 2, 2],
		[KNOWN, flag("-f"), "-of", 0, 0],
		[KNOWN, flag("-f"), "-u=f", 0, 0],
		[KNOWN, flag("-f"), "-u.f", 2, 0],
		[KNOWN, flag("-f"), "--f", 0, 0],
		[UNKNOWN, flag("-f"), "-of", 2, 0],
		[UNKNOWN, flag("-destroy"), "--destroy=1", 2, 0],
		[UNKNOWN, flag("-destroy"), "-destroy=1", 2, 2],
		[UNKNOWN, flag("-destroy"), "-destro", 0, 0],
		[KNOWN, not(flag("-f")), "-u.f", 2, 0],
		[KNOWN, not(flag("--force")), "--forc", 2, 0],
		[KNOWN, { kind: "any", lines: [flag("-f"), flag("--force")] }, "--forc", 1, 0],
	];
	it.each(rows)("%j %j %s", (matcher, line, words, wide, narrow) => {
		expect(ofArgs(matcher, [line], words)).toEqual([wide, narrow]);
	});
});

describe("operands, words and counts", () => {
	const rows: readonly (readonly [Matcher, ArgLine, string, number, number])[] = [
		[KNOWN, operand("main"), "origin main", 2, 2],
		[KNOWN, operand("main"), "-o main", 0, 0],
		[KNOWN, operand("main"), "-uo main", 0, 0],
		[UNKNOWN, operand("main"), "-o main", 2, 0],
		[KNOWN, operand("-f"), "-- -f", 2, 2],
		[KNOWN, operand("--"), "-o --", 0, 0],
		[KNOWN, operand("--"), "-- --", 2, 2],
		[KNOWN, everyOperand("a*"), "", 2, 2],
		[KNOWN, everyOperand("a*"), "ab a", 2, 2],
		[KNOWN, everyOperand("a*"), "ab b", 0, 0],
		[UNKNOWN, everyOperand("a*"), "-x b", 2, 0],
		[KNOWN, { kind: "words", every: false, patterns: ["-f"] }, "-o -f", 2, 2],
		[KNOWN, { kind: "words", every: true, patterns: ["-*"] }, "-o f", 0, 0],
		[UNKNOWN, { kind: "count", operator: "==", value: 1 }, "-x b", 2, 0],
		[UNKNOWN, { kind: "count", operator: "<=", value: 1 }, "-x b", 2, 2],
		[KNOWN, { kind: "count", operator: "!=", value: 2 }, "a b", 0, 0],
		[KNOWN, { kind: "count", operator: ">", value: 1 }, "a -- -b", 2, 2],
	];
	it.each(rows)("%j %j %s", (matcher, line, words, wide, narrow) => {
		expect(ofArgs(matcher, [line], words)).toEqual([wide, narrow]);
	});
});

describe("options", () => {
	const rows: readonly (readonly [Matcher, ArgLine, string, number, number])[] = [
		[KNOWN, option("--repo", "a*"), "--repo ab", 2, 2],
		[KNOWN, option("--repo", "a*"), "--repo=ab", 2, 2],
		[KNOWN, option("--repo", "a*"), "--rep ab", 2, 0],
		[KNOWN, option("--repo", "a*"), "--repo ab --repo b", 2, 0],
		[KNOWN, option("--repo", "a*"), "--repo ab --rep=b", 2, 0],
		[KNOWN, option("--repo", "a*"), "--repo", 0, 0],
		[KNOWN, option("--repo", "a*"), "", 0, 0],
		[KNOWN, option("-o", "a"), "-o a", 2, 2],
		[KNOWN, option("-o", "a"), "-oa", 2, 2],
		[KNOWN, option("-o", "a"), "-o=a", 2, 0],
		[KNOWN, option("-o", "a", "=a"), "-o=a", 2, 2],
		[KNOWN, option("-o", "a"), "-uoa", 2, 0],
		[KNOWN, option("-o", "oa", "a"), "-ooa", 2, 2],
		[KNOWN, option("-o", "oa"), "-ooa", 2, 0],
		[KNOWN, option("-o", "a"), "-- -o a", 0, 0],
		[UNKNOWN, option("-chdir", "a"), "-chdir=a", 2, 2],
		[UNKNOWN, option("-chdir", "a"), "--chdir a", 2, 0],
		[UNKNOWN, option("-o", "a"), "-x -o a", 2, 0],
		[KNOWN, option("--force-with-lease", "a"), "--force=a", 1, 0],
		[KNOWN, not(option("--repo", "a")), "--repo a", 0, 0],
		[KNOWN, not(option("--repo", "a")), "--rep a", 2, 0],
	];
	it.each(rows)("%j %j %s", (matcher, line, words, wide, narrow) => {
		expect(ofArgs(matcher, [line], words)).toEqual([wide, narrow]);
	});
});

describe("matchers", () => {
	const rows: readonly (readonly [Matcher, string, number, number])[] = [
		[{ kind: "exact", words: [["git"], ["**"], ["push"]] }, "git push", 2, 2],
		[{ kind: "exact", words: [["git"], ["**"], ["push"]] }, "git a b push", 2, 2],
		[{ kind: "prefix", words: [["git"], ["push"]] }, "git pushx", 0, 0],
		[{ kind: "prefix", words: [["git"], ["p?sh"]] }, "git p£sh x", 2, 2],
		[{ kind: "prefix", words: [["a\\*"]] }, "ab", 0, 0],
		[{ kind: "glob", pattern: "git *" }, "git", 0, 0],
		[{ kind: "glob", pattern: "git *" }, "git a b", 2, 2],
		[{ kind: "glob", pattern: "git push" }, "git_push", 2, 0],
		[{ kind: "glob", pattern: "git[!a-z]push" }, "git push", 0, 0],
		[{ kind: "glob", pattern: "git[!a-z]push" }, "git_push", 2, 2],
		[{ kind: "regex", pattern: "push|^ls$", ignore_case: false }, "git pushed x", 2, 2],
		[{ kind: "regex", pattern: "push|^ls$", ignore_case: false }, "ls x", 0, 0],
		[{ kind: "regex", pattern: "t.p", ignore_case: false }, "git push", 0, 0],
		[{ kind: "regex", pattern: "^GIT (?:pu[r-t]h|\\d{2,3})$", ignore_case: true }, "git PUSH", 2, 2],
		[{ kind: "regex", pattern: "^a\\x62\\u{63}\\D\\.$", ignore_case: false }, "abcd.", 2, 2],
		[{ kind: "regex", pattern: "push ", ignore_case: false }, "git push", 0, 0],
		[{ kind: "regex", pattern: "push ", ignore_case: false }, "git push x", 2, 2],
	];
	it.each(rows)("%j: %s", (matcher, command, wide, narrow) => {
		const language = { matchers: [matcher], args: [], except: [] };
		expect([degree(language, "wide", command), degree(language, "narrow", command)]).toEqual([wide, narrow]);
	});
});

describe("reduced program words", () => {
	it.each([
		["/usr/bin/Git.EXE", "git"],
		["git.exe.cmd", "git.exe"],
		[".exe", ".exe"],
		["bin/", ""],
		["C:/x/RM.Com", "rm"],
	])("%s is %s", (word, reduced) => expect(reduceProgram(word)).toBe(reduced));

	const rows: readonly (readonly [Matcher, string, number])[] = [
		[{ kind: "prefix", words: [["git"]] }, "/opt/GIT.exe push", 2],
		[{ kind: "prefix", words: [["/usr/bin/Git"]] }, "./git", 2],
		[{ kind: "exact", words: [["x.exe"]] }, "x", 2],
		[{ kind: "exact", words: [["x.exe"]] }, "x.exe.cmd", 0],
		[{ kind: "exact", words: [["x.exe.cmd"]] }, "x.exe.cmd", 2],
		// A wildcard before the last slash does not matter, one behind it stays as written.
		[{ kind: "prefix", words: [["*/git"]] }, "git", 2],
		[{ kind: "prefix", words: [["g*"]] }, "/bin/go", 2],
		[{ kind: "prefix", words: [["g*"]] }, "/bin/rm", 0],
		[{ kind: "prefix", words: [["g*"]] }, "g/rm", 2],
		[{ kind: "prefix", words: [["g*/rm"]] }, "rm", 2],
		[{ kind: "prefix", words: [["G*"]] }, "go", 0],
		[{ kind: "prefix", words: [["G*"]] }, "GO", 2],
		[{ kind: "prefix", words: [["*"]] }, "/bin/GO", 2],
		[{ kind: "glob", pattern: "*RM" }, "/bin/xrm", 0],
		[{ kind: "glob", pattern: "*rm" }, "/bin/rm", 2],
		[{ kind: "regex", pattern: "[gk]o", ignore_case: false }, "/bin/ko", 2],
		// A blank that stands inside the program word before a slash would make every program of that name.
		[{ kind: "glob", pattern: "rm a/git" }, "git", 0],
		[{ kind: "glob", pattern: "rm a/git" }, "rm a/git", 2],
		[{ kind: "glob", pattern: "rm a" }, "rm_a", 2],
	];
	it.each(rows)("%j: %s", (matcher, command, expected) => {
		expect(degree({ matchers: [matcher], args: [], except: [] }, "wide", command, true)).toBe(expected);
	});
});

describe("exceptions inside", () => {
	const push: CommandLanguage = { matchers: [KNOWN], args: [flag("--force")], except: [] };
	const git = (except: CommandLanguage[]): CommandLanguage => ({ matchers: [{ kind: "prefix", words: [["git"]] }], args: [], except });

	it("are read the other way round", () => {
		expect(degree(git([push]), "wide", "git push --force")).toBe(0);
		expect(degree(git([push]), "wide", "git push --force=no")).toBe(2);
		expect(degree(git([push]), "narrow", "git push --force=no")).toBe(0);
		expect(degree(git([push]), "narrow", "git push --forc")).toBe(0);
	});

	it("take away what is in a wide one with its program word reduced", () => {
		const anything: CommandLanguage = { matchers: [{ kind: "prefix", words: [["*"]] }], args: [], except: [git([])] };
		expect(degree(anything, "narrow", "/bin/GIT push")).toBe(0);
		expect(degree(anything, "wide", "/bin/GIT push")).toBe(2);
	});
});

describe("UTF-8", () => {
	it("encodes exactly the scalar values of a range", () => {
		const ranges = [
			[0x41, 0x43],
			[0x7e, 0x82],
			[0x7fe, 0x802],
			[0xd7fe, 0xe001],
			[0xfffe, 0x10001],
			[0x10fffe, 0x10ffff],
		] as const;
		const matches = (scalar: number) => {
			const bytes = [...Buffer.from(String.fromCodePoint(scalar), "utf8")];
			return utf8Sequences(ranges).some(
				(sequence) =>
					sequence.length === bytes.length &&
					sequence.every(([low, high], index) => low <= (bytes[index] ?? -1) && (bytes[index] ?? 256) <= high),
			);
		};
		const near = ranges.flatMap(([low, high]) => [low - 1, low, low + 1, high - 1, high, high + 1]).filter((scalar) => scalar <= 0x10ffff);
		for (const scalar of near.filter((each) => each < 0xd800 || each > 0xdfff)) {
			expect(matches(scalar), scalar.toString(16)).toBe(ranges.some(([low, high]) => low <= scalar && scalar <= high));
		}
	});
});
