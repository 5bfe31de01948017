import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { shortFormName } from "../../compiler/documents/lower-rules.ts";
import { itemsOf, policyItems } from "./read.ts";

/** A form of the YAML contract and the `.policy` text that says the same. */
const HEADERS: readonly [yaml: string, policy: string][] = [
	["version: v1", "policy 1"],
	["scope: repo", "scope repo"],
	["scope: harness\nname: codex", 'scope harness "codex"'],
	["scope: system\nsealed: true", "scope system sealed"],
	["scope: task-domain\nsealed: false\nname: release", 'scope task-domain "release"'],
	["default: request", "default request"],
	["default: host", "default host"],
	["default: {decision: deny, sealed: true}", "default deny sealed"],
	["fallbacks: {opaque: deny}", "fallback opaque deny"],
	[
		"fallbacks:\n  condition_error: request\n  malformed_bundle: {decision: deny}\n  missing_policy: deny\n  unattended: {decision: deny, sealed: true}",
		"fallback condition_error request\nfallback malformed_bundle deny\nfallback missing_policy deny\nfallback unattended deny sealed",
	],
	["include: common.policy", 'include "common.policy"'],
	["include: [a.yaml, b.yaml]", 'include "a.yaml"\ninclude "b.yaml"'],
];

const ITEMS: readonly [yaml: string, policy: string][] = [
	['words: {protected: [main, "release/*", "{a,b}"]}', "words protected { main release/* {a,b} }"],
	[
		"patterns:\n  agent-push:\n    match: {prefix: git push origin}\n    args: [{every_operand: agent/*}]\n    except: {exact: git push origin x}",
		"pattern agent-push {\n  command prefix `git push origin`\n  args { every operand `agent/*` }\n  except exact `git push origin x`\n}",
	],
	["conditions: {quiet: [git_is_worktree, git_clean_worktree]}", "condition quiet { git_is_worktree git_clean_worktree }"],
	["conditions: {quiet: git_is_worktree}", "condition quiet { git_is_worktree }"],
	["conditions: {quiet: {any: [a, b]}}", "condition quiet { any { a b } }"],
	[
		'tests:\n  - title: a dirty tree asks\n    given: {git_clean_worktree: false, "git_branch_is main": true, os_is: unknown}\n    expect:\n      - {command: "git status && x", decision: request}\n      - {command: y, decision: deny, rule: no-y}',
		'test "a dirty tree asks" {\n  given git_clean_worktree false\n  given git_branch_is "main" true\n  given os_is unknown\n  `git status && x` => request\n  `y` => deny by no-y\n}',
	],
	[
		"programs: {dnf: {subcommands: [install], value_options: [-c], inert_options: [--quiet], read_only: [search]}}",
		"program dnf {\n  subcommands `install`\n  value_options `-c`\n  inert_options `--quiet`\n  read_only `search`\n}",
	],
	["programs: {dnf: {}}", "program dnf { }"],
	[
		"wrappers: {doas: {value_options: [-u], flags: [-n], then: argv, transparent: true}}",
		"wrapper doas {\n  value_options `-u`\n  flags `-n`\n  then argv transparent\n}",
	],
	["wrappers: {run: {then: text}}", "wrapper run { then text }"],
	["approval: {allow_destructive: false}", 'carry approval {"allow_destructive": false}'],
	["required_checks: [build, test]", 'carry required_checks ["build", "test"]'],
	["x-team: {size: 3, share: 0.5, lead: null}", 'carry x-team {"size": 3, "share": 0.5, "lead": null}'],
	["carry: {budget: [1, true]}", "carry budget [1, true]"],
];

