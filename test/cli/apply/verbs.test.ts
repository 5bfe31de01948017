import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HARNESSES } from "../../../targets/index.ts";
import { INSTALLS } from "../../../targets/install-table.ts";
import { quoteShell } from "../../../targets/writer/shell.ts";
import { runCli } from "../../support/run-cli.ts";
import { parseAs } from "../../support/schemas.ts";
import { put, readTree, scratch, smallRoot } from "../../support/scratch.ts";

const CLAUDE = '{\n  // mine\n  "permissions": { "deny": ["Bash(keep *)"] },\n  "model": "x"\n}\n';

/** A root, a home folder, and the program in front of them. */
function place(more: Readonly<Record<string, string>> = {}) {
	const root = smallRoot(more);
	const home = scratch();
	return { root, home, run: (...args: readonly string[]) => runCli(args, root, { HOME: home }) };
}

const live = (tree: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith(".policyc/")));

describe("apply, status, unapply", () => {
	test.each(["project", "user"] as const)("at the level of the %s: written, kept, and undone byte for byte", async (level) => {
		const { root, home, run } = place();
		const base = level === "user" ? home : root;
		put(base, { ".claude/settings.json": CLAUDE, ".cursor/x": "" });
		const before = live(readTree(base));
		const options = ["--level", level];
		expect((await run("status", ...options)).status).toBe(2);

		const first = parseAs("output-apply", (await run("apply", "--json", ...options)).out) as unknown as Applied;
		expect(Object.keys(first.platforms)).toEqual(["cursor", "claude"]);
		expect(first.platforms.claude?.files).toEqual([
			{ path: join(base, ".claude/settings.json"), holds: ["rules", "hook"], action: "changed" },
		]);
		const settings = readFileSync(join(base, ".claude/settings.json"), "utf8");
		expect(settings).toContain('// mine\n  "permissions": { "deny": ["Bash(keep *)"');
		expect(settings).toContain(`${quoteShell(join(root, ".policyc/claude/policy-dispatch.sh"))} --hook claude`);
		expect(settings).toContain('"onFailure": "block"');

		const after = readTree(base);
		const again = parseAs("output-apply", (await run("apply", "--json", ...options)).out) as unknown as Applied;
		const actions = Object.values(again.platforms).flatMap(({ files }) => files.map(({ action }) => action));
		expect(new Set(actions)).toEqual(new Set(["unchanged"]));
		expect(live(readTree(base))).toEqual(live(after));
		expect(await run("status", ...options)).toMatchObject({ status: 0, err: "" });

		expect((await run("unapply", ...options)).status).toBe(0);
		const left = live(readTree(base));
		for (const path of Object.keys(left)) if (path.startsWith(".local/")) delete left[path];
		expect(left).toEqual(before);
		expect((await run("unapply", ...options)).out).toBe("nothing was applied here\n");
	});

	test("every host gets its rules and its hook", async () => {
		const { root, run } = place();
		const named = HARNESSES.flatMap((host) => ["--harness", host]);
		expect(await run("apply", ...named)).toMatchObject({ status: 0, err: "" });
		for (const host of HARNESSES) {
			const texts = INSTALLS[host].files.map((file) => readFileSync(join(root, file.place.project), "utf8"));
			expect(texts.some((text) => /policy-dispatch\.sh'? --hook /.test(text) && text.includes(` --hook ${host}`))).toBe(true);
		}
		expect(await run("status", ...named)).toMatchObject({ status: 0, err: "" });
	});

	test("a dry run shows the difference and writes nothing", async () => {
		const { root, run } = place({ ".claude/settings.json": CLAUDE });
		const before = readTree(root);
		const result = await run("apply", "--dry-run");
		expect(result).toMatchObject({ status: 0, err: "" });
		expect(result.out).toMatch(/^--- \.claude\/settings\.json/m);
		expect(result.out).toMatch(/^\+.*"onFailure": "block"/m);
		expect(readTree(root)).toEqual(before);
	});

	test("status names what is missing, and exits with 2", async () => {
		const { root, run } = place({ ".claude/settings.json": CLAUDE });
		await run("apply");
		const file = join(root, ".claude/settings.json");
		writeFileSync(file, readFileSync(file, "utf8").replace("--hook claude", "--hook cladue"));
		const result = await run("status");
		expect(result.status).toBe(2);
		expect(result.out).toMatch(/hook missing\s+\.claude\/settings\.json\n\s+hooks\.PreToolUse: .*--hook claude/);
		const found = parseAs("output-status", (await run("status", "--json")).out);
		expect(found).toMatchObject({ ok: false, hosts: [{ host: "claude", differences: [{ problem: "hook missing" }] }] });
	});

	test("a rule that is gone from the policy goes from the host", async () => {
		const { root, run } = place({ ".claude/settings.json": "{}" });
		await run("apply");
		put(root, { "policy-config/repo.policy": "policy 1\nscope repo\n" });
		await run("apply");
		const { permissions, hooks } = JSON.parse(readFileSync(join(root, ".claude/settings.json"), "utf8"));
		expect([permissions, hooks.PreToolUse.length]).toEqual([undefined, 1]);
	});

	test("without a host that is set up, it says what to write", async () => {
		const { run } = place();
		const result = await run("apply");
		expect(result).toMatchObject({ status: 6, out: "" });
		expect(result.err).toMatch(/no host is set up here[\s\S]*--harness/);
	});
});

describe("files that cannot be changed", () => {
	test("a broken file is left alone, and nothing else is changed", async () => {
		const { root, run } = place({ ".claude/settings.json": '{"permissions": [}', ".cursor/hooks.json": "{}" });
		const before = live(readTree(root));
		const result = await run("apply");
		expect(result.status).toBe(6);
		expect(result.err).toMatch(/`\.claude\/settings\.json` is left alone: it is not JSON \(value expected\) \(line 1, column 18\)/);
		expect(live(readTree(root))).toEqual(before);
	});

	test("a file of somebody else where ours would stand", async () => {
		const { root, run } = place({ ".codex/rules/policyc.rules": "mine\n" });
		const result = await run("apply", "--harness", "codex");
		expect(result.err).toMatch(/`\.codex\/rules\/policyc\.rules` is left alone: a file of somebody else stands there; move it away first/);
		expect(readFileSync(join(root, ".codex/rules/policyc.rules"), "utf8")).toBe("mine\n");
	});

	test("a link is written through and kept", async () => {
		const { root, home, run } = place();
		put(home, { "dotfiles/claude.json": CLAUDE });
		mkdirSync(join(home, ".claude"));
		symlinkSync("../dotfiles/claude.json", join(home, ".claude/settings.json"));
		expect((await run("apply", "--level", "user")).status).toBe(0);
		expect(lstatSync(join(home, ".claude/settings.json")).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(home, "dotfiles/claude.json"), "utf8")).toContain("--hook claude");
		expect((await run("unapply", "--level", "user")).status).toBe(0);
		expect(readFileSync(join(home, "dotfiles/claude.json"), "utf8")).toBe(CLAUDE);
		expect(readdirSync(root)).toContain(".policyc");
	});
});

interface Applied {
	readonly platforms: Readonly<Record<string, { readonly files: readonly { readonly path: string; readonly action: string }[] }>>;
}
