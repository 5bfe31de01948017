/** The exit status that errors call for. */

import { EXAMPLE_DIAGNOSTICS } from "../compiler/diagnostics/catalogue/examples.ts";
import type { Session } from "../compiler/diagnostics/session.ts";
import { EXIT, type ExitCode } from "./exit.ts";

/**
 * The status of a session that failed: a regression if only examples and scenarios failed, a mismatch if only a hash
 * did, a missing tool if only that is missing, else invalid.
 */
export function exitFor(session: Session): ExitCode {
	const errors = session.diagnostics.filter((found) => found.severity === "error");
	if (errors.length > 0 && errors.every((found) => Object.hasOwn(EXAMPLE_DIAGNOSTICS, found.name))) return EXIT.regression;
	if (errors.length > 0 && errors.every((found) => found.name === "hash-mismatch")) return EXIT.mismatch;
	if (errors.length > 0 && errors.every((found) => found.name === "tool-missing")) return EXIT.missingTool;
	return EXIT.invalid;
}