/** A clause of a rule and the same in a `.policy` rule. */
const CLAUSES: readonly [yaml: string, policy: string][] = [
	["match: git checkout*", "command glob `git checkout*`"],
	["match: {exact: make}", "command exact `make`"],
	["match: {exact: [make, make test]}", "command exact `make` `make test`"],
	["match: {prefix: \"git 'a b' {x,y} **\"}", "command prefix `git 'a b' {x,y} **`"],
	["match: {glob: [a*, 'b [!c]']}", "command glob `a*` `b [!c]`"],
	["match: {regex: ^git push}", "command regex /^git push/"],
	["match: {regex: [a, b/c], ignore_case: true}", "command regex /a/i /b\\/c/i"],
	["match: {prefix: a, exact: [b, c], glob: d}", "command {\n    prefix `a`\n    exact `b` `c`\n    glob `d`\n  }"],
	["match: [{prefix: a}, {regex: b}, c]", "command {\n    prefix `a`\n    regex /b/\n    glob `c`\n  }"],
	["match: {pattern: agent-push}", "command agent-push"],
	["args: [{flag: [-f, --force]}]", "args { flag `-f` `--force` }"],
	["args: [{flag: {words: forces}}]", "args { flag forces }"],
	["args: [{option: --context, values: [prod*, {words: live}]}]", "args { option `--context` `prod*` live }"],
	["args: [{operand: a}, {every_operand: b}]", "args { \n    operand `a`\n    every operand `b`\n  }"],
	[
		"args: [{operand_under: ./a}, {every_operand_under: [~/b, /c]}]",
		'args {\n    operand under "./a"\n    every operand under "~/b" "/c"\n  }',
	],
	["args: [{some: '*:*'}, {every: [a, b]}]", "args {\n    some `*:*`\n    every `a` `b`\n  }"],
	["args: [{count: '>= 2'}, {count: '!=3'}]", "args {\n    count >= 2\n    count != 3\n  }"],
	[
		"args: [{not: {flag: -f}}, {any: [{not: {not: {operand: a}}}, {count: '< 1'}]}]",
		"args {\n    not flag `-f`\n    any {\n      not not operand `a`\n      count < 1\n    }\n  }",
	],
	["except: git checkout .", "except glob `git checkout .`"],
	["except: {exact: [a, b], prefix: c}", "except {\n    exact `a` `b`\n    prefix `c`\n  }"],
	["except: {pattern: agent-push}", "except agent-push"],
	["except: [{pattern: agent-push}, {exact: a}]", "except {\n    agent-push\n    exact `a`\n  }"],
	["except: {match: {prefix: a}, args: [{flag: -n}]}", "except {\n    command prefix `a`\n    args { flag `-n` }\n  }"],
	["except: [{match: [{prefix: a}, {exact: b}]}]", "except {\n    command {\n      prefix `a`\n      exact `b`\n    }\n  }"],
	["writes: any", "writes any"],
	["writes: [./logs/**, /tmp/x]", 'writes "./logs/**" "/tmp/x"'],
	["reads: ./a", 'reads "./a"'],
	["env: [NODE_ENV=*, 'CI=1']", 'env "NODE_ENV=*" "CI=1"'],
	["on_mismatch: skip", "on_mismatch skip"],
	["on_unknown: deny", "on_unknown deny"],
	['reason: "one\\ntwo"', 'reason "one\\ntwo"'],
	["examples: {match: [git x | y], not_match: z}", "match `git x | y`\n  not_match `z`"],
	["conditions: git_is_worktree", "when git_is_worktree"],
	["when: git_is_worktree", "when git_is_worktree"],
	["conditions: [a, b]", "when all { a b }"],
	["conditions: {all: [a, {any: [b, c]}]}", "when all {\n    a\n    any { b c }\n  }"],
	["conditions: {not: {not: a}}", "when not not a"],
	["conditions: {mode: any, conditions: [a, [b, c]]}", "when any {\n    a\n    all { b c }\n  }"],
	["conditions: {name: git_branch_is, value: feature/*, required: false}", 'when optional git_branch_is "feature/*"'],
	["conditions: {name: env_is, value: [HOME, /root*]}", 'when env_is "HOME" "/root*"'],
	["conditions: {all: [{name: a, required: true}, {not: b, required: false}]}", "when all {\n    a\n    optional not b\n  }"],
];

describe("a field of a scope file and the `.policy` text for it give the same tree", () => {
	test.each([...HEADERS, ...ITEMS])("%s", (yaml, policy) => {
		expect(itemsOf(yaml)).toEqual(policyItems(`${policy}\n`));
	});

	test.each(CLAUSES)("rule: %s", (yaml, policy) => {
		const rule = `command_rules:\n  - id: a\n    action: deny\n    ${yaml.replaceAll("\n", "\n    ")}\n`;
		expect(itemsOf(rule)).toEqual(policyItems(`deny a {\n  ${policy}\n}\n`));
	});

	test("marks of a rule", () => {
		const yaml = "command_rules: [{id: a, action: request, match: x, sealed: true, override: true}]";
		expect(itemsOf(yaml)).toEqual(policyItems("request a sealed override {\n  command glob `x`\n}\n"));
	});
});

test("JSON says the same as YAML", () => {
	const yaml = [...HEADERS.slice(4, 8).slice(-1), ...ITEMS]
		.map(([text]) => text)
		.slice(0, 4)
		.join("\n");
	const clauses = CLAUSES.map(([clause], index) => `  - id: r${index}\n    action: deny\n    ${clause}\n`).join("");
	const text = `${yaml}\ncommand_rules:\n${clauses}`;
	expect(itemsOf(JSON.stringify(parse(text)), "repo.json")).toEqual(itemsOf(text));
});

describe("the short form", () => {
	test("an entry is a glob rule named by its decision and text", () => {
		const name = shortFormName("deny", "rm -rf .git");
		expect(name).toBe("cmd-48bf942a522f648a6cb7");
		expect(itemsOf("commands: {deny: [rm -rf .git]}")).toEqual(policyItems(`deny ${name} {\n  command glob \`rm -rf .git\`\n}\n`));
	});

	test("`require` and `request` are both `request`, and one text has one name for each decision", () => {
		const rules = itemsOf("commands: {allow: [x], require: [x, y], request: [x], deny: []}");
		const names = ["allow", "request"].map((effect) => (effect === "allow" ? shortFormName("allow", "x") : shortFormName("request", "x")));
		expect(rules).toMatchObject([
			{ effect: "allow", name: { value: names[0] } },
			{ effect: "request", name: { value: names[1] } },
			{ effect: "request", name: { value: shortFormName("request", "y") } },
		]);
		expect(new Set(names).size).toBe(2);
	});
});

describe("texts of globs and regular expressions have the form that `.policy` text gives them", () => {
	test("a bare backtick in a glob and a bare slash in a regular expression are escaped", () => {
		const yaml = "command_rules: [{id: a, action: deny, match: [{glob: 'a`b\\`c'}, {regex: 'a/b\\/c'}]}]";
		expect(itemsOf(yaml)).toEqual(policyItems("deny a {\n  command {\n    glob `a\\`b\\`c`\n    regex /a\\/b\\/c/\n  }\n}\n"));
	});
});
