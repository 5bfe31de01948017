import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { scratch, smallRoot } from "../support/scratch.ts";

describe("eval", () => {
	test.each([
		["git status", 0, "allow  git status\n  by rule reading  policy-config/repo.policy:15:7\n"],
		["git push", 4, "request  git push\n  by rule publishing  policy-config/repo.policy:11:9\n"],
		["git push -f", 3, "deny  git push -f\n  by rule force-push  policy-config/repo.policy:4:6\n  Rewrites what others have.\n"],
		["ls -l", 4, "request  ls -l\n  by the default\n  No rule decides this; the policy's default is request.\n"],
	])("%s", async (line, status, out) => {
		expect(await runCli(["eval", "--command", line], smallRoot())).toEqual({ status, out, err: "" });
		expect(await runCli(["eval", line], smallRoot())).toEqual({ status, out, err: "" });
	});

	test("--json prints the verdict as every evaluator does", async () => {
		const { out, status } = await runCli(["eval", "--json", "git push -f"], smallRoot());
		expect(status).toBe(3);
		expect(parseAs("output-eval", out)).toMatchObject({ decision: "deny", by: "rule", rule: "force-push" });
		expect(out.split("\n")).toHaveLength(2);
	});

	test("given facts settle conditions; what is not given is unknown", async () => {
		const root = smallRoot();
		const ask = async (...more: string[]) => (await runCli(["eval", "git switch topic", ...more], root)).status;
		expect(await ask()).toBe(4);
		expect(await ask("--facts", '{"git_clean_worktree": true}')).toBe(0);
		expect(await ask("--facts", '{"git_clean_worktree": false}')).toBe(4);
		expect(await ask("--facts", '{"git_clean_worktree": false}', "--unattended")).toBe(3);
	});

	test("control characters of a line do not reach the terminal", async () => {
		const { out } = await runCli(["eval", "echo \u001b[31m\u202e"], smallRoot());
		expect(out).toContain("echo \\u{1b}[31m\\u{202e}");
	});

	test("a policy with an error decides nothing", async () => {
		const root = scratch({ "policy-config/repo.policy": "policy 1\nscope repo\n\nallow x {\n}\n" });
		expect(await runCli(["eval", "--json", "x"], root)).toMatchObject({ status: 6, out: "" });
	});
});
