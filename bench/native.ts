/**
 * What the native evaluators cost, with the policy inside: a hook call beside a program in the same language that only reads its input
 * and prints it, decisions inside one process, and long lines. Nothing here passes or fails: figures are for reading. Everything in a
 * table runs in turn, round by round, so that a busy machine slows all of it alike; inside a process, processor time is taken. A language whose tool is missing is not run.
 *
 *   npx tsx bench/native.ts                all languages
 *   npx tsx bench/native.ts --quick        fewer rounds
 *   npx tsx bench/native.ts --only go      one language
 */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasTool, inProject } from "../cli/compile-project.ts";
import { gatherEngines } from "../cli/engines.ts";
import { REGISTRY } from "../cli/registry.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import { resolve } from "../compiler/index.ts";
import { emitHarness, NATIVE_LANGUAGES, type NativeLanguage, type OutputFile } from "../targets/index.ts";
import { generatePolicy } from "./generate-policy.ts";
import { SHAPES } from "./native/lines.ts";
import { minimalProject } from "./native/minimal.ts";
import { printRace, type Runner, race } from "./native/race.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quick = process.argv.includes("--quick");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const folder = mkdtempSync(join(tmpdir(), "policyc-bench-native-"));
/** Zig may stand in the repository's own folder for toolchains. */
const env = { ...process.env, PATH: [process.env.PATH, join(root, ".toolchains/zig/ziglang")].join(delimiter) };
const engines = gatherEngines(root);
const asked = NATIVE_LANGUAGES.filter((language) => only === undefined || only === language);
const languages = asked.filter((language) => engines[language] && hasTool(language, env));

const CONDITIONAL = "\nallow switching {\n  command prefix `git switch`\n  when git_clean_worktree\n  on_mismatch request\n}\n";
const PLAIN = "git log --oneline";
const ABOUT = { onGit: 10, wild: false };
/** Ten rules are about git in all but the last, where a hundred are, and a hundred more are tried for every program. */
const POLICIES: Readonly<Record<string, string>> = {
	"10 rules": generatePolicy(10, ABOUT) + CONDITIONAL,
	"200 rules": generatePolicy(200, ABOUT) + CONDITIONAL,
	"10,000 rules": generatePolicy(10_000, ABOUT) + CONDITIONAL,
	"10,000 rules, 200 of them tried": generatePolicy(10_000) + CONDITIONAL,
};

/** The files of a build for no host, with the projects of the languages. */
function emit(text: string): readonly OutputFile[] {
	const session = new Session();
	const source = { path: "policy-config/repo.policy", text };
	const files = [{ scope: "repo", name: null, source, own: false } as const];
	const resolved = resolve(
		{ files, readInclude: (path) => ({ problem: `${path} is not there` }), trusted: true, registry: REGISTRY },
		session,
	);
	if (!resolved) throw new Error(`the generated policy has errors: ${session.diagnostics[0]?.message}`);
	const picked = Object.fromEntries(languages.map((language) => [language, engines[language] ?? {}]));
	return emitHarness(resolved.compiled, "none", { evaluator: "", registry: REGISTRY, engines: picked }).files;
}

/** Compiles a project and keeps the program under a name. */
function compile(language: NativeLanguage, files: readonly OutputFile[], name: string): string {
	const program = join(folder, `${language}-${name.replaceAll(/\W+/g, "-")}`);
	const began = performance.now();
	const failed = inProject(language, files, env, (made) => {
		cpSync(made, program);
		return null;
	});
	if (failed) throw new Error(`${language}: ${failed.problem}`);
	const size = (statSync(program).size / 1e6).toFixed(1);
	console.log(
		`  ${`${language}, ${name}`.padEnd(50)}${`${size} MB`.padStart(10)}${`${((performance.now() - began) / 1000).toFixed(1)} s`.padStart(10)}`,
	);
	return program;
}

const event = (command: string, cwd: string) =>
	JSON.stringify({ hook_event_name: "PreToolUse", tool_name: "Bash", cwd, tool_input: { command } });
const hook = (program: string, command: string, cwd = "/"): Runner => ({
	words: [program, "--hook", "claude"],
	input: event(command, cwd),
});
const once = (...words: [string, ...string[]]): Runner => ({ words, input: event(PLAIN, "/") });

function benchHooks(language: NativeLanguage, minimal: string, evaluators: ReadonlyMap<string, string>): void {
	const runners: Record<string, Runner> = {
		[`${language}: reads and prints`]: once(minimal),
		"/bin/true": once("/bin/true"),
		"node -e 0": { ...once(process.execPath, "-e", "0"), calls: 2 },
	};
	for (const [name, program] of evaluators) runners[`${language}: hook, ${name}`] = hook(program, PLAIN);
	printRace("one hook call, start to exit", race(runners, quick ? 5 : 21, folder), `${language}: reads and prints`);
}

