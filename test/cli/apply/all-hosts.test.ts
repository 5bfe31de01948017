/** Every host at both levels: what others wrote keeps its bytes, whatever stands in the way of a file and whenever a process ends. */

import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	watch,
	writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { HARNESSES, type Harness } from "../../../targets/index.ts";
import type { Level } from "../../../targets/install.ts";
import { INSTALLS } from "../../../targets/install-table.ts";
import { runCli } from "../../support/run-cli.ts";
import { PROGRAM, put, readTree, SMALL, scratch } from "../../support/scratch.ts";

/** How many processes are killed while they apply to all hosts. */
const KILLS = Number(process.env.POLICYC_KILLS ?? 20);
const PROCESSES = 32;

/** Settings of others in an odd layout. No string holds `//`: Cursor would not read that. */
const FOREIGN =
	'\ufeff// of the person\r\n{\r\n\t"model" : "é 😀 \\u2028 \\"q\\" {x}",,\r\n\t/* kept */ "hooks": { "Stop": [ { "hooks": [] } ], },\r\n   "permissions":{"deny":["Bash(keep *)" , "Shell(keep)"],"allow":[ ] } , "list": [1,2, // two\r\n 3],\r\n}\r\n'.replace(
		",,",
		",",
	);

const MATRIX = HARNESSES.flatMap((host) => (["project", "user"] as const).map((level) => [host, level] as const));

interface Place {
	readonly home: string;
	readonly root: string;
	/** The live files of a host. */
	files(host: Harness, level: Level): readonly { readonly path: string; readonly isWhole: boolean }[];
}

function place(): Place {
	const home = realpathSync(scratch());
	const root = join(home, "work");
	put(root, { "policy-config/repo.policy": SMALL });
	return {
		home,
		root,
		files: (host, level) => {
			const found = new Map<string, boolean>();
			for (const { place: paths, form } of INSTALLS[host].files)
				found.set(join(level === "user" ? home : root, paths[level]), form.kind === "whole");
			return [...found].map(([path, isWhole]) => ({ path, isWhole }));
		},
	};
}

const run = ({ home, root }: Place, ...args: readonly string[]) => runCli(args, root, { HOME: home });

/** The bytes of files; null where there is none. */
const bytesOf = (paths: readonly string[]) => paths.map((path) => (existsSync(path) ? readFileSync(path, "latin1") : null));

function write(path: string, content: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, content);
}

