import { realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readGates } from "../../../cli/audit/read-gates.ts";
import type { Harness } from "../../../targets/index.ts";
import type { Level } from "../../../targets/install.ts";
import { INSTALLS } from "../../../targets/install-table.ts";
import { runCli } from "../../support/run-cli.ts";
import { parseAs } from "../../support/schemas.ts";
import { put, scratch, smallRoot } from "../../support/scratch.ts";

/** The states of a host's gates with these files in the home folder; `{root}` and `{home}` in them stand for the folders. */
function gates(host: Harness, level: Level, files: Readonly<Record<string, string>>) {
	const [root, home] = [realpathSync(scratch()), realpathSync(scratch())];
	for (const [path, text] of Object.entries(files)) put(home, { [path]: text.replaceAll("{root}", root).replaceAll("{home}", home) });
	return readGates(INSTALLS[host], level, { root, home, system: join(home, "system") }).map(({ state }) => state);
}

test.each<[host: Harness, level: Level, files: Readonly<Record<string, string>>, states: readonly string[]]>([
	["claude", "project", {}, ["closed"]],
	["claude", "project", { ".claude.json": '{"projects": {"{root}": {"hasTrustDialogAccepted": true}}}' }, ["open"]],
	["claude", "project", { ".claude.json": '{"projects": {"{root}": {"hasTrustDialogAccepted": false}, "/x": {}}}' }, ["closed"]],
	["claude", "project", { ".claude.json": "{" }, ["not known"]],
	["claude", "user", {}, []],
	["codex", "project", {}, ["closed", "closed"]],
	["codex", "project", { ".codex/config.toml": '[projects."{root}"]\ntrust_level = "trusted"\n' }, ["open", "closed"]],
	[
		"codex",
		"user",
		{ ".codex/config.toml": '[hooks.state."{home}/.codex/hooks.json:pre_tool_use:0:0"]\nenabled = true\ntrusted_hash = "sha256:x"\n' },
		["not known"],
	],
	[
		"codex",
		"user",
		{ ".codex/config.toml": '[hooks.state."/x/.codex/hooks.json:pre_tool_use:0:0"]\ntrusted_hash = "sha256:x"\n' },
		["closed"],
	],
	["factory-droid", "project", { ".factory/settings.json": '{"trustedFolders": {"{root}": {}}} // mine' }, ["open"]],
	["factory-droid", "project", { ".factory/settings.json": "{}" }, ["closed"]],
	["gemini", "project", { ".gemini/trustedFolders.json": '{"{root}": "TRUST_FOLDER"}' }, ["open", "not known"]],
	["gemini", "project", {}, ["not known", "not known"]],
	["cursor", "project", {}, []],
])("%s, %s: %j", (host, level, files, states) => {
	expect(gates(host, level, files)).toEqual(states);
});

test("apply, status and doctor list what is left, and no more when it is done", async () => {
	const [root, home] = [realpathSync(smallRoot({ ".claude/settings.json": "{}" })), scratch()];
	const run = (...args: readonly string[]) => runCli(args, root, { HOME: home, PATH: "/usr/bin:/bin" });
	const left = /^ {2}left to you: accept the trust dialog of Claude Code/m;
	expect((await run("apply")).out).toMatch(left);
	expect(await run("status")).toMatchObject({ status: 0, out: expect.stringMatching(left) });
	put(home, { ".claude.json": JSON.stringify({ projects: { [root]: { hasTrustDialogAccepted: true } } }) });
	for (const verb of ["apply", "status", "doctor"]) expect((await run(verb)).out).not.toMatch(/left to you/);
	expect(parseAs("output-status", (await run("status", "--json")).out)).toMatchObject({
		ok: true,
		hosts: [{ gates: [{ state: "open" }] }],
	});
	expect(parseAs("output-apply", (await run("apply", "--json")).out)).toMatchObject({ platforms: { claude: { gates: [] } } });
});
