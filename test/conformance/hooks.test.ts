/** Every evaluator answers hosts as the one in TypeScript does, and ends in the host's refusal whatever is done to it. */

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { HOOK_HOSTS } from "../../runtime/typescript/hooks.ts";
import { bundle, prefix, type RuleText } from "../runtime/bundle.ts";
import { DAMAGES, EVENTS } from "../runtime/events.ts";
import { useEvaluators } from "./compare.ts";
import { triedLanguages } from "./languages.ts";
import { call, callReference, expectRefusal, type Program } from "./programs.ts";

const RULES: RuleText[] = [
	{ id: "no", action: "deny", command: prefix("git push"), reason: "No\u202e, \u{1f600}." },
	{ id: "yes", action: "allow", command: prefix("ls") },
];
const evaluators = useEvaluators();
const policy = join(evaluators.folder, "policy.json");
const TEXT = JSON.stringify(bundle(RULES, { default: "request" }));
const CALL = ["--hook", "claude", "--bundle", policy];

const event = (command: string, host = "claude"): string => JSON.stringify(EVENTS[host]?.(command));

beforeAll(() => writeFileSync(policy, TEXT));

describe.each(triedLanguages())("$name", (language) => {
	const program = (): Program => evaluators.program(language);
	const expectSame = (args: readonly string[], input: string | Uint8Array, about: string): void => {
		expect(call(program(), args, input), about).toEqual(callReference(args, input));
	};

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
		for (const [at, wrong] of [
			TEXT.slice(0, -1),
			TEXT.replace('"deny"', '"allow"'),
			TEXT.replace("No", "Yes"),
			"",
			"{}",
			"null",
			TEXT.replace("{", '{"x":1,'),
			TEXT.replace('"default":[', '"default":[9,'),
			`\ufeff${TEXT}`,
		].entries()) {
			const damaged = join(evaluators.folder, `damaged-${at}.json`);
			writeFileSync(damaged, wrong);
			const args = ["--hook", "claude", "--bundle", damaged];
			expectSame(args, event("ls"), wrong.slice(0, 40));
			expectRefusal(call(program(), args, event("ls")));
		}
		const sha256 = createHash("sha256").update(readFileSync(policy)).digest("hex");
		expectSame([...CALL, "--sha256", sha256], event("ls"), "hash");
		expect(call(program(), [...CALL, "--sha256", sha256], event("ls")).status).toBe(0);
	});
});
