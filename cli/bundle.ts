/** Builds `dist/`: the program with its code cache, the evaluator (one file), and the sources of the native ones. Run as a program it builds the real one. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { EVALUATOR_FILE } from "./assets.ts";
import { CASES_FILE, gatherCases } from "./conformance/case-files.ts";
import { ENGINES_FILE, gatherEngines } from "./engines.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// A package with an UMD and an ES build is taken as the latter: the former loads its parts in a way that no bundler follows.
const shared = {
	bundle: true,
	platform: "node",
	target: "node20",
	mainFields: ["module", "main"],
	absWorkingDir: root,
	legalComments: "none",
} satisfies Partial<BuildOptions>;

/** The folder of the built program. */
export const DIST = join(root, "dist");

/** Builds everything beside `dist/` and then puts it in its place: a build that fails leaves the old one. */
export async function bundle(): Promise<void> {
	const fresh = `${DIST}.${process.pid}.new.tmp`;
	const old = `${DIST}.${process.pid}.old.tmp`;
	try {
		await buildInto(fresh);
		renameIfThere(DIST, old);
		renameSync(fresh, DIST);
	} finally {
		for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
	}
}

async function buildInto(dist: string): Promise<void> {
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
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
	writeFileSync(join(dist, CASES_FILE), JSON.stringify(gatherCases(root)));
	writeFileSync(join(dist, ENGINES_FILE), JSON.stringify(gatherEngines(root)));
	for (const file of ["policyc.mjs", EVALUATOR_FILE]) chmodSync(join(dist, file), 0o755);
	writeCodeCache(dist);
}

/** Runs the main job once, so that the cache holds what that job compiles. Without a cache the program is only slower. */
function writeCodeCache(dist: string): void {
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

function renameIfThere(from: string, to: string): void {
	try {
		renameSync(from, to);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
