/**
 * The README, run: its commands, its policy, its lists. What it says to be printed is what is printed; after a change
 * that is meant to alter that, `POLICYC_RECORD=1 npx vitest run test/docs/readme.test.ts` writes it anew.
 */

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT } from "../../cli/exit.ts";
import { VERBS } from "../../cli/verbs.ts";
import { HARNESSES } from "../../targets/index.ts";
import { runCli } from "../support/run-cli.ts";
import { PROGRAM, readTree, scratch } from "../support/scratch.ts";

const project = join(import.meta.dirname, "../..");
const path = join(project, "README.md");
const readme = readFileSync(path, "utf8");
const recording = process.env.POLICYC_RECORD === "1";
const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as { scripts: Record<string, string> };

/** The blocks of a language, in order. */
function blocks(language: string): string[] {
	return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, "gms"))].map((match) => match[1] ?? "");
}

/** The commands of a `sh` block without their comments, which stand behind two blanks. */
function commandsOf(block: string | undefined): string[] {
	return (block ?? "").split("\n").map((line) => line.replace(/\s{2,}#.*$/, ""));
}

/** Holds the nth `text` block to what was printed, or writes it there. */
function holdToPrinted(index: number, printed: string): void {
	if (!recording) {
		expect(blocks("text")[index]).toBe(printed.trimEnd());
		return;
	}
	let seen = -1;
	const now = readFileSync(path, "utf8");
	writeFileSync(
		path,
		now.replace(/^```text\n.*?\n```$/gms, (block) => (++seen === index ? `\`\`\`text\n${printed.trimEnd()}\n\`\`\`` : block)),
	);
}

/** Runs a command line with `policyc` on the path. */
function shell(line: string, cwd: string) {
	const bin = scratch();
	symlinkSync(PROGRAM, join(bin, "policyc"));
	const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: "/home/me" };
	return spawnSync("sh", ["-c", line], { cwd, encoding: "utf8", env });
}

describe("commands", () => {
	const [setUp, use, ...others] = blocks("sh");

	test("every sh block is one of those run here", () => expect(others).toEqual([]));

	test("the set-up lines name scripts that exist, and the example prints what the README shows", () => {
		const after = commandsOf(setUp).map((line) => /^npm ci && npm (?:run )?(\w+)$/.exec(line)?.[1]);
		expect(after).toEqual(["example", "test"]);
		expect(scripts).toMatchObject({ example: expect.any(String), test: "vitest run", prepare: "npm run --silent build" });
		// As in a fresh clone: the program and the example, and nothing built yet.
		const clone = scratch();
		mkdirSync(join(clone, "examples"));
		symlinkSync(join(project, "dist"), join(clone, "dist"));
		const source = join(project, "examples/dotfiles");
		cpSync(source, join(clone, "examples/dotfiles"), { recursive: true, filter: (file) => !file.endsWith(".policyc") });
		const { status, stdout, stderr } = shell(scripts.example ?? "", clone);
		expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
		holdToPrinted(0, stdout);
		const offered = /^Ask for others: (.*)$/m.exec(stdout)?.[1] ?? "";
		expect(stdout).toContain(shell(offered, clone).stdout.trimEnd().replace(/^/gm, "  "));
	});

	test("the lines for a repository run one after the other, and the last prints what the README shows", () => {
		const repository = scratch();
		const runs = commandsOf(use).map((line) => shell(line, repository));
		expect(runs.map(({ status, stderr }) => ({ status, stderr }))).toEqual([
			{ status: EXIT.ok, stderr: "" },
			{ status: EXIT.ok, stderr: "" },
			{ status: EXIT.deny, stderr: "" },
		]);
		holdToPrinted(1, runs.at(-1)?.stdout ?? "");
	});

	test("verbs and options in the prose exist", async () => {
		const said = [...readme.matchAll(/`policyc ([a-z]+)([^`]*)`/g)];
		expect(said.length).toBeGreaterThan(2);
		for (const [, name, rest] of said) {
			const verb = await VERBS.find((entry) => entry.name === name)?.load();
			expect(verb, name).toBeDefined();
			for (const [, option] of (rest ?? "").matchAll(/--([a-z-]+)/g)) expect(Object.keys(verb?.options ?? {})).toContain(option);
		}
	});
});

test("the policy checks cleanly", async () => {
	const policies = blocks("policy");
	expect(policies).toHaveLength(1);
	for (const policy of policies) {
		expect(await runCli(["check"], scratch({ "policy-config/repo.policy": `${policy}\n` }))).toMatchObject({ status: 0, err: "" });
	}
});

describe("lists", () => {
	const section = (title: string) => readme.split(/^## /m).find((part) => part.startsWith(title)) ?? "";

	test("the verbs are those of the program, and the exit statuses are all there", () => {
		const [line = "", statuses = ""] = section("Verbs")
			.split("\n")
			.filter((text) => text.trim() && text !== "Verbs");
		expect([...line.matchAll(/`([a-z]+)`/g)].map((match) => match[1])).toEqual(VERBS.map((verb) => verb.name));
		expect([...statuses.matchAll(/(?:^|[:,] )(\d) /g)].map((match) => Number(match[1]))).toEqual([...Object.values(EXIT)]);
	});

	test("the files are those of a build", async () => {
		const root = scratch({ "policy-config/repo.policy": "policy 1\nscope repo\n" });
		await runCli(["build"], root);
		const files = new Set(Object.keys(readTree(join(root, ".policyc"))).map((file) => file.split("/")[1]));
		const said = [...section("What a build holds").matchAll(/`([\w.-]+\.(?:json|rules|toml|mjs|sh))`/g)].map((match) => match[1]);
		expect([...new Set(said)].sort()).toEqual([...files].sort());
		expect(said.filter((file) => HARNESSES.some((host) => file?.startsWith(host)))).toHaveLength(HARNESSES.length);
	});

	test("links lead to files", () => {
		for (const [, target = ""] of readme.matchAll(/\]\(([^)#]+)\)/g)) expect(existsSync(join(project, target)), target).toBe(true);
	});

	test("no placeholder is left", () => expect(readme).not.toMatch(/@[A-Z]+@/));
});
