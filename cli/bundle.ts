/** Builds `dist/`: the program (split per verb, so that a start loads only what it needs) and the evaluator (one file). */

import { chmodSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { EVALUATOR_FILE } from "./assets.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };

// Dependencies that are CommonJS ask for Node's built-in modules through `require`.
const banner = { js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);' };
const shared = { bundle: true, platform: "node", target: "node20", format: "esm", absWorkingDir: root, legalComments: "none" } as const;

rmSync(dist, { recursive: true, force: true });
await build({
	...shared,
	entryPoints: { policyc: "cli/policyc.ts" },
	outdir: dist,
	outExtension: { ".js": ".mjs" },
	chunkNames: "chunks/[name]-[hash]",
	splitting: true,
	minifySyntax: true,
	minifyWhitespace: true,
	keepNames: true,
	banner,
	loader: { ".policy": "text" },
	define: { POLICYC_VERSION: JSON.stringify(version) },
});
chmodSync(join(dist, "policyc.mjs"), 0o755);
// The evaluator is read by people who want to know what guards them: it keeps its names and lines.
await build({ ...shared, entryPoints: ["runtime/typescript/main.ts"], outfile: join(dist, EVALUATOR_FILE) });
chmodSync(join(dist, EVALUATOR_FILE), 0o755);
