/** The explanation of one host for people, behind that of the policy. */

import { visible } from "../compiler/diagnostics/render.ts";
import { writeCommandLine } from "../targets/writer/shell.ts";
import type { HostCommand, HostExplanation, Standing } from "./explain-host.ts";
import { type Io, mayColour, painter } from "./io.ts";

const STANDINGS: Readonly<Record<Standing, string>> = {
	same: "as the policy says",
	stricter: "stricter than the policy",
	looser: "looser than the policy: the hook decides",
	open: "not held by the host: the hook decides",
	"not known": "not known without running the host: the hook decides",
};

/** The text, one line each, not folded. */
export function printHostExplanation({ host, artifact, commands }: HostExplanation, io: Io): string {
	const paint = painter(mayColour(io, io.outIsTerminal));
	const lines = ["", `${paint("bold", `${host} alone`)}  ${paint("dim", artifact)}`];
	for (const command of commands) {
		const shown = command.words === null ? "(words that are not known)" : visible(writeCommandLine(command.words));
		lines.push(`${paint("title", shown)}  ${answerOf(command, paint)}`);
		const { decision, rule } = command.policy;
		const by = rule === null ? "" : ` by rule ${rule}`;
		lines.push(`  ${paint("dim", `the policy: ${decision}${by}; ${STANDINGS[command.standing]}`)}`);
		if (command.spelling !== null) lines.push(`  ${paint("dim", `written as ${command.spelling}`)}`);
		for (const { rule: name, status, direction, reason, witness } of command.losses) {
			const way = direction === "none" || direction === status ? "" : `, ${direction}`;
			lines.push(
				`  ${paint("dim", `rule ${name} is ${status.replaceAll("_", " ")}${way}: ${reason ?? ""}, as \`${visible(witness)}\` shows`)}`,
			);
		}
	}
	return `${lines.join("\n")}\n`;
}

type Painter = ReturnType<typeof painter>;

function answerOf({ decision, action, list, entry, by_itself }: HostCommand, paint: Painter): string {
	if (decision !== null) return `${paint(decision, action ?? decision)} by ${visible(entry ?? "")} in ${list ?? ""}`;
	return paint("request", `no entry decides: ${by_itself ?? ""}`);
}
