/** The same policy gives the same tree, byte for byte: however it is ordered or laid out, wherever and under whatever locale and clock. */

import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { PROGRAM, put, readTree, scratch } from "../support/scratch.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const TEAM = ["--task-domain", "release", "--task-instance", "tasks/hotfix.policy"];

/** A copy of an example, without what was built there. */
function copy(name: "team" | "dotfiles"): string {
	const root = scratch();
	cpSync(join(EXAMPLES, name), root, { recursive: true, filter: (path) => !path.endsWith(".policyc") });
	return root;
}

async function built(root: string, args: readonly string[] = []): Promise<Record<string, string>> {
	const result = await runCli(["build", ...args], root);
	expect(result.status, result.err).toBe(0);
	return readTree(join(root, ".policyc"));
}

async function hashOf(root: string, args: readonly string[] = []): Promise<unknown> {
	return parseAs("resolve", (await runCli(["resolve", ...args], root)).out).policy_hash;
}

/** Rewrites a file of a root. */
function rewrite(root: string, path: string, change: (text: string) => string): void {
	const text = readFileSync(join(root, path), "utf8");
	const changed = change(text);
	expect(changed, path).not.toBe(text);
	writeFileSync(join(root, path), changed);
}

/** The items of a `.policy` text in the opposite order, its header first. Items start at column 0 and end before the next. */
function reverseItems(text: string): string {
	const items = text.split(/^(?=(?:allow|request|deny|words|pattern|condition|test|program|wrapper|carry)\b)/m);
	const [header = "", ...others] = items;
	return [header, ...others.map((item) => `${item.trimEnd()}\n\n`).reverse()].join("");
}

/** Keys and list members in the opposite order, at every depth; commands and arguments stay single texts. */
function reversed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(reversed).reverse();
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.map(([key, member]) => [key, reversed(member)])
			.reverse(),
	);
}

describe("order", () => {
	test("rules of .policy files, keys and list members of YAML and JSON files", async () => {
		const [plain, other] = [copy("team"), copy("team")];
		rewrite(other, "policy-config/repo.policy", reverseItems);
		rewrite(other, "policy-config/system.yaml", (text) => stringify(reversed(parse(text))));
		rewrite(other, "policy-config/harness/claude.yaml", (text) => stringify(reversed(parse(text))));
		rewrite(other, "policy-config/user.json", (text) => JSON.stringify(reversed(JSON.parse(text))));
		rewrite(other, "policy-config/task-domain/release.json", (text) => JSON.stringify(reversed(JSON.parse(text))));
		expect(await built(other, TEAM)).toEqual(await built(plain, TEAM));
	});

	test("lists and braces inside rules", async () => {
		const [plain, other] = [copy("dotfiles"), copy("dotfiles")];
		rewrite(other, "policy-config/user.policy", (text) =>
			reverseItems(text).replace(/\{([a-z0-9-]+(?:,[a-z0-9-]+)+)\}/g, (_, list: string) => `{${list.split(",").reverse().join(",")}}`),
		);
		expect(await built(other)).toEqual(await built(plain));
	});

	test("a file that is cut in two, and includes the other half", async () => {
		const [plain, other] = [copy("dotfiles"), copy("dotfiles")];
		rewrite(other, "policy-config/user.policy", (text) => {
			const at = text.search(/^deny /m);
			const [first, second] = [text.slice(0, at), text.slice(at)];
			put(other, { "policy-config/shared/denials.policy": second });
			return first.replace(/^(scope .*)$/m, '$1\n\ninclude "shared/denials.policy"');
		});
		expect(await built(other)).toEqual(await built(plain));
	});
});

describe("surroundings", () => {
	test("the folder, the locale, the time zone, the user and the working directory", async () => {
		const plain = await built(copy("team"), TEAM);
		for (const env of [
			{ LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati", HOME: "/nowhere", USER: "someone" },
			{ LANG: "C", LC_ALL: "C", TZ: "America/St_Johns", HOME: "/home/me", SOURCE_DATE_EPOCH: "0" },
			{ LANG: "sv_SE.UTF-8", LC_ALL: "", TZ: "UTC", HOME: "/root", NO_COLOR: "1" },
		]) {
			const root = copy("team");
			const args = ["build", "--root", root, "--task-domain", "release", "--task-instance", join(root, "tasks/hotfix.policy")];
			const run = spawnSync(process.execPath, [PROGRAM, ...args], { cwd: "/", encoding: "utf8", env: { PATH: process.env.PATH, ...env } });
			expect(run).toMatchObject({ status: 0, stderr: "" });
			expect(readTree(join(root, ".policyc"))).toEqual(plain);
		}
	});

	test("the projects of all evaluators", async () => {
		const args = ["--evaluator", "go,rust,zig", "--harness", "claude,codex"];
		const [plain, other] = [copy("dotfiles"), copy("dotfiles")];
		rewrite(other, "policy-config/user.policy", reverseItems);
		expect(await built(other, args)).toEqual(await built(plain, args));
	});

	test("no output names the folder, the home or the host", async () => {
		const root = copy("team");
		for (const [path, content] of Object.entries(await built(root, [...TEAM, "--evaluator", "go,rust,zig"]))) {
			expect(content.includes(root), path).toBe(false);
			expect(content.includes(process.cwd()), path).toBe(false);
		}
	});

	test("a second build changes nothing", async () => {
		const root = copy("dotfiles");
		const first = await built(root);
		expect(await built(root)).toEqual(first);
		expect((await runCli(["build", "--check"], root)).status).toBe(0);
	});
});

describe("layout", () => {
	const plain = [
		"policy 1",
		"scope repo",
		"",
		"allow reading {",
		"  command prefix `git {status,log}` `ls`",
		"  args { not flag `--output` `-o` }",
		"}",
		"",
	];
	const root = (text: string) => scratch({ "policy-config/repo.policy": text });

	test.each([
		["comments and blank lines", plain.join("\n").replaceAll("\n", "  # said\n\n")],
		[
			"lists over several lines",
			plain
				.join("\n")
				.replace("args { not flag `--output` `-o` }", "args {\n    not flag `--output` `-o`\n  }")
				.replace("command prefix `git {status,log}` `ls`", "command {\n    prefix `git {status,log}`\n\n    prefix `ls`\n  }"),
		],
		[
			"the order in braces and lists",
			plain.join("\n").replace("{status,log}", "{log,status}").replace("`--output` `-o`", "`-o` `--output`"),
		],
		["deeper indents and tabs", plain.join("\n").replaceAll("\n  ", "\n\t    ")],
		["line ends of Windows", plain.join("\r\n")],
		["no line end at the end", plain.join("\n").trimEnd()],
		["what is written is the standard", plain.join("\n").replace("scope repo", "scope repo\ndefault request\nfallback unattended deny")],
	])("%s changes no policy hash", async (_, text) => {
		expect(text).not.toBe(plain.join("\n"));
		expect(await hashOf(root(text))).toBe(await hashOf(root(plain.join("\n"))));
	});

	test("a changed meaning changes the hash", async () => {
		const one = await hashOf(root(plain.join("\n")));
		for (const [from, to] of [
			["allow", "request"],
			["prefix", "exact"],
			["log", "diff"],
			["not flag", "flag"],
			["scope repo", "scope repo\ndefault deny"],
		] as const) {
			expect(await hashOf(root(plain.join("\n").replace(from, to))), to).not.toBe(one);
		}
	});
});
