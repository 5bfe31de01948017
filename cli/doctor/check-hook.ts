/** Whether a live hook answers as the policy says: it is called exactly as the host is told to, and no command is ever run. */

import { answerHook, type HookAnswer, type HostProtocol, protocolOf } from "../../runtime/typescript/hooks.ts";
import type { Prepared } from "../../runtime/typescript/index.ts";
import { surroundingsOf } from "../../runtime/typescript/surroundings.ts";
import type { InstalledEntry, Json } from "../../targets/install.ts";
import { presentEntries } from "../apply/merge-entries.ts";
import type { LiveFile } from "../apply/plan-host.ts";
import { readText } from "../audit/read-settings.ts";
import type { Io } from "../io.ts";
import { type Check, checkOf } from "./check.ts";
import type { Probe } from "./find-probes.ts";
import { runProgram } from "./run-program.ts";

/** What the hooks of one host are tried with. */
export interface HookTrial {
	readonly host: string;
	readonly prepared: Prepared;
	readonly fallback: "request" | "deny";
	readonly denied: Probe;
	readonly allowed: Probe | null;
	/** The directory in which the commands would run. */
	readonly root: string;
	readonly io: Io;
}

/** The checks of every event for which a live file has to hold a hook. */
export function checkHooks(files: readonly LiveFile[], trial: HookTrial): readonly Check[] {
	return files.flatMap((file) => {
		const { wanted, holds, path } = file;
		if (wanted.kind !== "entries" || !holds.includes("hook")) return [];
		const text = readText(path);
		const present = typeof text === "string" ? presentEntries(text, wanted.entries) : [];
		return wanted.entries
			.filter(({ path: place }) => place[0] === "hooks")
			.flatMap((entry) => checkEntry(entry, present.includes(entry), path, trial));
	});
}

function checkEntry(entry: InstalledEntry, isPresent: boolean, path: string, trial: HookTrial): readonly Check[] {
	const event = entry.path.at(-1) ?? "";
	const protocol = protocolOf(trial.host);
	const command = commandIn(entry.value);
	const deny = `live deny, ${event}`;
	if (!isPresent || !protocol || command === null) return [checkOf(deny, [`${path} does not hold the hook as it should be`], "")];
	const ask = (name: string, { line, about }: Probe, does: string): Check => {
		const problem = findProblem(protocol, event, command, line, trial);
		return checkOf(name, problem === null ? [] : [`${problem}, for ${about}`], `${does} ${about}`);
	};
	const allow = `live allow, ${event}`;
	return [
		ask(deny, trial.denied, "refuses"),
		trial.allowed
			? ask(allow, trial.allowed, "lets pass")
			: { name: allow, outcome: "not run", detail: "no rule of the policy allows a command without a condition" },
	];
}

/** How the live hook's answer differs from that of this policy; null where it is the same to the byte. */
function findProblem(protocol: HostProtocol, event: string, command: string, line: string, trial: HookTrial): string | null {
	const text = eventText(protocol, event, line, trial.root);
	if (text === null) return `the host's event ${event} is not known`;
	const { prepared, fallback, root, io } = trial;
	const surroundings = (cwd: string | null) => surroundingsOf(cwd, io.env.HOME ?? null);
	const expected = answerHook(protocol, new TextEncoder().encode(text), {
		prepared,
		fallback,
		facts: null,
		unattended: false,
		surroundings,
	});
	// Hosts hand the text to a shell; all of them read it as POSIX sh does.
	const found = runProgram({ program: "sh", args: ["-c", command], cwd: root, env: io.env, input: text });
	if (found.status === expected.status && found.stdout === expected.stdout) return null;
	return `it ends with ${found.status ?? "no status"} instead of ${expected.status}: ${shownAnswer(found)}`;
}

function shownAnswer({ stdout, stderr }: Pick<HookAnswer, "stdout" | "stderr">): string {
	return (stderr.trim() || stdout.trim() || "it says nothing").slice(0, 200);
}

/** The event of a host about one command, with the keys that its protocol names. */
function eventText(protocol: HostProtocol, name: string, line: string, cwd: string): string | null {
	const event = Object.hasOwn(protocol.events, name) ? protocol.events[name] : undefined;
	if (!event) return null;
	const value: { [key: string]: Json } = {};
	put(value, protocol.event, name);
	if (event.tool) put(value, event.tool.at, event.tool.is);
	put(value, event.command, line);
	put(value, event.cwd, cwd);
	return JSON.stringify(value);
}

function put(value: { [key: string]: Json }, [key = "", ...rest]: readonly string[], text: string): void {
	if (rest.length === 0) value[key] = text;
	else {
		const inner: { [key: string]: Json } = { ...(value[key] as { [key: string]: Json } | undefined) };
		put(inner, rest, text);
		value[key] = inner;
	}
}

/** The shell text of a hook entry, in either of the forms that hosts have. */
function commandIn(value: Json): string | null {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
	const { command, hooks } = value as { readonly [key: string]: Json };
	if (typeof command === "string") return command;
	return Array.isArray(hooks) ? (hooks.map(commandIn).find((found) => found !== null) ?? null) : null;
}
