/** Policies that stand in the repository, made ready to decide lines. */

import { includeReader, readScopes, type Selection } from "../../cli/read-scopes.ts";
import { REGISTRY } from "../../cli/registry.ts";
import { renderText } from "../../compiler/diagnostics/render.ts";
import { Session } from "../../compiler/diagnostics/session.ts";
import { resolve } from "../../compiler/index.ts";
import { decide, type Facts, type Prepared, prepare, type Verdict } from "../../runtime/typescript/index.ts";
import { bundleOf } from "../../targets/index.ts";

/** Where lines run: the root of a made-up repository. */
export const PLACE = { cwd: "/repo", facts: { root: "/repo", home: "/home/me" } } as const;

/** The policy under `root/policy-config`. Throws what the compiler reports, warnings too. */
export function policyAt(root: string): Prepared {
	const selection: Selection = { root, harness: null, taskDomain: null, taskInstance: null, system: null, user: null };
	const session = new Session();
	return compile({ files: readScopes(selection, session), readInclude: includeReader(selection) }, session);
}

/** The policy of one repo scope file, given as its text. Throws what the compiler reports, warnings too. */
export function policyOf(text: string): Prepared {
	const source = { path: "policy-config/repo.policy", text };
	return compile(
		{ files: [{ scope: "repo", name: null, source, own: false }], readInclude: () => ({ problem: "this policy stands alone" }) },
		new Session(),
	);
}

function compile(from: Pick<Parameters<typeof resolve>[0], "files" | "readInclude">, session: Session): Prepared {
	const resolved = resolve({ ...from, trusted: true, registry: REGISTRY }, session);
	if (!resolved || session.diagnostics.length > 0)
		throw new Error(session.diagnostics.map((diagnostic) => renderText(diagnostic, { colour: false })).join("\n"));
	return prepare(bundleOf(resolved.compiled, REGISTRY));
}

/** Decides a line in the made-up repository; facts that are not given are unknown. */
export function judge(policy: Prepared, command: string, facts: Facts = {}): Verdict {
	return decide(policy, { command, cwd: PLACE.cwd, facts: { ...PLACE.facts, ...facts }, unattended: false });
}

/** A share as people read it. */
export function percent(part: number, whole: number): string {
	return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}
