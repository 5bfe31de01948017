/** The example policies, compiled as a build for one host does. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { includeReader, readScopes, type Selection } from "../../cli/read-scopes.ts";
import { REGISTRY } from "../../cli/registry.ts";
import { Session } from "../../compiler/diagnostics/session.ts";
import { resolve } from "../../compiler/index.ts";
import { prepare } from "../../runtime/typescript/index.ts";
import { bundleOf, type Harness } from "../../targets/index.ts";
import { type CompiledText, compileText } from "./compile-text.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The examples by name; the last is what `policyc init` writes. */
export const EXAMPLES = ["dotfiles", "team", "no-data-loss", "starter"] as const;

export type Example = (typeof EXAMPLES)[number];

const compiled = new Map<string, CompiledText>();

/** An example policy as a host gets it, compiled once for all hosts without a scope file of their own. Throws where it has errors. */
export function compileExample(name: Example, host: Harness): CompiledText {
	const harness = name !== "starter" && hasScope(name, host) ? host : null;
	const key = `${name} ${harness}`;
	const known = compiled.get(key) ?? compileNew(name, harness);
	if (!known) throw new Error(`the example ${name} has errors`);
	compiled.set(key, known);
	return known;
}

function hasScope(name: Example, host: Harness): boolean {
	const folder = join(ROOT, "examples", name, "policy-config/harness");
	return existsSync(folder) && readdirSync(folder).some((file) => file.startsWith(`${host}.`));
}

function compileNew(name: Example, harness: Harness | null): CompiledText | null {
	return name === "starter" ? compileText(readFileSync(join(ROOT, "cli/starter.policy"), "utf8")) : compileFolder(name, harness);
}

function compileFolder(name: Example, harness: Harness | null): CompiledText | null {
	const root = join(ROOT, "examples", name);
	const selection: Selection = { root, harness, taskDomain: null, taskInstance: null, system: null, user: null };
	const session = new Session();
	const files = readScopes(selection, session);
	const resolved = resolve({ files, readInclude: includeReader(selection), trusted: true, registry: REGISTRY }, session);
	if (!resolved || session.failed) return null;
	return { compiled: resolved.compiled, prepared: prepare(bundleOf(resolved.compiled, REGISTRY)) };
}
