import { visible } from "../compiler/diagnostics/render.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import type { CommandVerdict } from "../runtime/typescript/index.ts";
import { DECIDE_OPTIONS, type Decided, decideLine, decisionExit } from "./decide-line.ts";
import { byText, renderVerdict } from "./eval.ts";
import { EXIT } from "./exit.ts";
import { type Io, mayColour, painter } from "./io.ts";
import { printDiagnostics } from "./load-policy.ts";
import { quoteWord } from "./print-build.ts";
import type { Verb } from "./verb.ts";

export const explain: Verb = {
	name: "explain",
	summary: "show why a command line is decided as it is",
	about:
		"Shows each simple command that the line can run, the rules that matched it or may match it, the conditions with their values, the parts that cannot be known, and what decided, with the place where each rule stands.",
	positional: "[COMMAND]",
	options: DECIDE_OPTIONS,
	examples: [["policyc explain 'git status && git push --force'", "show what each part contributes"]],
	async run(call) {
		const session = new Session();
		const decided = decideLine(call, "explain", session);
		printDiagnostics(call.io, session, call.text("format"));
		if (!decided) return EXIT.invalid;
		if (call.on("json")) call.io.out(`${JSON.stringify(explanation(decided), null, "\t")}\n`);
		else call.io.out(renderExplanation(decided, call.io));
		return decisionExit(decided.verdict);
	},
};

/** The verdict with the origin of every rule that it names. */
function explanation({ verdict, resolved, line }: Decided): object {
	const named = new Set(verdict.commands.flatMap((command) => command.matches.map((match) => match.rule)));
	const origins = Object.fromEntries([...named].sort().map((rule) => [rule, resolved.origins.get(rule) ?? null]));
	return { line, verdict, origins };
}

function renderExplanation(decided: Decided, io: Io): string {
	const { verdict, resolved, line } = decided;
	const paint = painter(mayColour(io, io.outIsTerminal));
	const lines = [renderVerdict(decided, io).trimEnd()];
	for (const command of verdict.commands) lines.push("", ...renderCommand(command, decided, io));
	if (verdict.conditions.length > 0) lines.push("", paint("title", "conditions"));
	for (const condition of verdict.conditions) {
		const argument = condition.argument === null ? "" : ` "${condition.argument}"`;
		lines.push(`  ${condition.value.padEnd(8)}${condition.name}${visible(argument)}`);
	}
	if (verdict.opaque.length > 0) lines.push("", paint("title", `cannot be known: at least ${resolved.policy.fallbacks.opaque}`));
	const bytes = Buffer.from(line, "utf8");
	for (const part of verdict.opaque)
		lines.push(`  ${part.code.padEnd(21)} ${visible(bytes.subarray(part.span[0], part.span[1]).toString("utf8"))}`);
	return `${lines.join("\n")}\n`;
}

function renderCommand(command: CommandVerdict, { resolved }: Decided, io: Io): string[] {
	const paint = painter(mayColour(io, io.outIsTerminal));
	const words = command.argv.map((word) => visible(quoteWord(word))).join(" ");
	const lines = [`${paint("title", words || "(no command)")}  ${paint(command.decision, command.decision)} by ${byText(command)}`];
	for (const match of command.matches) {
		const rule = resolved.policy.rules.find((entry) => entry.name === match.rule);
		const origin = resolved.origins.get(match.rule);
		const place = origin ? paint("dim", `  ${origin.file}:${origin.line}:${origin.column}`) : "";
		const effect = rule?.effect ?? "deny";
		const how = match.match === "yes" ? "matches" : "may match";
		lines.push(`  ${how.padEnd(10)}${paint(effect, effect.padEnd(8))}${match.rule}${place}`);
	}
	if (command.matches.length === 0) lines.push(`  ${paint("dim", "no rule matches")}`);
	return lines;
}
