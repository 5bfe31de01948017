/** Changes the live files of hosts under the lock; what is refused becomes a diagnostic. */

import { relative } from "node:path";
import type { Session } from "../../compiler/diagnostics/session.ts";
import { reasonOf } from "../read-scopes.ts";
import { type ChangedFile, changeFiles, type FileChange } from "./change-files.ts";
import type { Live } from "./choose-hosts.ts";
import { withLock } from "./lock.ts";

/** How long other processes are waited for, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Plans all changes and, with `writes`, makes them: all or none.
 *
 * @param cwd what paths in messages are relative to
 * @returns what became of each file; null with the reason reported
 */
export function changeLive(changes: readonly FileChange[], live: Live, writes: boolean, cwd: string, session: Session) {
	const work = () => changeFiles(changes, live.roots, live.ledger, writes);
	const result = attempt(() => (writes ? withLock(live.lock, PATIENCE, work) : work()));
	if (result === null) session.report("live-files-locked", null, {});
	else if ("problem" in result) {
		const { path, problem, line, column } = result;
		const place = line ? ` (line ${line}, column ${column})` : "";
		session.report("live-file-refused", null, { path: path === "" ? "." : relative(cwd, path), problem: problem + place });
	} else return result;
	return null;
}

type Result =
	| readonly ChangedFile[]
	| { readonly path: string; readonly problem: string; readonly line?: number | null; readonly column?: number | null };

/** What the file system refuses, as a refusal. */
function attempt(work: () => Result | null): Result | null {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof Error && "code" in error)) throw error;
		return { path: "path" in error && typeof error.path === "string" ? error.path : "", problem: reasonOf(error) };
	}
}

/** What became of a file, in a word. */
export function actionOf({ before, after }: ChangedFile): "made" | "changed" | "removed" | "unchanged" {
	if (before === null || after === null) return before === after ? "unchanged" : before === null ? "made" : "removed";
	return before.equals(after) ? "unchanged" : "changed";
}
