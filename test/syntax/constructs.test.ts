import { describe, expect, test } from "vitest";
import { spanText } from "../../compiler/source/source.ts";
import type { RuleItem } from "../../compiler/syntax/ast.ts";
import { onlyItem, read, withoutSpans } from "./read.ts";

const text = (value: string) => ({ value });
const literal = (value: string) => ({ kind: "literal", text: value });
const word = (value: string) => ({ pieces: [literal(value)] });
const entry = (value: string) => ({ kind: "word", word: word(value) });
const leaf = (name: string, ...written: string[]) => ({ kind: "leaf", name: text(name), arguments: written.map(text), required: true });

function ruleOf(clauses: string): RuleItem {
	const item = onlyItem(`deny a {\n${clauses}\n}`);
	if (item.kind !== "rule") throw new Error("no rule");
	return item;
}

describe("header", () => {
	test.each([
		["policy 1", { kind: "version", version: 1 }],
		["scope repo", { kind: "scope", scope: "repo", name: null, sealed: false }],
		['scope task-domain "a/b" sealed # c', { kind: "scope", scope: "task-domain", name: text("a/b"), sealed: true }],
		["default host", { kind: "default", decision: "host", sealed: false }],
		["default deny sealed", { kind: "default", decision: "deny", sealed: true }],
		["fallback missing_policy request sealed", { kind: "fallback", name: "missing_policy", decision: "request", sealed: true }],
		['include "a/b.policy"', { kind: "include", path: text("a/b.policy") }],
	])("%s", (written, expected) => {
		expect(withoutSpans(onlyItem(written))).toEqual(expected);
	});
});

describe("command", () => {
	test("one matcher takes several patterns, and the wildcards of a word", () => {
		expect(withoutSpans(ruleOf("  command exact `make` `git {a,b{c,}}* ? **`").command)).toEqual({
			kind: "matchers",
			matchers: [
				{
					kind: "exact",
					literals: [
						{ words: [word("make")] },
						{
							words: [
								word("git"),
								{
									pieces: [
										{
											kind: "braces",
											alternatives: [[literal("a")], [literal("b"), { kind: "braces", alternatives: [[literal("c")], []] }]],
										},
										{ kind: "star" },
									],
								},
								{ pieces: [{ kind: "question" }] },
								{ pieces: [{ kind: "many" }] },
							],
						},
					],
				},
			],
		});
	});

	test("quotes and escapes take characters as they are, and join their word", () => {
		const { command } = ruleOf("  command prefix `a' b'\\|\\` '' '*?{}' a** *** x,y`");
		const matchers = command?.kind === "matchers" ? command.matchers : [];
		const words = matchers[0]?.kind === "prefix" ? matchers[0].literals[0]?.words : [];
		expect(withoutSpans(words)).toEqual([
			word("a b|`"),
			{ pieces: [] },
			word("*?{}"),
			{ pieces: [literal("a"), { kind: "star" }] },
			{ pieces: [{ kind: "star" }] },
			word("x,y"),
		]);
		expect(words?.map((each) => spanText(each.span))).toEqual(["a' b'\\|\\`", "''", "'*?{}'", "a**", "***", "x,y"]);
	});

	test("a block holds several matchers; glob and regex keep their texts", () => {
		expect(withoutSpans(ruleOf("  command {\n    glob `git *\\`` `[!a]|b`\n    regex /^a\\/b$/ /c/i\n  }").command)).toEqual({
			kind: "matchers",
			matchers: [
				{ kind: "glob", patterns: [text("git *\\`"), text("[!a]|b")] },
				{
					kind: "regex",
					patterns: [
						{ source: text("^a\\/b$"), ignoreCase: false },
						{ source: text("c"), ignoreCase: true },
					],
				},
			],
		});
	});

	test("a bare word is the name of a pattern", () => {
		expect(withoutSpans(ruleOf("  command agent-push").command)).toEqual({ kind: "name", name: text("agent-push") });
	});
});

