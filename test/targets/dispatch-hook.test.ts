/** The dispatch script as a hook: run by real shells, beside evaluators that work, fail, lie and hang. */

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build as esbuild } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fallbacks } from "../../compiler/ir/types.ts";
import { emitHarness } from "../../targets/index.ts";
import { binaryPath, FILES, NATIVE_LANGUAGES } from "../../targets/target.ts";
import { EVENTS } from "../runtime/events.ts";
import { REGISTRY, SMALL_POLICY } from "./compile-by-hand.ts";

const scratch = mkdtempSync(join(tmpdir(), "policyc-dispatch-hook-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const ASKING: Partial<Fallbacks> = { malformed_bundle: "request", missing_policy: "request" };
const HASH = SMALL_POLICY.policy_hash;
let evaluator = "";
let builds = 0;

beforeAll(async () => {
	const built = await esbuild({
		entryPoints: ["runtime/typescript/main.ts"],
		write: false,
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20",
	});
	evaluator = built.outputFiles[0]?.text ?? "";
});

/** A folder with a build. Files can be replaced (a text) or left out (null). */
function build(fallbacks: Partial<Fallbacks> = {}, files: Readonly<Record<string, string | null>> = {}): string {
	const policy = { ...SMALL_POLICY.policy, fallbacks: { ...SMALL_POLICY.policy.fallbacks, ...fallbacks } };
	const folder = join(scratch, `build ${builds++}`);
	mkdirSync(folder);
	const emitted = emitHarness({ ...SMALL_POLICY, policy }, "none", { evaluator, registry: REGISTRY });
	const all = new Map(emitted.files.map(({ path, content }): [string, string | null] => [path, content]));
	for (const [path, content] of Object.entries(files)) all.set(path, content);
	for (const [path, content] of all) {
		if (content === null) continue;
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
		if (path === FILES.dispatch || Object.hasOwn(files, path)) chmodSync(join(folder, path), 0o755);
	}
	return folder;
}

interface Answer {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

const ALLOWED = JSON.stringify(EVENTS.claude?.("git log"));
const DENIED = JSON.stringify(EVENTS.claude?.("git push --force"));

function hook(
	shell: string,
	folder: string,
	args: readonly string[] = ["--hook", "claude"],
	input = ALLOWED,
	env: NodeJS.ProcessEnv = process.env,
): Answer {
	return spawnSync(shell, [join(folder, FILES.dispatch), ...args], { encoding: "utf8", input, env, cwd: "/" });
}

function decisionOf({ stdout }: Answer): string {
	return JSON.parse(stdout).hookSpecificOutput.permissionDecision;
}

function expectRefusal(answer: Answer): void {
	expect([answer.status, decisionOf(answer)]).toEqual([2, "deny"]);
	expect(answer.stderr.trim()).not.toBe("");
}

/** Evaluators that give no answer, as programs for Node. */
const FAILING: Readonly<Record<string, string>> = {
	"is no program": "this is { no program",
	throws: "throw new Error('x')",
	"ends with 1": "process.exit(1)",
	"ends with 0 and prints nothing": "",
	"ends with 2 and prints nothing": "process.exit(2)",
	"prints what is no JSON": "console.log('allow')",
	"prints JSON of another kind": 'console.log(\'{"decision":"allow"}\')',
	"prints half an answer": `process.stdout.write('{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"allow"')`,
	"prints another host's answer": `console.log('{"permission":"allow"}')`,
	"says allow and ends with 3": "console.log('{}'); process.exit(3)",
	"is killed": "process.kill(process.pid, 'SIGKILL')",
	"is killed after its answer": "console.log('{}'); process.kill(process.pid, 'SIGKILL')",
	"runs out of stack": "function f() { return f() + 1; } f()",
};

describe.each(["dash", "bash"])("the hook under %s", (shell) => {
	test("hands on the evaluator's answers", () => {
		const whole = build();
		expect(hook(shell, whole)).toMatchObject({ status: 0, stderr: "" });
		expect(decisionOf(hook(shell, whole))).toBe("allow");
		expect(hook(shell, whole, ["--hook", "claude"], DENIED)).toMatchObject({
			status: 2,
			stderr: expect.stringMatching(/^`git push --force` is denied/),
		});
		expect(hook(shell, whole, ["--hook", "cursor"], JSON.stringify(EVENTS.cursor?.("git log"))).stdout).toBe('{"permission":"allow"}\n');
		expect(hook(shell, whole, ["--hook", "codex"], JSON.stringify(EVENTS.codex?.("git log"))).stdout).toBe("{}\n");
		expectRefusal(hook(shell, whole, ["--hook", "claude"], "nonsense"));
	});

	test.each(Object.entries(FAILING))("refuses when the evaluator %s", (_, text) => {
		expectRefusal(hook(shell, build({}, { [FILES.evaluator]: text })));
	});

	test("a failure asks where the policy says so and the host can; else it refuses", () => {
		const folder = build(ASKING, { [FILES.evaluator]: "" });
		expect(decisionOf(hook(shell, folder))).toBe("ask");
		expect(hook(shell, folder, ["--hook", "codex"]).status).toBe(2);
		expect(hook(shell, folder, ["--hook", "factory-droid"])).toMatchObject({ status: 2, stderr: expect.stringContaining("cannot ask") });
		expectRefusal(hook(shell, folder, ["--hook", "claude", "--unattended"]));
	});

	test("without an evaluator, its policy or node", () => {
		for (const missing of [FILES.evaluator, FILES.bundle]) {
			expectRefusal(hook(shell, build({}, { [missing]: null })));
			expect(decisionOf(hook(shell, build(ASKING, { [missing]: null })))).toBe("ask");
		}
		const nowhere = { PATH: join(scratch, "no-such-folder") };
		expectRefusal(hook(`/bin/${shell}`, build(), ["--hook", "claude"], ALLOWED, nowhere));
	});

	test("a bundle that cannot be read gives its own fallback, as does that of another policy", () => {
		const broken = { [FILES.bundle]: "{}" };
		expectRefusal(hook(shell, build({ missing_policy: "request" }, broken)));
		expect(decisionOf(hook(shell, build({ malformed_bundle: "request" }, broken)))).toBe("ask");
		const other = build({}, { [FILES.bundle]: null });
		const { files } = emitHarness({ ...SMALL_POLICY, policy_hash: "1".repeat(64) }, "none", { evaluator, registry: REGISTRY });
		writeFileSync(join(other, FILES.bundle), files.find(({ path }) => path === FILES.bundle)?.content ?? "");
		expectRefusal(hook(shell, other));
	});

	test.each(["--max-old-space-size=2 --max-semi-space-size=1", "--stack-size=40", "--stack-size=50", "--stack-size=60"])(
		"node has too little to work with: %s",
		(options) => {
			const bin = mkdtempSync(join(scratch, "bin-"));
			writeFileSync(join(bin, "node"), `#!/bin/sh\nexec "${process.execPath}" ${options} "$@"\n`);
			chmodSync(join(bin, "node"), 0o755);
			const answer = hook(shell, build(), ["--hook", "claude"], ALLOWED, { ...process.env, PATH: `${bin}:${process.env.PATH}` });
			expectRefusal(answer);
		},
	);

	test.concurrent("an evaluator that hangs is given up in time, and nothing of it stays behind", async () => {
		const began = performance.now();
		const hanging = build({}, { [FILES.evaluator]: "console.log(process.pid); for (;;);" });
		const child = spawn(shell, [join(hanging, FILES.dispatch), "--hook", "claude"], { stdio: ["pipe", "pipe", "pipe"] });
		const printed = { stdout: "", stderr: "" };
		child.stdout.on("data", (chunk) => {
			printed.stdout += chunk;
		});
		child.stderr.on("data", (chunk) => {
			printed.stderr += chunk;
		});
		child.stdin.end(ALLOWED);
		const [status] = await once(child, "close");
		expectRefusal({ status, ...printed });
		expect(performance.now() - began).toBeLessThan(5_500);
	});

	test.concurrent("so is one that is asked about a single command", async () => {
		const hanging = build({}, { [FILES.evaluator]: "for (;;);" });
		const child = spawn(shell, [join(hanging, FILES.dispatch), "--command", "ls", "--cwd", "/"], { stdio: ["ignore", "pipe", "ignore"] });
		let stdout = "";
		child.stdout.on("data", (chunk) => {
			stdout += chunk;
		});
		const [status] = await once(child, "close");
		expect([status, JSON.parse(stdout)]).toMatchObject([3, { decision: "deny", errors: ["no_answer"] }]);
	});

	test("an answer comes at once, and the guard goes with it", () => {
		const began = performance.now();
		hook(shell, build());
		expect(performance.now() - began).toBeLessThan(3_000);
	});

	test("a native evaluator is asked where it holds this policy; it alone gets the event", () => {
		const answer = '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"native"}}';
		const native = (hash: string, end: string) => `#!/bin/sh\ncase $1 in --version) echo ${hash} ;; *) ${end} ;; esac\n`;
		expect(decisionOf(hook(shell, build({}, { [FILES.native]: native(HASH, `echo '${answer}'`) })))).toBe("ask");
		expectRefusal(hook(shell, build({}, { [FILES.native]: native(HASH, "exit 1") })));
		expect(decisionOf(hook(shell, build({}, { [FILES.native]: native("another", `echo '${answer}'`) })))).toBe("allow");
		expect(decisionOf(hook(shell, build({}, { [FILES.native]: "#!/no/such/interpreter\n" })))).toBe("allow");
	});

	/** An evaluator that asks, and says its name. */
	const asking = (name: string, shown: string, wanted: string) =>
		`#!/bin/sh\ncase $* in --version | --help) echo ${shown}; exit ;; ${wanted}) ;; *) exit 1 ;; esac\nprintf '%s\\n' '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"ask","permissionDecisionReason":"${name}"}}'\n`;
	const askedOf = (folder: string) => JSON.parse(hook(shell, folder).stdout).hookSpecificOutput.permissionDecisionReason;

	test("of several native evaluators the first that works is asked", () => {
		const paths = [FILES.native, ...NATIVE_LANGUAGES.map(binaryPath)];
		const files = Object.fromEntries(paths.map((path) => [path, asking(path, HASH, "'--hook claude --fallback '*")]));
		for (const path of paths) {
			expect(askedOf(build({}, files))).toBe(path);
			files[path] = "#!/no/such/interpreter\n";
		}
		expect(decisionOf(hook(shell, build({}, files)))).toBe("allow");
	});

	test("an evaluator without a policy is given the bundle with its hash, where it runs on this machine", () => {
		const bundle = "--bundle\\ */policy-wrapper-rules.json\\ --sha256\\ [0-9a-f]*\\ --hook\\ claude*";
		const prebuilt = asking("prebuilt", "Decides whether", bundle);
		expect(askedOf(build({}, { [FILES.prebuilt]: prebuilt }))).toBe("prebuilt");
		expect(askedOf(build({}, { [FILES.prebuilt]: prebuilt, [FILES.native]: asking("native", HASH, "*") }))).toBe("native");
		expect(decisionOf(hook(shell, build({}, { [FILES.prebuilt]: "#!/no/such/interpreter\n" })))).toBe("allow");
		expect(decisionOf(hook(shell, build({}, { [FILES.prebuilt]: asking("prebuilt", "nothing", "*") })))).toBe("allow");
		const alone = build({}, { [FILES.prebuilt]: prebuilt, [FILES.bundle]: null });
		expect(hook(shell, alone).stdout).toContain("there is no evaluator with its policy");
	});

	test.each([
		[["--hook"]],
		[["--hook", "nobody"]],
		[["--hook", "nobody", "--hook", "claude"]],
		[["--frob", "--hook", "claude"]],
		[["--hook", "claude", "--frob"]],
		[["--hook", "claude", "--hook", "claude"]],
		[["--hook", "claude", "--command", "ls"]],
	])("the faulty call %j ends with the status that blocks", (args) => {
		expect(hook(shell, build(), args)).toMatchObject({ status: 2, stderr: expect.stringMatching(/./) });
	});

	test("closed output is no answer", () => {
		const script = '"$0" "$1" --hook claude >&-';
		for (const folder of [build(), build({}, { [FILES.evaluator]: "" }), build(ASKING, { [FILES.evaluator]: "" })]) {
			expect(spawnSync("sh", ["-c", script, shell, join(folder, FILES.dispatch)], { input: ALLOWED }).status).toBe(2);
		}
	});
});
