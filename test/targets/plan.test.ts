import { describe, expect, test } from "vitest";
import type { CompiledRule } from "../../compiler/ir/compiled.ts";
import type { ArgLine, IrRule, Matcher } from "../../compiler/ir/types.ts";
import { emitHarness, type Harness, type Loss } from "../../targets/index.ts";
import { reduceWord } from "../../targets/plan/reduce-word.ts";
import { sampleCommand } from "../../targets/plan/sample-command.ts";
import { completeCommand, type Language, mayContain, mayStartWith } from "../../targets/plan/walk-program.ts";
import { normaliseMatcher, writeMatcher } from "../../targets/plan/write-matcher.ts";
import { AUTOMATA, command, compiledPolicy, headRule, irRule, REGISTRY, TAIL } from "./compile-by-hand.ts";

const PREFIX_PUSH: Language = {
	program: { kind: "heads", heads: [{ words: [["git"], ["push", "pull"]], tail: TAIL.force }] },
	automata: AUTOMATA,
	marked: false,
};

describe("walking a language", () => {
	test.each([
		[[], true, false],
		[["git"], true, false],
		[["git", "push"], true, false],
		[["git", "push", "-x", "--force"], true, true],
		[["git", "push", "--forced"], true, false],
		[["git", "status"], false, false],
		[["svn"], false, false],
	])("%j: may start a command %s, may be one %s", (words, starts, contains) => {
		expect(mayStartWith(PREFIX_PUSH, words)).toBe(starts);
		expect(mayContain(PREFIX_PUSH, words)).toBe(contains);
	});

	test("a command is completed by the shortest words", () => {
		expect(completeCommand(PREFIX_PUSH, [])).toEqual(["git", "push", "--force"]);
		expect(completeCommand(PREFIX_PUSH, ["git", "pull", "x"])).toEqual(["git", "pull", "x", "--force"]);
		expect(completeCommand(PREFIX_PUSH, ["svn"])).toBeNull();
		expect(completeCommand({ ...PREFIX_PUSH, program: { kind: "automaton", automaton: TAIL.force } }, [])).toEqual(["--force"]);
	});

	test("what words with marks come to is not decided, which counts as a meeting", () => {
		const marked = { ...PREFIX_PUSH, marked: true };
		expect([mayContain(marked, ["x"]), mayStartWith(marked, ["x"]), completeCommand(marked, [])]).toEqual([true, true, null]);
	});

	test("an automaton without members is completed by nothing", () => {
		const never = { accept: [0], default: [-1], ranges: [[]] };
		expect(completeCommand({ program: { kind: "automaton", automaton: 0 }, automata: [never], marked: false }, [])).toBeNull();
		expect(completeCommand({ program: { kind: "heads", heads: [] }, automata: [], marked: false }, [])).toBeNull();
	});

	test("bytes that are no UTF-8 are shown, for reading only", () => {
		const byte = { accept: [0, 0, 2], default: [-1, -1, -1], ranges: [[0xff, 0xff, 1], [0, 0, 2], []] };
		expect(completeCommand({ program: { kind: "automaton", automaton: 0 }, automata: [byte], marked: false }, [])).toEqual(["\ufffd"]);
	});
});

test.each([
	["git", "git"],
	["/usr/bin/Git.EXE", "git"],
	["a.tar.com", "a.tar"],
	[".exe", ".exe"],
	["x.exe.cmd", "x.exe"],
	["ÄB", "Äb"],
])("%s reduces to %s", (word, reduced) => {
	expect(reduceWord(word)).toBe(reduced);
});

describe("matchers as text", () => {
	const cases: readonly (readonly [Matcher, string, string])[] = [
		[{ kind: "prefix", words: [["git"], ["log", "status"]] }, "git {log,status}", "git {log,status}"],
		[{ kind: "exact", words: [["a b"], ["**"], [""], ["x*", "\\*"]] }, "a\\ b ** '' {x*,\\*}", "a\\ b ** '' {x*,\\*}"],
		[{ kind: "exact", words: [["{a,b}"], ["$x"]] }, "\\{a\\,b\\} \\$x", "\\{a\\,b\\} \\$x"],
		[{ kind: "glob", pattern: " git  push*\\  " }, " git  push*\\  ", "git push*\\ "],
		[{ kind: "regex", pattern: "^a+", ignore_case: true }, "/^a+/i", "/^a+/i"],
	];
	test.each(cases)("%j", (matcher, text, normalised) => {
		expect(writeMatcher(matcher)).toBe(text);
		expect(normaliseMatcher(matcher)).toBe(normalised);
	});
});

