/** Loads the policy that a call selects: reads scope files, compiles them. */

import { resolve as resolvePath } from "node:path";
import type { Session } from "../compiler/diagnostics/session.ts";
import { type Resolved, resolve } from "../compiler/index.ts";
import { findRoot, isFolder } from "./find-root.ts";
import type { Io } from "./io.ts";
import { includeReader, listSlots, readScopes, type Selection } from "./read-scopes.ts";
import { REGISTRY } from "./registry.ts";
import { isTrusted } from "./trust-store.ts";
import type { Call } from "./verb.ts";

export { plural, printDiagnostics } from "./print-diagnostics.ts";

/** The root that a call means: `--root`, or the nearest folder with `policy-config/`. Reports when there is none. */
export function rootOf(call: Call, session: Session): string | null {
	const given = call.text("root");
	if (given !== undefined) {
		const root = resolvePath(call.io.cwd, given);
		if (isFolder(root)) return root;
		session.report("cannot-read", null, { path: given, problem: "there is no such folder" });
		return null;
	}
	const found = findRoot(call.io.cwd);
	if (found === null) session.report("no-scope-files", null, { root: "." });
	return found;
}

/** The root that a call means, with the slots under it that have a file; reports a root that has none. */
export function slotsOf(call: Call, session: Session): { readonly root: string; readonly stems: readonly string[] } | null {
	const root = rootOf(call, session);
	if (root === null) return null;
	const stems = listSlots(root);
	if (stems.length > 0) return { root, stems };
	session.report("no-scope-files", null, { root: call.text("root") ?? "." });
	return null;
}

/** The selection that a call's shared options name, or null with the reason reported. */
export function selectionOf(call: Call, session: Session): Selection | null {
	const root = rootOf(call, session);
	if (root === null) return null;
	const path = (name: string) => {
		const given = call.text(name);
		return given === undefined ? null : resolvePath(call.io.cwd, given);
	};
	return {
		root,
		harness: call.text("harness") ?? null,
		taskDomain: call.text("task-domain") ?? null,
		taskInstance: path("task-instance"),
		system: path("system"),
		user: path("user"),
	};
}

/** Compiles a selection, or null with the reasons in the session. */
export function loadPolicy(selection: Selection, options: { readonly trust: boolean; readonly io: Io }, session: Session): Resolved | null {
	const files = readScopes(selection, session);
	if (session.failed) return null;
	const own = files.some((file) => file.own);
	const trusted = !own || options.trust || isTrusted(selection.root, options.io.env);
	return resolve({ files, readInclude: includeReader(selection), trusted, registry: REGISTRY }, session);
}

/** A call's policy: selection, compilation, `--trust`. */
export function loadSelected(call: Call, session: Session): { readonly selection: Selection; readonly resolved: Resolved } | null {
	const selection = selectionOf(call, session);
	const resolved = selection && loadPolicy(selection, { trust: call.on("trust"), io: call.io }, session);
	return selection && resolved && { selection, resolved };
}
