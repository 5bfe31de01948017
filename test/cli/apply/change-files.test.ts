import { execFileSync, spawn } from "node:child_process";
import {
	chmodSync,
	linkSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeFiles, type FileChange } from "../../../cli/apply/change-files.ts";
import { entriesWanted, planApply, planUnapply } from "../../../cli/apply/plan-file.ts";
import { Ledger } from "../../../cli/apply/state-folder.ts";
import { scratch } from "../../support/scratch.ts";

const FOREIGN = '// mine\n{\n\t"permissions": { "deny": ["Bash(keep *)"], /* here */ "allow": [] },\n\t"model" : "x",\n}\n';
const withEntry = (name: string) => FOREIGN.replace('["Bash(keep *)"]', `["Bash(keep *)", "Bash(${name} *)"]`);

interface Place {
	readonly folder: string;
	readonly state: string;
	readonly ledger: Ledger;
}

function place(): Place {
	const folder = realpathSync(scratch());
	const state = join(folder, "state");
	return { folder, state, ledger: new Ledger(state) };
}

const applying = (path: string, name = "rm"): FileChange => ({
	path,
	plan: (content, entered) =>
		planApply(path, content, entered, entriesWanted([{ kind: "member", path: ["permissions", "deny"], value: `Bash(${name} *)` }])),
});

const unapplying = (path: string, ledger: Ledger): FileChange => ({
	path,
	plan: (content, entered) => (entered ? planUnapply(content, entered, (hash) => ledger.kept(hash)) : { next: content, entered: null }),
});

/** The end of the message about a file that was refused, or null. */
function refusalOf({ folder, ledger }: Place, ...changes: readonly FileChange[]): string | null {
	const result = changeFiles(changes, [folder], ledger, true);
	return "problem" in result ? result.problem : null;
}

describe("one file", () => {
	test("what others wrote keeps every byte, a second time changes nothing, and undoing gives the same bytes", () => {
		const here = place();
		const path = join(here.folder, "settings.json");
		writeFileSync(path, FOREIGN, { mode: 0o600 });
		expect(refusalOf(here, applying(path))).toBeNull();
		expect(readFileSync(path, "utf8")).toBe(withEntry("rm"));
		expect(statSync(path).mode & 0o777).toBe(0o600);
		const { ino } = statSync(path);
		expect(refusalOf(here, applying(path))).toBeNull();
		expect(statSync(path).ino).toBe(ino);
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readFileSync(path, "utf8")).toBe(FOREIGN);
		expect(here.ledger.list()).toEqual([]);
	});

	test("a file that was made is taken away again, with the folders that were made for it", () => {
		const here = place();
		const path = join(here.folder, "a/b/settings.json");
		expect(refusalOf(here, applying(path))).toBeNull();
		expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ permissions: { deny: ["Bash(rm *)"] } });
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readdirSync(here.folder)).toEqual(["state"]);
	});

	test("a folder that was made stays while something of others stands in it", () => {
		const here = place();
		const path = join(here.folder, "a/b/settings.json");
		expect(refusalOf(here, applying(path))).toBeNull();
		writeFileSync(join(here.folder, "a/mine"), "");
		expect(refusalOf(here, applying(path, "dd"))).toBeNull();
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readdirSync(join(here.folder, "a"))).toEqual(["mine"]);
	});

	test("after others have changed it, undoing takes out what is ours and leaves theirs", () => {
		const here = place();
		const path = join(here.folder, "settings.json");
		writeFileSync(path, FOREIGN);
		expect(refusalOf(here, applying(path))).toBeNull();
		writeFileSync(path, withEntry("rm").replace('"x"', '"y"'));
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readFileSync(path, "utf8")).toBe(FOREIGN.replace('"x"', '"y"'));
	});

	test("a link is followed once and stays a link", () => {
		const here = place();
		mkdirSync(join(here.folder, "dotfiles"));
		const target = join(here.folder, "dotfiles/settings.json");
		writeFileSync(target, FOREIGN);
		const path = join(here.folder, "settings.json");
		symlinkSync("dotfiles/settings.json", path);
		expect(refusalOf(here, applying(path))).toBeNull();
		expect(readFileSync(target, "utf8")).toBe(withEntry("rm"));
		expect(readdirSync(join(here.folder, "dotfiles"))).toEqual(["settings.json"]);
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readFileSync(target, "utf8")).toBe(FOREIGN);
	});
});

