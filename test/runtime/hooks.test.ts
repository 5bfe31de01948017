/** Hosts' events: what is understood, how it is answered, and that nothing else ever passes. */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerHook, HOOK_HOSTS, type HookPolicy, type HostProtocol, protocolOf, refuseHook } from "../../runtime/typescript/hooks.ts";
import { NOTHING_KNOWN } from "../../runtime/typescript/index.ts";
import { sayDecision, showControls } from "../../runtime/typescript/say-decision.ts";
import { parseAs } from "../support/schemas.ts";
import { bytesOf, judge, prefix, prepared, type RuleText } from "./bundle.ts";
import { DAMAGES, EVENTS } from "./events.ts";

const RULES: RuleText[] = [
	{ id: "no", action: "deny", command: prefix("git push"), reason: "Ask \u001b[31mfirst\u202e." },
	{ id: "ask", action: "request", command: prefix("git merge") },
	{ id: "yes", action: "allow", command: prefix("ls") },
	{
		id: "clean",
		action: "allow",
		command: prefix("git checkout"),
		conditions: { mode: "all", required: true, conditions: [{ name: "cwd_under", value: "/repo", required: true }] },
		on_mismatch: "deny",
	},
];

function policyOf(policy: Partial<HookPolicy> = {}): HookPolicy {
	return {
		prepared: prepared(RULES, { default: "host" }),
		facts: null,
		fallback: "deny",
		unattended: false,
		surroundings: () => NOTHING_KNOWN,
		...policy,
	};
}
const POLICY = policyOf();

function host(name: string): HostProtocol {
	const protocol = protocolOf(name);
	if (!protocol) throw new Error(`no host ${name}`);
	return protocol;
}

function ask(name: string, event: object | Uint8Array, policy: HookPolicy = POLICY) {
	return answerHook(host(name), event instanceof Uint8Array ? event : bytesOf(event), policy);
}

/** The decision that an answer means to its host; `neutral`: none. */
function meaning(stdout: string): string {
	const said = JSON.parse(stdout);
	const output = said.hookSpecificOutput;
	return output?.permissionDecision ?? output?.decision?.behavior ?? said.permission ?? said.decision ?? "neutral";
}

describe("the protocols", () => {
	const text = readFileSync(new URL("../../runtime/protocols.json", import.meta.url), "utf8");
	test("fit their schema, and know the hosts that are tested here", () => {
		parseAs("protocols", text);
		expect(HOOK_HOSTS).toEqual(Object.keys(EVENTS));
	});
	test.each(HOOK_HOSTS)("%s: forms exist, refusals have a reason, and the deadline is well below the timeout", (name) => {
		const { events, forms, failure, deadline_ms, timeout_ms } = host(name);
		expect(deadline_ms).toBeLessThanOrEqual(0.4 * timeout_ms);
		for (const { answers } of Object.values(events)) {
			for (const form of Object.values(answers)) expect(Object.keys(forms)).toContain(form);
			expect(forms[answers.deny]).toMatchObject({ status: 2, stderr: true });
			expect(forms[answers.leave]?.status).toBe(0);
		}
		expect(forms[failure]).toMatchObject({ status: 2, stderr: true });
		for (const { stdout, stderr } of Object.values(forms)) if (stderr) expect(JSON.stringify(stdout)).toContain('"{reason}"');
	});
});

describe("answers", () => {
	test.each<[host: string, allow: string, request: [decision: string, status: number], leave: string]>([
		["claude", "allow", ["ask", 0], "neutral"],
		["codex", "neutral", ["deny", 2], "neutral"],
		["cursor", "allow", ["ask", 0], "allow"],
		["factory-droid", "allow", ["deny", 2], "neutral"],
		["gemini", "allow", ["ask", 0], "neutral"],
	])("%s", (name, allow, [request, requestStatus], leave) => {
		const event = EVENTS[name] ?? (() => ({}));
		const said = (command: string, policy?: HookPolicy) => {
			const { status, stdout } = ask(name, event(command), policy);
			return [meaning(stdout), status];
		};
		expect(said("ls")).toEqual([allow, 0]);
		expect(said("git merge x")).toEqual([request, requestStatus]);
		expect(said("git push")).toEqual(["deny", 2]);
		expect(said("unheard-of")).toEqual([leave, 0]);
		expect(said("git merge x", policyOf({ unattended: true }))).toEqual(["deny", 2]);
		expect(said("ls", policyOf({ prepared: null }))).toEqual(["deny", 2]);
		expect(said("ls", policyOf({ prepared: null, fallback: "request" }))).toEqual([request, requestStatus]);
	});

	test("a reason names the command, the rule and its reason, without anything that a terminal acts upon", () => {
		const { stdout, stderr } = ask("claude", EVENTS.claude?.("ls && git push") ?? {});
		expect(stderr).toBe("`git push` is denied (policy rule no): Ask \\u{1b}[31mfirst\\u{202e}.\n");
		expect(JSON.parse(stdout).hookSpecificOutput).toEqual({
			hookEventName: "PreToolUse",
			permissionDecision: "deny",
			permissionDecisionReason: stderr.trimEnd(),
		});
	});

	test("where a host cannot ask, the reason says what a person can do", () => {
		expect(ask("codex", EVENTS.codex?.("git merge x") ?? {}).stderr).toMatch(/^`git merge x` needs .* cannot ask from a hook/);
	});

	test("codex asks its person by itself on a permission request; allow and deny spare the question", () => {
		const event = (command: string) => ({ ...EVENTS.codex?.(command), hook_event_name: "PermissionRequest" });
		expect(["ls", "git merge x", "git push"].map((command) => meaning(ask("codex", event(command)).stdout))).toEqual([
			"allow",
			"neutral",
			"deny",
		]);
	});

	test("other tools are left to the host; a directory of its own is not known", () => {
		for (const name of ["claude", "codex", "factory-droid", "gemini"]) {
			const other = { ...EVENTS[name]?.("git push"), tool_name: "Read", tool_input: { file_path: "/x" } };
			expect(ask(name, other)).toMatchObject({ status: 0, stdout: "{}\n", stderr: "" });
		}
		const home = policyOf({ surroundings: (cwd) => ({ ...NOTHING_KNOWN, facts: { ask: () => (cwd === "/repo" ? "true" : "unknown") } }) });
		const moved = { ...EVENTS.gemini?.("ls"), tool_input: { command: "git checkout x", directory: "sub" } };
		expect(meaning(ask("gemini", EVENTS.gemini?.("git checkout x") ?? {}, home).stdout)).toBe("allow");
		expect(meaning(ask("gemini", moved, home).stdout)).toBe("deny");
	});

	test("a failure inside is a refusal", () => {
		const broken = policyOf({
			surroundings: () => {
				throw new Error("no");
			},
		});
		expect(ask("claude", EVENTS.claude?.("ls") ?? {}, broken)).toMatchObject({ status: 2 });
		expect(refuseHook(null, "No.")).toEqual({ status: 2, stdout: "", stderr: "The command is refused. No.\n" });
	});

	test("long commands are cut at their end, and hidden characters shown", () => {
		const said = sayDecision(judge(prepared(RULES), `git push ${"x".repeat(5000)}`));
		expect(said).toMatch(/^`git push x+…` is denied/);
		expect(said.length).toBeLessThan(400);
		expect(showControls("a\tb\u200d\u{e0041}é")).toBe("a\\u{9}b\\u{200d}\\u{e0041}é");
	});
});

