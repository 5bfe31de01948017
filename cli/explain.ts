import { Session } from "../compiler/diagnostics/session.ts";
import { HARNESSES } from "../targets/index.ts";
import { DECIDE_OPTIONS, type Decided, decideLine, decisionExit } from "./decide-line.ts";
import { EXIT } from "./exit.ts";
import { explainHost, type HostExplanation } from "./explain-host.ts";
import { findNearMisses, type NearMiss } from "./find-near-misses.ts";
import { foldLines } from "./fold-lines.ts";
import { printDiagnostics } from "./load-policy.ts";
import { printExplanation } from "./print-explanation.ts";
import { printHostExplanation } from "./print-host-explanation.ts";
import type { Call, Verb } from "./verb.ts";

export const explain: Verb = {
	name: "explain",
	summary: "show why a command line is decided as it is",
	about:
		"Shows each simple command that the line can run, the rules that match it, may match it or nearly do, the conditions with their values, the parts that cannot be known, and what decided, with the place where each rule stands. It decides as `eval` and the hook do. With --host it also shows what that host would do by its own configuration alone, and why that differs.",
	positional: "[COMMAND]",
	options: {
		...DECIDE_OPTIONS,
		host: { value: "NAME", choices: HARNESSES, help: "show what this host would do without the hook, too; its scope applies" },
	},
	examples: [
		["policyc explain 'git status && git push --force'", "show what each part contributes"],
		["policyc explain --host codex 'git push'", "what would Codex do if the hook were dead?"],
	],
	async run(call) {
		const session = new Session();
		const decided = decideLine(ofHost(call), "explain", session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!decided) return EXIT.invalid;
		const { io } = call;
		const near = findNearMisses(decided.resolved.policy, decided.prepared, decided.judgements);
		const host = HARNESSES.find((name) => name === call.text("host"));
		const alone = host ? explainHost(decided, near, host) : null;
		if (call.on("json")) io.out(`${JSON.stringify(explanation(decided, near, alone), null, "\t")}\n`);
		else {
			const text = printExplanation(decided, near, io) + (alone ? printHostExplanation(alone, io) : "");
			io.out(io.outIsTerminal ? foldLines(text, io.columns) : text);
		}
		return decisionExit(decided.verdict);
	},
};

/** A call whose policy is the one that is built for the host, unless another harness is named. */
function ofHost(call: Call): Call {
	return { ...call, text: (name) => call.text(name) ?? (name === "harness" ? call.text("host") : undefined) };
}

/** The verdict with the near misses of each of its commands, the origin of every rule that is named, and what a host would do. */
function explanation(
	{ verdict, resolved, line, judgements }: Decided,
	near: readonly (readonly NearMiss[])[],
	host: HostExplanation | null,
): object {
	const nearMisses = near
		.filter((_, at) => judgements[at]?.judged)
		.map((list) => list.map(({ rule, failures }) => ({ rule: rule.name, failures })));
	const named = new Set([
		...verdict.commands.flatMap(({ matches }) => matches.map(({ rule }) => rule)),
		...nearMisses.flatMap((list) => list.map(({ rule }) => rule)),
	]);
	const origins = Object.fromEntries([...named].sort().map((rule) => [rule, resolved.origins.get(rule) ?? null]));
	return { line, verdict, near_misses: nearMisses, origins, ...(host ? { host } : {}) };
}