/** A repository with some files, all of them committed. */
function makeRepository(): string {
	const place = join(folder, "repository");
	for (let at = 0; at < 200; at++) {
		mkdirSync(join(place, `folder-${at % 10}`), { recursive: true });
		writeFileSync(join(place, `folder-${at % 10}`, `file-${at}`), `${at}\n`);
	}
	const git = (...words: string[]) =>
		execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...words], { cwd: place });
	git("init", "--quiet");
	git("add", ".");
	git("commit", "--quiet", "--message", "all");
	return place;
}

function benchConditions(language: NativeLanguage, program: string, repository: string): void {
	const status = { words: ["git", "status", "--porcelain"], input: "", cwd: repository, calls: 5 } as const;
	const runners: Record<string, Runner> = {
		"git status": status,
		[`${language}: hook, no condition`]: { ...hook(program, PLAIN, repository), calls: 5 },
		[`${language}: hook, git_clean_worktree`]: { ...hook(program, "git switch main", repository), calls: 5 },
	};
	printRace("a condition about a repository of 200 files", race(runners, quick ? 5 : 15, folder), "git status");
}

/** Answers one line so often in one process; the time of one answer is what more of them cost. */
const serving = (program: string, command: string, times: number): Runner => ({
	words: [program, "--serve"],
	input: `${JSON.stringify({ command, cwd: "/", facts: {} })}\n`.repeat(times),
	calls: 1,
});

function benchDecisions(language: NativeLanguage, minimal: string, evaluators: ReadonlyMap<string, string>): void {
	const many = quick ? 5_000 : 20_000;
	const lines = { plain: PLAIN, "no rule": "cat notes.txt", "three commands": "npm test && git log | head -20" };
	const runners: Record<string, Runner> = {
		work: { words: [minimal, "1000"], input: PLAIN, calls: 1 },
		idle: { ...once(minimal), calls: 1 },
	};
	for (const [name, program] of evaluators) {
		for (const [about, line] of Object.entries(lines)) {
			runners[`one ${name}, ${about}`] = serving(program, line, 1);
			runners[`many ${name}, ${about}`] = serving(program, line, many);
		}
	}
	const times = race(runners, quick ? 3 : 9, folder);
	const of = (name: string) => times[name]?.cpu ?? Number.NaN;
	// Milliseconds of a thousand are microseconds of one.
	const work = of("work") - of("idle");
	console.log(`\n${language}: one decision inside one process, with the reading of a request and the writing of the verdict`);
	console.log(
		`  ${"copying and hashing the line a hundred times".padEnd(50)}${`${work.toFixed(2)} µs`.padStart(10)}${"1.00x".padStart(8)}`,
	);
	for (const name of evaluators.keys()) {
		for (const about of Object.keys(lines)) {
			const one = ((of(`many ${name}, ${about}`) - of(`one ${name}, ${about}`)) * 1000) / (many - 1);
			console.log(`  ${`${name}, ${about}`.padEnd(50)}${`${one.toFixed(2)} µs`.padStart(10)}${`${(one / work).toFixed(2)}x`.padStart(8)}`);
		}
	}
}

const LENGTHS = [1, 4, 16, 32, 64] as const;

function benchLines(language: NativeLanguage, program: string): void {
	const times = 10;
	const runners: Record<string, Runner> = { idle: serving(program, "x", times) };
	for (const [name, shape] of Object.entries(SHAPES))
		for (const kib of LENGTHS) runners[`${name} ${kib}`] = serving(program, shape(kib * 1024), times);
	const found = race(runners, quick ? 1 : 3, folder);
	console.log(`\n${language}: one decision by the length of its line, 200 rules, milliseconds`);
	console.log(`  ${"".padEnd(28)}${LENGTHS.map((kib) => `${kib} KiB`.padStart(9)).join("")}${"32 to 64".padStart(11)}`);
	for (const name of Object.keys(SHAPES)) {
		const own = LENGTHS.map((kib) => Math.max(0, ((found[`${name} ${kib}`]?.cpu ?? Number.NaN) - (found.idle?.cpu ?? 0)) / times));
		const growth = (own[4] ?? Number.NaN) / (own[3] ?? Number.NaN);
		console.log(`  ${name.padEnd(28)}${own.map((value) => value.toFixed(2).padStart(9)).join("")}${`${growth.toFixed(1)}x`.padStart(11)}`);
	}
}

try {
	console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? "unknown"}; node ${process.version}`);
	for (const language of asked.filter((name) => !languages.includes(name))) console.log(`${language}: not run (no tool, or no evaluator)`);
	const builds = Object.entries(POLICIES).map(([name, text]) => [name, emit(text)] as const);
	const repository = makeRepository();
	for (const language of languages) {
		console.log(`\n${language}: size, and the time to compile\n`);
		const minimal = compile(language, minimalProject(language), "reads and prints");
		const evaluators = new Map(builds.map(([name, files]) => [name, compile(language, files, name)]));
		benchHooks(language, minimal, evaluators);
		benchConditions(language, evaluators.get("200 rules") ?? "", repository);
		benchDecisions(language, minimal, evaluators);
		benchLines(language, evaluators.get("200 rules") ?? "");
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
