/** Predicates about paths, the environment and the system. */

import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOfPath, Sandbox } from "./sandbox.ts";

const sandbox = new Sandbox();
const root = join(sandbox.folder, "root");
const isRoot = process.geteuid?.() === 0;

beforeAll(() => {
	for (const path of ["src/deep/file.txt", "src/other.txt", "package.json", ".hidden/x", "grün/x", "with*star"])
		sandbox.write(root, path, "");
	mkdirSync(join(root, "empty"));
	symlinkSync("src", join(root, "link"));
	symlinkSync(sandbox.home, join(root, "away"));
	symlinkSync("nowhere", join(root, "dangling"));
	symlinkSync(".", join(root, "empty/loop"));
	symlinkSync(root, join(sandbox.folder, "root-link"));
	sandbox.write(sandbox.home, "notes", "");
});
afterAll(() => sandbox.remove());

const facts = (options: Parameters<Sandbox["facts"]>[0] = {}) => sandbox.facts({ root, ...options });

describe("path_exists", () => {
	test.each([
		["./package.json", "true"],
		["./src", "true"],
		["./src/", "true"],
		["./nothing", "false"],
		["./package.json/x", "false"],
		["./link/deep/file.txt", "true"],
		["./dangling", "false"],
		["./with\\*star", "true"],
		["./src/*.txt", "true"],
		["./src/*.md", "false"],
		["./s?c/deep", "true"],
		["./gr?n/x", "true"],
		["./*/deep/*.txt", "true"],
		["./**/file.txt", "true"],
		["./**/no.txt", "false"],
		["./src/**", "true"],
		["./empty/**", "true"],
		["./.hidden/**", "true"],
		["./package.json/**", "false"],
		["./../home/notes", "true"],
		["./src/../package.json", "true"],
		["~/notes", "true"],
		["~", "true"],
		["~/nothing", "false"],
		["/", "true"],
		["/nothing/at/all", "false"],
	])("%s: %s", (pattern, wanted) => {
		expect(facts().ask("path_exists", pattern, null)).toBe(wanted);
	});

	test("without the root or the home directory it is unknown", () => {
		expect(facts({ root: null }).ask("path_exists", "./x", "/")).toBe("unknown");
		expect(facts({ home: null }).ask("path_exists", "~/x", "/")).toBe("unknown");
		expect(facts({ root: null, home: null }).ask("path_exists", "/", "/")).toBe("true");
	});

	test("a folder with more entries than are looked at leaves it unknown", () => {
		const many = join(sandbox.fresh("many"));
		mkdirSync(many, { recursive: true });
		for (let index = 0; index < 10_001; index++) writeFileSync(join(many, String(index)), "");
		const there = sandbox.facts({ root: many });
		expect(there.ask("path_exists", "./17", null)).toBe("true");
		expect(there.ask("path_exists", "./x*", null)).toBe("unknown");
	});

	/** Root reads every folder. */
	test.skipIf(isRoot)("a folder that cannot be read leaves it unknown", () => {
		const closed = join(root, "closed");
		mkdirSync(closed);
		chmodSync(closed, 0);
		expect(facts().ask("path_exists", "./closed/x", null)).toBe("unknown");
		chmodSync(closed, 0o755);
	});
});

describe("cwd_under", () => {
	const ask = (pattern: string, directory: string, options: Parameters<Sandbox["facts"]>[0] = {}): string =>
		facts(options).ask("cwd_under", pattern, bytesOfPath(directory));

	test.each([
		["./src", "src", "true"],
		["./src", "src/deep", "true"],
		["./src", ".", "false"],
		["./src", "empty", "false"],
		["./**", "src", "true"],
		["./**", ".", "false"],
		["./*/deep", "src/deep", "true"],
		["./gr?n", "grün", "true"],
		["./src", "src/../src", "true"],
		["./src", "src/..", "false"],
	])("%s, in %s: %s", (pattern, directory, wanted) => {
		expect(ask(pattern, `${root}/${directory}`)).toBe(wanted);
	});

	test("where a link leads elsewhere than its name says, it is unknown", () => {
		expect(ask("./away", join(root, "away"))).toBe("unknown");
		expect(ask("~", join(root, "away"))).toBe("unknown");
		expect(ask("./src", join(root, "link"))).toBe("unknown");
		expect(ask("./empty", join(root, "link"))).toBe("false");
	});

	test("the root may be named by a link, or the directory", () => {
		const link = join(sandbox.folder, "root-link");
		expect(ask("./src", join(link, "src"))).toBe("unknown");
		expect(ask("./src", join(link, "src"), { root: link })).toBe("true");
		expect(ask("./src", join(root, "src"), { root: link })).toBe("true");
		expect(ask("./src", join(root, "empty"), { root: link })).toBe("false");
	});

	test("what is not there, or not known, is unknown", () => {
		expect(ask("./src", join(root, "gone"))).toBe("unknown");
		expect(ask("./src", join(root, "src"), { root: null })).toBe("unknown");
		expect(facts().ask("cwd_under", "./src", null)).toBe("unknown");
	});
});

test.each([
	["CI true", "true"],
	["CI tru?", "true"],
	["CI false", "false"],
	["CI *", "true"],
	["EMPTY *", "true"],
	["EMPTY ?*", "false"],
	["MISSING *", "false"],
	["toString *", "false"],
	["GREEN gr?n", "true"],
	["LATIN *", "unknown"],
	["BLANKS a b", "true"],
	["CI", "unknown"],
	["", "unknown"],
])("env_is %s: %s", (argument, wanted) => {
	const environment = { CI: "true", EMPTY: "", GREEN: "grün", LATIN: "gr\ufffdn", BLANKS: "a b" };
	expect(facts({ environment }).ask("env_is", argument, null)).toBe(wanted);
});

test("os_is names the system that the test runs on, and no other", () => {
	const names: Readonly<Record<string, string>> = { linux: "linux", darwin: "macos", win32: "windows" };
	for (const name of Object.values(names)) expect(facts().ask("os_is", name, null)).toBe(String(names[process.platform] === name));
	expect(facts().ask("os_is", "plan9", null)).toBe("unknown");
});

test("a predicate that is not in the list is unknown", () => {
	for (const name of ["", "toString", "git_is_nice"]) expect(facts().ask(name, null, bytesOfPath(root))).toBe("unknown");
});
