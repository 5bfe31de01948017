/** Evaluators as programs, and single calls of them. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "vitest";
import { DIST } from "../../cli/bundle.ts";
import { askProgram } from "../../cli/conformance/ask-evaluator.ts";

/** A program with the words before its own options. */
export type Program = readonly [command: string, ...words: string[]];

/** The reference, built before the tests. */
export const REFERENCE: Program = [process.execPath, join(DIST, "evaluator.mjs")];

/** The answers of a serving evaluator, one for each request. Throws where it does not end as it should. */
export async function serveAll(program: Program, bundle: string, requests: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
	const { answers, problem } = await askProgram(program, bundle, requests);
	if (problem) throw new Error(`${program.join(" ")}: ${problem}`);
	return answers;
}

/** What a call of an evaluator ends with and prints. */
export interface Ended {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A call that takes longer, in milliseconds, is killed: its status is null. */
const PATIENCE = 120_000;

/** Runs one call. */
export function call([command, ...words]: Program, args: readonly string[], input: string | Uint8Array = "", env = process.env): Ended {
	const { status, stdout, stderr } = spawnSync(command, [...words, ...args], { encoding: "utf8", input, env, timeout: PATIENCE });
	return { status, stdout, stderr };
}

const asked = new Map<string, Ended>();

/** A call of the reference; one that was made before, in this environment, is not made again. */
export function callReference(args: readonly string[], input: string | Uint8Array = "", env = process.env): Ended {
	const key = JSON.stringify([args, Buffer.from(input).toString("latin1"), env === process.env ? null : env]);
	const ended = asked.get(key) ?? call(REFERENCE, args, input, env);
	asked.set(key, ended);
	return ended;
}

/** The whole of a refusal to Claude Code: the status that blocks, a reason on standard error, and the host's own form of both. */
export function expectRefusal({ status, stdout, stderr }: Ended): void {
	expect({ status, stderr: stderr.trim() }).toEqual({ status: 2, stderr: expect.stringMatching(/./) });
	expect(JSON.parse(stdout).hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision: "deny" });
}

/** A running hook with everything that it prints; standard input stays open. */
export function startHook(
	[command, ...words]: Program,
	args: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
	const child = spawn(command, [...words, ...args], { stdio: "pipe" });
	const printed = { stdout: "", stderr: "" };
	child.stdout?.on("data", (chunk) => {
		printed.stdout += chunk;
	});
	child.stderr?.on("data", (chunk) => {
		printed.stderr += chunk;
	});
	child.stdin?.on("error", () => {});
	return { child, ended: once(child, "close").then(([status]) => ({ status, ...printed })) };
}