describe("samples", () => {
	const sample = (parts: Partial<IrRule>, program: Partial<CompiledRule> = {}) => {
		const compiled = compiledPolicy([{ ...headRule(irRule("r", "deny", parts)), ...program }]);
		const [known] = compiled.rules;
		return known ? sampleCommand(compiled, known).sample : null;
	};
	const args = (...lines: ArgLine[]) => ({ command: { ...command("prefix", "git push"), args: lines } });

	test.each<[string, Partial<IrRule>]>([
		["git push --force", args({ kind: "flag", spellings: ["-f", "--force"] })],
		["git push --to x", args({ kind: "option", name: "--to", values: ["*"] })],
		["git push release/x", args({ kind: "operand", every: true, patterns: ["release/*"] })],
		["git push x x x", args({ kind: "count", operator: ">", value: 2 })],
		[
			"git push -n",
			args({ kind: "not", line: { kind: "flag", spellings: ["-f"] } }, { kind: "any", lines: [{ kind: "flag", spellings: ["-n"] }] }),
		],
		["git push ./x/x", args({ kind: "operand_under", every: false, paths: ["./x/*"] })],
		[": > ./.env", { writes: ["./.env"] }],
		[": < x", { reads: ["x"] }],
		["PATH=x :", { env: ["PATH=*"] }],
	])("%s", (line, parts) => {
		expect(sample(parts)).toBe(line);
	});

	test("a glob and a regex are sampled by their automaton where their text alone is none of theirs", () => {
		const program = { loose: { kind: "automaton" as const, automaton: TAIL.force } };
		const glob: Matcher = { kind: "glob", pattern: "*[-x]-force*" };
		const regex: Matcher = { kind: "regex", pattern: "--force", ignore_case: false };
		for (const matcher of [glob, regex])
			expect(sample({ command: { matchers: [matcher], args: [], except: [] } }, program)).toBe("--force");
	});

	test("a sample is none of the exceptions", () => {
		const heads = (words: readonly string[]) => ({
			kind: "heads" as const,
			heads: [{ words: words.map((word) => [word]), tail: TAIL.any }],
		});
		const matchers: Matcher[] = [
			{ kind: "prefix", words: [["git"], ["push"]] },
			{ kind: "prefix", words: [["git"], ["pull"]] },
		];
		const except = [{ matchers: matchers.slice(0, 1), args: [], except: [] }];
		expect(sample({ command: { matchers, args: [], except } }, { except: heads(["git", "push"]) })).toBe("git pull");
	});
});

describe("what an allow rule may give to a host", () => {
	const loss = (allow: IrRule["command"], others: readonly CompiledRule[] = [], host: Harness = "claude"): Loss | undefined => {
		const compiled = compiledPolicy([headRule(irRule("allow", "allow", { command: allow })), ...others]);
		return emitHarness(compiled, host, { evaluator: "", registry: REGISTRY }).losses.find(({ rule }) => rule === "allow");
	};
	const noForce = headRule(irRule("no-force", "deny", { command: command("prefix", "ls") }), TAIL.force);

	test.each<[string, IrRule["command"], readonly CompiledRule[], Partial<Loss>]>([
		["a subcommand that no other rule speaks of", command("prefix", "git log"), [noForce], { status: "exact", heads: 1, reason: null }],
		[
			"words that a deny may follow",
			command("prefix", "ls"),
			[noForce],
			{ status: "stricter", reason: "an entry of another rule asks or refuses", witness: "ls" },
		],
		[
			"a program before its subcommand is its known subcommands",
			command("prefix", "cargo"),
			[],
			{ status: "left_to_hook", heads: 1, reason: "an entry covers less than the rule allows", witness: "cargo" },
		],
		["a global option", command("exact", "git -C"), [], { reason: "options of `git` may stand before its subcommand" }],
		["a program alone, exactly", command("exact", "git"), [], { status: "exact" }],
		["a wrapper of the registry", command("prefix", "sudo ls"), [], { reason: "`sudo ls` can run a command that stands in its words" }],
		["a built-in that changes what later commands mean", command("exact", "alias x"), [], { status: "left_to_hook", heads: 0 }],
		["an unknown program beside a deny is held alone", command("prefix", "mytool"), [noForce], { heads: 1, witness: "mytool x" }],
		["an unknown program beside no deny", command("prefix", "mytool"), [], { status: "exact" }],
		["exact words of an unknown program that end in a denied command", command("exact", "mytool ls --force"), [noForce], { heads: 0 }],
		["a program by its path", command("prefix", "/bin/ls"), [], { reason: "its program is named by a path or in another spelling" }],
	])("%s", (_, allow, others, expected) => {
		expect(loss(allow, others)).toMatchObject(expected);
	});

	test.each([
		["writes", "cursor", 0],
		["writes", "claude", 1],
		["reads", "claude", 1],
		["env", "cursor", 0],
		["env", "factory-droid", 1],
	] as const)("beside a deny rule about %s, %s gets %i heads", (clause, host, heads) => {
		const other = headRule(irRule("other", "deny", { [clause]: ["x"] }));
		expect(loss(command("prefix", "git log"), [other], host)).toMatchObject({ heads });
	});

	test("too many combinations and words with stars are left to the hook, and said", () => {
		const many = `{${Array.from({ length: 9 }, (_, at) => `a${at}`).join(",")}}`;
		expect(loss(command("prefix", `ls ${many} ${many}`))?.reason).toMatch(/has more than 64 combinations$/);
		expect(loss(command("prefix", "ls \\*"))).toMatchObject({ status: "not_expressible", witness: "ls '*'" });
	});
});