describe.each(MATRIX)("%s, %s", (host, level) => {
	const options = ["--harness", host, "--level", level];

	test("odd layouts keep their bytes; twice changes nothing; undone, all is as it was", async () => {
		const here = place();
		const files = here.files(host, level);
		for (const { path, isWhole } of files) if (!isWhole) write(path, FOREIGN);
		const before = readTree(here.home);
		expect(await run(here, "apply", ...options)).toMatchObject({ status: 0, err: "" });
		for (const { path, isWhole } of files) {
			const text = readFileSync(path, "utf8");
			if (isWhole) continue;
			expect(text).not.toBe(FOREIGN);
			// Everything of others stands there still, in order.
			const parts = FOREIGN.match(/\/\/.*|\/\*.*?\*\/|"(?:[^"\\]|\\.)*"|[{}[\]]|\r\n/g) ?? [];
			let at = 0;
			for (const part of parts) {
				at = text.indexOf(part, at);
				expect([part, at >= 0]).toEqual([part, true]);
				at += part.length;
			}
		}
		const paths = files.map(({ path }) => path);
		const after = bytesOf(paths);
		const nodes = paths.map((path) => statSync(path).ino);
		expect(await run(here, "apply", ...options)).toMatchObject({ status: 0, out: expect.stringMatching(/^0 files changed/m) });
		expect([bytesOf(paths), paths.map((path) => statSync(path).ino)]).toEqual([after, nodes]);
		expect(await run(here, "unapply", ...options)).toMatchObject({ status: 0, err: "" });
		const ours = /^(?:work\/\.policyc|\.local)\//;
		const left = Object.entries(readTree(here.home)).filter(([path]) => !ours.test(path));
		expect(Object.fromEntries(left)).toEqual(before);
	});

	test("links are written through, kept, and undone", async () => {
		const here = place();
		const files = here.files(host, level);
		for (const { path, isWhole } of files) {
			const target = join(here.home, "dotfiles", host, basename(path));
			write(target, isWhole ? "# policyc: of an older build\n" : FOREIGN);
			mkdirSync(dirname(path), { recursive: true });
			symlinkSync(target, path);
		}
		const paths = files.map(({ path }) => path);
		const [before, links] = [bytesOf(paths), paths.map((path) => readlinkSync(path))];
		expect(await run(here, "apply", ...options)).toMatchObject({ status: 0, err: "" });
		expect(paths.every((path) => lstatSync(path).isSymbolicLink())).toBe(true);
		expect(bytesOf(paths)).not.toEqual(before);
		expect(await run(here, "unapply", ...options)).toMatchObject({ status: 0, err: "" });
		expect([bytesOf(paths), paths.map((path) => readlinkSync(path))]).toEqual([before, links]);
	});

	test("where one file is a pipe, broken, or of somebody else, nothing is changed and it is named", async () => {
		const here = place();
		for (const { path: bad, isWhole } of here.files(host, level)) {
			const others = here.files(host, level).filter(({ path }) => path !== bad);
			const blocks: readonly (readonly [make: () => void, problem: RegExp])[] = [
				[() => execFileSync("mkfifo", [bad]), /it is no regular file/],
				[() => symlinkSync("/etc/hostname", bad), /a link leads outside the home folder and the policy's root/],
				isWhole
					? [() => writeFileSync(bad, "mine\n"), /a file of somebody else stands there; move it away first/]
					: [() => writeFileSync(bad, '{\n  "a": [,\n'), /it is not JSON \(.*\) \(line 2, column \d+\)/],
			];
			for (const [make, problem] of blocks) {
				rmSync(bad, { force: true });
				mkdirSync(dirname(bad), { recursive: true });
				make();
				for (const { path, isWhole: whole } of others) write(path, whole ? "# policyc: of an older build\n" : FOREIGN);
				const before = bytesOf(others.map(({ path }) => path));
				const result = await run(here, "apply", ...options);
				expect([result.status, result.out]).toEqual([6, ""]);
				expect(result.err).toContain(basename(bad));
				expect(result.err).toMatch(problem);
				expect(result.err).toMatch(/help: nothing was changed; put the file right/);
				expect(bytesOf(others.map(({ path }) => path))).toEqual(before);
			}
		}
	});

	// Only root may give a file away.
	test.skipIf(process.getuid?.() !== 0)("a link to a file of another owner is refused", async () => {
		const here = place();
		for (const { path, isWhole } of here.files(host, level)) {
			const target = join(here.home, "theirs", basename(path));
			write(target, isWhole ? "# policyc: \n" : FOREIGN);
			chownSync(target, 65_534, 65_534);
			mkdirSync(dirname(path), { recursive: true });
			symlinkSync(target, path);
			const before = readFileSync(target, "latin1");
			const result = await run(here, "apply", ...options);
			expect([result.status, result.err]).toEqual([6, expect.stringMatching(/it belongs to another user/)]);
			expect(readFileSync(target, "latin1")).toBe(before);
			rmSync(path);
		}
	});

	test("a full disk, and a folder that may not be written to, keep the old files", async () => {
		const here = place();
		const files = here.files(host, level);
		for (const { path, isWhole } of files) write(path, isWhole ? "# policyc: of an older build\n" : FOREIGN);
		await run(here, "build", "--harness", host);
		const paths = files.map(({ path }) => path);
		const [before, folders] = [bytesOf(paths), [...new Set(paths.map((path) => dirname(path)))]];
		const names = () => folders.map((folder) => Object.keys(readTree(folder)));
		const listed = names();
		const program = `'${process.execPath}' '${PROGRAM}' apply ${options.join(" ")}`;
		const user = unprivileged(here.home);
		const call = (script: string) =>
			spawnSync("sh", ["-c", script], { cwd: here.root, encoding: "utf8", env: { ...process.env, HOME: here.home }, ...user });
		// Files may not grow past a block (setrlimit(2), RLIMIT_FSIZE): a longer write fails as on a full disk.
		const full = call(`trap '' XFSZ; ulimit -f 1; exec ${program}`);
		expect([full.status, full.stderr]).toEqual([6, expect.stringMatching(/: /)]);
		expect([bytesOf(paths), names()]).toEqual([before, listed]);
		for (const folder of folders) chmodSync(folder, 0o555);
		const closed = call(`exec ${program}`);
		for (const folder of folders) chmodSync(folder, 0o755);
		expect([closed.status, closed.stderr]).toEqual([6, expect.stringMatching(/permission denied/)]);
		expect([bytesOf(paths), names()]).toEqual([before, listed]);
	});
});

