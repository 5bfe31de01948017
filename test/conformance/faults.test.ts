/**
 * The fault matrix: whatever happens to an evaluator that runs as a hook, the host never hears an allow. Where a process can answer
 * at all, it answers with the host's refusal; where it cannot (no memory, a kill), the dispatch script does.
 */

import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Condition } from "../../runtime/typescript/types.ts";
import { emitHarness } from "../../targets/index.ts";
import { FILES } from "../../targets/target.ts";
import { bundle, prefix, type RuleText } from "../runtime/bundle.ts";
import { EVENTS } from "../runtime/events.ts";
import { Matrix } from "../runtime/git/rows.ts";
import { REGISTRY, SMALL_POLICY } from "../targets/compile-by-hand.ts";
import { useEvaluators } from "./compare.ts";
import { build, CACHE, type Language, triedLanguages } from "./languages.ts";
import { call, type Ended, expectRefusal, type Program, REFERENCE, startHook } from "./programs.ts";

const CLEAN: Condition = { name: "git_clean_worktree", value: null, required: true };
const RULES: RuleText[] = [
	{ id: "no", action: "deny", command: prefix("git push") },
	{ id: "yes", action: "allow", command: prefix("ls") },
	{ id: "clean", action: "allow", command: prefix("git switch"), conditions: { mode: "all", required: true, conditions: [CLEAN] } },
];

const evaluators = useEvaluators();
const { folder } = evaluators;
const policy = join(folder, "policy.json");
const [allowed, denied] = [join(folder, "allowed.json"), join(folder, "denied.json")];
const CALL = ["--hook", "claude", "--bundle", policy];
const event = (command: string, cwd = "/repo"): string => JSON.stringify({ ...EVENTS.claude?.(command), cwd });
const matrix = new Matrix();

/** Each evaluator, the reference too. */
const TRIED: readonly { readonly name: string; readonly program: () => Program; readonly language: Language | null }[] = [
	{ name: "typescript", program: () => REFERENCE, language: null },
	...triedLanguages().map((language) => ({ name: language.name, program: () => evaluators.program(language), language })),
];

beforeAll(() => {
	writeFileSync(policy, JSON.stringify(bundle(RULES, { default: "request" })));
	writeFileSync(allowed, event("ls"));
	writeFileSync(denied, event("git push"));
	matrix.build();
	return () => matrix.remove();
});

/** What the host is told: `deny` for the status that blocks too. */
function told({ status, stdout }: Ended): string {
	if (status === 2) return "deny";
	try {
		return JSON.parse(stdout).hookSpecificOutput.permissionDecision;
	} catch {
		return `nothing (status ${status})`;
	}
}

/** Runs a script of the shell, in which `"$@"` is the call of the hook. */
function inShell(program: Program, script: string): Ended {
	const env = { ...process.env, ALLOWED: allowed, DENIED: denied };
	const { status, stdout, stderr } = spawnSync("sh", ["-c", script, "sh", ...program, ...CALL], { encoding: "utf8", env });
	return { status, stdout, stderr };
}

