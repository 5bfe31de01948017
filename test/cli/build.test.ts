import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HARNESSES } from "../../targets/index.ts";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { put, readTree, SMALL, scratch, smallRoot } from "../support/scratch.ts";

const REPO = "policy-config/repo.policy";
const failing = SMALL.replace("=> allow by reading", "=> deny");
const broken = SMALL.replace("command prefix `git {status,log}`", "comand prefix `git status`");

describe("what is written", () => {
	test("a folder per host, and nothing else", async () => {
		const root = smallRoot();
		const result = await runCli(["build"], root);
		expect(result).toMatchObject({ status: 0, err: "" });
		const folders = new Set(Object.keys(readTree(join(root, ".policyc"))).map((path) => path.split("/")[0]));
		expect([...folders].sort()).toEqual([...HARNESSES].sort());
		for (const host of HARNESSES) expect(result.out).toMatch(new RegExp(`^${host} .*\\.policyc/${host}/$`, "m"));
		expect(result.out).toContain(
			"deny  git push --force\n    by rule force-push  policy-config/repo.policy:4:6\n    Rewrites what others have.",
		);
		expect(result.out).toContain("policyc eval --command 'git push --force'\n");
	});

	test("the JSON keeps its schema and says what changed", async () => {
		const root = smallRoot();
		const first = parseAs("output-build", (await runCli(["build", "--json", "--harness", "codex"], root)).out);
		expect(first).toMatchObject({ ok: true, out_dir: ".policyc", examples: 2, platforms: { codex: { drift: [] } } });
		expect(Object.keys(first.platforms as object)).toEqual(["codex"]);
		const again = await runCli(["build", "--json", "--harness", "codex"], root);
		expect(parseAs("output-build", again.out)).toMatchObject({ platforms: { codex: { changed: [] } } });
	});

	test("--harness picks hosts, --out-dir the place", async () => {
		const root = smallRoot();
		expect((await runCli(["build", "--harness", "codex,claude", "--harness", "cursor", "--out-dir", "out"], root)).status).toBe(0);
		const folders = new Set(Object.keys(readTree(join(root, "out"))).map((path) => path.split("/")[0]));
		expect([...folders].sort()).toEqual(["claude", "codex", "cursor"]);
	});

	test("a host with a scope file of its own gets that policy", async () => {
		const own = 'policy 1\nscope harness "codex"\n\ndeny all-pushes {\n  command prefix `git push`\n}\n';
		const root = smallRoot({ "policy-config/harness/codex.policy": own });
		const { platforms } = parseAs("output-build", (await runCli(["build", "--json"], root)).out) as {
			platforms: Record<string, { policy_hash: string }>;
		};
		expect(platforms.codex?.policy_hash).not.toBe(platforms.claude?.policy_hash);
		expect(platforms.cursor?.policy_hash).toBe(platforms.claude?.policy_hash);
	});

	test("the written evaluator and hook decide like eval", async () => {
		const root = smallRoot();
		await runCli(["build"], root);
		const place = join(root, ".policyc/claude");
		const args = [join(place, "policy-evaluator.mjs"), "--bundle", join(place, "policy-wrapper-rules.json"), "--json", "--command"];
		const asked = execFileSync(process.execPath, [...args, "git status && git log"], { cwd: root, encoding: "utf8" });
		expect(asked).toBe((await runCli(["eval", "--json", "git status && git log"], root)).out);
	});
});

describe("--check", () => {
	test("is silent about a build that is up to date, and writes nothing", async () => {
		const root = smallRoot();
		await runCli(["build"], root);
		const before = readTree(root);
		const result = await runCli(["build", "--check"], root);
		expect(result).toMatchObject({ status: 0, err: "" });
		expect(result.out).toMatch(/up to date/);
		expect(readTree(root)).toEqual(before);
	});

	test("names every missing, changed and unexpected file, and exits with 2", async () => {
		const root = smallRoot();
		await runCli(["build"], root);
		rmSync(join(root, ".policyc/codex/loss-report.json"));
		put(root, { ".policyc/codex/codex.rules": "x", ".policyc/codex/more/x": "" });
		chmodSync(join(root, ".policyc/claude/policy-dispatch.sh"), 0o644);
		const before = readTree(root);
		const result = await runCli(["build", "--check", "--json"], root);
		expect(result).toMatchObject({ status: 2, err: "" });
		expect(parseAs("output-build", result.out)).toMatchObject({
			ok: false,
			platforms: {
				codex: {
					drift: [
						{ path: "codex.rules", problem: "changed" },
						{ path: "loss-report.json", problem: "missing" },
						{ path: "more/x", problem: "unexpected" },
					],
				},
				claude: { drift: [{ path: "policy-dispatch.sh", problem: "changed" }] },
			},
		});
		expect((await runCli(["build", "--check"], root)).out).toMatch(/missing +codex\/loss-report\.json/);
		expect(readTree(root)).toEqual(before);
	});

	test("finds a policy that was changed after the build, and a build that is not there", async () => {
		const root = smallRoot();
		expect((await runCli(["build", "--check"], root)).status).toBe(2);
		await runCli(["build"], root);
		writeFileSync(join(root, REPO), SMALL.replace("git {status,log}", "git {status,log,diff}"));
		expect((await runCli(["build", "--check"], root)).status).toBe(2);
	});
});

