import { REGISTRY } from "../../cli/registry.ts";
import { Session } from "../../compiler/diagnostics/session.ts";
import { resolve } from "../../compiler/index.ts";
import type { CompiledPolicy } from "../../compiler/ir/compiled.ts";
import { type Prepared, prepare } from "../../runtime/typescript/index.ts";
import { bundleOf } from "../../targets/index.ts";

/** A policy that can be lowered to hosts and asked itself. */
export interface CompiledText {
	readonly compiled: CompiledPolicy;
	readonly prepared: Prepared;
}

/** Compiles the text of one scope file of a repository, or null where it has errors. */
export function compileText(text: string): CompiledText | null {
	const source = { path: "policy-config/repo.policy", text };
	const session = new Session();
	const files = [{ scope: "repo", name: null, source, own: false }] as const;
	const resolved = resolve({ files, readInclude: () => ({ problem: "no other files" }), trusted: true, registry: REGISTRY }, session);
	if (!resolved || session.failed) return null;
	return { compiled: resolved.compiled, prepared: prepare(bundleOf(resolved.compiled, REGISTRY)) };
}
