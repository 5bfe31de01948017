import { describe, expect, test } from "vitest";
import { REGISTRY } from "../../cli/registry.ts";
import { viewHost } from "../../targets/index.ts";
import { compileText } from "../hosts/compile-text.ts";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { SMALL, smallRoot } from "../support/scratch.ts";

interface Shown {
	readonly decision: string | null;
	readonly commands: readonly {
		readonly words: readonly string[] | null;
		readonly action: string | null;
		readonly standing: string;
		readonly spelling: string | null;
		readonly losses: readonly { readonly rule: string }[];
	}[];
}

async function explain(host: string, line: string): Promise<Shown> {
	const { out } = await runCli(["explain", "--host", host, "--json", line], smallRoot());
	return parseAs("output-explain", out).host as Shown;
}

describe("explain --host", () => {
	test.each<
		[host: string, line: string, decision: string | null, commands: readonly (readonly [action: string | null, standing: string])[]]
	>([
		["claude", "git push --force", "deny", [["deny", "same"]]],
		["claude", "git push origin main", "request", [["ask", "same"]]],
		[
			"claude",
			"git status && git push --force",
			"deny",
			[
				["allow", "same"],
				["deny", "same"],
			],
		],
		["codex", "git push origin main", "deny", [["forbidden", "stricter"]]],
		["codex", "git switch main", null, [[null, "open"]]],
		["cursor", "git push origin main", null, [[null, "same"]]],
		[
			"gemini",
			"git push --force; git status",
			"deny",
			[
				["deny", "same"],
				["allow", "same"],
			],
		],
		["factory-droid", "git push x", "deny", [["block", "stricter"]]],
	])("%s: %s", async (host, line, decision, commands) => {
		const shown = await explain(host, line);
		expect([shown.decision, shown.commands.map(({ action, standing }) => [action, standing])]).toEqual([decision, commands]);
	});

	test("a spelling that the host does not see through is named", async () => {
		const shown = await explain("cursor", "bash -c 'git push --force'");
		expect(shown.commands.at(-1)).toMatchObject({
			words: ["git", "push", "--force"],
			standing: "open",
			spelling: "a shell with the command as text",
		});
	});

	test("what cannot be known before it runs is not guessed", async () => {
		expect(await explain("claude", "git $X")).toMatchObject({ decision: null, commands: [{ words: null, standing: "not known" }] });
		expect((await explain("claude", "(git push --force)")).commands).toMatchObject([
			{ standing: "not known", spelling: expect.any(String) },
		]);
	});

	test("the rows of the loss report about the rules in question are shown", async () => {
		const policy = compileText(SMALL);
		if (!policy) throw new Error("the policy has errors");
		const { losses } = viewHost(policy.compiled, "codex", REGISTRY);
		const shown = await explain("codex", "git switch main");
		expect(shown.commands[0]?.losses).toEqual(losses.filter(({ rule, status }) => rule === "switching" && status !== "exact"));
		expect(shown.commands[0]?.losses).toHaveLength(1);
	});

	test("for people, behind what the policy says", async () => {
		const { out, status } = await runCli(["explain", "--host", "codex", "git push origin main"], smallRoot());
		expect(status).toBe(4);
		expect(out).toMatch(/^request {2}git push origin main\n/);
		expect(out).toMatch(/\n\ncodex alone {2}codex\.rules\ngit push origin main {2}forbidden by \[\["git"\],\["push"\]\] in forbidden\n/);
		expect(out).toMatch(/\n {2}the policy: request by rule publishing; stricter than the policy\n/);
	});

	test("the host's own scope applies, and another name is refused", async () => {
		const root = smallRoot({
			"policy-config/harness/codex.policy": 'policy 1\nscope harness "codex"\n\ndeny all-pushes {\n  command prefix `git push`\n}\n',
		});
		const { out } = await runCli(["explain", "--host", "codex", "--json", "git push"], root);
		expect(JSON.parse(out)).toMatchObject({ verdict: { decision: "deny", rule: "all-pushes" }, host: { decision: "deny" } });
		expect(await runCli(["explain", "--host", "codx", "git push"], root)).toMatchObject({ status: 6, err: expect.stringMatching(/codex/) });
	});
});
