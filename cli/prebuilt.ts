/**
 * Builds the evaluator without a policy for every platform, by Zig's cross-compiler, into `dist/prebuilt/`. It reads the bundle that
 * the dispatch script gives it; a copy named `policy-evaluator-prebuilt` beside that script is found. Run as a program:
 *
 *   npm run prebuilt
 */

import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROJECT_TARGETS } from "../targets/index.ts";
import { DIST } from "./bundle.ts";
import { hasTool } from "./compile-project.ts";
import { runProgram } from "./doctor/run-program.ts";
import { EXIT } from "./exit.ts";

/** What Zig calls a platform, and what the file is named after: the words of uname(1) in small letters. */
const PLATFORMS: readonly (readonly [target: string, name: string])[] = [
	["x86_64-linux", "linux-x86_64"],
	["aarch64-linux", "linux-aarch64"],
	["x86_64-macos", "darwin-x86_64"],
	["aarch64-macos", "darwin-arm64"],
];
const PATIENCE = 15 * 60_000;

/** Builds for all platforms and gives the exit status; a platform that fails fails all. */
function buildAllPlatforms(): number {
	const root = join(dirname(fileURLToPath(import.meta.url)), "..");
	// Zig may stand in the repository's own folder for toolchains.
	const env = { ...process.env, PATH: [process.env.PATH, join(root, ".toolchains/zig/ziglang")].join(delimiter) };
	const { tool } = PROJECT_TARGETS.zig.compilation;
	if (!hasTool("zig", env)) {
		console.error(`error: \`${tool}\` is not there, which builds the evaluator for other platforms`);
		return EXIT.missingTool;
	}
	const folder = join(DIST, "prebuilt");
	mkdirSync(folder, { recursive: true });
	for (const [target, name] of PLATFORMS) {
		const prefix = mkdtempSync(join(tmpdir(), "policyc-prebuilt-"));
		const args = ["build", `-Dtarget=${target}`, "--prefix", prefix, "--cache-dir", join(prefix, "cache")];
		const built = runProgram({ program: tool, args, cwd: join(root, "runtime/zig"), env, patience: PATIENCE });
		const file = join(folder, `policy-evaluator-${name}`);
		if (built.status === 0) copyFileSync(join(prefix, "bin/policy-evaluator"), file);
		rmSync(prefix, { recursive: true, force: true });
		if (built.status !== 0) {
			console.error(`error: ${target}: ${built.stderr}`);
			return EXIT.internal;
		}
		chmodSync(file, 0o755);
		console.log(`${file.slice(root.length + 1).padEnd(50)}${(statSync(file).size / 1e6).toFixed(2)} MB`);
	}
	return EXIT.ok;
}

process.exitCode = buildAllPlatforms();