describe("args", () => {
	test.each([
		["flag `-f` `--force` shared", { kind: "flag", spellings: [entry("-f"), entry("--force"), { kind: "name", name: text("shared") }] }],
		["option `-C` `a` `b`", { kind: "option", name: word("-C"), values: [entry("a"), entry("b")] }],
		["operand protected", { kind: "operand", every: false, patterns: [{ kind: "name", name: text("protected") }] }],
		["every operand `a`", { kind: "operand", every: true, patterns: [entry("a")] }],
		['operand under "./a" "/b"', { kind: "operand_under", every: false, paths: [text("./a"), text("/b")] }],
		['every operand under "~/a"', { kind: "operand_under", every: true, paths: [text("~/a")] }],
		["some `a`", { kind: "words", every: false, patterns: [entry("a")] }],
		["every `a`", { kind: "words", every: true, patterns: [entry("a")] }],
		["count <= 3", { kind: "count", operator: "<=", value: 3 }],
		["not not flag `-f`", { kind: "not", line: { kind: "not", line: { kind: "flag", spellings: [entry("-f")] } } }],
		[
			"any { count > 1 some `a` }",
			{
				kind: "any",
				lines: [
					{ kind: "count", operator: ">", value: 1 },
					{ kind: "words", every: false, patterns: [entry("a")] },
				],
			},
		],
	])("%s", (line, expected) => {
		expect(withoutSpans(ruleOf(`  args { ${line} }`).args)).toEqual({ lines: [expected] });
		expect(withoutSpans(ruleOf(`  args {\n    ${line}\n    count != 0\n  }`).args)).toEqual({
			lines: [expected, { kind: "count", operator: "!=", value: 0 }],
		});
	});
});

test("except takes a matcher, a name, or a block of these and of commands with args", () => {
	const exact = { kind: "matchers", matchers: [{ kind: "exact", literals: [{ words: [word("x")] }] }] };
	const named = { kind: "name", name: text("p") };
	expect(withoutSpans(ruleOf("  except exact `x`").except)).toEqual({ entries: [{ command: exact, args: null }] });
	expect(withoutSpans(ruleOf("  except p").except)).toEqual({ entries: [{ command: named, args: null }] });
	expect(
		withoutSpans(ruleOf("  except {\n    exact `x`\n    p\n    command p\n    args { count == 1 }\n    command exact `x`\n  }").except),
	).toEqual({
		entries: [
			{ command: exact, args: null },
			{ command: named, args: null },
			{ command: named, args: { lines: [{ kind: "count", operator: "==", value: 1 }] } },
			{ command: exact, args: null },
		],
	});
});

test("the other clauses of a rule", () => {
	const rule = ruleOf(
		[
			'  writes "./a" "./b/**"',
			"  reads any",
			'  env {\n    "A=*" # one\n    "B=\\u{41}"\n  }',
			"  on_mismatch skip",
			"  on_unknown deny",
			'  reason "say \\"no\\"\\n\\t\\\\ #"',
			"  match { `a && 'b' \\` \\\\ \\n` }",
			'  not_match {\n    `c`\n    "d\\ne"\n  }',
		].join("\n"),
	);
	expect(withoutSpans(rule)).toMatchObject({
		writes: { entries: [text("./a"), text("./b/**")] },
		reads: { entries: [text("any")] },
		env: { entries: [text("A=*"), text("B=A")] },
		onMismatch: { value: "skip" },
		onUnknown: { value: "deny" },
		reason: text('say "no"\n\t\\ #'),
		match: [text("a && 'b' ` \\ \\n")],
		notMatch: [text("c"), text("d\ne")],
		command: null,
		when: null,
	});
});

test("a rule has marks, and a name that may be quoted", () => {
	expect(withoutSpans(onlyItem("request a.b_c-1 sealed override {\n}"))).toMatchObject({ effect: "request", sealed: true, override: true });
	expect(withoutSpans(onlyItem('allow "a b" override {\n}'))).toMatchObject({
		effect: "allow",
		name: text("a b"),
		sealed: false,
		override: true,
	});
	expect(withoutSpans(onlyItem("allow sealed {\n}"))).toMatchObject({ name: text("sealed"), sealed: false });
});

test("conditions nest, are negated, and are optional", () => {
	expect(withoutSpans(ruleOf('  when all { a any { b not env_is "C" "d*" } optional not e }').when)).toEqual({
		kind: "all",
		required: true,
		members: [
			leaf("a"),
			{ kind: "any", required: true, members: [leaf("b"), { kind: "not", required: true, member: leaf("env_is", "C", "d*") }] },
			{ kind: "not", required: false, member: leaf("e") },
		],
	});
	expect(withoutSpans(ruleOf("  when optional anything").when)).toEqual({ ...leaf("anything"), required: false });
	expect(withoutSpans(onlyItem("condition c {\n  a\n  not b\n}"))).toEqual({
		kind: "condition",
		name: text("c"),
		members: [leaf("a"), { kind: "not", required: true, member: leaf("b") }],
	});
});

