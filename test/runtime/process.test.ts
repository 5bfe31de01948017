/** The evaluator as a hook, as a real process: whatever is done to it, it ends in the host's refusal. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOOK_HOSTS } from "../../runtime/typescript/hooks.ts";
import { bundle, prefix, type RuleText } from "./bundle.ts";
import { DAMAGES, EVENTS } from "./events.ts";

const RULES: RuleText[] = [
	{ id: "no", action: "deny", command: prefix("git push"), reason: "No." },
	{ id: "yes", action: "allow", command: prefix("ls") },
];
const folder = mkdtempSync(join(tmpdir(), "evaluator-"));
const program = join(folder, "evaluator.mjs");
const policy = join(folder, "policy.json");
beforeAll(async () => {
	const entry = { entryPoints: ["runtime/typescript/main.ts"], outfile: program };
	await build({ ...entry, bundle: true, platform: "node", format: "esm", target: "node20" });
	writeFileSync(policy, JSON.stringify(bundle(RULES, { default: "request" })));
});
afterAll(() => rmSync(folder, { recursive: true }));

const event = (command: string, host = "claude"): string => JSON.stringify(EVENTS[host]?.(command));
const ALLOWED = event("ls");

function hook(args: readonly string[], input: string | Uint8Array = ALLOWED, node: readonly string[] = []) {
	return spawnSync(process.execPath, [...node, program, ...args.map(place)], { encoding: "utf8", input });
}
/** Names of tests hold no paths of this run. */
const place = (word: string): string => (word === "POLICY" ? policy : word);
const CALL = ["--hook", "claude", "--bundle", "POLICY"];
const call = (...more: string[]): string[] => [...CALL, ...more];

/** The whole of a refusal: the status that blocks, a reason on standard error, and the host's own form of both. */
function expectRefusal({ status, stdout, stderr }: { status: number | null; stdout: string; stderr: string }): void {
	expect(status).toBe(2);
	expect(stderr.trim()).not.toBe("");
	expect(JSON.parse(stdout).hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision: "deny" });
	expect(JSON.parse(stdout).hookSpecificOutput.permissionDecisionReason).not.toBe("");
}

/** A running hook with everything that it prints; standard input stays open. */
function start(node: readonly string[] = []): {
	child: ChildProcess;
	ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
} {
	const child = spawn(process.execPath, [...node, program, ...call().map(place)], { stdio: "pipe" });
	const printed = { stdout: "", stderr: "" };
	child.stdout?.on("data", (chunk) => {
		printed.stdout += chunk;
	});
	child.stderr?.on("data", (chunk) => {
		printed.stderr += chunk;
	});
	child.stdin?.on("error", () => {});
	return { child, ended: once(child, "close").then(([status]) => ({ status, ...printed })) };
}

describe("answers", () => {
	test("of each decision", () => {
		expect(hook(call())).toMatchObject({ status: 0, stderr: "" });
		expect(hook(call(), event("git push"))).toMatchObject({ status: 2, stderr: "`git push` is denied (policy rule no): No.\n" });
		expect(JSON.parse(hook(call(), event("x")).stdout).hookSpecificOutput.permissionDecision).toBe("ask");
		expect(hook(call("--unattended"), event("x")).status).toBe(2);
		const sha256 = createHash("sha256").update(readFileSync(policy)).digest("hex");
		expect(hook(call("--sha256", sha256)).status).toBe(0);
		expect(hook(call("--sha256", sha256), event("git push")).stderr).toBe("`git push` is denied (policy rule no): No.\n");
	});

	test("of every known host", () => {
		for (const host of HOOK_HOSTS) {
			expect(hook(["--hook", host, "--bundle", policy], event("ls", host)), host).toMatchObject({ status: 0, stderr: "" });
			expect(hook(["--hook", host, "--bundle", policy], event("git push", host)).status, host).toBe(2);
		}
	});

	test("damaged events are refused", () => {
		for (const damage of Object.values(DAMAGES)) expectRefusal(hook(call(), damage(ALLOWED, 50)));
	});

	test("damaged requests to a serving evaluator are denied, each beside one that is answered", () => {
		const request = '{"id":1,"command":"ls","cwd":"/"}';
		const lines = Object.values(DAMAGES).flatMap((damage) =>
			[1, 7, 12, 13, 20].flatMap((at) => {
				const damaged = damage(request, at);
				// Line breaks would make two requests of one, and an empty line is none.
				const line = typeof damaged === "string" ? damaged : Buffer.from(damaged).toString("latin1");
				return line === "" || line.includes("\n") ? [] : [damaged, request];
			}),
		);
		const input = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")]));
		const { stdout, status } = spawnSync(process.execPath, [program, "--bundle", policy, "--serve"], { input });
		const answers = stdout.toString("utf8").trimEnd().split("\n");
		expect(status).toBe(0);
		expect(answers).toHaveLength(lines.length);
		for (const [at, answer] of answers.entries())
			expect(JSON.parse(answer).decision, String(lines[at])).toBe(at % 2 === 0 ? "deny" : "allow");
	});
});

