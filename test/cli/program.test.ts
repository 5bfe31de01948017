/** The built program, as people run it. */

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { PROGRAM, scratch, smallRoot } from "../support/scratch.ts";

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
		cwd,
		encoding: "utf8",
		env: { ...process.env, HOME: "/home/me", ...env },
	});
	return { status, out: stdout, err: stderr };
}

test("it prints and exits as the source does", async () => {
	const root = smallRoot();
	for (const args of [
		["build", "--check", "--json"],
		["eval", "git push -f"],
		["check"],
		["resolve"],
		["biuld"],
		[],
		["explain", "git status"],
	]) {
		expect(run(args, root), args.join(" ")).toEqual(await runCli(args, root));
	}
});

test("it says the version of its package", () => {
	const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
	expect(run(["--version"], scratch())).toEqual({ status: 0, out: `policyc ${version}\n`, err: "" });
});

test("init, build and eval in an empty folder", () => {
	const root = scratch();
	const script = 'policyc() { "$NODE" "$PROGRAM" "$@"; }; policyc init && policyc build && policyc eval --command "git push --force"';
	const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
		cwd: root,
		encoding: "utf8",
		env: { ...process.env, NODE: process.execPath, PROGRAM },
	});
	expect({ status, stderr }).toEqual({ status: 3, stderr: "" });
	expect(stdout).toMatch(/\ndeny {2}git push --force\n {2}by rule force-push/);
});

test("a reader that closes the pipe early is no fault", () => {
	const script = `"$NODE" "$PROGRAM" resolve | head -c 1; exit "\${PIPESTATUS[0]}"`;
	const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
		cwd: smallRoot(),
		encoding: "utf8",
		env: { ...process.env, NODE: process.execPath, PROGRAM },
	});
	expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "{", stderr: "" });
});

test("a folder that nobody can write to is named, and nothing is written", () => {
	const { status, out, err } = run(["build", "--out-dir", "/proc/policyc"], smallRoot());
	expect({ status, out }).toEqual({ status: 6, out: "" });
	expect(err).toMatch(/^error\[PC6011\]: `[^`]*proc\/policyc` cannot be written: /);
});

test("a terminal is coloured only where it may be", () => {
	expect(run(["eval", "git push -f"], smallRoot(), { FORCE_COLOR: "1" }).out).not.toContain("\u001b");
});

/** What bash offers after the words of a line, the last of which is being written. */
function complete(words: readonly string[]): string[] {
	const folder = scratch();
	writeFileSync(join(folder, "policyc.bash"), run(["completion", "bash"], folder).out);
	const script = `set -u; source ./policyc.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _policyc; printf '%s\\n' "\${COMPREPLY[@]-}"`;
	const { status, stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...words], { cwd: folder, encoding: "utf8" });
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	return stdout.split("\n").filter(Boolean);
}

test("completion works in bash: verbs, options, values, and file names where a file is wanted", () => {
	expect(complete(["policyc", "b"])).toEqual(["build"]);
	expect(complete(["policyc", ""])).toEqual(expect.arrayContaining(["init", "completion", "--help"]));
	expect(complete(["policyc", "build", "--ch"])).toEqual(["--check"]);
	expect(complete(["policyc", "build", "--json", "--harness", "c"])).toEqual(["codex", "cursor", "claude"]);
	expect(complete(["policyc", "init", "--surface", ""])).toEqual(["policy", "yaml", "json"]);
	expect(complete(["policyc", "build", "--out-dir", ""])).toEqual([]);
	expect(complete(["policyc", "completion", "z"])).toEqual(["zsh"]);
	expect(complete(["policyc", "nonsense", ""])).toEqual([]);
});

test.each(["bash", "zsh"])("the %s script is syntactically valid", (shell) => {
	const script = run(["completion", shell], scratch()).out;
	// zsh may not be here; its script is bash below the first two lines, which load zsh's own bash support.
	const [first, second, ...rest] = script.split("\n");
	if (shell === "zsh") expect([first, second].join("\n")).toMatch(/compinit[\s\S]*bashcompinit/);
	const checked = spawnSync("bash", ["-n"], { input: shell === "zsh" ? rest.join("\n") : script, encoding: "utf8" });
	expect(checked).toMatchObject({ status: 0, stderr: "" });
});

test("the fish script quotes every text and names every verb", () => {
	const script = run(["completion", "fish"], scratch()).out;
	for (const line of script.trimEnd().split("\n")) {
		expect(line).toMatch(
			/^complete -c policyc -n (__fish_use_subcommand|"__fish_seen_subcommand_from [a-z]+")( -l [a-z-]+)?( -[xr])?( -a ([a-z]+|'[^']*'))?( -d '([^'\\]|\\.)*')?$/,
		);
	}
});