test("a list of words takes bare words and patterns in backticks", () => {
	expect(withoutSpans(onlyItem("words w { main release/{1,2} `a\\ b` '|' } # done"))).toEqual({
		kind: "words",
		name: text("w"),
		entries: [
			entry("main"),
			{ kind: "word", word: { pieces: [literal("release/"), { kind: "braces", alternatives: [[literal("1")], [literal("2")]] }] } },
			entry("a b"),
			entry("|"),
		],
	});
});

test("a pattern has a command, args and exceptions", () => {
	expect(withoutSpans(onlyItem("pattern p {\n  command q\n  args { count == 0 }\n  except r\n}"))).toMatchObject({
		kind: "pattern",
		command: { kind: "name", name: text("q") },
		args: { lines: [{ kind: "count" }] },
		except: { entries: [{ command: { kind: "name", name: text("r") } }] },
	});
});

test("a scenario has facts and expectations", () => {
	const scenario = 'test "t" {\n  given a true\n  given git_branch_is "m*" unknown\n  `x | y` => deny\n  `z` => allow by "a b"\n}';
	expect(withoutSpans(onlyItem(scenario))).toEqual({
		kind: "test",
		title: text("t"),
		givens: [
			{ name: text("a"), argument: null, value: true },
			{ name: text("git_branch_is"), argument: text("m*"), value: "unknown" },
		],
		expectations: [
			{ line: text("x | y"), decision: "deny", rule: null },
			{ line: text("z"), decision: "allow", rule: text("a b") },
		],
	});
});

test("programs and wrappers", () => {
	expect(
		withoutSpans(onlyItem("program p {\n  subcommands { `a` `b` }\n  value_options `-C`\n  inert_options `-q`\n  read_only `a`\n}")),
	).toEqual({
		kind: "program",
		name: text("p"),
		subcommands: [text("a"), text("b")],
		valueOptions: [text("-C")],
		inertOptions: [text("-q")],
		readOnly: [text("a")],
	});
	const wrapper = onlyItem('wrapper "g++" {\n  flags `-x`\n  then stdin transparent\n}');
	expect(wrapper).toMatchObject({ kind: "wrapper", name: text("g++"), valueOptions: [], flags: [text("-x")], transparent: true });
	expect(wrapper.kind === "wrapper" && wrapper.then.value).toBe("stdin");
});

test.each([
	['carry a {\n  "b": [1, -2.5e3, true, null], # c\n  "__proto__": {}\n}', JSON.parse('{"b":[1,-2500,true,null],"__proto__":{}}')],
	["carry a [\n]", []],
	['carry "a b" "\\u00e9\\/"', "é/"],
	["carry a 9007199254740991", Number.MAX_SAFE_INTEGER],
])("%s carries JSON", (written, expected) => {
	const item = onlyItem(written);
	expect(JSON.stringify(item.kind === "carry" && item.value)).toBe(JSON.stringify(expected));
});

test("an ignore comment silences the next line that says something", () => {
	const { file } = read(
		"# policyc: ignore PC4001 first\n# policyc: ignore PC4002 second one\n# more\n\ndeny a {\n  # policyc: ignore PC4003 inside\n  command x\n}\n",
	);
	expect(file.ignores.map(({ code, reason, line }) => [code, reason, line])).toEqual([
		["PC4001", "first", 5],
		["PC4002", "second one", 5],
		["PC4003", "inside", 7],
	]);
});

test("spans reach from an item to a character of a word", () => {
	const { file } = read("policy 1\n\ndeny a { # b\n  args { not flag `-f` }\n} # c\n");
	const [, rule] = file.items;
	if (rule?.kind !== "rule") throw new Error("no rule");
	const [line] = rule.args?.lines ?? [];
	expect(spanText(rule.span)).toBe("deny a { # b\n  args { not flag `-f` }\n}");
	expect(spanText(rule.name.span)).toBe("a");
	expect(line && spanText(line.span)).toBe("not flag `-f`");
	const spelling = line?.kind === "not" && line.line.kind === "flag" ? line.line.spellings[0] : undefined;
	expect(spelling && spanText(spelling.span)).toBe("`-f`");
	expect(spelling?.kind === "word" && spanText(spelling.word.span)).toBe("-f");
});
