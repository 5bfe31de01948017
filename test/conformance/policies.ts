/** The policies that evaluators are compared under. */

import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../runtime/typescript/index.ts";
import type { Bundle } from "../../runtime/typescript/types.ts";
import { policyAt } from "../examples/judge-with.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Policies of the repository, by the folder that holds `policy-config/`; each says much that the others do not. */
export const POLICIES: readonly string[] = [
	"examples/dotfiles",
	"examples/team",
	"golden/shell",
	"golden/good/conditions-of-every-kind",
	"golden/good/default-host",
	"golden/good/operands-under-paths",
];

/** Writes the bundle of a policy and gives its file. */
export function writePolicy(policy: string, folder: string): string {
	return writeBundle(policyAt(join(ROOT, policy)).bundle, folder, policy.replaceAll("/", "-"));
}

export function writeBundle(bundle: Bundle, folder: string, name: string): string {
	const file = join(folder, `${name}.json`);
	writeFileSync(file, canonicalJson(bundle));
	return file;
}

/** All policies that the golden folder records. */
export function goldenPolicies(): readonly string[] {
	return readdirSync(join(ROOT, "golden/good")).map((name) => `golden/good/${name}`);
}