describe("files that are left alone", () => {
	const CASES: readonly [name: string, make: (path: string, folder: string) => void, problem: string][] = [
		["a folder", (path) => mkdirSync(path), "it is no regular file"],
		["a pipe", (path) => execFileSync("mkfifo", [path]), "it is no regular file"],
		["a link to a device", (path) => symlinkSync("/dev/null", path), "a link leads outside the home folder and the policy's root"],
		["a circle of links", (path) => symlinkSync(path, path), "its links lead in a circle, or too far"],
		["a link out of the roots", (path) => symlinkSync("/etc/hostname", path), "a link leads outside the home folder and the policy's root"],
		["broken JSON", (path) => writeFileSync(path, '{"a": [}'), "it is not JSON (value expected)"],
		["bytes that are no text", (path) => writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d])), "it is not UTF-8"],
		["11 MiB", (path) => writeFileSync(path, `{"a": "${"x".repeat(11 * 1024 * 1024)}"}`), "it is larger than 10 MiB"],
		[
			"a file of two names",
			(path, folder) => {
				writeFileSync(path, "{}");
				linkSync(path, join(folder, "other"));
			},
			"it has several hard links, and replacing it would part them",
		],
		[
			"a folder for everyone",
			(path, folder) => {
				writeFileSync(path, "{}");
				chmodSync(folder, 0o777);
			},
			"everyone may write to its folder",
		],
	];
	test.each(CASES)("%s", (_, make, problem) => {
		const here = place();
		const folder = join(here.folder, "live");
		mkdirSync(folder);
		const path = join(folder, "settings.json");
		make(path, folder);
		const before = readdirSync(folder).sort();
		expect(refusalOf(here, applying(path))).toBe(problem);
		expect(readdirSync(folder).sort()).toEqual(before);
	});

	test("where one of several is refused, the others get their old content back", () => {
		const here = place();
		const [good, bad] = [join(here.folder, "good.json"), join(here.folder, "bad.json")];
		writeFileSync(good, FOREIGN);
		writeFileSync(bad, "[]");
		const made = join(here.folder, "new/made.json");
		expect(refusalOf(here, applying(good), applying(made), applying(bad))).toBe("it is no JSON object");
		expect(readFileSync(good, "utf8")).toBe(FOREIGN);
		expect(readdirSync(here.folder).sort()).toEqual(["bad.json", "good.json", "state"]);
		expect(here.ledger.list()).toEqual([]);
	});
});

describe("many processes", () => {
	const folder = mkdtempSync(join(tmpdir(), "policyc-apply-"));
	const program = join(folder, "apply.mjs");
	beforeAll(async () => {
		const entry = join(import.meta.dirname, "apply-forever.ts");
		await build({
			entryPoints: [entry],
			bundle: true,
			platform: "node",
			format: "esm",
			mainFields: ["module", "main"],
			outfile: program,
			logLevel: "error",
		});
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	/** Runs the program; resolves with its exit status, or null if it was killed. */
	const run = (args: readonly string[], killAfter: number | null) =>
		new Promise<number | null>((resolve) => {
			const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
			child.on("close", resolve);
			if (killAfter !== null) child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), killAfter));
		});

	test("killed at 200 moments, the file is always exactly one of the old and the new ones", async () => {
		const here = place();
		const path = join(here.folder, "settings.json");
		writeFileSync(path, FOREIGN);
		const allowed = new Set([FOREIGN, withEntry("rm"), withEntry("dd")]);
		const seen = new Set<string>();
		const worker = async (part: number) => {
			for (let count = 0; count < 50; count++) {
				await run([path, here.state, here.folder, "rm,dd"], ((count * 7 + part * 3) % 40) + (count % 10) / 10);
				const text = readFileSync(path, "utf8");
				seen.add(text);
				expect(allowed.has(text)).toBe(true);
			}
		};
		await Promise.all([0, 1, 2, 3].map(worker));
		expect(seen.size).toBeGreaterThan(1);
		expect(refusalOf(here, applying(path))).toBeNull();
		expect(readdirSync(here.folder).sort()).toEqual(["settings.json", "state"]);
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readFileSync(path, "utf8")).toBe(FOREIGN);
	});

	test("32 processes at once lose nothing of each other or of others", async () => {
		const here = place();
		const path = join(here.folder, "settings.json");
		writeFileSync(path, FOREIGN);
		const statuses = await Promise.all(Array.from({ length: 32 }, () => run([path, here.state, here.folder, "rm,dd,mv", "3"], null)));
		expect(new Set(statuses)).toEqual(new Set([0]));
		expect(readFileSync(path, "utf8")).toBe(withEntry("mv"));
		expect(refusalOf(here, unapplying(path, here.ledger))).toBeNull();
		expect(readFileSync(path, "utf8")).toBe(FOREIGN);
	});
});
