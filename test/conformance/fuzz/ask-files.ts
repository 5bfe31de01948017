/** Asks evaluators by files, so that they work while the reference does, in this process. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../programs.ts";

/** An evaluator that was started; its answers come when it has ended. */
export interface Started {
	readonly name: string;
	readonly answers: () => Promise<readonly string[]>;
}

/**
 * Starts every evaluator on the same requests.
 *
 * @param folder a folder for requests and answers
 * @param bundle the file of the policy
 */
export function startAll(
	programs: ReadonlyMap<string, Program>,
	folder: string,
	bundle: string,
	requests: readonly string[],
): readonly Started[] {
	const file = join(folder, "requests");
	writeFileSync(file, requests.map((request) => `${request}\n`).join(""));
	return [...programs].map(([name, [command, ...words]]) => {
		const [input, output] = [openSync(file, "r"), openSync(join(folder, `answers-${name}`), "w")];
		const child = spawn(command, [...words, "--bundle", bundle, "--serve"], { stdio: [input, output, "inherit"] });
		const ended = once(child, "close");
		closeSync(input);
		closeSync(output);
		return {
			name,
			answers: async () => {
				const [status] = await ended;
				if (status !== 0) console.error(`${name} ended with ${status}`);
				return readFileSync(join(folder, `answers-${name}`), "utf8")
					.split("\n")
					.slice(0, -1);
			},
		};
	});
}