describe.each(TRIED)("$name", ({ program, language }) => {
	test("without a fault it allows, and denies", () => {
		expect(told(call(program(), CALL, event("ls")))).toBe("allow");
		expectRefusal(call(program(), CALL, event("git push")));
	});

	test("standard input is never closed, or comes drop by drop: the deadline", async () => {
		const [waiting, dripping] = [startHook(program(), CALL), startHook(program(), CALL)];
		const drops = setInterval(() => dripping.child.stdin?.write(" "), 100);
		const began = performance.now();
		waiting.child.stdin?.write(event("ls"));
		expectRefusal(await waiting.ended);
		expectRefusal(await dripping.ended);
		clearInterval(drops);
		expect(performance.now() - began).toBeLessThan(4_000);
	});

	test("standard input that comes byte by byte, in time, is answered", async () => {
		const { child, ended } = startHook(program(), CALL);
		for (const byte of event("ls")) {
			child.stdin?.write(byte);
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		child.stdin?.end();
		expect(told(await ended)).toBe("allow");
	});

	test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("%s", async (signal) => {
		const { child, ended } = startHook(program(), CALL);
		// Until the process has asked for the signal, it ends by it.
		await new Promise((resolve) => setTimeout(resolve, 400));
		child.kill(signal);
		expectRefusal(await ended);
	});

	test("SIGPIPE, SIGUSR1, SIGALRM and a stop change no answer into an allow", async () => {
		for (const signal of ["SIGPIPE", "SIGUSR2", "SIGALRM", "SIGQUIT", "SIGSTOP"] as const) {
			const { child, ended } = startHook(program(), CALL);
			await new Promise((resolve) => setTimeout(resolve, 300));
			child.kill(signal);
			child.stdin?.end(event("git push"));
			if (signal === "SIGSTOP") child.kill("SIGCONT");
			expect(told(await ended), signal).not.toBe("allow");
		}
	});

	test.each([
		["closed standard output", '"$@" <"$ALLOWED" >&-'],
		["a full device", '"$@" <"$ALLOWED" >/dev/full'],
		["an output that leads nowhere", '"$@" <"$ALLOWED" >/dev/null'],
		["closed standard input", '"$@" <&-'],
		["a folder as standard input", '"$@" </'],
		["closed standard error", '"$@" <"$DENIED" 2>&-'],
		["a full standard error", '"$@" <"$DENIED" 2>/dev/full'],
		["everything closed", '"$@" <&- >&- 2>&-'],
	])("%s", (_, script) => {
		expect(inShell(program(), script).status).toBe(2);
	});

	test("a reader that has gone", async () => {
		const { child, ended } = startHook(program(), CALL);
		child.stdout?.destroy();
		child.stdin?.end(event("ls"));
		expect((await ended).status).toBe(2);
	});

	test("outside of a hook, what cannot be delivered is a deny", () => {
		const script = '"$@" >/dev/full';
		const args = ["--bundle", policy, "--command", "ls"];
		expect(spawnSync("sh", ["-c", script, "sh", ...program(), ...args]).status).toBe(3);
		expect(call(program(), args).status).toBe(0);
	});

	test.each([
		["missing", "/nowhere"],
		["a folder", "/"],
		["empty", "/dev/null"],
		["not readable as a file", "/proc/self/mem"],
	])("a bundle that is %s", (_, path) => {
		expectRefusal(call(program(), ["--hook", "claude", "--bundle", path], event("ls")));
	});

	// What an evaluator without memory can do differs; that it allows nothing that is denied does not.
	test("no memory, little memory, a small stack, few descriptors, no processes", () => {
		const limits = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 640_000, 1_280_000].map((size) => `ulimit -v ${size}`);
		for (const limit of [...limits, "ulimit -s 64", "ulimit -s 256", "ulimit -n 3", "ulimit -n 6", "ulimit -t 1"]) {
			const ended = inShell(program(), `${limit}; exec "$@" <"$DENIED"`);
			expect(told(ended), limit).not.toBe("allow");
			expect(ended.status, `${limit}: an end with 0 and nothing said is taken for no objection`).not.toBe(0);
		}
	});

	test("no memory behind the dispatch script: the host's refusal", () => {
		const place = join(folder, `dispatch-${language?.name ?? "typescript"}`);
		mkdirSync(place, { recursive: true });
		const evaluator = readFileSync(REFERENCE[1] ?? "", "utf8");
		for (const { path, content } of emitHarness(SMALL_POLICY, "none", { evaluator, registry: REGISTRY }).files) {
			writeFileSync(join(place, path), content);
			if (path === FILES.dispatch) chmodSync(join(place, path), 0o755);
		}
		if (language) cpSync(program()[0], join(place, FILES.native));
		const env = { ...process.env, EVENT: join(place, "event.json") };
		const run = (limit: string, command: string): Ended => {
			writeFileSync(env.EVENT, event(command));
			const script = `${limit}; exec sh "$0" --hook claude <"$EVENT"`;
			return spawnSync("sh", ["-c", script, join(place, FILES.dispatch)], { encoding: "utf8", env });
		};
		expect(told(run(":", "git log"))).toBe("allow");
		for (const size of [20_000, 40_000, 80_000, 160_000, 320_000]) expectRefusal(run(`ulimit -v ${size}`, "git push --force"));
	});

	test("a git that hangs: the fact is unknown, in time", () => {
		const clone = matrix.clone();
		// git waits for a writer of this file before it reads what is ignored.
		expect(spawnSync("mkfifo", [join(clone, ".gitignore.pipe")]).status).toBe(0);
		expect(spawnSync("mv", [join(clone, ".gitignore.pipe"), join(clone, ".gitignore")]).status).toBe(0);
		const began = performance.now();
		const ended = call(program(), CALL, event("git switch x", clone));
		expect(told(ended)).not.toBe("allow");
		expect(performance.now() - began).toBeLessThan(4_000);
	});

	test("a git that is missing: the fact is unknown", ({ skip }) => {
		const clone = matrix.clone();
		const hide = "for git in /usr/bin/git /usr/local/bin/git; do [ ! -e $git ] || mount --bind /dev/null $git || exit 9; done";
		const run = (before: string): Ended => {
			const script = `${before}; exec "$@"`;
			return spawnSync("unshare", ["-rm", "sh", "-c", script, "sh", ...program(), ...CALL], {
				encoding: "utf8",
				input: event("git switch x", clone),
			});
		};
		if (spawnSync("unshare", ["-rm", "sh", "-c", hide]).status !== 0) skip("this machine lets nobody hide files from a process");
		expect(told(run(hide))).toBe("ask");
	});

	test("a failure inside of the decision", () => {
		const broken = language ? brokenBuild(language) : brokenReference();
		expectRefusal(call(broken, CALL, event("ls")));
		expect(call(broken, ["--bundle", policy, "--command", "ls"]).status).toBe(3);
		const { stdout } = call(broken, ["--bundle", policy, "--serve"], '{"command":"ls"}\n{"command":"git push"}\n');
		for (const answer of stdout.split("\n").filter(Boolean)) expect(JSON.parse(answer)).toMatchObject({ decision: "deny", by: "input" });
	});
});

