/** The program: finds the verb, reads its options, runs it, turns what happened into an exit status. */

import { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { renderHelp, renderOverview } from "./help.ts";
import type { Io } from "./io.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { readCall } from "./verb.ts";
import { VERBS } from "./verbs.ts";

declare const POLICYC_VERSION: string | undefined;

/** The version of this program; `0.0.0-source` when it runs unbundled. */
export const VERSION = typeof POLICYC_VERSION === "string" ? POLICYC_VERSION : "0.0.0-source";

/**
 * Runs policyc.
 *
 * @param args the arguments after the program's name
 * @returns the exit status (see `EXIT`)
 */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
	const [name, ...rest] = args;
	if (name === undefined) {
		io.err(renderOverview(VERBS));
		return EXIT.invalid;
	}
	if (name === "help" && rest[0] !== undefined) return main([rest[0], "--help"], io);
	if (name === "--help" || name === "-h" || name === "help") {
		io.out(renderOverview(VERBS));
		return EXIT.ok;
	}
	if (name === "--version" || name === "-V") {
		io.out(`policyc ${VERSION}\n`);
		return EXIT.ok;
	}
	const session = new Session();
	const entry = VERBS.find((verb) => verb.name === name);
	if (!entry) {
		const close = suggest(
			name,
			VERBS.map((verb) => verb.name),
		);
		session.report("unknown-verb", null, { verb: name }, { suggestion: close });
		printDiagnostics(io, session, undefined);
		return EXIT.invalid;
	}
	const verb = await entry.load();
	if (rest.includes("--help") || rest.includes("-h")) {
		io.out(renderHelp(verb));
		return EXIT.ok;
	}
	const call = readCall(verb, rest, io, session);
	if (!call) {
		printDiagnostics(io, session, undefined);
		return EXIT.invalid;
	}
	return verb.run(call);
}
