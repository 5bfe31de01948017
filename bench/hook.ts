/**
 * What a hook costs: the start of the evaluator beside that of its runtime, decisions inside one process by the number of
 * rules, and lines by their length. Nothing here passes or fails: figures are for reading.
 *
 *   npx tsx bench/hook.ts            all of it
 *   npx tsx bench/hook.ts --quick    fewer repetitions
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { REGISTRY } from "../cli/registry.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import { resolve } from "../compiler/index.ts";
import { decide, type Prepared, prepare, readBundle } from "../runtime/typescript/index.ts";
import { emitHarness } from "../targets/index.ts";
import { FILES } from "../targets/target.ts";
import { generatePolicy } from "./generate-policy.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const quick = process.argv.includes("--quick");
const folder = mkdtempSync(join(tmpdir(), "policyc-bench-hook-"));

/** The files of a build for Claude Code, written to a folder of its own. */
function writeBuild(name: string, text: string, evaluator: string): string {
	const session = new Session();
	const source = { path: "policy-config/repo.policy", text };
	const files = [{ scope: "repo", name: null, source, own: false } as const];
	const resolved = resolve(
		{ files, readInclude: (path) => ({ problem: `${path} is not there` }), trusted: true, registry: REGISTRY },
		session,
	);
	if (!resolved) throw new Error(`the policy ${name} has errors: ${session.diagnostics[0]?.message}`);
	const place = join(folder, name);
	mkdirSync(place);
	for (const { path, content, executable } of emitHarness(resolved.compiled, "none", { evaluator, registry: REGISTRY }).files) {
		writeFileSync(join(place, path), content);
		if (executable) chmodSync(join(place, path), 0o755);
	}
	return place;
}

interface Times {
	readonly least: number;
	readonly median: number;
}

/** Runs commands in turn, round by round, so that a busy machine slows all of them alike; milliseconds. */
function race(commands: Readonly<Record<string, readonly string[]>>, rounds: number, input: string): Record<string, Times> {
	const walls = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, [program = "", ...args]] of Object.entries(commands)) {
			const start = performance.now();
			const { status, stderr } = spawnSync(program, args, { input, maxBuffer: 1 << 24 });
			walls.get(name)?.push(performance.now() - start);
			if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
		}
	}
	return Object.fromEntries([...walls].map(([name, values]) => [name, timesOf(values)]));
}

function timesOf(values: readonly number[]): Times {
	const sorted = [...values].sort((one, other) => one - other);
	return { least: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0 };
}

function printRace(title: string, times: Readonly<Record<string, Times>>): void {
	const peer = Object.values(times)[0] ?? { least: 1, median: 1 };
	console.log(`\n${title}\n  ${"".padEnd(52)}${"least".padStart(10)}${"median".padStart(10)}${"ratio".padStart(8)}`);
	for (const [name, { least, median }] of Object.entries(times)) {
		const ratio = `${(median / peer.median).toFixed(2)}x`;
		console.log(`  ${name.padEnd(52)}${least.toFixed(1).padStart(7)} ms${median.toFixed(1).padStart(7)} ms${ratio.padStart(8)}`);
	}
}

/** A hook call of each build, strict and with the hash of its bundle, and through the dispatch script. */
function benchStart(builds: Readonly<Record<string, string>>): void {
	const command = "git log --oneline";
	const event = { hook_event_name: "PreToolUse", tool_name: "Bash", cwd: "/", tool_input: { command } };
	const commands: Record<string, readonly string[]> = { "node -e 0": [process.execPath, "-e", "0"] };
	for (const [name, place] of Object.entries(builds)) {
		const bundle = join(place, FILES.bundle);
		const sha256 = createHash("sha256").update(readFileSync(bundle)).digest("hex");
		const call = [process.execPath, join(place, FILES.evaluator), "--hook", "claude", "--bundle", bundle];
		commands[`${name}: evaluator, as the script calls it`] = [...call, "--sha256", sha256];
		commands[`${name}: evaluator, bundle read strictly`] = call;
		commands[`${name}: dispatch script`] = ["sh", join(place, FILES.dispatch), "--hook", "claude"];
	}
	printRace("one hook call, start to exit", race(commands, quick ? 5 : 31, JSON.stringify(event)));
}

/** Lines of everyday work, some about programs that generated policies name. */
const LINES = [
	"git status",
	"git push origin topic --force",
	"npm test && npm run build",
	"cat src/a.ts | grep -n foo | head -20",
	"cd sub && make test > /dev/null 2>&1",
	'for f in *.ts; do echo "$f"; done',
	"sudo env A=1 timeout 5 prog1 run --all",
	"bash -c 'git log | wc -l'",
];

function decidePerSecond(prepared: Prepared): number {
	const once = (): void => {
		for (const command of LINES) decide(prepared, { command, cwd: "/work", facts: {}, unattended: false });
	};
	for (let warm = 0; warm < 200; warm++) once();
	const best = timesOf(
		Array.from({ length: quick ? 3 : 9 }, () => {
			const start = performance.now();
			for (let round = 0; round < 200; round++) once();
			return performance.now() - start;
		}),
	);
	return (200 * LINES.length * 1000) / best.least;
}

