/**
 * Benchmarks, as ratios to a peer in the same run. Nothing here passes or fails: figures are for reading (see README.md).
 *
 *   npm run bench              everything
 *   npm run bench -- --quick   fewer rounds
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatePolicy } from "./generate-policy.ts";
import { measure, type Sample } from "./measure.ts";
import { timeHazards, VALID } from "./time-hazards.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = join(root, "dist", "policyc.mjs");
const quick = process.argv.includes("--quick");

/** What every time is a multiple of: how long Node takes to do nothing. */
const PEER = { "node -e 0": ["-e", "0"] } as const;
const SIZES = [100, 1_000, 10_000] as const;
const VERBS = ["check", "build"] as const;

const folder = mkdtempSync(join(tmpdir(), "policyc-bench-"));
try {
	execFileSync("npm", ["run", "--silent", "build"], { cwd: root });
	console.log(
		`node ${process.version}, ${cpus().length} cores; ratios to node -e 0 in the same run, of the medians and of the best rounds`,
	);
	benchColdStart();
	benchGrowth();
	benchHazards();
} finally {
	rmSync(folder, { recursive: true, force: true });
}

function benchColdStart(): void {
	const dotfiles = join(root, "examples", "dotfiles");
	const commands = {
		...PEER,
		"policyc --version": [program, "--version"],
		"policyc check": [program, "check", "--root", dotfiles],
		"policyc build, four hosts": [program, "build", "--root", dotfiles, "--out-dir", join(folder, "dotfiles")],
	};
	print("cold start, examples/dotfiles", measure(commands, quick ? 5 : 21));
}

function benchGrowth(): void {
	const commands: Record<string, readonly string[]> = { ...PEER };
	for (const size of SIZES) {
		const place = join(folder, String(size));
		mkdirSync(join(place, "policy-config"), { recursive: true });
		writeFileSync(join(place, "policy-config", "repo.policy"), generatePolicy(size));
		commands[nameOf("check", size)] = [program, "check", "--root", place];
		commands[nameOf("build", size)] = [program, "build", "--root", place, "--harness", "codex"];
	}
	const samples = measure(commands, quick ? 3 : 5);
	print("one .policy file, one host; 100 rules on one program, one in a hundred on wildcard programs", samples);
	for (const verb of VERBS) {
		const at = (size: number) => samples[nameOf(verb, size)]?.milliseconds ?? Number.NaN;
		const factors = [at(1_000) / at(100), at(10_000) / at(1_000)].map((factor) => `${factor.toFixed(1)}x`);
		console.log(`  ${verb}: ten times the rules cost ${factors.join(", then ")}`);
	}
}

function nameOf(verb: (typeof VERBS)[number], size: number): string {
	return `policyc ${verb}, ${size} rules`;
}

function print(title: string, samples: Readonly<Record<string, Sample>>): void {
	const peer = samples["node -e 0"];
	const ratio = (time: number, base = Number.NaN) => `${(time / base).toFixed(1)}x`.padStart(9);
	console.log(`\n${title}\n${"".padEnd(34)}${"median".padStart(9)}${"ratio".padStart(9)}${"best".padStart(9)}${"memory".padStart(9)}`);
	for (const [name, { milliseconds, best, megabytes }] of Object.entries(samples)) {
		const median = `${milliseconds.toFixed(0)} ms`.padStart(9);
		const memory = `${megabytes.toFixed(0)} MB`.padStart(9);
		console.log(`  ${name.padEnd(32)}${median}${ratio(milliseconds, peer?.milliseconds)}${ratio(best, peer?.best)}${memory}`);
	}
}

function benchHazards(): void {
	const times = timeHazards(quick ? 3 : 11);
	const valid = times.find(({ name }) => name === VALID)?.milliseconds ?? Number.NaN;
	console.log("\nYAML that a reader could stumble over; ratios to a valid file");
	for (const { name, bytes, milliseconds } of times) {
		const ratio = `${(milliseconds / valid).toFixed(2)}x`;
		console.log(
			`  ${name.padEnd(32)}${`${milliseconds.toFixed(1)} ms`.padStart(9)}${ratio.padStart(9)}${`${Math.round(bytes / 1000)} kB`.padStart(10)}`,
		);
	}
	const dearer = times.filter(({ milliseconds }) => milliseconds > valid).map(({ name }) => name);
	console.log(dearer.length === 0 ? "  none is dearer than the valid file" : `  dearer than the valid file: ${dearer.join(", ")}`);
}
