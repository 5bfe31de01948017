import { describe, expect, test } from "vitest";
import { readDocument } from "./read.ts";

const RULE_KEYS =
	"the keys here are `id`, `action`, `match`, `pattern`, `args`, `except`, `writes`, `reads`, `env`, `conditions`, `when`, `on_mismatch`, `on_unknown`, `reason`, `sealed`, `override` and `examples`";
const LINE_KEYS =
	"`flag`, `option`, `operand`, `every_operand`, `operand_under`, `every_operand_under`, `some`, `every`, `count`, `not` or `any`";
const NAME_HELP = "write a name of letters, digits, `_`, `-` and `.` that starts with a letter, a digit or `_`";
const CONDITION_KEYS = "the keys here are `name`, `value`, `required`, `all`, `any`, `not`, `mode` and `conditions`";

describe("a breach of the contract is told once, with its place, its pointer and what to write", () => {
	test.each([
		["version: v2", "1:10 PC2024 `version` cannot be `v2` (v1?) @/version <v2>", "write `v1`"],
		["version: 1", "1:10 PC2020 `version` is `1`, expected `v1` @/version <1>", "write `v1` here"],
		[
			"scope: repos",
			"1:8 PC2024 `scope` cannot be `repos` (repo?) @/scope <repos>",
			"write `system`, `user`, `repo`, `harness`, `task-domain` or `task-instance`",
		],
		["name: a", "1:1 PC2027 `name` stands without `scope` @/name <name>", "write `scope` beside it"],
		["sealed: true", "1:1 PC2027 `sealed` stands without `scope` @/sealed <sealed>", "write `scope` beside it"],
		["default: nothing", "1:10 PC2024 `default` cannot be `nothing` @/default <nothing>", "write `allow`, `request`, `deny` or `host`"],
		["default: {sealed: true}", "1:11 PC2023 a default needs the key `decision` @/default <sealed>", "write `decision` here"],
		["default: [deny]", "1:10 PC2020 `default` is a list, expected text or a map @/default <[>", "write text or a map here"],
		["fallbacks: {opaque: allow}", "1:21 PC2024 `opaque` cannot be `allow` @/fallbacks/opaque <allow>", "write `request` or `deny`"],
		[
			"fallbacks: {opaqe: deny}",
			"1:13 PC2022 `opaqe` is no key of the fallbacks (opaque?) @/fallbacks/opaqe <opaqe>",
			"the keys here are `opaque`, `condition_error`, `malformed_bundle`, `missing_policy` and `unattended`",
		],
		["words: {a b: [c]}", "1:9 PC2029 `a b` is not a name @/words/a b <a b>", NAME_HELP],
		["words: {a: []}", "1:12 PC2028 `a` is empty @/words/a <[]>", "write something here, or take the key away"],
		[
			"words: {flag: [a]}",
			"1:9 PC1110 `flag` is a word of the language where this name would be used @/words/flag <flag>",
			"choose another name",
		],
		[
			"patterns: {exact: {match: x}}",
			"1:12 PC1110 `exact` is a word of the language where this name would be used @/patterns/exact <exact>",
			"choose another name",
		],
		["patterns: {a: {args: [{flag: -f}]}}", "1:16 PC2023 a pattern needs the key `match` @/patterns/a <args>", "write `match` here"],
		[
			"conditions: {all: x}",
			"1:14 PC1110 `all` is a word of the language where this name would be used @/conditions/all <all>",
			"choose another name",
		],
		[
			"conditions: {a: {all: [x], any: [y]}}",
			"1:28 PC2025 a condition takes one of the keys `name`, `all`, `any`, `not` or `mode`, and has `all` and `any` @/conditions/a <any>",
			"keep one of them, and put each of the others into a map of its own",
		],
		[
			"conditions: {a: {name: x, not: y}}",
			"1:27 PC2025 a condition takes one of the keys `name`, `all`, `any`, `not` or `mode`, and has `name` and `not` @/conditions/a <not>",
			"keep one of them, and put each of the others into a map of its own",
		],
		[
			"conditions: {a: {name: x, mode: any, conditions: [y]}}",
			"1:27 PC2025 a condition takes one of the keys `name`, `all`, `any`, `not` or `mode`, and has `name` and `mode` @/conditions/a <mode>",
			"keep one of them, and put each of the others into a map of its own",
		],
		[
			"conditions: {a: {required: false}}",
			"1:18 PC2025 a condition takes one of the keys `name`, `all`, `any`, `not` or `mode`, and has none @/conditions/a <required>",
			"write `name`, `all`, `any`, `not` or `mode`",
		],
		[
			"conditions: {a: {mode: all}}",
			"1:18 PC2027 `mode` stands without `conditions` @/conditions/a <mode>",
			"write `conditions` beside it",
		],
		[
			"conditions: {a: {mode: some, conditions: [x]}}",
			"1:24 PC2024 `mode` cannot be `some` @/conditions/a/mode <some>",
			"write `all` or `any`",
		],
		["conditions: {a: {all: []}}", "1:23 PC2028 `all` is empty @/conditions/a/all <[]>", "write something here, or take the key away"],
		["conditions: {a: {nam: x}}", "1:18 PC2022 `nam` is no key of a condition (name?) @/conditions/a/nam <nam>", CONDITION_KEYS],
		["conditions: {a: {all: [x], value: y}}", "1:28 PC2027 `value` stands without `name` @/conditions/a <value>", "write `name` beside it"],
		[
			"conditions: {a: {name: x, value: 3}}",
			"1:34 PC2020 `value` is `3`, expected text or a list @/conditions/a/value <3>",
			"write text or a list here",
		],
		["conditions: {a: 3}", "1:17 PC2020 `a` is `3`, expected text, a list or a map @/conditions/a <3>", "write text, a list or a map here"],
		[
			"commands: {alow: [x]}",
			"1:12 PC2022 `alow` is no key of the short form (allow?) @/commands/alow <alow>",
			"the keys here are `allow`, `deny`, `require` and `request`",
		],
		["commands: {deny: x}", "1:18 PC2020 `deny` is text, expected a list @/commands/deny <x>", "write a list here"],
		["commands:\n  deny:\n", "2:8 PC2020 `deny` is empty, expected a list @/commands/deny <>", "write a list here"],
		[
			"commands: {deny: ['']}",
			"1:19 PC2028 a member of `deny` is empty @/commands/deny/0 <''>",
			"write something here, or take the key away",
		],
		["command_rules: {a: deny}", "1:17 PC2020 `command_rules` is a map, expected a list @/command_rules <a>", "write a list here"],
		["command_rules: [{action: deny}]", "1:18 PC2023 a command rule needs the key `id` @/command_rules/0 <action>", "write `id` here"],
		[
			"command_rules: [{idd: a, action: deny}]",
			"1:18 PC2022 `idd` is no key of a command rule (id?) @/command_rules/0/idd <idd>",
			RULE_KEYS,
		],
		[
			"command_rules: [{id: a, action: denny}]",
			"1:33 PC2024 `action` cannot be `denny` (deny?) @/command_rules/0/action <denny>",
			"write `allow`, `request` or `deny`",
		],
		[
			"command_rules: [{id: a, action: deny, match: {}}]",
			"1:46 PC2028 `match` is empty @/command_rules/0/match <{}>",
			"write something here, or take the key away",
		],
		[
			"command_rules: [{id: a, action: deny, match: {exact: x, pattern: y}}]",
			"1:47 PC2026 `exact` cannot stand beside `pattern` @/command_rules/0/match/exact <exact>",
			"keep one of the two",
		],
		[
			"command_rules: [{id: a, action: deny, match: {ignore_case: true, glob: x}}]",
			"1:47 PC2027 `ignore_case` stands without `regex` @/command_rules/0/match <ignore_case>",
			"write `regex` beside it",
		],
		[
			"command_rules: [{id: a, action: deny, match: {perfix: x}}]",
			"1:47 PC2022 `perfix` is no key of a command (prefix?) @/command_rules/0/match/perfix <perfix>",
			"the keys here are `exact`, `prefix`, `glob`, `regex`, `ignore_case` and `pattern`",
		],
		[
			"command_rules: [{id: a, action: deny, except: {match: x, glob: y}}]",
			"1:58 PC2026 `glob` cannot stand beside `match` @/command_rules/0/except/glob <glob>",
			"keep one of the two",
		],
		[
			"command_rules: [{id: a, action: deny, except: {args: [{flag: -f}]}}]",
			"1:48 PC2027 `args` stands without `match` @/command_rules/0/except <args>",
			"write `match` beside it",
		],
		[
			"command_rules: [{id: a, action: deny, args: {flag: -f}}]",
			"1:46 PC2020 `args` is a map, expected a list @/command_rules/0/args <flag>",
			"write a list here",
		],
		[
			"command_rules: [{id: a, action: deny, args: [{}]}]",
			`1:46 PC2025 an args line takes one of the keys ${LINE_KEYS}, and has none @/command_rules/0/args/0 <{}>`,
			`write ${LINE_KEYS}`,
		],
		[
			"command_rules: [{id: a, action: deny, args: [{flag: -f, some: x}]}]",
			`1:57 PC2025 an args line takes one of the keys ${LINE_KEYS}, and has \`flag\` and \`some\` @/command_rules/0/args/0 <some>`,
			"keep one of them, and put each of the others into a map of its own",
		],
		[
			"command_rules: [{id: a, action: deny, args: [{option: --x}]}]",
			"1:47 PC2027 `option` stands without `values` @/command_rules/0/args/0 <option>",
			"write `values` beside it",
		],
		[
			"command_rules: [{id: a, action: deny, args: [{count: 2}]}]",
			"1:54 PC2020 `count` is `2`, expected a comparison such as `>= 2` @/command_rules/0/args/0/count <2>",
			"write a comparison such as `>= 2` here",
		],
		[
			"command_rules: [{id: a, action: deny, args: [{count: two}]}]",
			"1:54 PC2029 `two` is not a comparison such as `>= 2` @/command_rules/0/args/0/count <two>",
			"write a comparison such as `>= 2`",
		],
		[
			"command_rules: [{id: a, action: deny, args: [{flag: {words: a, x: b}}]}]",
			"1:64 PC2022 `x` is no key of a word pattern @/command_rules/0/args/0/flag/x <x>",
			"the keys here are `words`",
		],
		[
			"command_rules: [{id: a, action: deny, sealed: 'true'}]",
			"1:47 PC2021 `sealed` is the text `true`, expected `true` or `false` @/command_rules/0/sealed <'true'>",
			"write `true`, without quotes",
		],
		[
			"command_rules: [{id: a, action: deny, sealed: 1}]",
			"1:47 PC2020 `sealed` is `1`, expected `true` or `false` @/command_rules/0/sealed <1>",
			"write `true` or `false` here",
		],
		[
			"tests: [{title: t, expect: []}]",
			"1:28 PC2028 `expect` is empty @/tests/0/expect <[]>",
			"write something here, or take the key away",
		],
		[
			"tests: [{title: t, given: {git_is_worktree: maybe}, expect: [{command: x, decision: deny}]}]",
			"1:45 PC2024 `git_is_worktree` cannot be `maybe` @/tests/0/given/git_is_worktree <maybe>",
			"write `true`, `false` or `unknown`",
		],
		[
			"tests: [{title: t, given: {' x': true}, expect: [{command: x, decision: deny}]}]",
			"1:28 PC2029 `` is not a name @/tests/0/given/ x <' x'>",
			NAME_HELP,
		],
		["wrappers: {sudo: {}}", "1:18 PC2023 a wrapper needs the key `then` @/wrappers/sudo <{}>", "write `then` here"],
		[
			"programs: {dnf: {subcommands: install}}",
			"1:31 PC2020 `subcommands` is text, expected a list @/programs/dnf/subcommands <install>",
			"write a list here",
		],
		["approval: true", "1:11 PC2020 `approval` is `true`, expected a map @/approval <true>", "write a map here"],
	])("%s", (text, finding, help) => {
		const { file, findings, helps } = readDocument(text);
		expect(findings).toEqual([finding]);
		expect(helps).toEqual([help]);
		expect(file.items).toEqual([]);
	});

	test("an unknown field of the file", () => {
		const { findings, helps } = readDocument("scop: repo");
		expect(findings).toEqual(["1:1 PC2022 `scop` is no key of a scope file (scope?) @/scop <scop>"]);
		expect(helps[0]).toMatch(/^the keys here are `version`, .* and `notes`; a field of your own starts with `x-`$/);
	});
});

