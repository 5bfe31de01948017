/** Claude Code itself, with a model of ours: what becomes of commands that the model asks for. */

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findHost } from "./find-hosts.ts";
import { startLines } from "./line-process.ts";
import { NO_NETWORK, serveMessages } from "./mock-models.ts";

/** What became of a command: it ran, a person was asked (and declined), or it was refused. */
export interface Outcome {
	readonly answer: "ran" | "asked" | "refused";
	/** What the model is told. */
	readonly text: string;
	/** A person was asked because of a path: Claude Code guards some itself, whatever its lists say. */
	readonly byPath: boolean;
}

/** Where a session runs. */
export interface SessionPlace {
	/** A home folder of its own, whose settings are read. */
	readonly home: string;
	readonly cwd: string;
	/** What hooks find; commands themselves never run. */
	readonly path: string;
}

const DECLINED = "declined by the test";
const RAN = "the stub of the shell ran";

/**
 * Runs one session of Claude Code in which the model asks for these commands, in order.
 *
 * Commands that are let through go to a stub in the place of the shell, so that nothing runs; questions to a person come
 * over standard output (`--permission-prompt-tool stdio`) and are declined.
 */
export async function runClaude(place: SessionPlace, commands: readonly string[]): Promise<readonly Outcome[]> {
	const program = findHost("claude");
	if (program === null) throw new Error("the package of Claude Code is not installed");
	const model = await serveMessages(commands);
	const shell = join(place.home, "bash");
	writeFileSync(shell, `#!/bin/sh\necho '${RAN}'\n`);
	chmodSync(shell, 0o755);
	const outcomes = new Map<string, Outcome>();
	const asked = new Map<string | undefined, { readonly byPath: boolean }>();
	const args = ["-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--permission-prompt-tool", "stdio"];
	const env = {
		...NO_NETWORK,
		HOME: place.home,
		PATH: place.path,
		LANG: "C.UTF-8",
		SHELL: shell,
		ANTHROPIC_BASE_URL: model.url,
		ANTHROPIC_API_KEY: "dummy",
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
		DISABLE_AUTOUPDATER: "1",
	};
	const claude = startLines(program, args, { cwd: place.cwd, env }, (value) => {
		const event = value as unknown as ClaudeEvent;
		if (event.type === "control_request" && event.request) {
			const { tool_use_id, blocked_path, decision_reason_type } = event.request;
			// Paths outside of its folder, and what it takes for dangerous, such as `rm /`.
			asked.set(tool_use_id, { byPath: blocked_path !== undefined || decision_reason_type === "safetyCheck" });
			const response = { subtype: "success", request_id: event.request_id, response: { behavior: "deny", message: DECLINED } };
			claude.send({ type: "control_response", response });
		} else if (event.type === "user") {
			for (const { type, tool_use_id, content } of event.message?.content ?? []) {
				if (type !== "tool_result" || tool_use_id === undefined) continue;
				const text = typeof content === "string" ? content : JSON.stringify(content);
				const question = asked.get(tool_use_id);
				const answer = text === RAN ? "ran" : question ? "asked" : "refused";
				outcomes.set(tool_use_id, { answer, text, byPath: question?.byPath ?? false });
			}
		} else if (event.type === "result") claude.kill();
	});
	claude.send({ type: "user", message: { role: "user", content: "go" } });
	const errors = await claude.ended;
	await model.close();
	return commands.map((command, at) => {
		const outcome = outcomes.get(`call-${at}`);
		if (!outcome) throw new Error(`Claude Code did not say what became of ${JSON.stringify(command)}: ${errors}`);
		return outcome;
	});
}

/** What of Claude Code's events is read here. */
interface ClaudeEvent {
	readonly type: string;
	readonly request_id?: string;
	readonly request?: { readonly tool_use_id?: string; readonly blocked_path?: string; readonly decision_reason_type?: string };
	readonly message?: { readonly content: readonly { readonly type: string; readonly tool_use_id?: string; readonly content?: unknown }[] };
}
