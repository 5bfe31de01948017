import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRequest } from "../../runtime/typescript/index.ts";
import { answer } from "../../runtime/typescript/serve.ts";
import { bundle, bytesOf, prefix, prepared, type RuleText } from "./bundle.ts";

const RULES: RuleText[] = [
	{ id: "no", action: "deny", command: prefix("git push"), reason: "No." },
	{ id: "yes", action: "allow", command: prefix("ls") },
	{
		id: "when",
		action: "allow",
		command: prefix("git checkout"),
		conditions: { mode: "all", required: true, conditions: [{ name: "git_clean_worktree", value: null, required: true }] },
	},
];
const POLICY = prepared(RULES, { default: "request" });

describe("requests", () => {
	const ask = (text: string | Uint8Array): Record<string, unknown> =>
		JSON.parse(answer(POLICY, typeof text === "string" ? bytesOf(text) : text));
	test.each<[request: string, id: unknown, decision: string, errors: string[]]>([
		['{"command":"ls"}', null, "allow", []],
		['{"id":7,"command":"git push"}', 7, "deny", []],
		['{"id":"a","command":"git checkout x","facts":{"git_clean_worktree":true}}', "a", "allow", []],
		['{"id":null,"command":"git checkout x","facts":{"git_clean_worktree":"unknown"},"cwd":null}', null, "request", []],
		['{"command":"x","unattended":true,"cwd":"/x"}', null, "deny", []],
		['{"command":"ls\\u0000"}', null, "deny", ["nul_byte"]],
		['{"command":"ls","command":"ls"}', null, "deny", ["bad_json"]],
		['{"command":"\\ud800"}', null, "deny", ["bad_json"]],
		["ls", null, "deny", ["bad_json"]],
		["[]", null, "deny", ["bad_request"]],
		['{"id":1}', 1, "deny", ["bad_request"]],
		['{"id":1,"command":"ls","comand":"x"}', 1, "deny", ["bad_request"]],
		['{"id":{},"command":"ls"}', null, "deny", ["bad_request"]],
		['{"command":["ls"]}', null, "deny", ["bad_request"]],
		['{"command":"ls","cwd":"relative"}', null, "deny", ["bad_request"]],
		['{"command":"ls","facts":{"a":1}}', null, "deny", ["bad_request"]],
		['{"command":"ls","facts":{"root":true}}', null, "deny", ["bad_request"]],
		['{"command":"ls","unattended":"yes"}', null, "deny", ["bad_request"]],
		['{"__proto__":{"command":"ls"}}', null, "deny", ["bad_request"]],
	])("%s", (request, id, decision, errors) => {
		const verdict = ask(request);
		expect([verdict.id, verdict.decision, verdict.errors]).toEqual([id, decision, errors]);
	});

	test("bytes that are not UTF-8, and too many of them", () => {
		expect(ask(Uint8Array.from([...bytesOf('{"command":"ls '), 0xff, ...bytesOf('"}')])).errors).toEqual(["bad_json"]);
		expect(ask(`{"command":"${"x".repeat(1_048_576)}"}`).errors).toEqual(["bad_json"]);
	});

	test("keys stand in order", () => {
		expect(answer(POLICY, bytesOf('{"command":"ls"}'))).toMatch(/^\{"by":"rule","commands":\[\{"argv":\["ls"\],"by":/);
		expect(readRequest(bytesOf('{"command":"ls"}')).request).toEqual({ command: "ls", cwd: null, facts: null, unattended: false });
	});
});

describe("the evaluator as one file", () => {
	const folder = mkdtempSync(join(tmpdir(), "evaluator-"));
	const program = join(folder, "evaluator.mjs");
	const policy = join(folder, "policy.json");
	const broken = join(folder, "broken.json");
	beforeAll(async () => {
		await build({
			entryPoints: ["runtime/typescript/main.ts"],
			outfile: program,
			bundle: true,
			platform: "node",
			format: "esm",
			target: "node20",
		});
		writeFileSync(policy, JSON.stringify(bundle(RULES, { default: "request" })));
		writeFileSync(broken, JSON.stringify({ ...bundle(RULES), policy_hash: "1".repeat(64) }));
	});
	afterAll(() => rmSync(folder, { recursive: true }));
	const run = (args: readonly string[], input = "") => spawnSync(process.execPath, [program, ...args], { encoding: "utf8", input });

	test.each<[args: string[], status: number]>([
		[["--command", "ls"], 0],
		[["--command", "git push"], 3],
		[["--command", "x"], 4],
		[["--command", "x", "--unattended"], 3],
		[["--command", "git checkout x", "--facts", '{"git_clean_worktree":true}'], 0],
		[["--command", "ls \ufffd"], 3],
		[["--hook", "codex"], 2],
		[["--version"], 0],
		[["--help"], 0],
		[[], 6],
		[["--command"], 6],
		[["--command", "ls", "--command", "ls"], 6],
		[["--command", "ls", "--frob"], 6],
		[["--command", "ls", "--facts", "{"], 6],
	])("%j ends with %i", (args, status) => {
		expect(run(["--bundle", policy, ...args]).status).toBe(status);
	});

	test("without a bundle that can be read, everything is denied", () => {
		for (const file of [broken, join(folder, "absent.json"), folder]) {
			const { status, stdout } = run(["--bundle", file, "--command", "ls", "--json"]);
			expect([status, JSON.parse(stdout).errors]).toEqual([3, ["malformed_bundle"]]);
			expect(run(["--bundle", file, "--version"]).status).toBe(3);
			expect(JSON.parse(run(["--bundle", file, "--serve"], '{"id":1,"command":"ls"}\n').stdout)).toMatchObject({ id: 1, decision: "deny" });
		}
		expect(run(["--command", "ls"]).status).toBe(6);
	});

	test("what it prints", () => {
		expect(run(["--bundle", policy, "--command", "git push"]).stdout).toBe("deny by rule no: No.\n");
		expect(run(["--bundle", policy, "--version"]).stdout).toBe(`${"0".repeat(64)}\n`);
		expect(JSON.parse(run(["--bundle", policy, "--command", "ls", "--json"]).stdout)).toMatchObject({ decision: "allow", rule: "yes" });
	});

	test("it serves one verdict per line, in order, also for lines that are no requests", () => {
		const requests = Array.from({ length: 500 }, (_, id) => JSON.stringify({ id, command: id % 2 ? "ls" : "git push" }));
		const input = `${requests.join("\n")}\n\nnonsense\n{"command":"${"x".repeat(2_000_000)}"}\n{"id":"last","command":"ls"}`;
		const { status, stdout } = run(["--bundle", policy, "--serve"], input);
		const lines = stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(status).toBe(0);
		expect(lines.slice(0, 500).map(({ id, decision }) => [id, decision])).toEqual(requests.map((_, id) => [id, id % 2 ? "allow" : "deny"]));
		expect(lines.slice(500).map(({ id, decision }) => [id, decision])).toEqual([
			[null, "deny"],
			[null, "deny"],
			["last", "allow"],
		]);
	});

	test.skipIf(!existsSync("/dev/full"))("an output that takes nothing ends in a deny", () => {
		const { status } = spawnSync("sh", ["-c", `"$0" "$1" --bundle "$2" --command ls >/dev/full`, process.execPath, program, policy]);
		expect(status).toBe(3);
	});
});
