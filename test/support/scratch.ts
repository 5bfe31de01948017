/** Scratch folders for tests of the command line. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A new folder with these files (paths with `/`, contents), removed when the test ends. */
export function scratch(files: Readonly<Record<string, string>> = {}): string {
	const folder = mkdtempSync(join(tmpdir(), "policyc-test-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	put(folder, files);
	return folder;
}

/** Writes files below a folder. */
export function put(folder: string, files: Readonly<Record<string, string>>): void {
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
}

/** Every file below a folder by its path, sorted: mode's execute bit and bytes, so that equal trees are equal values. */
export function readTree(folder: string, below = ""): Record<string, string> {
	const entries = readdirSync(join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	const found: Record<string, string> = {};
	for (const entry of entries) {
		const path = below ? `${below}/${entry.name}` : entry.name;
		if (entry.isDirectory()) Object.assign(found, readTree(folder, path));
		else found[path] = `${(statSync(join(folder, path)).mode & 0o100) !== 0 ? "x" : "-"} ${readFileSync(join(folder, path), "latin1")}`;
	}
	return found;
}

/** A policy with one rule of each effect, a condition, an example and a scenario. */
export const SMALL = `policy 1
scope repo

deny force-push {
  command prefix \`git push\`
  args { flag \`-f\` \`--force\` }
  reason "Rewrites what others have."
  match { \`git push --force\` }
}

request publishing {
  command prefix \`git push\`
}

allow reading {
  command prefix \`git {status,log}\`
}

allow switching {
  command prefix \`git switch\`
  when git_clean_worktree
  on_mismatch request
}

test "everyday work" {
  \`git status\` => allow by reading
}
`;

/** A root with `SMALL` as its repo scope. */
export function smallRoot(more: Readonly<Record<string, string>> = {}): string {
	return scratch({ "policy-config/repo.policy": SMALL, ...more });
}

/** The built program; Vitest's global set-up builds it. */
export const PROGRAM = join(import.meta.dirname, "../../dist/policyc.mjs");
