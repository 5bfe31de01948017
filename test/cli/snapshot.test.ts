import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HARNESSES } from "../../targets/index.ts";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { put, readTree, SMALL, smallRoot } from "../support/scratch.ts";

const SNAPSHOTS = "policy-config/snapshots";
const settings = (value: unknown) => ({ "policy-config/policyc.json": JSON.stringify(value) });
const release = {
	"policy-config/task-domain/release.policy": "policy 1\nscope task-domain\n\ndeny tags {\n  command prefix `git tag`\n}\n",
};

describe("snapshot", () => {
	test("writes one file per canonical pair: every host unless the settings say otherwise", async () => {
		const root = smallRoot();
		const result = parseAs("output-snapshot", (await runCli(["snapshot", "--write-canonical", "--json"], root)).out);
		const { policy_hash } = parseAs("resolve", (await runCli(["resolve"], root)).out);
		expect(result).toMatchObject({ status: "written", policy_hash, mismatches: [] });
		const files = Object.keys(readTree(join(root, SNAPSHOTS)));
		expect(files).toEqual(HARNESSES.map((host) => `${host}.json`).sort());
		expect((await runCli(["snapshot", "--validate-canonical"], root)).status).toBe(0);
		expect((await runCli(["snapshot", "--write-canonical"], root)).out).toMatch(/^(unchanged .*\n){5}$/);
	});

	test("the canonical pairs are settings", async () => {
		const canonical = [{ harness: "codex", task_domain: "release" }, { task_domain: "release" }, {}];
		const root = smallRoot({ ...settings({ canonical }), ...release });
		const result = parseAs("output-snapshot", (await runCli(["snapshot", "--write-canonical", "--json"], root)).out);
		expect(Object.keys(readTree(join(root, SNAPSHOTS)))).toEqual(["_any+release.json", "_any.json", "codex+release.json"]);
		expect(result.policy_hash).toBeNull();
	});

	test("a changed policy is a mismatch that names where it first differs", async () => {
		const root = smallRoot(settings({ canonical: [{ harness: "codex" }] }));
		await runCli(["snapshot", "--write-canonical"], root);
		const recorded = JSON.parse(readFileSync(join(root, SNAPSHOTS, "codex.json"), "utf8")).policy_hash;
		writeFileSync(join(root, "policy-config/repo.policy"), SMALL.replace("on_mismatch request", "on_mismatch deny"));
		const before = readTree(root);
		for (const mode of ["--check-existing", "--validate-canonical"]) {
			const { status, out } = await runCli(["snapshot", mode, "--json"], root);
			expect(status).toBe(2);
			const row = { harness: "codex", status: "mismatch", recorded_hash: recorded, first_difference: "/policy/rules/3/on_mismatch" };
			expect(parseAs("output-snapshot", out)).toMatchObject({ status: "mismatch", mismatches: [row] });
		}
		expect((await runCli(["snapshot", "--check-existing"], root)).out).toMatch(
			/^mismatch .*first difference at \/policy\/rules\/3\/on_mismatch$/m,
		);
		expect(readTree(root)).toEqual(before);
	});

	test("a snapshot that says another hash than its policy, or is no JSON, is found", async () => {
		const root = smallRoot(settings({ canonical: [{ harness: "codex" }, { harness: "claude" }] }));
		await runCli(["snapshot", "--write-canonical"], root);
		const path = join(root, SNAPSHOTS, "codex.json");
		writeFileSync(path, readFileSync(path, "utf8").replace(/[0-9a-f]{64}/, "0".repeat(64)));
		put(root, { [`${SNAPSHOTS}/claude.json`]: "{" });
		const { status, out } = await runCli(["snapshot", "--check-existing", "--json"], root);
		expect(status).toBe(2);
		expect(parseAs("output-snapshot", out)).toMatchObject({
			mismatches: [
				{ harness: "codex", first_difference: "/policy_hash" },
				{ harness: "claude", status: "unreadable" },
			],
		});
	});

	test("what is missing fails --validate-canonical alone", async () => {
		const root = smallRoot();
		const existing = await runCli(["snapshot", "--check-existing", "--json"], root);
		expect(existing.status).toBe(0);
		expect(parseAs("output-snapshot", existing.out)).toMatchObject({ status: "missing", mismatches: [] });
		expect((await runCli(["snapshot", "--validate-canonical"], root)).status).toBe(2);
	});

	test.each([
		["no mode", [], /one of --check-existing, --write-canonical and --validate-canonical/],
		["two modes", ["--check-existing", "--write-canonical"], /`--write-canonical` is one argument too many/],
		["--commit without writing", ["--check-existing", "--commit"], /`--write-canonical` is missing/],
	])("%s is refused", async (_, args, message) => {
		const result = await runCli(["snapshot", ...args], smallRoot());
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(message);
	});

	test("an error in one pair's policy writes nothing", async () => {
		const root = smallRoot({ "policy-config/harness/cursor.policy": "policy 1\nscope harness\n\nallow x {\n}\n" });
		const before = readTree(root);
		expect((await runCli(["snapshot", "--write-canonical"], root)).status).toBe(6);
		expect(readTree(root)).toEqual(before);
	});

	test.each([
		["an unknown key", '{"canonicl": []}', /`canonicl` is no setting/],
		["no JSON", "{", /`policy-config\/policyc\.json` is not usable/],
		["a pair of the wrong form", '{"canonical": ["codex"]}', /`canonical` must be a list of objects/],
		["an unknown harness", '{"canonical": [{"harness": "codx"}]}', /there is no harness `codx`/],
	])("settings with %s are refused", async (_, text, message) => {
		const result = await runCli(["snapshot", "--check-existing"], smallRoot({ "policy-config/policyc.json": text }));
		expect(result.status).toBe(6);
		expect(result.err).toMatch(message);
	});
});

describe("--commit", () => {
	const identity = {
		GIT_AUTHOR_NAME: "a",
		GIT_AUTHOR_EMAIL: "a@example.org",
		GIT_COMMITTER_NAME: "a",
		GIT_COMMITTER_EMAIL: "a@example.org",
	};
	const env = { ...identity, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };

	test("commits the snapshots and nothing else", async () => {
		const root = smallRoot();
		const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8", env: { ...process.env, ...env } });
		git("init", "--quiet");
		git("add", "policy-config/repo.policy");
		expect((await runCli(["snapshot", "--write-canonical", "--commit"], root, env)).err).toBe("");
		expect(git("show", "--format=", "--name-only").trim().split("\n")).toHaveLength(HARNESSES.length);
		expect(git("status", "--porcelain")).toBe("A  policy-config/repo.policy\n");
		expect((await runCli(["snapshot", "--write-canonical", "--commit"], root, env)).status).toBe(0);
		expect(git("rev-list", "--count", "HEAD").trim()).toBe("1");
	});

	test("says when git refuses or is missing", async () => {
		const root = smallRoot();
		const refused = await runCli(["snapshot", "--write-canonical", "--commit"], root, { ...env, GIT_CEILING_DIRECTORIES: root });
		expect(refused.status).toBe(6);
		expect(refused.err).toMatch(/the snapshots are written, but not committed: fatal: not a git repository/);
		expect((await runCli(["snapshot", "--write-canonical", "--commit"], root, { ...env, PATH: "/nowhere" })).status).toBe(7);
	});
});
