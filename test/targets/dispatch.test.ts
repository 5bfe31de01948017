/** The dispatch script, run by real shells beside evaluators that work, fail and lie. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Fallbacks } from "../../compiler/ir/types.ts";
import { emitHarness } from "../../targets/index.ts";
import { FILES, type Verdict } from "../../targets/target.ts";
import { compiledPolicy, REGISTRY, SMALL_POLICY } from "./compile-by-hand.ts";

const EXIT = { allow: 0, deny: 3, request: 4 } as const;
const ASKING: Fallbacks = {
	opaque: "request",
	condition_error: "request",
	malformed_bundle: "request",
	missing_policy: "request",
	unattended: "request",
};

const scratch = mkdtempSync(join(tmpdir(), "policyc-dispatch-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** An evaluator that answers from its arguments: what it should print and how it should end stand in the command. */
const OBEDIENT = `
const given = Object.fromEntries(process.argv.slice(2).map((word, at, words) => [word, words[at + 1]]));
const { print, end } = JSON.parse(given["--command"]);
const hash = JSON.parse((await import("node:fs")).readFileSync(given["--bundle"], "utf8")).policy_hash;
process.stdout.write(print.replaceAll("HASH", hash).replaceAll("CWD", given["--cwd"]).replaceAll("ALONE", String("--unattended" in given)));
if (end === "kill") process.kill(process.pid, "SIGKILL"); else process.exitCode = end;
`;

let builds = 0;

/** A folder with a build. Files can be replaced (a text) or left out (null). */
function build(fallbacks: Partial<Fallbacks> = {}, files: Readonly<Record<string, string | null>> = {}): string {
	const policy = { ...SMALL_POLICY.policy, fallbacks: { ...SMALL_POLICY.policy.fallbacks, ...fallbacks } };
	const folder = join(scratch, `build ${builds++}`);
	mkdirSync(folder);
	const emitted = emitHarness({ ...SMALL_POLICY, policy }, "none", { evaluator: OBEDIENT, registry: REGISTRY });
	const all = new Map(emitted.files.map(({ path, content }): [string, string | null] => [path, content]));
	for (const [path, content] of Object.entries(files)) all.set(path, content);
	for (const [path, content] of all) {
		if (content === null) continue;
		writeFileSync(join(folder, path), content);
		if (path === FILES.dispatch || path === FILES.native) chmodSync(join(folder, path), 0o755);
	}
	return folder;
}

interface Answer {
	readonly status: number | null;
	readonly verdict: Partial<Verdict>;
}

