/** The git that is run: which one, with what, for how long, and what comes of one that misbehaves. */

import { spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { useMatrix } from "./rows.ts";
import { bytesOfPath, lettersOf } from "./sandbox.ts";

const matrix = useMatrix();
const isRoot = process.geteuid?.() === 0;
/** Milliseconds in which a stub certainly starts, also on a busy machine. */
const SHORT = 1500;
/** Milliseconds beyond a deadline that a busy machine may need. */
const SLACK = 2000;

/** A program that stands in for git. */
function stub(script: string, mode = 0o755): string {
	const path = matrix.fresh("git");
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, mode);
	return path;
}

/** The installed git behind a stub that does something first. */
function wrapped(script: string): string {
	return stub(`${script}\nexec /usr/bin/git "$@"`);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	// A process that ended and that nobody has waited for yet is still listed.
	return !/^State:\s+Z/m.test(readStatus(pid));
}

function readStatus(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/status`, "utf8");
	} catch {
		return "";
	}
}

describe("a git that misbehaves gives unknown", () => {
	test.each<[what: string, script: string]>([
		["is killed", "kill -9 $$"],
		["fails", "exit 128"],
		["says what nobody asked", "echo hello"],
		["never stops talking", "yes"],
		["complains", 'echo "warning: could not open directory" >&2; exec /usr/bin/git "$@"'],
	])("one that %s", (_, script) => {
		expect(lettersOf(matrix.facts({ git: stub(script) }), matrix.clone(), "????")).toBe("tfut");
	});

	test("one that hangs is killed at the deadline, with all that it started", async () => {
		const pids = matrix.fresh("pids");
		const git = stub(`sleep 60 & echo "$$ $!" > '${pids}'; wait`);
		const start = performance.now();
		expect(lettersOf(matrix.facts({ git, deadline: SHORT }), matrix.clone(), "????")).toBe("tfut");
		expect(performance.now() - start).toBeLessThan(SHORT + SLACK);
		const started = readFileSync(pids, "utf8").trim().split(" ").map(Number);
		expect(started).toHaveLength(2);
		await expect.poll(() => started.filter(isAlive), { timeout: SLACK }).toEqual([]);
	});

	test("one that leaves somebody behind who keeps its output open", () => {
		const git = stub("sleep 60 & exit 0");
		const start = performance.now();
		expect(lettersOf(matrix.facts({ git, deadline: SHORT }), matrix.clone(), "????")).toBe("tfut");
		expect(performance.now() - start).toBeLessThan(SHORT + SLACK);
	});

	test("the deadline is one for all calls", () => {
		const calls = matrix.fresh("calls");
		writeFileSync(calls, "");
		const facts = matrix.facts({ git: stub(`echo call >> '${calls}'; sleep 60`), deadline: SHORT });
		const folders = [matrix.clone(), matrix.clone()];
		expect(folders.map((folder) => lettersOf(facts, folder, "????"))).toEqual(["tfut", "tfut"]);
		expect(readFileSync(calls, "utf8")).toBe("call\n");
	});

	test("nobody can ask for more time than there is", () => {
		const git = stub("sleep 60");
		expect(matrix.facts({ git, deadline: 0 }).ask("git_clean_worktree", null, bytesOfPath(matrix.clone()))).toBe("unknown");
	});
});

describe("which git", () => {
	test("one that is missing, not named by its path, or not executable is none", () => {
		for (const git of ["/nowhere/git", "git", "", matrix.home, stub("exit 0", 0o644)]) {
			expect(lettersOf(matrix.facts({ git }), matrix.clone(), "????")).toBe("tfut");
		}
	});

	test("one that others may change is none", () => {
		expect(lettersOf(matrix.facts({ git: stub('exec /usr/bin/git "$@"', 0o757) }), matrix.clone(), "????")).toBe("tfut");
		expect(lettersOf(matrix.facts({ git: stub('exec /usr/bin/git "$@"', 0o775) }), matrix.clone(), "????")).toBe("tfut");
		const open = wrapped(":");
		expect(lettersOf(matrix.facts({ git: open }), matrix.clone(), "????")).toBe("tftt");
		chmodSync(dirname(open), 0o777);
		expect(lettersOf(matrix.facts({ git: open }), matrix.clone(), "????")).toBe("tfut");
	});

	test.skipIf(!isRoot)("one that belongs to somebody else is none", () => {
		const foreign = wrapped(":");
		chownSync(foreign, 12_345, 12_345);
		expect(lettersOf(matrix.facts({ git: foreign }), matrix.clone(), "????")).toBe("tfut");
	});

	test("one of the repository itself is none", () => {
		const folder = matrix.clone();
		const mark = join(matrix.fresh("mark"));
		for (const place of ["git", ".git/git"]) {
			matrix.write(folder, place, `#!/bin/sh\n: > '${mark}'\n`);
			chmodSync(join(folder, place), 0o755);
			expect(lettersOf(matrix.facts({ git: join(folder, place) }), folder, "????")).toBe("tfut");
		}
		expect(existsSync(mark)).toBe(false);
	});

	test("what only files say needs none", () => {
		const calls = matrix.fresh("calls");
		const facts = matrix.facts({ git: wrapped(`echo call >> '${calls}'`) });
		expect(lettersOf(facts, matrix.clone(), "??.?")).toBe("tf.t");
		expect(existsSync(calls)).toBe(false);
	});
});

