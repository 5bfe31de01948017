import { Session } from "../compiler/diagnostics/session.ts";
import { DECIDE_OPTIONS, type Decided, decideLine, decisionExit } from "./decide-line.ts";
import { EXIT } from "./exit.ts";
import { findNearMisses, type NearMiss } from "./find-near-misses.ts";
import { foldLines } from "./fold-lines.ts";
import { printDiagnostics } from "./load-policy.ts";
import { printExplanation } from "./print-explanation.ts";
import type { Verb } from "./verb.ts";

export const explain: Verb = {
	name: "explain",
	summary: "show why a command line is decided as it is",
	about:
		"Shows each simple command that the line can run, the rules that match it, may match it or nearly do, the conditions with their values, the parts that cannot be known, and what decided, with the place where each rule stands. It decides as `eval` and the hook do.",
	positional: "[COMMAND]",
	options: DECIDE_OPTIONS,
	examples: [["policyc explain 'git status && git push --force'", "show what each part contributes"]],
	async run(call) {
		const session = new Session();
		const decided = decideLine(call, "explain", session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!decided) return EXIT.invalid;
		const { io } = call;
		const near = findNearMisses(decided.resolved.policy, decided.prepared, decided.judgements);
		if (call.on("json")) io.out(`${JSON.stringify(explanation(decided, near), null, "\t")}\n`);
		else {
			const text = printExplanation(decided, near, io);
			io.out(io.outIsTerminal ? foldLines(text, io.columns) : text);
		}
		return decisionExit(decided.verdict);
	},
};

/** The verdict with the near misses of each of its commands, and the origin of every rule that is named. */
function explanation({ verdict, resolved, line, judgements }: Decided, near: readonly (readonly NearMiss[])[]): object {
	const nearMisses = near
		.filter((_, at) => judgements[at]?.judged)
		.map((list) => list.map(({ rule, failures }) => ({ rule: rule.name, failures })));
	const named = new Set([
		...verdict.commands.flatMap(({ matches }) => matches.map(({ rule }) => rule)),
		...nearMisses.flatMap((list) => list.map(({ rule }) => rule)),
	]);
	const origins = Object.fromEntries([...named].sort().map((rule) => [rule, resolved.origins.get(rule) ?? null]));
	return { line, verdict, near_misses: nearMisses, origins };
}
