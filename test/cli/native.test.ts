/** `policyc build --evaluator` and `--compile`: what is written, what is said where a tool is missing, and what the hook then starts. */

import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../compiler/ir/canonical.ts";
import { NATIVE_LANGUAGES, projectFolder } from "../../targets/index.ts";
import { EVENTS } from "../runtime/events.ts";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { put, readTree, scratch, smallRoot } from "../support/scratch.ts";

const PLACE = ".policyc/claude";
const MANIFEST = "policy-wrapper-dispatch.manifest.json";
const GO = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" };
const hasGo = spawnSync("go", ["version"]).status === 0;

interface Manifest {
	readonly policy_hash: string;
	readonly evaluators: readonly {
		readonly language: string;
		readonly path: string;
		readonly built: boolean;
		readonly command: readonly string[];
	}[];
	readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

function manifestOf(root: string): Manifest {
	return JSON.parse(readFileSync(join(root, PLACE, MANIFEST), "utf8"));
}

/** A build for one host. */
function build(root: string, args: readonly string[], env = {}) {
	return runCli(["build", "--harness", "claude", ...args], root, env);
}

describe("projects", () => {
	test("stand beside the rest, one folder for each language, and the manifest says that they are not built", async () => {
		const root = smallRoot();
		expect(await build(root, ["--evaluator", "go,rust", "--evaluator", "zig"])).toMatchObject({ status: 0, err: "" });
		const manifest = manifestOf(root);
		parseAs("policy_wrapper_dispatch", JSON.stringify(manifest));
		expect(manifest.evaluators.map(({ language, path, built }) => [language, path, built])).toEqual([
			...NATIVE_LANGUAGES.map((language) => [language, projectFolder(language), false]),
			["typescript", "policy-evaluator.mjs", true],
		]);
		const tree = readTree(join(root, PLACE));
		expect(manifest.files.map(({ path }) => path).sort()).toEqual(Object.keys(tree).filter((path) => path !== MANIFEST));
		for (const { path, sha256: hash } of manifest.files) expect(hash, path).toBe(sha256(readFileSync(join(root, PLACE, path))));
		expect((await build(root, ["--evaluator", "zig,rust,go", "--check"])).status).toBe(0);
	});

	test("are written for what is asked alone, and each is one line of the report", async () => {
		const root = smallRoot();
		const { out } = await build(root, ["--evaluator", "typescript", "--evaluator", "go"]);
		expect(out).toContain("policy-evaluator-go/ ");
		expect(out).not.toContain("go.mod");
		expect(manifestOf(root).evaluators.map(({ language }) => language)).toEqual(["go", "typescript"]);
	});

	test("that nobody asked for are not there, and those that stand there are drift", async () => {
		const root = smallRoot();
		await build(root, []);
		expect(manifestOf(root).evaluators.map(({ language }) => language)).toEqual(["typescript"]);
		await build(root, ["--evaluator", "go"]);
		const { status, out } = await build(root, ["--check"]);
		expect(status).toBe(2);
		expect(out).toContain("unexpected claude/policy-evaluator-go/go.mod");
	});

	test("`auto` takes the tools that are there; none is no fault", async () => {
		const root = smallRoot();
		const tools = scratch({ zig: "#!/bin/sh\nexit 1\n", cargo: "#!/bin/sh\nexit 0\n" });
		for (const tool of ["zig", "cargo"]) chmodSync(join(tools, tool), 0o755);
		await build(root, ["--evaluator", "auto"], { PATH: tools });
		expect(manifestOf(root).evaluators.map(({ language }) => language)).toEqual(["rust", "typescript"]);
		await build(root, ["--evaluator", "auto", "--compile"], { PATH: "/nowhere" });
		expect(manifestOf(root).evaluators.map(({ language }) => language)).toEqual(["typescript"]);
	});

	test("an evaluator that is not known is a faulty call", async () => {
		const { status, err } = await build(smallRoot(), ["--evaluator", "rusty"]);
		expect(status).toBe(6);
		expect(err).toContain("error[PC6007]: `rusty` is no value for `--evaluator`");
	});
});

describe("tools", () => {
	test("that are missing are named, with status 7, and nothing is written", async () => {
		const root = smallRoot();
		const { status, err } = await build(root, ["--evaluator", "go,zig", "--compile"], { PATH: "/nowhere" });
		expect(status).toBe(7);
		expect(err).toContain("error[PC6023]: `zig` is not there");
		expect(err).toContain("error[PC6023]: `go` is not there");
		expect(readTree(root)).toEqual({ "policy-config/repo.policy": expect.anything() });
	});

	test.each([
		["that fail say why", "echo 'main.go:1: no such thing' >&2; exit 1", "main.go:1: no such thing"],
		[
			"that make no evaluator are not believed",
			"printf '#!/bin/sh\\necho another' > policy-evaluator; chmod +x policy-evaluator",
			"does not hold the policy",
		],
		["that make nothing are not believed", "exit 0", "does not hold the policy"],
	])("%s, and nothing is written", async (_, script, said) => {
		const root = smallRoot();
		const tools = scratch({ go: `#!/bin/sh\n[ "$1" = version ] && exit 0\n${script}\n` });
		chmodSync(join(tools, "go"), 0o755);
		const { status, err } = await build(root, ["--evaluator", "go", "--compile"], { PATH: `${tools}:/usr/bin:/bin` });
		expect(status).toBe(6);
		expect(err).toContain("error[PC6024]: the evaluator in go for claude does not compile: ");
		expect(err).toContain(said);
		expect(readTree(root)).toEqual({ "policy-config/repo.policy": expect.anything() });
	});
});

describe.skipIf(!hasGo)("an evaluator in Go", () => {
	const args = ["--evaluator", "go", "--compile"];
	const program = (root: string) => join(root, PLACE, "policy-evaluator-go/policy-evaluator");
	const hook = (root: string, line: string, env: NodeJS.ProcessEnv) =>
		spawnSync(join(root, PLACE, "policy-dispatch.sh"), ["--hook", "claude"], {
			encoding: "utf8",
			input: JSON.stringify(EVENTS.claude?.(line)),
			env,
		});

	test("is the same wherever it is compiled, is found by the hook without Node, and its drift is seen", async () => {
		const [root, other] = [smallRoot(), smallRoot()];
		for (const folder of [root, other]) expect(await build(folder, args, GO)).toMatchObject({ status: 0, err: "" });
		expect(readTree(join(root, ".policyc"))).toEqual(readTree(join(other, ".policyc")));

		const manifest = manifestOf(root);
		expect(manifest.evaluators[0]).toMatchObject({ language: "go", path: "policy-evaluator-go/policy-evaluator", built: true });
		expect(manifest.files.at(-1)).toEqual({ path: "policy-evaluator-go/policy-evaluator", sha256: sha256(readFileSync(program(root))) });
		expect(spawnSync(program(root), ["--version"], { encoding: "utf8" }).stdout).toBe(`${manifest.policy_hash}\n`);

		// Only the tools of the script are on PATH.
		const bare = scratch();
		expect(spawnSync("ln", ["-s", "/bin/sleep", join(bare, "sleep")]).status).toBe(0);
		expect(hook(root, "git push --force", { PATH: bare })).toMatchObject({ status: 2 });
		expect(hook(root, "git status", { PATH: bare })).toMatchObject({
			status: 0,
			stdout: expect.stringContaining('"permissionDecision":"allow"'),
		});

		expect((await build(root, [...args, "--check"], GO)).status).toBe(0);
		writeFileSync(program(root), "#!/bin/sh\n");
		expect(await build(root, [...args, "--check"], GO)).toMatchObject({
			status: 2,
			out: expect.stringContaining("changed    claude/policy-evaluator-go/policy-evaluator"),
		});
		rmSync(program(root));
		expect((await build(root, [...args, "--check"], GO)).out).toContain("missing    claude/policy-evaluator-go/policy-evaluator");
	});

	test("stays with `apply` as long as it holds the policy; another policy is not decided by it", async () => {
		const root = smallRoot({ ".claude/settings.json": "{}\n" });
		const apply = () => runCli(["apply", "--harness", "claude"], root, { ...GO, HOME: scratch() });
		await build(root, args, GO);
		expect(await apply()).toMatchObject({ status: 0, err: "" });
		expect(manifestOf(root).evaluators.map(({ language, built }) => [language, built])).toEqual([
			["go", true],
			["typescript", true],
		]);
		expect(statSync(program(root)).mode & 0o111).not.toBe(0);

		put(root, {
			"policy-config/repo.policy": readFileSync(join(root, "policy-config/repo.policy"), "utf8").replace(
				"`git {status,log}`",
				"`git {status,log,diff}`",
			),
		});
		expect((await apply()).status).toBe(0);
		expect(manifestOf(root).evaluators.map(({ language, built }) => [language, built])).toEqual([
			["go", false],
			["typescript", true],
		]);
		expect(hook(root, "git diff", process.env)).toMatchObject({
			status: 0,
			stdout: expect.stringContaining('"permissionDecision":"allow"'),
		});
	});
});
