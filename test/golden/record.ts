/** Golden files: compare a folder with what was made, or record it anew with `npm run record`. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";

const recording = process.env.POLICYC_RECORD === "1";

/** Holds a folder to exactly these files; a missing, changed or unexpected file fails. Recording rewrites the folder. */
export function holdToGolden(folder: string, files: ReadonlyMap<string, string>): void {
	if (recording) {
		rmSync(folder, { recursive: true, force: true });
		for (const [path, content] of files) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), content);
		}
	}
	expect(listFiles(folder).sort(), `files of ${folder}; run \`npm run record\` and read the diff`).toEqual([...files.keys()].sort());
	for (const [path, content] of files) expect(readFileSync(join(folder, path), "utf8"), join(folder, path)).toBe(content);
}

/** All files below a folder, relative to it, sorted. */
export function listFiles(folder: string, below = ""): string[] {
	if (!existsSync(join(folder, below))) return [];
	return readdirSync(join(folder, below), { withFileTypes: true })
		.flatMap((entry) => {
			const path = below ? `${below}/${entry.name}` : entry.name;
			return entry.isDirectory() ? listFiles(folder, path) : [path];
		})
		.sort();
}

/** The cases below a golden folder. */
export function listCases(folder: string): string[] {
	return existsSync(folder) ? readdirSync(folder).sort() : [];
}