describe("with an error nothing is written", () => {
	test.each([
		["a broken rule", broken, 6, /`comand` is no clause of a rule[\s\S]*did you mean `command`\?/],
		["a failing scenario", failing, 5, /`git status` is allow by reading, not deny/],
		["both", broken.replace("=> allow by reading", "=> deny"), 6, /`comand` is no clause/],
	])("%s", async (_, text, status, message) => {
		const root = smallRoot();
		await runCli(["build"], root);
		const tree = readTree(join(root, ".policyc"));
		writeFileSync(join(root, REPO), text);
		const result = await runCli(["build", "--json"], root);
		expect(result).toMatchObject({ status, out: "" });
		expect(result.err).toMatch(message);
		expect(readTree(join(root, ".policyc"))).toEqual(tree);
		rmSync(join(root, ".policyc"), { recursive: true });
		expect((await runCli(["build"], root)).status).toBe(status);
		expect(Object.keys(readTree(root))).toEqual([REPO]);
	});

	test("errors of one host's own scope stop the build of all", async () => {
		const root = smallRoot({ "policy-config/harness/factory-droid.policy": "policy 1\nscope harness\n\nallow x {\n}\n" });
		expect((await runCli(["build"], root)).status).toBe(6);
		expect(Object.keys(readTree(root))).toEqual(["policy-config/harness/factory-droid.policy", REPO]);
	});

	test("a folder that cannot be written is named, and the old tree stays", async () => {
		const root = smallRoot({ out: "a file", "policy-config/x/y": "" });
		const result = await runCli(["build", "--out-dir", "out"], root);
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(/^error\[PC6011\]: `out` cannot be written: /);
		expect(readFileSync(join(root, "out"), "utf8")).toBe("a file");
	});

	test("a failure in the middle gives the files before it their old content back", async () => {
		const root = smallRoot();
		await runCli(["build"], root);
		// The last host's file cannot be replaced: a folder stands in its place.
		const blocked = join(root, ".policyc/factory-droid/policy-wrapper-dispatch.manifest.json");
		rmSync(blocked);
		mkdirSync(blocked);
		rmSync(join(root, ".policyc/cursor"), { recursive: true });
		const before = readTree(root);
		writeFileSync(join(root, REPO), SMALL.replace("git {status,log}", "git {status,log,diff}"));
		const result = await runCli(["build"], root);
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(/cannot be written: it is no regular file/);
		expect({ ...readTree(root), [REPO]: before[REPO] }).toEqual(before);
		expect(statSync(join(root, ".policyc/cursor"), { throwIfNoEntry: false })).toBeUndefined();
	});

	test("a link in a file's place is not followed and not replaced", async () => {
		const root = smallRoot({ "elsewhere.txt": "mine" });
		mkdirSync(join(root, ".policyc/codex"), { recursive: true });
		symlinkSync(join(root, "elsewhere.txt"), join(root, ".policyc/codex/codex.rules"));
		expect((await runCli(["build"], root)).status).toBe(6);
		expect(readFileSync(join(root, "elsewhere.txt"), "utf8")).toBe("mine");
	});

	test("a scope file that is a dangling link is an error, never passed over", async () => {
		const root = scratch({ "policy-config/repo.yaml": "version: v1\nscope: repo\n" });
		symlinkSync("nowhere", join(root, REPO));
		const result = await runCli(["build"], root);
		expect(result.status).toBe(6);
		expect(result.err).toMatch(/`policy-config\/repo\.policy` cannot be read: there is no such file/);
	});
});
