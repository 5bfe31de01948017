/**
 * Runs lines under a real shell with stub programs first on PATH, and says what the stubs were given.
 *
 * Where the system permits it, all of this happens in namespaces of its own: no network, its own processes, the whole
 * file system read-only but for one scratch folder. Elsewhere a throw-away folder is home and working directory.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quote } from "./spell-words.ts";
import { TARGETS } from "./targets.ts";

/** Ends a record in the log; no word of a generated line holds it. */
const END = "\u001e";
/** Names that globs of generated lines can find where they run. */
const FILES = [
	"push",
	"delete",
	"publish",
	"destroy",
	"--force",
	"--recursive",
	"--now",
	"everything",
	"data",
	"prod",
	"main",
	"origin",
	"git",
	"rm",
];

/** Enters the namespaces: makes all mounts read-only but the scratch folder, puts the stubs over real programs, starts the shell. */
const ENTER = `
mount --make-rprivate / && mount --bind "$1" "$1" && mount -o remount,bind,ro / || exit 97
for program in ${TARGETS.map(({ program }) => program).join(" ")}; do
	for real in /usr/bin/$program /bin/$program /usr/local/bin/$program; do
		if [ -e "$real" ]; then mount --bind "$1/stubs/$program" "$real"; fi
	done
done
cd "$1/work" && exec "$2" "$3"
`;
const NAMESPACES = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** Whether namespaces of its own can be entered here. */
export const ISOLATED =
	spawnSync("unshare", [...NAMESPACES, "sh", "-c", "mount --make-rprivate / && mount -o remount,bind,ro /"]).status === 0;

export function installed(shell: string): boolean {
	return spawnSync(shell, ["-c", ":"]).status === 0;
}

/** A batch is some hundred milliseconds of work; a line that still waits for something after this many is given up. */
const PATIENCE = 15_000;

/**
 * What the stubs received, per line: each call as the program's name and its words.
 *
 * @throws Error if the shell cannot be started
 * @example runLines("dash", ["g''it push -f"]) is [[["git", "push", "-f"]]]
 */
export function runLines(shell: string, lines: readonly string[], batch = 250): readonly (readonly (readonly string[])[])[] {
	const received: (readonly string[])[][] = lines.map(() => []);
	for (let first = 0; first < lines.length; ) {
		const { calls, ended } = runBatch(shell, lines.slice(first, first + batch));
		for (const [at, call] of calls) received[first + at]?.push(call);
		first += ended;
	}
	return received;
}

interface Batch {
	readonly calls: readonly (readonly [at: number, call: readonly string[]])[];
	/** How many of the lines are done with, one that hangs included. */
	readonly ended: number;
}

function runBatch(shell: string, lines: readonly string[]): Batch {
	const folder = mkdtempSync(join(tmpdir(), "policyc-execution-"));
	try {
		const log = join(folder, "log");
		prepareFolder(folder, log);
		const script = join(folder, "lines.sh");
		writeFileSync(script, driver(lines, log));
		const env = { PATH: `${join(folder, "stubs")}:/usr/local/bin:/usr/bin:/bin`, HOME: join(folder, "work"), TMPDIR: join(folder, "work") };
		const [program, args]: [string, string[]] = ISOLATED
			? ["unshare", [...NAMESPACES, "sh", "-c", ENTER, "enter", folder, shell, script]]
			: [shell, [script]];
		const run = spawnSync(program, args, { cwd: join(folder, "work"), env, timeout: PATIENCE, killSignal: "SIGKILL", stdio: "ignore" });
		const found = existsSync(log) ? readLog(readFileSync(log, "utf8")) : [];
		const marks = found.filter(([, call]) => call[0] === "@").map(([at]) => at);
		const last = marks[marks.length - 1];
		if (last === undefined) throw run.error ?? new Error(`${shell} did not start`);
		return { calls: found.filter(([, call]) => call[0] !== "@"), ended: Math.min(last + 1, lines.length) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function prepareFolder(folder: string, log: string): void {
	for (const name of ["stubs", "work", "work/infra", "work/.git"]) mkdirSync(join(folder, name));
	for (const name of FILES) writeFileSync(join(folder, "work", name), "");
	for (const { program } of TARGETS) {
		const stub = join(folder, "stubs", program);
		writeFileSync(stub, `#!/bin/sh\nprintf '%s\\0' "\${ORACLE_LINE-}" ${program} "$@" '${END}' >> ${quote(log)}\n`);
		chmodSync(stub, 0o755);
	}
}

/** A script that runs each line in a subshell, with its number in the environment and a mark in the log before it. */
function driver(lines: readonly string[], log: string): string {
	const mark = (at: number) => `printf '%s\\0' ${at} @ '${END}' >> ${quote(log)}\n`;
	const calls = lines.map(
		(line, at) => `${mark(at)}( export ORACLE_LINE=${at}; eval ${quote(line)}\nwait ) </dev/null >/dev/null 2>&1\nwait\n`,
	);
	return `${calls.join("")}sleep 0.3\n${mark(lines.length)}`;
}

/** The calls of a log. One whose environment was emptied belongs to the mark before it. */
function readLog(text: string): (readonly [number, readonly string[]])[] {
	const found: (readonly [number, readonly string[]])[] = [];
	let current = 0;
	for (const record of text.split(`${END}\0`)) {
		const [line, ...call] = record.split("\0").slice(0, -1);
		if (line === undefined) continue;
		if (call[0] === "@") current = Number(line);
		found.push([line === "" ? current : Number(line), call]);
	}
	return found;
}