/** Root is held by no mode: the program then runs as a user who owns the folder. */
function unprivileged(home: string): { readonly uid?: number; readonly gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const user = { uid: 65_534, gid: 65_534 };
	execFileSync("chown", ["-R", `${user.uid}:${user.gid}`, home]);
	return user;
}

describe("all hosts at once", () => {
	const LEVELS = ["project", "user"] as const;
	const POLICIES = [SMALL, SMALL.replace("git push`", "git {push,fetch}`").replace("{status,log}", "{status,show}")];

	const start = ({ home, root }: Place, hosts: readonly Harness[], level: Level) =>
		spawn(process.execPath, [PROGRAM, "apply", "--harness", hosts.join(","), "--level", level], {
			cwd: root,
			env: { ...process.env, HOME: home },
			stdio: "ignore",
		});
	const endOf = (child: ReturnType<typeof start>) => new Promise<number | null>((settle) => child.on("close", settle));

	/** Files of others for all hosts at both levels, and what undoes and checks. */
	function everywhere() {
		const here = place();
		const files = LEVELS.flatMap((level) => HARNESSES.flatMap((host) => here.files(host, level)));
		for (const { path, isWhole } of files) if (!isWhole) write(path, FOREIGN);
		const contents = () => bytesOf(files.map(({ path }) => path));
		const apply = async (policy: number) => {
			put(here.root, { "policy-config/repo.policy": POLICIES[policy] ?? "" });
			for (const level of LEVELS)
				expect(await run(here, "apply", "--harness", HARNESSES.join(","), "--level", level)).toMatchObject({ status: 0, err: "" });
			return contents();
		};
		const unapply = async () => {
			for (const level of LEVELS) expect(await run(here, "unapply", "--level", level)).toMatchObject({ status: 0, err: "" });
			return contents();
		};
		return { here, files, contents, apply, unapply };
	}

	test(`killed at ${KILLS} moments, every file is exactly one of the old and the new ones`, async () => {
		const { here, files, contents, apply, unapply } = everywhere();
		const before = contents();
		// Entries that stand already keep their place, so that a policy after the other may stand in another order than alone.
		const states = [before, await apply(0), await apply(1), await apply(0), await apply(1)];
		let moved = 0;
		for (let count = 0; count < KILLS; count++) {
			put(here.root, { "policy-config/repo.policy": POLICIES[count % 2] ?? "" });
			const earlier = contents();
			const child = start(here, HARNESSES, count % 4 < 2 ? "user" : "project");
			// With the lock taken, the live files are written within a tenth of a second or two.
			const watcher = watch(join(here.home, ".local/state/policyc"), (_, name) => {
				if (name === "lock") setTimeout(() => child.kill("SIGKILL"), (count * 37) % 160);
			});
			await endOf(child);
			watcher.close();
			const found = contents();
			for (const [at, text] of found.entries())
				expect(
					states.some((state) => state[at] === text),
					files[at]?.path,
				).toBe(true);
			if (found.some((text, at) => text !== earlier[at])) moved++;
		}
		console.info(`${KILLS} processes killed, ${moved} of them after they had written some file`);
		expect(moved).toBeGreaterThan(0);
		await apply(1);
		expect(await unapply()).toEqual(before);
	}, 900_000);

	test(`${PROCESSES} processes at once leave what one alone would`, async () => {
		const { here, contents, apply, unapply } = everywhere();
		const before = contents();
		const alone = await apply(0);
		expect(await unapply()).toEqual(before);
		const combinations = LEVELS.flatMap((level) => HARNESSES.map((host) => [host, level] as const));
		const statuses = await Promise.all(
			Array.from({ length: PROCESSES }, (_, at) => {
				const [host, level] = combinations[at % combinations.length] ?? ["claude", "user"];
				return endOf(start(here, [host], level));
			}),
		);
		expect(new Set(statuses)).toEqual(new Set([0]));
		expect(contents()).toEqual(alone);
		expect(await unapply()).toEqual(before);
	});
});
