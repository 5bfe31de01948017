/**
 * Benchmarks, as ratios to a peer in the same run. Nothing here passes or fails: figures are for reading.
 *
 *   npm run bench            cold build, 1,000 and 10,000 rules
 *   npm run bench -- --quick fewer repetitions
 */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatePolicy } from "./generate-policy.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = join(root, "dist", "policyc.mjs");
const rounds = process.argv.includes("--quick") ? 5 : 15;

interface Sample {
	/** Wall-clock milliseconds, the median of all rounds. */
	readonly milliseconds: number;
	/** Peak resident memory in MB, the largest of all rounds; null where it was not measured. */
	readonly megabytes: number | null;
}

const PEER = ["-e", "0"];

/** Runs commands in turn, round by round, so that a busy machine slows all of them alike. */
function measure(commands: Readonly<Record<string, readonly string[]>>, times: number): Record<string, Sample> {
	const walls: Record<string, number[]> = {};
	const peaks: Record<string, number> = {};
	for (let round = 0; round < times; round++) {
		for (const [name, args] of Object.entries(commands)) {
			const start = process.hrtime.bigint();
			const run = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 });
			const wall = Number(process.hrtime.bigint() - start) / 1e6;
			if (run.status !== 0) throw new Error(`${name} failed: ${run.stderr.toString("utf8").slice(0, 2000)}`);
			walls[name] = [...(walls[name] ?? []), wall];
			const peak = /peak_kb=(\d+)/.exec(run.stderr.toString("utf8"));
			if (peak) peaks[name] = Math.max(peaks[name] ?? 0, Number(peak[1]) / 1024);
		}
	}
	return Object.fromEntries(
		Object.entries(walls).map(([name, values]) => {
			const sorted = values.sort((a, b) => a - b);
			return [name, { milliseconds: sorted[sorted.length >> 1] ?? 0, megabytes: peaks[name] ?? null }];
		}),
	);
}

/** Arguments that run the program and print its peak memory when it ends. */
function measured(...args: string[]): string[] {
	const hook = "process.on('exit',()=>process.stderr.write('peak_kb='+process.resourceUsage().maxRSS))";
	return ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, program, ...args];
}

function print(title: string, samples: Readonly<Record<string, Sample>>, peer: string): void {
	const base = samples[peer]?.milliseconds ?? 1;
	console.log(`\n${title}`);
	for (const [name, { milliseconds, megabytes }] of Object.entries(samples)) {
		const memory = megabytes === null ? "" : `${megabytes.toFixed(0)} MB`.padStart(9);
		console.log(`  ${name.padEnd(34)}${milliseconds.toFixed(1).padStart(9)} ms${(milliseconds / base).toFixed(2).padStart(8)}x${memory}`);
	}
}

const folder = mkdtempSync(join(tmpdir(), "policyc-bench-"));
try {
	execFileSync("npm", ["run", "--silent", "build"], { cwd: root });
	console.log(`node ${process.version}, ${cpus().length} cores, ${rounds} rounds, medians; ratios to node -e 0 in the same run`);
	const dotfiles = join(root, "examples", "dotfiles");
	const cold = measure(
		{
			"node -e 0": PEER,
			"policyc --version": [program, "--version"],
			"policyc build (dotfiles)": [program, "build", "--root", dotfiles, "--out-dir", join(folder, "dotfiles")],
		},
		rounds,
	);
	print("cold start", cold, "node -e 0");

	const sizes = [100, 1_000, 10_000];
	const commands: Record<string, string[]> = { "node -e 0": PEER };
	for (const size of sizes) {
		const place = join(folder, String(size));
		mkdirSync(join(place, "policy-config"), { recursive: true });
		writeFileSync(join(place, "policy-config", "repo.policy"), generatePolicy(size));
		commands[`check, ${size} rules`] = measured("check", "--root", place);
		commands[`build codex, ${size} rules`] = measured("build", "--root", place, "--harness", "codex");
	}
	const growth = measure(commands, Math.max(3, rounds / 5));
	print("growth with rules (one .policy file, one hundredth of them on one program, 1 % wildcard programs)", growth, "node -e 0");
	for (const verb of ["check", "build codex"]) {
		const at = (size: number) => growth[`${verb}, ${size} rules`]?.milliseconds ?? 0;
		console.log(`  ${verb}: 10 times the rules cost ${(at(1_000) / at(100)).toFixed(1)}x, then ${(at(10_000) / at(1_000)).toFixed(1)}x`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
