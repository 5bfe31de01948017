/**
 * Writes `grammar/generated/policy.ohm-bundle.js` and `.d.ts` from `policy.ohm`, with Ohm's own tool.
 *
 * The bundle is committed, so that a checkout needs no generation step and the grammar is not parsed at
 * start; `test/syntax/grammar-bundle.test.ts` holds it to the grammar.
 */

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const OHM_TOOL = fileURLToPath(import.meta.resolve("@ohm-js/cli/index.js"));

/** The names of the generated files. */
export const BUNDLE_FILES = ["policy.ohm-bundle.js", "policy.ohm-bundle.d.ts"] as const;

/**
 * Generates the bundle from `grammar/policy.ohm`.
 *
 * @returns the text of each generated file by its name
 * @throws if the grammar is not a valid Ohm grammar; the message shows where
 * @example generateBundle()["policy.ohm-bundle.d.ts"].includes("PolicyActionDict") // true
 */
export function generateBundle(): Record<(typeof BUNDLE_FILES)[number], string> {
	const folder = mkdtempSync(join(tmpdir(), "policy-grammar-"));
	try {
		copyFileSync(join(HERE, "policy.ohm"), join(folder, "policy.ohm"));
		execFileSync(process.execPath, [OHM_TOOL, "generateBundles", "--withTypes", "--esm", "policy.ohm"], { cwd: folder, stdio: "pipe" });
		const textOf = (name: string): string => `${readFileSync(join(folder, name), "utf8").trimEnd()}\n`;
		return { "policy.ohm-bundle.js": textOf("policy.ohm-bundle.js"), "policy.ohm-bundle.d.ts": textOf("policy.ohm-bundle.d.ts") };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The folder that holds the committed bundle. */
export const BUNDLE_FOLDER = join(HERE, "generated");

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	mkdirSync(BUNDLE_FOLDER, { recursive: true });
	for (const [name, text] of Object.entries(generateBundle())) writeFileSync(join(BUNDLE_FOLDER, name), text);
}
