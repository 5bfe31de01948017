/** Asks a program that answers requests on its standard input. */

import { spawn } from "node:child_process";

/** What an evaluator gave. */
export interface Answers {
	readonly answers: readonly string[];
	/** How the program ended where it did not end as it should; null where it did. */
	readonly problem: string | null;
}

/** An evaluator that says nothing for so many milliseconds has failed. */
const PATIENCE = 60_000;

/** So much of what a failing evaluator says on standard error is shown. */
const MOST_ERROR = 2_000;

/**
 * The answers of `COMMAND --bundle FILE --serve`, one for each request.
 *
 * @param command words for a shell, such as `node evaluator.mjs`
 * @param bundle the file of the policy
 * @param requests texts without newlines
 */
export function askEvaluator(command: string, bundle: string, requests: readonly (string | Uint8Array)[]): Promise<Answers> {
	return askProgram(["sh", "-c", `exec ${command} "$@"`, "sh"], bundle, requests);
}

/** The same for a program with the words before its own options; `patience` in milliseconds. */
export function askProgram(
	[command, ...words]: readonly [string, ...string[]],
	bundle: string,
	requests: readonly (string | Uint8Array)[],
	patience = PATIENCE,
): Promise<Answers> {
	return new Promise((resolve) => {
		const child = spawn(command, [...words, "--bundle", bundle, "--serve"], { stdio: ["pipe", "pipe", "pipe"] });
		const chunks: Buffer[] = [];
		let said = "";
		let problem: string | null = null;
		const giveUp = (): void => {
			problem ??= `the evaluator said nothing for ${patience / 1000} seconds`;
			child.kill("SIGKILL");
		};
		let waiting = setTimeout(giveUp, patience);
		child.stdout.on("data", (chunk: Buffer) => {
			chunks.push(chunk);
			clearTimeout(waiting);
			waiting = setTimeout(giveUp, patience);
		});
		child.stderr.on("data", (chunk: Buffer) => {
			if (said.length < MOST_ERROR) said += chunk;
		});
		// A program that stops reading is known by the answers that are missing.
		child.stdin.on("error", () => {});
		child.on("error", (error) => {
			clearTimeout(waiting);
			resolve({ answers: [], problem: `the evaluator cannot be started: ${error.message}` });
		});
		child.on("close", (status, signal) => {
			clearTimeout(waiting);
			if (status !== 0) problem ??= `the evaluator ended with ${signal ?? `status ${status}`}${said ? `: ${said.trim()}` : ""}`;
			resolve({ answers: Buffer.concat(chunks).toString("utf8").split("\n").slice(0, -1), problem });
		});
		child.stdin.end(Buffer.concat(requests.flatMap((request) => [Buffer.from(request), Buffer.from("\n")])));
	});
}
