/** The evaluator in Go answers hosts as the one in TypeScript does, and ends in the host's refusal whatever is done to it. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOOK_HOSTS } from "../../runtime/typescript/hooks.ts";
import { bundle, prefix, type RuleText } from "../runtime/bundle.ts";
import { DAMAGES, EVENTS } from "../runtime/events.ts";
import { buildGo, call, type Ended, hasGo, type Program, REFERENCE } from "./evaluators.ts";

const RULES: RuleText[] = [
	{ id: "no", action: "deny", command: prefix("git push"), reason: "No\u202e, \u{1f600}." },
	{ id: "yes", action: "allow", command: prefix("ls") },
];
const folder = mkdtempSync(join(tmpdir(), "conformance-"));
const policy = join(folder, "policy.json");
const damaged = join(folder, "damaged.json");
const TEXT = JSON.stringify(bundle(RULES, { default: "request" }));
let go: Program = ["not built"];
afterAll(() => rmSync(folder, { recursive: true }));

const event = (command: string, host = "claude"): string => JSON.stringify(EVENTS[host]?.(command));
const CALL = ["--hook", "claude", "--bundle", policy];

function expectSame(args: readonly string[], input: string | Uint8Array, about: string): void {
	expect(call(go, args, input), about).toEqual(call(REFERENCE, args, input));
}

/** The whole of a refusal: the status that blocks, a reason on standard error, and the host's own form of both. */
function expectRefusal({ status, stdout, stderr }: Ended): void {
	expect(status).toBe(2);
	expect(stderr.trim()).not.toBe("");
	expect(JSON.parse(stdout).hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision: "deny" });
}

/** A running hook with everything that it prints; standard input stays open. */
function start(): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
	const [command, ...words] = go;
	const child = spawn(command, [...words, ...CALL], { stdio: "pipe" });
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

describe.skipIf(!hasGo())("Go", () => {
	beforeAll(() => {
		go = buildGo(folder);
		writeFileSync(policy, TEXT);
	});

	test.each(HOOK_HOSTS)("answers of %s", (host) => {
		for (const command of ["ls", "git push", "x", `ls; git push ${"y".repeat(400)}`, "ls \u{1f600}\u001b"])
			expectSame(["--hook", host, "--bundle", policy], event(command, host), command);
		expectSame(["--hook", host, "--bundle", policy, "--unattended"], event("x", host), "unattended");
		expectSame(["--hook", host, "--bundle", "/nowhere", "--fallback", "request"], event("ls", host), "no bundle");
		expectSame(["--hook", host, "--bundle", policy], event("ls", host).replace(/"Bash"|"Execute"|"run_shell_command"/, '"Read"'), "a tool");
		expectSame(["--hook", host, "--bundle", policy], event("ls", host).replace("/repo", "repo"), "no directory");
	});

	test("a directory that the event moves", () => {
		const moved = event("ls", "gemini").replace('{"command"', '{"directory":"x","command"');
		expectSame(["--hook", "gemini", "--bundle", policy, "--facts", "{}"], moved, "directory");
	});

	test("damaged events", () => {
		for (const [name, damage] of Object.entries(DAMAGES)) for (const at of [0, 50]) expectSame(CALL, damage(event("ls"), at), name);
	});

	test("faulty calls", () => {
		for (const args of [
			["--hook"],
			["--hook", "nobody", "--bundle", policy],
			["--hook", "__proto__"],
			["--hook", "claude"],
			["--frob", ...CALL],
			[...CALL, "--json"],
			[...CALL, "--hook", "claude"],
			[...CALL, "--facts", "{"],
			[...CALL, "--fallback", "allow"],
			[...CALL, "--sha256", "1".repeat(64)],
			["--hook", "claude", "--bundle", "/"],
		])
			expectSame(args, event("ls"), args.join(" "));
	});

	test("a bundle that is damaged anywhere, and one that is known by its hash", () => {
		for (const wrong of [
			TEXT.slice(0, -1),
			TEXT.replace('"deny"', '"allow"'),
			TEXT.replace("No", "Yes"),
			"",
			"{}",
			"null",
			TEXT.replace("{", '{"x":1,'),
			TEXT.replace('"default":[', '"default":[9,'),
			`\ufeff${TEXT}`,
		]) {
			writeFileSync(damaged, wrong);
			const args = ["--hook", "claude", "--bundle", damaged];
			expectSame(args, event("ls"), wrong.slice(0, 40));
			expectRefusal(call(go, args, event("ls")));
		}
		const sha256 = createHash("sha256").update(readFileSync(policy)).digest("hex");
		expectSame([...CALL, "--sha256", sha256], event("ls"), "hash");
		expect(call(go, [...CALL, "--sha256", sha256], event("ls")).status).toBe(0);
	});

	test("standard input is never closed, or comes drop by drop", async () => {
		const [waiting, dripping] = [start(), start()];
		const drops = setInterval(() => dripping.child.stdin?.write(" "), 100);
		const began = performance.now();
		waiting.child.stdin?.write(event("ls"));
		expectRefusal(await waiting.ended);
		expectRefusal(await dripping.ended);
		clearInterval(drops);
		expect(performance.now() - began).toBeLessThan(4_000);
	});

	test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("%s", async (signal) => {
		const { child, ended } = start();
		// Until the process has asked for the signal, it ends by it.
		await new Promise((resolve) => setTimeout(resolve, 300));
		child.kill(signal);
		expectRefusal(await ended);
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
		writeFileSync(EVENT, event("ls"));
		writeFileSync(REFUSED, event("git push"));
		expect(spawnSync("sh", ["-c", script, "sh", ...go, ...CALL], { env: { ...process.env, EVENT, REFUSED } }).status).toBe(2);
	});

	test("a reader that has gone", async () => {
		const { child, ended } = start();
		child.stdout?.destroy();
		child.stdin?.end(event("ls"));
		expect((await ended).status).toBe(2);
	});

	test("outside of a hook, what cannot be delivered is a deny", () => {
		const script = '"$@" >/dev/full';
		const args = ["--bundle", policy, "--command", "ls"];
		expect(spawnSync("sh", ["-c", script, "sh", ...go, ...args]).status).toBe(3);
		expect(call(go, args).status).toBe(0);
	});
});