test("git is called with these words and this environment, and nothing that the caller has", () => {
	const log = matrix.fresh("log");
	const git = wrapped(`{ printf '%s|' "$@"; echo; tr '\\0' '\\n' < /proc/$$/environ | grep -v '^PWD=' | sort; echo; } >> '${log}'`);
	const folder = matrix.clone();
	matrix.git(folder, "config", "include.path", "nothing");
	process.env.GIT_TRACE_CANARY = "1";
	try {
		expect(lettersOf(matrix.facts({ git }), folder, "????")).toBe("tftt");
	} finally {
		delete process.env.GIT_TRACE_CANARY;
	}
	const workspace = /GIT_DIR=(.*)\/git$/m.exec(readFileSync(log, "utf8"))?.[1] ?? "";
	const shown = readFileSync(log, "utf8")
		.replaceAll(/GIT_DIR=.*\/(git|shadow)$/gm, "GIT_DIR=W/$1")
		.replaceAll(workspace, "W")
		.replaceAll(matrix.home, "HOME");
	const fixed = ["GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1", "GIT_OPTIONAL_LOCKS=0", "GIT_PAGER=cat", "GIT_TERMINAL_PROMPT=0"];
	const own = ["GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1"];
	const call = (words: string, more: readonly string[]) =>
		`${words}\n${["GIT_ALLOW_PROTOCOL=", ...fixed, "LC_ALL=C", "PATH=/usr/bin:/bin", ...more].sort().join("\n")}\n`;
	const settings =
		"autocrlf|eol|excludesfile|filemode|ignorecase|precomposeunicode|protecthfs|protectntfs|safecrlf|sparsecheckout|sparsecheckoutcone|symlinks";
	expect(shown.split("\n\n")).toEqual([
		call(`config|-z|--get-regexp|^core\\.(${settings})$|`, ["GIT_DIR=W/git", "HOME=HOME"]).trimEnd(),
		call(
			"-c|core.fsmonitor=false|-c|core.hooksPath=/dev/null|-c|core.untrackedCache=false|--no-optional-locks|status|--porcelain=v2|-z|--untracked-files=normal|--ignore-submodules=dirty|--no-renames|",
			[...own, "GIT_DIR=W/shadow", "GIT_INDEX_FILE=W/git/index", "GIT_WORK_TREE=W/tree"],
		).trimEnd(),
		call("for-each-ref|--format=%(HEAD)%00%(refname)%00%(objectname)%00%(upstream)%00%(upstream:remotename)%00|refs/heads|refs/remotes|", [
			...own,
			"GIT_DIR=W/git",
		]).trimEnd(),
		"",
	]);
});

test("200 evaluations in 20 processes at once say the same as one", async () => {
	const folder = matrix.clone();
	const entry = join(dirname(fileURLToPath(import.meta.url)), "../../../runtime/typescript/real-facts.ts");
	const program = join(matrix.fresh("x"), "../facts.mjs");
	const names = ["git_is_worktree", "git_is_linked_worktree", "git_clean_worktree", "git_synced_to_upstream"];
	await build({
		stdin: {
			contents: `import { machineFacts } from ${JSON.stringify(entry)};
				const options = { root: null, home: ${JSON.stringify(matrix.home)}, environment: {}, deadline: 10000 };
				for (let count = 0; count < 10; count++) {
					const facts = machineFacts(options);
					console.log(${JSON.stringify(names)}.map((name) => facts.ask(name, null, ${JSON.stringify(bytesOfPath(folder))})).join(" "));
				}`,
			resolveDir: dirname(entry),
		},
		bundle: true,
		format: "esm",
		platform: "node",
		outfile: program,
	});
	mkdirSync(dirname(program), { recursive: true });
	const outputs = await Promise.all(Array.from({ length: 20 }, () => outputOf(process.execPath, [program])));
	expect(new Set(outputs)).toEqual(new Set(["true false true true\n".repeat(10)]));
}, 60_000);

function outputOf(program: string, words: readonly string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
		let text = "";
		child.stdout.on("data", (chunk: Buffer) => {
			text += chunk.toString("utf8");
		});
		child.on("error", reject);
		child.on("close", () => resolve(text));
	});
}