describe("faulty calls", () => {
	test.each([
		[["--hook", "claude"]],
		[call("--frob")],
		[["--frob", ...call()]],
		[call("--json")],
		[call("--command", "ls")],
		[call("--hook", "claude")],
		[call("--facts", "{")],
		[call("--fallback", "allow")],
		[call("--sha256", "1".repeat(64))],
		[["--hook", "claude", "--bundle", "/nowhere"]],
		[["--hook", "claude", "--bundle", "/"]],
		[["--hook", "claude", "--bundle", "/dev/zero"]],
	])("%j", (args) => expectRefusal(hook(args)));

	test.each([[["--hook"]], [["--hook", "nobody", "--bundle", "x"]], [["--hook", "__proto__"]]])("%j", (args) => {
		expect(hook(args)).toMatchObject({ status: 2, stderr: expect.stringMatching(/./) });
	});

	test("a bundle behind a link is read, one that nobody writes to is not waited for", () => {
		const link = join(folder, "link.json");
		symlinkSync(policy, link);
		expect(hook(["--hook", "claude", "--bundle", link])).toMatchObject({ status: 0 });
		const fifo = join(folder, "fifo.json");
		spawnSync("mkfifo", [fifo]);
		expectRefusal(hook(["--hook", "claude", "--bundle", fifo]));
	});

	test("a bundle that is damaged anywhere", () => {
		const text = JSON.stringify(bundle(RULES, { default: "request" }));
		const damaged = join(folder, "damaged.json");
		for (const wrong of [
			text.slice(0, -1),
			text.replace('"deny"', '"allow"'),
			text.replace("No.", "Yes"),
			"",
			"{}",
			text.replace("{", '{"x":1,'),
		]) {
			writeFileSync(damaged, wrong);
			expectRefusal(hook(["--hook", "claude", "--bundle", damaged]));
		}
		const asked = hook(["--hook", "claude", "--bundle", damaged, "--fallback", "request"]);
		expect(JSON.parse(asked.stdout).hookSpecificOutput.permissionDecision).toBe("ask");
		expectRefusal(hook(["--hook", "claude", "--bundle", damaged, "--fallback", "request", "--unattended"]));
	});
});

describe("what happens to a process", () => {
	test.concurrent("standard input is never closed, or comes drop by drop", async () => {
		const waiting = start();
		const dripping = start();
		const drops = setInterval(() => dripping.child.stdin?.write(" "), 100);
		const began = performance.now();
		waiting.child.stdin?.write(ALLOWED);
		expectRefusal(await waiting.ended);
		expectRefusal(await dripping.ended);
		clearInterval(drops);
		expect(performance.now() - began).toBeLessThan(4_000);
	});

	test.concurrent.each([
		["SIGTERM", "process.kill(process.pid,'SIGTERM')"],
		["SIGINT", "process.kill(process.pid,'SIGINT')"],
		["SIGHUP", "process.kill(process.pid,'SIGHUP')"],
		["an exception", "throw new Error('x')"],
		["a rejection", "Promise.reject(new Error('x'))"],
		["an end without an answer", "process.stdin.destroy()"],
		["an exit from somewhere else", "process.exit(0)"],
	])("%s", async (_, code) => {
		// Before the evaluator is loaded, nothing of this can be answered.
		const later = `const t=setInterval(()=>{if(process.listenerCount("SIGTERM")>0){clearInterval(t);${code}}},20)`;
		expectRefusal(await start(["--import", `data:text/javascript,${encodeURIComponent(later)}`]).ended);
	});

	test.each([
		["closed standard output", '"$@" <"$EVENT" >&-'],
		["a full device", '"$@" <"$EVENT" >/dev/full'],
		["an output that leads nowhere", '"$@" <"$EVENT" >/dev/null'],
		["closed standard input", '"$@" <&-'],
		["a folder as standard input", '"$@" </'],
		["closed standard error", '"$@" <"$REFUSED" 2>&-'],
		["everything closed", '"$@" <&- >&- 2>&-'],
	])("%s", (_, script) => {
		const [EVENT, REFUSED] = [join(folder, "event.json"), join(folder, "refused.json")];
		writeFileSync(EVENT, ALLOWED);
		writeFileSync(REFUSED, event("git push"));
		const env = { ...process.env, EVENT, REFUSED };
		expect(spawnSync("sh", ["-c", script, "sh", process.execPath, program, ...call().map(place)], { env }).status).toBe(2);
	});

	test("a reader that has gone", async () => {
		const { child, ended } = start();
		child.stdout?.destroy();
		child.stdin?.end(ALLOWED);
		expect((await ended).status).toBe(2);
	});

	test.each(["--stack-size=80", "--stack-size=100", "--stack-size=200"])("%s: deep input ends in an answer or in the refusal", (option) => {
		const deep = `${ALLOWED.slice(0, -1)},"more":${"[".repeat(60)}${"]".repeat(60)}}`;
		const nested = event(`ls ${"$(".repeat(60)}x${")".repeat(60)}`);
		for (const input of [ALLOWED, deep, nested]) {
			const { status, stdout } = hook(call(), input, [option]);
			// Where not even writing is possible, the status alone says it.
			if (stdout === "") expect(status).toBe(2);
			else expect([status === 0 || status === 2, Object.keys(JSON.parse(stdout))]).toEqual([true, ["hookSpecificOutput"]]);
		}
	});
});