describe("faults in patterns point into the text", () => {
	test.each([
		["commands: {deny: ['a\\']}", "1:21 PC1206 nothing follows this backslash @/commands/deny/0 <\\>"],
		['commands: {deny: ["a\\nb"]}', '1:19 PC1207 a pattern is one line @/commands/deny/0 <"a\\nb">'],
		[
			"command_rules: [{id: a, action: deny, match: {prefix: git | x}}]",
			"1:59 PC1201 `|` cannot stand in a command pattern: a pattern is one simple command, and lines are cut at it before matching <|>",
		],
		["command_rules: [{id: a, action: deny, match: {exact: 'git {a,b'}}]", "1:59 PC1202 `{` has no partner in its word <{>"],
		["command_rules: [{id: a, action: deny, match: {regex: ''}}]", "1:54 PC2028 `regex` is empty @/command_rules/0/match/regex <''>"],
		["command_rules: [{id: a, action: deny, match: {prefix: ' '}}]", "1:56 PC1208 this pattern is empty < >"],
		["command_rules: [{id: a, action: deny, args: [{flag: -f x}]}]", "1:53 PC1209 one word is expected here, and this has 2 <-f x>"],
		[
			`commands: {deny: [${"x".repeat(65_537)}]}`,
			`1:19 PC2031 this pattern is longer than 65536 characters, and no command line is @/commands/deny/0 <${"x".repeat(65_537)}>`,
		],
	])("%#", (text, finding) => {
		const { file, findings } = readDocument(text);
		expect(findings).toEqual([finding]);
		expect(file.items).toEqual([]);
	});
});

describe("one fault never hides another item", () => {
	test("broken rules are left out, whole ones stay, and every fault is told in one run", () => {
		const text =
			"commands: {deny: [a, 1]}\ncommand_rules:\n  - {id: a, action: nope}\n  - {id: b, action: deny, match: {prefix: 'x;'}}\n  - {id: c, action: deny, match: x}\nscope: repo\n";
		const { file, findings } = readDocument(text);
		expect(findings.map((finding) => finding.split(" ").slice(0, 2).join(" "))).toEqual(["1:22 PC2020", "3:21 PC2024", "4:45 PC1201"]);
		expect(file.items.map((item) => item.kind)).toEqual(["rule", "rule", "scope"]);
	});

	test("at most 100 faults are told", () => {
		expect(readDocument(`commands: {deny: [${"1, ".repeat(200)}]}`).findings).toHaveLength(100);
	});
});