function benchRules(builds: Readonly<Record<string, string>>): void {
	console.log("\ndecisions inside one process, one thread");
	let first = 0;
	for (const [name, place] of Object.entries(builds)) {
		const bundle = readBundle(readFileSync(join(place, FILES.bundle)));
		if (!bundle) throw new Error(`the bundle of ${name} cannot be read`);
		const rate = decidePerSecond(prepare(bundle));
		first ||= rate;
		console.log(
			`  ${name.padEnd(52)}${Math.round(rate).toLocaleString("en-GB").padStart(10)} a second${(first / rate).toFixed(2).padStart(8)}x the time`,
		);
	}
}

/** Lines of a length, made to be slow: each repeats one construct. */
const SHAPES: Readonly<Record<string, (bytes: number) => string>> = {
	words: (bytes) => `git push ${"word ".repeat(bytes / 5)}`,
	"one word": (bytes) => `git push ${"x".repeat(bytes)}`,
	commands: (bytes) => fill("git push a;", bytes, 990),
	pipes: (bytes) => fill("git log|", bytes, 990, "cat"),
	"options that may be flags": (bytes) => `git push ${"-abcdefgh ".repeat(bytes / 10)}`,
	"unknown words": (bytes) => `git push ${'"$x" '.repeat(bytes / 5)}`,
	"words that may split": (bytes) => `git push ${"$x ".repeat(bytes / 3)}`,
	globs: (bytes) => `git push ${"*a?".repeat(bytes / 3)}`,
	"an unknown program": (bytes) => `frob ${"git push ".repeat(bytes / 9)}`,
	"open parentheses": (bytes) => "(".repeat(bytes),
	"open substitutions": (bytes) => "$(".repeat(bytes / 2),
	"closed substitutions": (bytes) => `echo ${"$(git log) ".repeat(Math.min(bytes / 11, 900))}${"x".repeat(Math.max(0, bytes - 9900))}`,
	braces: (bytes) => `echo ${"{a,b}".repeat(bytes / 5)}`,
	"nested braces": (bytes) => `echo ${"{a,".repeat(bytes / 3)}`,
	backslashes: (bytes) => `echo ${"\\".repeat(bytes)}`,
	quotes: (bytes) => `echo ${"'\"'".repeat(bytes / 3)}`,
	"here-documents": (bytes) => `cat <<A\n${"line\n".repeat(bytes / 5)}A`,
	"many here-documents": (bytes) => `cat ${"<<A ".repeat(bytes / 4)}`,
	assignments: (bytes) => `${"A=1 ".repeat(bytes / 4)}git push`,
	redirections: (bytes) => `git log ${"> ./x ".repeat(bytes / 6)}`,
	"wrappers in wrappers": (bytes) => `${"env ".repeat(bytes / 4)}git push`,
	"reserved words": (bytes) => "if ".repeat(bytes / 3),
	arithmetic: (bytes) => `echo $((${"1+".repeat(bytes / 2)}1))`,
};

function fill(part: string, bytes: number, most: number, end = ""): string {
	const count = Math.min(Math.floor(bytes / part.length), most);
	return `${part.repeat(count)}${end} ${"x".repeat(Math.max(0, bytes - count * part.length - end.length - 1))}`;
}

const LENGTHS = [1, 4, 16, 32, 63];

function benchLines(place: string): void {
	const bundle = readBundle(readFileSync(join(place, FILES.bundle)));
	if (!bundle) throw new Error("the bundle cannot be read");
	const prepared = prepare(bundle);
	const time = (command: string): number =>
		timesOf(
			Array.from({ length: quick ? 3 : 7 }, () => {
				const start = performance.now();
				decide(prepared, { command, cwd: "/work", facts: {}, unattended: false });
				return performance.now() - start;
			}),
		).least;
	for (const shape of Object.values(SHAPES)) time(shape(2048));
	console.log(
		`\none decision by the length of its line, 1,000 rules, milliseconds\n  ${"".padEnd(30)}${LENGTHS.map((kib) => `${kib} KiB`.padStart(9)).join("")}${"32 to 63".padStart(12)}`,
	);
	for (const [name, shape] of Object.entries(SHAPES)) {
		const times = LENGTHS.map((kib) => time(shape(kib * 1024)));
		const growth = (times[4] ?? 0) / (times[3] ?? 1);
		console.log(
			`  ${name.padEnd(30)}${times.map((value) => value.toFixed(2).padStart(9)).join("")}${`${growth.toFixed(1)}x`.padStart(12)}`,
		);
	}
}

try {
	const built = await build({
		entryPoints: [join(root, "runtime/typescript/main.ts")],
		write: false,
		bundle: true,
		platform: "node",
		target: "node20",
		format: "esm",
		legalComments: "none",
	});
	const evaluator = built.outputFiles[0]?.text ?? "";
	const starter = { "starter policy": writeBuild("starter", readFileSync(join(root, "cli/starter.policy"), "utf8"), evaluator) };
	const sizes = [10, 200, 1_000, 10_000];
	const generated = Object.fromEntries(sizes.map((size) => [`${size} rules`, writeBuild(String(size), generatePolicy(size), evaluator)]));
	console.log(`node ${process.version}; evaluator ${Math.round(evaluator.length / 1024)} KiB`);
	benchStart({ ...starter, "1000 rules": join(folder, "1000"), "10000 rules": join(folder, "10000") });
	benchRules(generated);
	benchLines(join(folder, "1000"));
} finally {
	rmSync(folder, { recursive: true, force: true });
}
