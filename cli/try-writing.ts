/** Writes for a verb: what the file system refuses becomes a diagnostic. */

import { relative } from "node:path";
import { Session } from "../compiler/diagnostics/session.ts";
import { printDiagnostics } from "./load-policy.ts";
import { reasonOf } from "./read-scopes.ts";
import type { Call } from "./verb.ts";

/**
 * The result of a write, or null with the reason on standard error.
 *
 * @param place what is written, for the message: a path, shown relative to the working directory
 * @example tryWriting(call, folder, () => writeFiles(folder, files))
 */
export function tryWriting<T>(call: Call, place: string, write: () => T): T | null {
	try {
		return write();
	} catch (error) {
		if (!(error instanceof Error && "code" in error)) throw error;
		const session = new Session();
		session.report("cannot-write", null, { path: relative(call.io.cwd, place) || ".", problem: reasonOf(error) });
		printDiagnostics(call.io, session, call.text("format"));
		return null;
	}
}
