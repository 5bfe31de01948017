/** Builds `dist/` once before the tests, where a source is newer: tests run the real program and copy the real evaluator. */

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundle, DIST } from "../../cli/bundle.ts";

const root = join(import.meta.dirname, "../..");
const SOURCES = ["cli", "compiler", "examples/dotfiles/policy-config", "grammar", "runtime", "schemas", "targets", "package.json"];

/** Vitest's global set-up. */
export default async function buildDist(): Promise<void> {
	const built = statSync(join(DIST, "program.cache"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
	if (SOURCES.some((path) => newest(join(root, path)) >= built)) await bundle();
}

/** When a file, or anything below a folder, was last changed; a folder's own time tells of files that are gone. */
function newest(path: string): number {
	const status = statSync(path);
	if (!status.isDirectory()) return status.mtimeMs;
	return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
