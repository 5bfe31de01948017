import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { HARNESSES } from "../../targets/index.ts";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { scratch, smallRoot } from "../support/scratch.ts";

const SYSTEM = "/usr/bin:/bin";
const PATH = `${dirname(process.execPath)}:${SYSTEM}`;

interface Found {
	readonly ok: boolean;
	readonly machine: readonly Row[];
	readonly hosts: readonly {
		readonly host: string;
		readonly checks: readonly Row[];
		readonly gates: readonly { readonly state: string }[];
	}[];
}

interface Row {
	readonly name: string;
	readonly outcome: string;
	readonly detail: string;
}

/** A root where a host's files are applied, and the program in front of it. */
async function place(host = "claude", path = PATH) {
	const root = smallRoot();
	const home = scratch();
	const run = (...args: readonly string[]) => runCli(args, root, { HOME: home, PATH: path });
	expect(await run("apply", "--harness", host)).toMatchObject({ status: 0 });
	const file = (name: string) => join(root, ".policyc", host, name);
	const examine = async () => {
		const { status, out, err } = await run("doctor", "--host", host, "--json");
		expect(err).toBe("");
		const found = parseAs("output-doctor", out) as unknown as Found;
		const rows = [...found.machine, ...found.hosts.flatMap(({ checks }) => checks)];
		return { status, found, bad: rows.filter(({ outcome }) => outcome === "failed" || outcome === "missing") };
	};
	return { root, home, run, file, examine };
}

describe("what is installed works", () => {
	test.each(HARNESSES)("%s", async (host) => {
		const { examine } = await place(host);
		const { status, found, bad } = await examine();
		expect([status, bad]).toEqual([0, []]);
		expect(found.machine).toEqual([{ name: "git", outcome: "passed", detail: expect.stringMatching(/git version/) }]);
		const [one] = found.hosts;
		const live = one?.checks.filter(({ name }) => name.startsWith("live ")) ?? [];
		expect(live.length).toBe(host === "codex" ? 4 : 2);
		for (const { name, detail } of live) expect(detail).toMatch(/deny/.test(name) ? /^refuses `git push --force`/ : /^lets pass `git/);
		expect(one?.checks.at(-1)).toMatchObject({ name: "host", outcome: "not run" });
	});

	test("the report names what is left to the person, and what was not run and why", async () => {
		const { run } = await place();
		const { out, status } = await run("doctor", "--host", "claude");
		expect(status).toBe(0);
		expect(out).toMatch(/^ {2}passed {3}live deny, PreToolUse +refuses `git push --force`, by rule force-push$/m);
		expect(out).toMatch(/^ {2}not run {2}host +there is no `claude` on PATH$/m);
		expect(out).toMatch(/^ {2}left to you: accept the trust dialog of Claude Code/m);
	});

	test("without a host that is set up, it says what to write", async () => {
		const result = await runCli(["doctor"], smallRoot(), { HOME: scratch() });
		expect(result).toMatchObject({ status: 6, out: "", err: expect.stringMatching(/no host is set up here/) });
	});

	test("a name that is no host is refused", async () => {
		const result = await runCli(["doctor", "--host", "cladue"], smallRoot(), { HOME: scratch() });
		expect(result).toMatchObject({ status: 6, err: expect.stringMatching(/`--host`.*cladue|cladue.*`--host`/s) });
	});
});

describe("what does not work is named, and the status is 2", () => {
	test("a dispatch script that is gone", async () => {
		const { file, examine } = await place();
		rmSync(file("policy-dispatch.sh"));
		const { status, bad } = await examine();
		expect([status, bad.map(({ name }) => name)]).toEqual([
			2,
			["build", "dispatch script", "live deny, PreToolUse", "live allow, PreToolUse"],
		]);
	});

	test("an evaluator that prints garbage: the hook refuses everything, which is no answer of this policy", async () => {
		const { file, examine } = await place();
		writeFileSync(file("policy-evaluator.mjs"), 'process.stdout.write("{garbage");\n');
		const { status, bad } = await examine();
		expect([status, bad.map(({ name }) => name)]).toEqual([
			2,
			["build", "dispatch script", "policy-evaluator.mjs", "live deny, PreToolUse", "live allow, PreToolUse"],
		]);
		expect(bad.at(-1)?.detail).toMatch(/^it ends with 2 instead of 0: The policy did not decide/);
	});

	test("a native evaluator of another policy, though the dispatch script passes it over", async () => {
		const { file, examine } = await place();
		writeFileSync(file("policy-evaluator"), "#!/bin/sh\necho other\n");
		chmodSync(file("policy-evaluator"), 0o755);
		const { status, bad } = await examine();
		expect(status).toBe(2);
		expect(bad).toContainEqual({ name: "policy-evaluator", outcome: "failed", detail: "it is not of this policy: other" });
		expect(bad.filter(({ name }) => name.startsWith("live "))).toEqual([]);
	});

	test("a bundle that is not the manifest's", async () => {
		const { file, examine } = await place();
		writeFileSync(file("policy-wrapper-rules.json"), `${readFileSync(file("policy-wrapper-rules.json"), "utf8")} `);
		const { status, bad } = await examine();
		expect([status, bad.map(({ name }) => name)]).toEqual([2, expect.arrayContaining(["bundle", "live allow, PreToolUse"])]);
	});

	test("a hook that is wired otherwise", async () => {
		const { root, examine } = await place();
		const settings = join(root, ".claude/settings.json");
		writeFileSync(settings, readFileSync(settings, "utf8").replace('"matcher": "Bash"', '"matcher": "Read"'));
		const { status, bad } = await examine();
		expect([status, bad]).toEqual([
			2,
			[{ name: "live deny, PreToolUse", outcome: "failed", detail: `${settings} does not hold the hook as it should be` }],
		]);
	});

	test("what the host's own program complains of", async () => {
		const programs = scratch();
		const claude =
			"#!/bin/sh\nprintf 'Claude Code doctor\\n\\nInvalid settings\\n- settings.json: permissions.deny is wrong\\n\\nNo more.\\n'\n";
		writeFileSync(join(programs, "claude"), claude);
		chmodSync(join(programs, "claude"), 0o755);
		const { examine } = await place("claude", `${programs}:${PATH}`);
		const { status, bad } = await examine();
		expect([status, bad]).toEqual([2, [{ name: "host", outcome: "failed", detail: "- settings.json: permissions.deny is wrong" }]]);
	});
});

test("without anything that can run the evaluator the status is 7", async () => {
	const programs = scratch();
	mkdirSync(join(programs, "bin"));
	for (const name of ["sh", "sleep"]) symlinkSync(join("/bin", name), join(programs, "bin", name));
	const { examine } = await place("claude", join(programs, "bin"));
	const { status, bad } = await examine();
	expect(status).toBe(7);
	expect(bad).toContainEqual({ name: "policy-evaluator.mjs", outcome: "missing", detail: expect.stringMatching(/no `node` on PATH/) });
});

test("neither the probes nor anything else is run or changed", async () => {
	const programs = scratch();
	const mark = join(programs, "ran");
	writeFileSync(join(programs, "git"), `#!/bin/sh\necho ran > '${mark}'\n`);
	chmodSync(join(programs, "git"), 0o755);
	const { examine, run } = await place("claude", `${programs}:${PATH}`);
	expect((await examine()).status).toBe(0);
	expect(() => readFileSync(mark)).toThrow();
	expect(await run("status", "--harness", "claude")).toMatchObject({ status: 0 });
});
