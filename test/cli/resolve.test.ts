import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalize } from "json-canonicalize";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { readTree, scratch, smallRoot } from "../support/scratch.ts";

interface Output {
	readonly policy_hash: string;
	readonly policy: { readonly rules: readonly { readonly name: string }[] };
	readonly scopes: readonly { readonly scope: string; readonly path: string; readonly sha256: string }[];
	readonly policy_wrapper: { readonly required_conditions: readonly string[]; readonly commands: readonly { readonly id: string }[] };
}

const ids = (output: Output) => output.policy_wrapper.commands.map((entry) => entry.id);
const outputOf = (text: string) => parseAs("resolve", text) as unknown as Output;
const team = join(import.meta.dirname, "../../examples/team");

describe("what resolve prints", () => {
	test("the hash can be recomputed by anyone: SHA-256 of the canonical JSON of `policy`", async () => {
		for (const root of [smallRoot(), team]) {
			const { policy, policy_hash } = outputOf((await runCli(["resolve"], root)).out);
			expect(createHash("sha256").update(canonicalize(policy)).digest("hex")).toBe(policy_hash);
		}
	});

	test("rules with conditions stand in `policy_wrapper` only with --include-conditional", async () => {
		const root = smallRoot();
		const without = outputOf((await runCli(["resolve"], root)).out);
		const all = outputOf((await runCli(["resolve", "--include-conditional"], root)).out);
		expect(ids(without)).toEqual(["force-push", "publishing", "reading"]);
		expect(ids(all)).toEqual(["force-push", "publishing", "reading", "switching"]);
		expect(all.policy_wrapper.required_conditions).toEqual(["git_clean_worktree"]);
		expect(all.policy_hash).toBe(without.policy_hash);
		expect(all.policy).toEqual(without.policy);
	});

	test("scopes are every contributing file in merge order, with its hash", async () => {
		const args = ["resolve", "--harness", "claude", "--task-domain", "release", "--task-instance", "tasks/hotfix.policy"];
		const { status, err, out } = await runCli(args, team);
		expect({ status, err }).toEqual({ status: 0, err: "" });
		const { scopes } = outputOf(out);
		const order = ["system", "user", "repo", "harness", "task-domain", "task-instance"];
		expect(scopes.map(({ scope }) => order.indexOf(scope))).toEqual(scopes.map(({ scope }) => order.indexOf(scope)).sort());
		expect(new Set(scopes.map(({ scope }) => scope))).toEqual(new Set(order));
		for (const { path, sha256 } of scopes) {
			expect(
				createHash("sha256")
					.update(readFileSync(join(team, path)))
					.digest("hex"),
			).toBe(sha256);
		}
	});

	test("nothing in it depends on the folder or on who runs it", async () => {
		const one = await runCli(["resolve"], smallRoot(), { HOME: "/home/one", USER: "one" });
		expect(await runCli(["resolve", "--json"], smallRoot(), { HOME: "/root" })).toEqual(one);
	});
});

describe("files", () => {
	test("--emit writes the JSON instead of printing it", async () => {
		const root = smallRoot();
		const printed = (await runCli(["resolve"], root)).out;
		expect(await runCli(["resolve", "--emit", "out/resolved.json"], root)).toEqual({ status: 0, out: "", err: "" });
		expect(readFileSync(join(root, "out/resolved.json"), "utf8")).toBe(printed);
	});

	test("--emit-host-rules writes every host's configuration", async () => {
		const root = smallRoot();
		expect((await runCli(["resolve", "--emit-host-rules", "--host-out-dir", "hosts"], root)).status).toBe(0);
		const files = Object.keys(readTree(join(root, "hosts")));
		expect(files).toEqual(
			expect.arrayContaining(["claude.settings.json", "codex.rules", "cursor.cli-config.json", "factory-droid.settings.json"]),
		);
	});

	test.each([
		["--apply-host-rules is not built yet", ["--apply-host-rules"], /`--apply-host-rules` is not built yet/],
		["--emit-host-rules wants a folder", ["--emit-host-rules"], /`--host-out-dir` is missing/],
		["a folder alone is a half-said wish", ["--host-out-dir", "hosts"], /`--emit-host-rules` is missing/],
		["a file that cannot be written", ["--emit", "policy-config"], /`policy-config` cannot be written: it is no regular file/],
		["a device", ["--emit", "/dev/null"], /cannot be written: it is no regular file/],
		[
			"one of two places that cannot be written",
			["--emit", "policy-config", "--emit-host-rules", "--host-out-dir", "hosts"],
			/`policy-config` cannot be written/,
		],
	])("%s", async (_, args, message) => {
		const root = smallRoot();
		const before = readTree(root);
		const result = await runCli(["resolve", ...args], root);
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(message);
		expect(readTree(root)).toEqual(before);
	});
});

describe("sync", () => {
	test("writes what resolve --emit-host-rules writes, from the JSON alone", async () => {
		const root = smallRoot();
		await runCli(["resolve", "--emit", "resolved.json", "--emit-host-rules", "--host-out-dir", "hosts"], root);
		const result = await runCli(["sync", "--policy-json", "resolved.json", "--out-dir", "synced", "--json"], root);
		expect(result).toMatchObject({ status: 0, err: "" });
		const json = parseAs("output-sync", result.out);
		expect(json).toMatchObject({ ok: true, mode: "emit", platforms: { codex: { output: ["synced/codex.rules"] } }, summary: { rules: 4 } });
		expect(readTree(join(root, "synced"))).toEqual(readTree(join(root, "hosts")));
		const again = await runCli(["sync", "--policy-json", "resolved.json", "--out-dir", "synced", "--json"], root);
		expect(parseAs("output-sync", again.out)).toMatchObject({ summary: { changed: [] } });
		expect((await runCli(["sync", "--policy-json", "resolved.json", "--out-dir", "synced"], root)).out).toMatch(/^codex +\d of 4 rules/);
	});

	test.each([
		["--apply is not built yet", ["--apply"], 6, /`--apply` is not built yet/],
		["a file is needed", ["--out-dir", "out"], 6, /`--policy-json` is missing/],
		["a folder is needed", ["--policy-json", "resolved.json"], 6, /`--out-dir` is missing/],
		["no such file", ["--policy-json", "none.json", "--out-dir", "out"], 6, /`none.json` cannot be read/],
		["no JSON", ["--policy-json", "text.json", "--out-dir", "out"], 6, /`text.json` is no resolved policy/],
		["another JSON", ["--policy-json", "other.json", "--out-dir", "out"], 6, /`other.json` is no resolved policy/],
		["a policy that was changed by hand", ["--policy-json", "changed.json", "--out-dir", "out"], 2, /says the policy hash/],
		["a folder that is a file", ["--policy-json", "resolved.json", "--out-dir", "text.json"], 6, /`text.json` cannot be written/],
	])("%s", async (_, args, status, message) => {
		const resolved = (await runCli(["resolve"], smallRoot())).out;
		const root = scratch({
			"resolved.json": resolved,
			"changed.json": resolved.replace('"default": "request"', '"default": "allow"'),
			"text.json": "{",
			"other.json": "{}",
		});
		const before = readTree(root);
		const result = await runCli(["sync", ...args], root);
		expect(result).toMatchObject({ status, out: "" });
		expect(result.err).toMatch(message);
		expect(readTree(root)).toEqual(before);
	});
});
