/**
 * The compiler's face. Pure: texts in, values and diagnostics out. It reads no file, no clock and no
 * environment, and prints nothing.
 */

import { Session } from "./diagnostics/session.ts";
import { sha256 } from "./ir/canonical.ts";
import type { CompiledPolicy } from "./ir/compiled.ts";
import type { IrPolicy, ScopeKind } from "./ir/types.ts";
import { parseSource } from "./passes/gather-units.ts";
import { type CompileInput, runPasses } from "./passes/index.ts";
import { positionAt, type Source } from "./source/source.ts";
import type { RuleItem, TestItem } from "./syntax/ast.ts";

export type { CompileInput } from "./passes/index.ts";
export type { ReadInclude, ScopeFile } from "./passes/units.ts";

/** Where a rule was written. Shown everywhere, never hashed. */
export interface Origin {
	readonly scope: ScopeKind;
	/** Relative to the root, or the file's name where it was given from outside. */
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

/** One file that took part, in merge order. */
export interface ScopeRecord {
	readonly scope: ScopeKind;
	readonly path: string;
	/** Of the file's bytes, lower-case hex. */
	readonly sha256: string;
}

export interface Resolved {
	readonly policy: IrPolicy;
	readonly policyHash: string;
	readonly scopes: readonly ScopeRecord[];
	readonly origins: ReadonlyMap<string, Origin>;
	readonly compiled: CompiledPolicy;
	/** The rules of the policy as written: their `match` and `not_match` examples are still to be run. */
	readonly rules: ReadonlyMap<string, RuleItem>;
	readonly tests: readonly TestItem[];
}

/**
 * Resolves scope files to one compiled policy, or null with the reasons in the session.
 *
 * @example
 * const source = { path: "policy-config/repo.policy", text: "policy 1\nscope repo\n" };
 * resolve({ files: [{ scope: "repo", name: null, source, own: false }], readInclude, trusted: true, registry }, session)
 */
export function resolve(input: CompileInput, session: Session): Resolved | null {
	const { compiled, merged, units, drafts } = runPasses(input, session);
	if (!compiled || !merged) return null;
	return {
		policy: merged.policy,
		policyHash: compiled.policy_hash,
		scopes: units.flatMap((unit) =>
			unit.sources.map((source) => ({ scope: unit.file.scope, path: source.path, sha256: sha256(source.text) })),
		),
		origins: new Map(
			[...merged.rules].map(([name, draft]) => {
				const { span } = draft.item.name;
				return [name, { scope: draft.rule.scope, file: span.source.path, ...positionAt(span.source, span.start) }];
			}),
		),
		compiled,
		rules: new Map([...merged.rules].map(([name, draft]) => [name, draft.item])),
		tests: drafts.flatMap((draft) => draft.tests),
	};
}

/** The contract version that a scope file says, such as `v1`; null where it says none or cannot be read. */
export function versionOf(source: Source): string | null {
	const header = parseSource(source, new Session()).items.find((item) => item.kind === "version");
	return header?.kind === "version" ? `v${header.version}` : null;
}

/** Compiles the JSON that `policyc resolve` printed, or null with the reasons in the session. `path` is for messages. */
export async function compileResolved(
	value: unknown,
	path: string,
	registry: CompileInput["registry"],
	session: Session,
): Promise<CompiledPolicy | null> {
	// Loaded here, so that no other call pays for a validator of schemas when the program starts.
	const { readResolved } = await import("./passes/read-resolved.ts");
	return readResolved(value, path, registry, session);
}
