/** The policies that evaluators are compared under. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { includeReader, readScopes } from "../../cli/read-scopes.ts";
import { Session } from "../../compiler/diagnostics/session.ts";
import { resolve } from "../../compiler/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { canonicalJson, type Prepared, prepare } from "../../runtime/typescript/index.ts";
import type { Bundle } from "../../runtime/typescript/types.ts";
import { bundleOf } from "../../targets/index.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
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

/** A policy as the oracle and as the evaluators read it. */
export interface SmallPolicy {
	readonly name: string;
	readonly policy: IrPolicy;
	readonly prepared: Prepared;
}

/** Four of the policies over the small registry, of which the oracle knows every entry. */
export function smallPolicies(): readonly SmallPolicy[] {
	return ["examples/dotfiles", "golden/shell", "golden/good/conditions-of-every-kind", "golden/good/default-host"].map((name) => {
		const selection = { root: join(ROOT, name), harness: null, taskDomain: null, taskInstance: null, system: null, user: null };
		const session = new Session();
		const files = readScopes(selection, session);
		const resolved = resolve({ files, readInclude: includeReader(selection), trusted: true, registry: REGISTRY }, session);
		if (!resolved) throw new Error(`${name}: ${session.diagnostics[0]?.message}`);
		return { name, policy: resolved.policy, prepared: prepare(bundleOf(resolved.compiled, REGISTRY)) };
	});
}
