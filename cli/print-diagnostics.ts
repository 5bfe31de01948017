/** Shows what a run has found. Apart from the compiler, so that what only prints starts fast. */

import { renderGithub, renderJson, renderText } from "../compiler/diagnostics/render.ts";
import type { Session } from "../compiler/diagnostics/session.ts";
import { type Io, mayColour } from "./io.ts";

/** Prints the session's findings to standard error, in the form that `--format` asks for. */
export function printDiagnostics(io: Io, session: Session, format: string | undefined): void {
	const found = session.diagnostics;
	if (found.length === 0) return;
	if (format === "json") {
		io.err(`${JSON.stringify({ diagnostics: found.map(renderJson) })}\n`);
		return;
	}
	if (format === "github") {
		for (const diagnostic of found) io.err(`${renderGithub(diagnostic)}\n`);
		return;
	}
	const colour = mayColour(io, io.errIsTerminal);
	io.err(`${found.map((diagnostic) => renderText(diagnostic, { colour })).join("\n\n")}\n`);
	const errors = found.filter((diagnostic) => diagnostic.severity === "error").length;
	const warnings = found.length - errors;
	const parts = [errors && plural(errors, "error"), warnings && plural(warnings, "warning")].filter(Boolean);
	io.err(`\n${parts.join(", ")}\n`);
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