/** Where each language decides, and a statement that fails there. */
const FAILURES: Readonly<Record<Language["name"], { readonly file: string; readonly start: RegExp; readonly statement: string }>> = {
	go: { file: "decide.go", start: /func Decide\([^{]*\{/, statement: 'panic("x")' },
	rust: { file: "src/decide.rs", start: /fn decide\b[^{]*\{/, statement: 'if std::hint::black_box(true) { panic!("x") }' },
	zig: { file: "src/decide.zig", start: /fn decide\([^{]*\{/, statement: 'var broken = true; _ = &broken; if (broken) @panic("x");' },
};

/** The evaluator of a language whose decision fails. */
function brokenBuild(language: Language): Program {
	const sources = join(folder, `broken-${language.name}`);
	cpSync(join(import.meta.dirname, "../..", language.sources), sources, {
		recursive: true,
		filter: (path) => !/\/(target|\.zig-cache|zig-out)$/.test(path),
	});
	const { file, start, statement } = FAILURES[language.name];
	const text = readFileSync(join(sources, file), "utf8");
	expect(text).toMatch(start);
	writeFileSync(
		join(sources, file),
		text.replace(start, (head) => `${head} ${statement}\n`),
	);
	const place = join(folder, `broken-program-${language.name}`);
	mkdirSync(place, { recursive: true });
	return build(language, place, { sources, cache: `${CACHE}-broken`, hasty: true });
}

function brokenReference(): Program {
	const [node, program] = REFERENCE;
	const text = readFileSync(program ?? "", "utf8");
	const broken = join(folder, "broken.mjs");
	const start = /function decide\([^{]*\{/;
	expect(text).toMatch(start);
	writeFileSync(
		broken,
		text.replace(start, (head) => `${head} throw new Error("x");`),
	);
	return [node, broken];
}
