import { visible } from "../compiler/diagnostics/render.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import { canonicalText } from "../compiler/ir/canonical.ts";
import type { Verdict } from "../runtime/typescript/index.ts";
import { DECIDE_OPTIONS, type Decided, decideLine, decisionExit } from "./decide-line.ts";
import { EXIT } from "./exit.ts";
import { foldLines } from "./fold-lines.ts";
import { type Io, mayColour, painter } from "./io.ts";
import { printDiagnostics } from "./load-policy.ts";
import type { Verb } from "./verb.ts";

export const evaluate: Verb = {
	name: "eval",
	summary: "decide one command line",
	about:
		"Compiles the policy in memory and decides a command line as the built evaluator would: allow (exit 0), deny (3) or request (4). With --json it prints the same verdict as every evaluator.",
	positional: "[COMMAND]",
	options: DECIDE_OPTIONS,
	examples: [
		["policyc eval --command 'git push --force'", "decide a command here"],
		[`policyc eval 'git checkout topic' --facts '{"git_clean_worktree": true}'`, "decide it with given facts"],
		["policyc eval --harness codex --unattended --json 'rm -r build'", "what Codex's wrapper would answer with nobody to ask"],
	],
	async run(call) {
		const session = new Session();
		const decided = decideLine(call, "eval", session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!decided) return EXIT.invalid;
		if (call.on("json")) call.io.out(`${canonicalText(decided.verdict)}\n`);
		else {
			const text = renderVerdict(decided, call.io);
			call.io.out(call.io.outIsTerminal ? foldLines(text, call.io.columns) : text);
		}
		return decisionExit(decided.verdict);
	},
};

/** A verdict in a few lines: the decision, what decided, why, and where that rule stands. */
export function renderVerdict({ line, verdict, resolved }: Pick<Decided, "line" | "verdict" | "resolved">, io: Io): string {
	const paint = painter(mayColour(io, io.outIsTerminal));
	const lines = [`${paint(verdict.decision, verdict.decision)}  ${visible(line)}`];
	const origin = verdict.rule === null ? undefined : resolved.origins.get(verdict.rule);
	const place = origin ? paint("dim", `  ${origin.file}:${origin.line}:${origin.column}`) : "";
	lines.push(`  by ${byText(verdict)}${place}`);
	if (verdict.reason) lines.push(`  ${visible(verdict.reason)}`);
	return `${lines.join("\n")}\n`;
}

/** What decided, in words. */
export function byText(verdict: Pick<Verdict, "by" | "rule">): string {
	const words = {
		input: "the input: it could not be read as a command line",
		rule: `rule ${verdict.rule}`,
		condition_error: `rule ${verdict.rule}: a condition could not be settled`,
		opaque: "what cannot be known",
		default: "the default",
	};
	return words[verdict.by];
}
