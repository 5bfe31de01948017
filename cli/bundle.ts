/** Builds `dist/`: the program with its code cache, and the evaluator (one file). */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { EVALUATOR_FILE } from "./assets.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const shared = { bundle: true, platform: "node", target: "node20", absWorkingDir: root, legalComments: "none" } as const;

rmSync(dist, { recursive: true, force: true });
await build({ ...shared, format: "esm", entryPoints: ["cli/bin.ts"], outfile: join(dist, "policyc.mjs") });
await build({
	...shared,
	// One script instead of modules: only a script can have a code cache. Verbs and YAML are still evaluated when first used.
	format: "cjs",
	entryPoints: ["cli/policyc.ts"],
	outfile: join(dist, "program.cjs"),
	minifySyntax: true,
	minifyWhitespace: true,
	loader: { ".policy": "text" },
	define: { POLICYC_VERSION: JSON.stringify(version), "import.meta.url": "programUrl" },
});
// The evaluator is read by people who want to know what guards them: it keeps its names and lines.
await build({ ...shared, format: "esm", entryPoints: ["runtime/typescript/main.ts"], outfile: join(dist, EVALUATOR_FILE) });
for (const file of ["policyc.mjs", EVALUATOR_FILE]) chmodSync(join(dist, file), 0o755);
writeCodeCache();

/** Runs the main job once, so that the cache holds what that job compiles. Without a cache the program is only slower. */
function writeCodeCache(): void {
	const out = mkdtempSync(join(tmpdir(), "policyc-cache-"));
	try {
		const args = [join(dist, "policyc.mjs"), "build", "--root", join(root, "examples", "dotfiles"), "--out-dir", out];
		const env = { ...process.env, POLICYC_WRITE_CACHE: join(dist, "program.cache") };
		const run = spawnSync(process.execPath, args, { env, encoding: "utf8" });
		if (run.status !== 0) throw new Error(`the built program does not build examples/dotfiles:\n${run.stderr}`);
	} finally {
		rmSync(out, { recursive: true, force: true });
	}
}
