import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { auditHost } from "../../../cli/audit/audit-host.ts";
import type { HARNESSES } from "../../../targets/index.ts";
import { INSTALLS } from "../../../targets/install-table.ts";
import { compileText } from "../../hosts/compile-text.ts";
import { runCli } from "../../support/run-cli.ts";
import { parseAs } from "../../support/schemas.ts";
import { put, SMALL, scratch, smallRoot } from "../../support/scratch.ts";

/** `SMALL` allows `git switch` where the work tree is clean: a rule with a condition. */
const POLICY = compileText(SMALL);

/** What is found in one file, below a root, a home folder and a file system of its own. */
function audit(host: (typeof HARNESSES)[number], place: string, text: string) {
	if (!POLICY) throw new Error("the policy has errors");
	const folder = scratch({ [place]: text });
	for (const name of ["root", "home", "system"]) mkdirSync(join(folder, name), { recursive: true });
	const bases = { root: join(folder, "root"), home: join(folder, "home"), system: join(folder, "system") };
	return auditHost(INSTALLS[host], "project", bases, POLICY.compiled).map(({ path, problem, entries }) => [
		path.slice(folder.length + 1),
		problem,
		...entries,
	]);
}

const lets = (entry: string, witness: string) => `${entry} lets \`${witness}\` run, which rule switching decides by a condition`;

describe("entries that allow what a condition decides", () => {
	test.each<[host: (typeof HARNESSES)[number], place: string, text: string, entry: string]>([
		[
			"claude",
			"home/.claude/settings.json",
			'{"permissions": {"allow": ["Bash(git switch:*)"]}}',
			'permissions.allow: "Bash(git switch:*)"',
		],
		["claude", "root/.claude/settings.local.json", '{"permissions": {"allow": ["Read(x)", "Bash"]}}', 'permissions.allow: "Bash"'],
		["claude", "root/.claude/settings.json", '{"permissions": {"allow": ["Bash(git s* *)"]}}', 'permissions.allow: "Bash(git s* *)"'],
		[
			"claude",
			"system/etc/claude-code/managed-settings.d/a.json",
			'{"permissions": {"defaultMode": "bypassPermissions"}}',
			'permissions.defaultMode: "bypassPermissions"',
		],
		["cursor", "home/.cursor/cli-config.json", '{"permissions": {"allow": ["Shell(git)"]}}', 'permissions.allow: "Shell(git)"'],
		["cursor", "root/.cursor/cli.json", '{"permissions": {"allow": ["Bash(git:switch*)"]}}', 'permissions.allow: "Bash(git:switch*)"'],
		["cursor", "home/.cursor/permissions.json", '{"terminalAllowlist": ["git"]}', 'terminalAllowlist: "git"'],
		["cursor", "home/.cursor/cli-config.json", '{"approvalMode": "unrestricted"}', 'approvalMode: "unrestricted"'],
		[
			"codex",
			"home/.codex/rules/default.rules",
			'prefix_rule(pattern=["git", ["switch", "x"]], decision="allow")',
			'prefix_rule ["git",["switch","x"]]',
		],
		["codex", "root/.codex/rules/mine.rules", 'prefix_rule(["git"])', 'prefix_rule ["git"]'],
		["factory-droid", "root/.factory/settings.json", '{"commandAllowlist": ["git switch main"]}', 'commandAllowlist: "git switch main"'],
		[
			"factory-droid",
			"home/.factory/settings.json",
			'{"permissionRules": {"rules": [{"id": "a", "decision": "allow", "match": {"prefix": ["git", ["switch"]]}}]}}',
			"permissionRules: a",
		],
		[
			"factory-droid",
			"home/.factory/settings.json",
			'{"sessionDefaultSettings": {"autonomyLevel": "high"}}',
			'sessionDefaultSettings.autonomyLevel: "high"',
		],
		[
			"gemini",
			"home/.gemini/settings.json",
			'{"tools": {"allowed": ["run_shell_command(git)"]}}',
			'tools.allowed: "run_shell_command(git)"',
		],
		[
			"gemini",
			"home/.gemini/policies/auto.toml",
			'[[rule]]\ntoolName = "run_shell_command"\ncommandPrefix = ["ls", "git switch"]\ndecision = "allow"\npriority = 1\n',
			'rule 1: "git switch"',
		],
	])("%s, %s: %s", (host, place, text, entry) => {
		expect(audit(host, place, text)).toEqual([
			[place, "allowed natively", expect.stringMatching(/^.* lets `git switch.*` run, which rule switching/)],
		]);
		expect(audit(host, place, text)[0]?.[2]?.startsWith(entry)).toBe(true);
	});

	test.each<[host: (typeof HARNESSES)[number], place: string, text: string]>([
		[
			"claude",
			"home/.claude/settings.json",
			'{"permissions": {"allow": ["Bash(git status *)", "Bash(ls)"], "deny": ["Bash(git switch *)"]}}',
		],
		["cursor", "home/.cursor/cli-config.json", '{"permissions": {"allow": ["Shell(git status)", "Read(**)"]}}'],
		[
			"codex",
			"home/.codex/rules/default.rules",
			'prefix_rule(pattern=["git", "switch"], decision="forbidden")\nprefix_rule(pattern=["ls"])',
		],
		["factory-droid", "home/.factory/settings.json", '{"commandAllowlist": ["git status", "ls"]}'],
		["gemini", "home/.gemini/settings.json", '{"tools": {"allowed": ["read_file", "run_shell_command(git status)"]}}'],
	])("others are left alone: %s, %s: %s", (host, place, text) => {
		expect(audit(host, place, text)).toEqual([]);
	});

	test("a witness is shown", () => {
		expect(audit("claude", "home/.claude/settings.json", '{"permissions": {"allow": ["Bash(git switch main)"]}}')).toEqual([
			["home/.claude/settings.json", "allowed natively", lets('permissions.allow: "Bash(git switch main)"', "git switch main")],
		]);
	});
});