function dispatch(shell: string, folder: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Answer {
	const { status, stdout } = spawnSync(shell, [join(folder, FILES.dispatch), ...args], { encoding: "utf8", env, cwd: "/" });
	return { status, verdict: JSON.parse(stdout) };
}

function asking(print: string, end: number | "kill"): readonly string[] {
	return ["--command", JSON.stringify({ print, end }), "--cwd", "/some where"];
}

function verdictText(decision: string, more = "", blank = ""): string {
	return `{"decision":${blank}"${decision}","policy_hash":${blank}"HASH"${more}}`;
}

describe.each(["sh", "dash", "bash"])("the dispatch script under %s", (shell) => {
	const whole = build();

	test.each(["allow", "deny", "request"] as const)("hands on the verdict %s, its status and every argument", (decision) => {
		const answer = dispatch(shell, whole, asking(verdictText(decision, ',"reason":"CWD ALONE"'), EXIT[decision]));
		expect(answer).toMatchObject({ status: EXIT[decision], verdict: { decision, reason: "/some where false" } });
		const spaced = dispatch(shell, whole, [...asking(verdictText(decision, ',"reason":"ALONE"', " "), EXIT[decision]), "--unattended"]);
		expect(spaced).toMatchObject({ status: EXIT[decision], verdict: { decision, reason: "true" } });
	});

	const lies: readonly (readonly [string, string, number | "kill"])[] = [
		["prints nothing and ends with 0", "", 0],
		["prints what is no JSON and ends with 0", "allow", 0],
		["says allow and ends with 1", verdictText("allow"), 1],
		["says allow and ends with 4", verdictText("allow"), 4],
		["says deny and ends with 0", verdictText("deny"), 0],
		["says request and ends with 0", verdictText("request"), 0],
		["says allow of another policy", '{"decision":"allow","policy_hash":"abc"}', 0],
		["says allow of no policy", '{"decision":"allow","policy_hash":null}', 0],
		["says request of another policy", '{"decision":"request","policy_hash":"abc"}', 4],
		["says allow of a line with a denied command", verdictText("allow", ',"commands":[{"decision":"deny"}]'), 0],
		["says allow of a line with a command to ask about", verdictText("allow", ',"commands":[{"decision":"request"}]'), 0],
		["quotes an allow inside a text", '{"reason":"\\"decision\\":\\"allow\\"","policy_hash":"HASH"}', 0],
		["ends with a status of its runtime and no verdict", "", 3],
		["ends with 2", verdictText("deny"), 2],
		["is killed after it said allow", verdictText("allow"), "kill"],
	];
	test.each(lies)("never allows when the evaluator %s", (_, print, end) => {
		expect(dispatch(shell, whole, asking(print, end))).toMatchObject({ status: 3, verdict: { decision: "deny", errors: ["no_answer"] } });
	});

	test("every failure of the evaluator gives the declared fallback", () => {
		const folder = build(ASKING);
		for (const [, print, end] of lies) {
			expect(dispatch(shell, folder, asking(print, end))).toMatchObject({
				status: 4,
				verdict: { decision: "request", by: "input", rule: null },
			});
		}
	});

	test("an evaluator that cannot read its bundle gives the fallback for that", () => {
		const unread = asking('{"decision":"deny","by":"input","errors":["malformed_bundle"],"policy_hash":null}', 3);
		expect(dispatch(shell, whole, unread)).toMatchObject({ status: 3, verdict: { errors: ["malformed_bundle"] } });
		expect(dispatch(shell, build({ malformed_bundle: "request" }), unread)).toMatchObject({ status: 4, verdict: { decision: "request" } });
	});

	test("a request that is a fallback becomes the unattended one where nobody can be asked", () => {
		const folder = build({ ...ASKING, unattended: "deny" });
		expect(dispatch(shell, folder, asking("", 0)).status).toBe(4);
		expect(dispatch(shell, folder, [...asking("", 0), "--unattended"])).toMatchObject({ status: 3, verdict: { decision: "deny" } });
		expect(dispatch(shell, folder, ["--unattended", ...asking("", 0)]).status).toBe(3);
	});

	test.each([
		["the evaluator", { [FILES.evaluator]: null }],
		["the bundle", { [FILES.bundle]: null }],
	])("without %s the fallback is that of a missing policy", (_, files) => {
		const args = asking(verdictText("allow"), 0);
		expect(dispatch(shell, build({}, files), args)).toMatchObject({ status: 3, verdict: { errors: ["missing_policy"] } });
		expect(dispatch(shell, build({ missing_policy: "request" }, files), args)).toMatchObject({
			status: 4,
			verdict: { decision: "request" },
		});
	});

	test("without node the fallback is that of a missing policy", () => {
		const answer = spawnSync(`/bin/${shell}`, [join(whole, FILES.dispatch), ...asking(verdictText("allow"), 0)], {
			encoding: "utf8",
			env: { PATH: join(scratch, "no-such-folder") },
		});
		expect(answer.status).toBe(3);
		expect(JSON.parse(answer.stdout)).toMatchObject({ decision: "deny", errors: ["missing_policy"] });
	});

	test("an evaluator that is no program fails like any other", () => {
		const folder = build({}, { [FILES.evaluator]: "this is { no program" });
		expect(dispatch(shell, folder, asking(verdictText("allow"), 0))).toMatchObject({ status: 3, verdict: { errors: ["no_answer"] } });
	});

	test("a native evaluator is asked first, and the next one where it does not work", () => {
		const hash = SMALL_POLICY.policy_hash;
		const native = `#!/bin/sh\nprintf '{"decision":"deny","reason":"native","policy_hash":"${hash}"}'\nexit 3\n`;
		const args = asking(verdictText("request"), 4);
		expect(dispatch(shell, build({}, { [FILES.native]: native }), args)).toMatchObject({ status: 3, verdict: { reason: "native" } });
		for (const broken of ["#!/bin/sh\nexit 0\n", "#!/no/such/interpreter\n", "#!/bin/sh\nkill -9 $$\n"]) {
			expect(dispatch(shell, build({}, { [FILES.native]: broken }), args)).toMatchObject({ status: 4, verdict: { decision: "request" } });
		}
	});

	test.each([
		[["--command", "ls"]],
		[["--cwd", "/"]],
		[["--command"]],
		[["--command", "ls", "--cwd", "/", "--yes"]],
		[["--command", "ls", "--command", "id", "--cwd", "/"]],
		[[]],
	])("the faulty call %j gives the strictest fallback", (args) => {
		expect(dispatch(shell, whole, args)).toMatchObject({ status: 3, verdict: { decision: "deny", errors: ["usage"] } });
		expect(dispatch(shell, build(ASKING), args)).toMatchObject({ status: 4, verdict: { decision: "request" } });
	});

	test("files are found beside the script, however it is called", () => {
		const args = asking(verdictText("allow"), 0);
		symlinkSync(whole, join(scratch, `-link ${shell}`));
		const calls = [
			[whole, `./${FILES.dispatch}`],
			[whole, FILES.dispatch],
			[scratch, `${whole.slice(scratch.length + 1)}/${FILES.dispatch}`],
			[join(scratch, `-link ${shell}`), `../${whole.slice(scratch.length + 1)}/${FILES.dispatch}`],
		];
		for (const [cwd, script = ""] of calls) expect(spawnSync(shell, [script, ...args], { cwd }).status, script).toBe(0);
	});

	test("options for node in the environment change nothing", () => {
		const env = { ...process.env, NODE_OPTIONS: "--import=data:text/javascript,process.exit(9)", CDPATH: "/" };
		expect(dispatch(shell, whole, asking(verdictText("request"), 4), env)).toMatchObject({ status: 4, verdict: { decision: "request" } });
	});

	test("closed output is no allow", () => {
		const script = `"$0" "$1" ${asking(verdictText("allow"), 0)
			.map((_, at) => `"$${at + 2}"`)
			.join(" ")} >&-`;
		const { status } = spawnSync("sh", ["-c", script, shell, join(whole, FILES.dispatch), ...asking(verdictText("allow"), 0)]);
		expect(status).not.toBe(0);
	});
});

test("the script can be run by itself and is marked as a program", () => {
	const { status } = spawnSync(join(build(), FILES.dispatch), [...asking(verdictText("allow"), 0)]);
	expect(status).toBe(0);
	const emitted = emitHarness(compiledPolicy([]), "none", { evaluator: "", registry: REGISTRY });
	expect(emitted.files.filter(({ executable }) => executable).map(({ path }) => path)).toEqual([FILES.dispatch]);
});

test("a fallback verdict has all keys of a verdict", () => {
	const { verdict } = dispatch("sh", build({}, { [FILES.evaluator]: null }), asking("", 0));
	const keys = ["by", "commands", "conditions", "decision", "errors", "leave_to_host", "opaque", "policy_hash", "reason", "rule"];
	expect(Object.keys(verdict).sort()).toEqual(keys);
});