/** Values of the wrong kind; null stands for a key that is not there. */
const WRONG = [undefined, null, true, 0, -1.5, [], ["ls"], {}, { run: "ls" }, [[]]] as const;

/** An event in which one of the values that the protocol names is wrong. */
function wrongEvents(name: string, command: string): object[] {
	const event: Record<string, unknown> = { ...EVENTS[name]?.(command) };
	const protocol = host(name);
	const kinds = Object.values(protocol.events)[0];
	if (!kinds) throw new Error(`no event of ${name}`);
	const paths = [protocol.event, kinds.command, kinds.cwd, ...(kinds.tool ? [kinds.tool.at] : [])];
	const texts: Record<string, readonly string[]> = {
		cwd: ["", "relative", "./x", "C:\\x", "/a\0b"],
		tool_name: [""],
		hook_event_name: ["", "Stop", "__proto__"],
	};
	const wrong = paths.flatMap(([first = "", second]) =>
		[...WRONG, ...(texts[first] ?? [])].map((value) => ({ ...event, [first]: second === undefined ? value : { [second]: value } })),
	);
	const input = kinds.command[0] ?? "";
	return [...wrong, ...WRONG.map((value) => ({ ...event, [input]: value })), { ...event, [input]: "ls" === command ? 1 : 2 }, {}, []];
}

/** Commands that the policy allows, spelled in many ways that JSON can write. */
const commands = fc.oneof(
	fc.constant("ls"),
	fc.string({ unit: fc.constantFrom("a", "é", "\u{1f600}", "\\", '"', "/", "{", "\u2028"), maxLength: 12 }).map((text) => `ls '${text}'`),
);

const refused = (name: string, event: object | Uint8Array): void => {
	const { status, stdout, stderr } = ask(name, event);
	expect([status, meaning(stdout)], stdout).toEqual([2, "deny"]);
	expect(stderr.trim()).not.toBe("");
};

describe("events that are none", () => {
	test("10,000 damaged events are refused, and the event each was made from is answered", () => {
		const kinds = Object.entries(DAMAGES);
		const property = fc.property(
			fc.constantFrom(...HOOK_HOSTS),
			commands,
			fc.integer({ min: 0, max: kinds.length - 1 }),
			fc.nat({ max: 1_000_000 }),
			(name, command, kind, at) => {
				const text = JSON.stringify(EVENTS[name]?.(command));
				const twin = ask(name, bytesOf(text));
				expect([twin.status, twin.stderr]).toEqual([0, ""]);
				const damaged = kinds[kind]?.[1](text, at) ?? "";
				refused(name, typeof damaged === "string" ? bytesOf(damaged) : damaged);
			},
		);
		fc.assert(property, { numRuns: 10_000 });
	});

	test.each(HOOK_HOSTS)("%s: a value of the wrong kind, or none, where the protocol wants one", (name) => {
		for (const event of wrongEvents(name, "ls")) refused(name, bytesOf(event));
	});

	test("keys of the prototype are no keys", () => {
		for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
			refused("claude", bytesOf(`{"${key}":${JSON.stringify(EVENTS.claude?.("ls"))}}`));
			refused("claude", bytesOf(JSON.stringify(EVENTS.claude?.("ls")).replace('"PreToolUse"', `"${key}"`)));
			expect(protocolOf(key)).toBeNull();
		}
		expect(ask("claude", bytesOf(`{"__proto__":{"tool_name":"Read"},${JSON.stringify(EVENTS.claude?.("ls")).slice(1)}`)).status).toBe(0);
	});

	test("random bytes", () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...HOOK_HOSTS), (bytes, name) => refused(name, bytes)));
	});
});