describe("what turns a hook off", () => {
	test.each<[host: (typeof HARNESSES)[number], place: string, text: string, problem: string, entry: string]>([
		["claude", "root/.claude/settings.local.json", '{"disableAllHooks": true}', "hook off", "disableAllHooks: true"],
		[
			"claude",
			"system/etc/claude-code/managed-settings.json",
			'{"allowManagedHooksOnly": true}',
			"hook off",
			"allowManagedHooksOnly: true",
		],
		["codex", "home/.codex/config.toml", "[features]\nhooks = false\n", "hook off", "features.hooks: false"],
		[
			"codex",
			"home/.codex/config.toml",
			'[hooks.state."/repo/.codex/hooks.json:pre_tool_use:0:0"]\nenabled = false\n',
			"hook off",
			"hooks.state./repo/.codex/hooks.json:pre_tool_use:0:0.enabled: false",
		],
		[
			"gemini",
			"root/.gemini/settings.json",
			'{"hooksConfig": {"disabled": ["x", "policyc"]}}',
			"hook off",
			'hooksConfig.disabled: "policyc"',
		],
		["gemini", "home/.gemini/settings.json", '{"hooksConfig": {"enabled": false}}', "hook off", "hooksConfig.enabled: false"],
		["factory-droid", "home/.factory/settings.json", '{"hooks": {"hooksDisabled": true}}', "hook off", "hooks.hooksDisabled: true"],
		[
			"factory-droid",
			"root/.factory/hooks.json",
			"{}",
			"hook overridden",
			"the hooks in settings.json are not read where this file stands",
		],
		[
			"factory-droid",
			"home/.factory/settings.json",
			'{"hooks": {"PreToolUse": [{"matcher": "Edit", "hooks": []}, {"matcher": "Exec.*", "hooks": [{"type": "command", "command": "mine"}]}]}}',
			"hook overridden",
			'another hook may be asked first, and its answer is taken: {"matcher":"Exec.*","hooks":[{"type":"command","command":"mine"}]}',
		],
		[
			"cursor",
			"root/.cursor/hooks.json",
			'{"hooks": {"stop": [{"command": "curl http://127.0.0.1"}]}} // mine',
			"unreadable",
			"Cursor cannot read it: `//` or `/*` stands in one of its strings",
		],
		["claude", "root/.claude/settings.local.json", '{"permissions": [}', "unreadable", "it is not JSON (ValueExpected) (line 1)"],
		["codex", "home/.codex/config.toml", "a = \n", "unreadable", "it is not TOML (invalid value) (line 1)"],
	])("%s, %s: %s", (host, place, text, problem, entry) => {
		expect(audit(host, place, text)).toEqual([[place, problem, entry]]);
	});

	test.each<[host: (typeof HARNESSES)[number], place: string, text: string]>([
		["cursor", "root/.cursor/hooks.json", '{"hooks": {}} // "quoted" in a comment'],
		["factory-droid", "home/.factory/hooks.json", "{}"],
		["claude", "root/.claude/settings.json", '{"disableAllHooks": false}'],
		[
			"factory-droid",
			"root/.factory/settings.json",
			`{"hooks": {"PreToolUse": [{"matcher": "Execute", "hooks": [{"command": "'x' --hook factory-droid"}]}, {"hooks": [{"command": "mine"}]}]}}`,
		],
		["codex", "home/.codex/config.toml", '[hooks.state."/other.json:pre_tool_use:0:0"]\nenabled = false\n'],
	])("and what does not: %s, %s: %s", (host, place, text) => {
		expect(audit(host, place, text)).toEqual([]);
	});
});

test("a link that the host does not follow", () => {
	if (!POLICY) throw new Error("the policy has errors");
	const folder = scratch({ "hooks.json": "{}", ".cursor/x": "" });
	symlinkSync("../hooks.json", join(folder, ".cursor/hooks.json"));
	const bases = { root: folder, home: join(folder, "home"), system: join(folder, "system") };
	expect(auditHost(INSTALLS.cursor, "project", bases, POLICY.compiled)).toEqual([
		{ path: join(folder, ".cursor/hooks.json"), problem: "unreadable", entries: ["it is a link, which the host does not follow here"] },
	]);
});

test("status names the file and the entry, exits with 2, and leaves them alone", async () => {
	const root = smallRoot({ ".claude/settings.json": "{}" });
	const home = scratch({ ".claude/settings.json": '{"permissions": {"allow": ["Bash(git switch *)"]}}' });
	const run = (...args: readonly string[]) => runCli(args, root, { HOME: home });
	await run("apply");
	expect((await run("status")).status).toBe(2);
	const found = parseAs("output-status", (await run("status", "--json")).out);
	expect(found).toMatchObject({
		ok: false,
		hosts: [{ host: "claude", differences: [{ path: join(home, ".claude/settings.json"), problem: "allowed natively" }] }],
	});
	put(home, { ".claude/settings.json": '{"disableAllHooks": true}' });
	const { out, status } = await run("status");
	expect([status, out]).toEqual([
		2,
		expect.stringMatching(/hook off\s+\S+\n\s+disableAllHooks: true\n.*\n\nwhat others have written is theirs/s),
	]);
	writeFileSync(join(home, ".claude/settings.json"), "{}");
	expect(await run("status")).toMatchObject({ status: 0, err: "" });
});
