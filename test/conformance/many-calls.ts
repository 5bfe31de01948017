/** Many calls of an evaluator, each a process of its own: a shell starts them, since starting one from here costs more than the call. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ended, Program } from "./programs.ts";

/** One call of the hook. */
export interface HookCall {
	readonly host: string;
	/** The file of the policy. */
	readonly bundle: string;
	/** The file that is its standard input. */
	readonly event: string;
}

/** What stands between the outputs of two calls: the record separator of ASCII, which no answer holds unescaped. */
const SEPARATOR = "\x1e";

const SCRIPT = `exec 3>"$OUT.err"
while read -r host bundle event; do
	"$@" --hook "$host" --bundle "$bundle" <"$event" 2>&3
	printf '\\036%s\\036' "$?"
	printf '\\036' >&3
done <"$LIST" >"$OUT"`;

/** As many shells as the machine has room for beside whoever else tests. */
const SHELLS = 2;

/**
 * Runs calls and gives what each ended with, in their order.
 *
 * @param folder a folder for lists and outputs; paths of calls hold no blanks
 */
export async function callMany(program: Program, calls: readonly HookCall[], folder: string): Promise<readonly Ended[]> {
	mkdirSync(folder, { recursive: true });
	const size = Math.ceil(calls.length / SHELLS);
	const parts = Array.from({ length: SHELLS }, (_, at) => calls.slice(at * size, (at + 1) * size));
	return (await Promise.all(parts.map((part, at) => callPart(program, part, join(folder, `part-${at}`))))).flat();
}

async function callPart(program: Program, calls: readonly HookCall[], file: string): Promise<readonly Ended[]> {
	writeFileSync(`${file}.list`, calls.map(({ host, bundle, event }) => `${host} ${bundle} ${event}\n`).join(""));
	const env = { ...process.env, LIST: `${file}.list`, OUT: `${file}.out` };
	const shell = spawn("sh", ["-c", SCRIPT, "sh", ...program], { env, stdio: "ignore" });
	await once(shell, "close");
	const outputs = readFileSync(`${file}.out`, "utf8").split(SEPARATOR);
	const errors = readFileSync(`${file}.out.err`, "utf8").split(SEPARATOR);
	return calls.map((_, at) => ({ status: Number(outputs[2 * at + 1]), stdout: outputs[2 * at] ?? "", stderr: errors[at] ?? "" }));
}
