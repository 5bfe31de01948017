/** A program that speaks JSON, one value per line, on its standard input and output. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface LineProcess {
	send(value: object): void;
	/** Resolves with everything on standard error when the program has ended. */
	readonly ended: Promise<string>;
	kill(): void;
}

/** The time in milliseconds after which a program that does not end is killed. */
const PATIENCE = 240_000;

/**
 * Starts a program with nothing of this process's environment.
 *
 * @param hear gets each value that it prints, as long as it prints any
 */
export function startLines(
	program: string,
	args: readonly string[],
	options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
	hear: (value: Readonly<Record<string, unknown>>) => void,
): LineProcess {
	const child = spawn(program, args, { ...options, stdio: "pipe" });
	let errors = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		errors += text;
	});
	// A program that ends early does not read what is sent to it.
	child.stdin.on("error", () => {});
	createInterface({ input: child.stdout }).on("line", (line) => {
		if (line.startsWith("{")) hear(JSON.parse(line));
	});
	const clock = setTimeout(() => child.kill("SIGKILL"), PATIENCE);
	const ended = new Promise<string>((settle, fail) => {
		child.on("error", fail);
		child.on("close", () => {
			clearTimeout(clock);
			settle(errors);
		});
	});
	return { send: (value) => child.stdin.write(`${JSON.stringify(value)}\n`), ended, kill: () => child.kill("SIGKILL") };
}
