/** Runs programs of the machine with a time limit, and finds them. */

import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { ProgramResult } from "../../targets/install.ts";
import type { Io } from "../io.ts";

/** Milliseconds: hosts wait as long for a hook. */
const PATIENCE = 10_000;
const MOST_OUTPUT = 16 * 1024 * 1024;

export interface ProgramCall {
	readonly program: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: Io["env"];
	readonly input?: string;
	/** Milliseconds after which it is killed. */
	readonly patience?: number;
}

/** Runs a program to its end; one that cannot be started or does not end has no status. */
export function runProgram({ program, args, cwd, env, input, patience = PATIENCE }: ProgramCall): ProgramResult {
	const { status, stdout, stderr, error } = spawnSync(program, args, {
		cwd,
		env: { ...env },
		input: input ?? "",
		encoding: "utf8",
		timeout: patience,
		killSignal: "SIGKILL",
		maxBuffer: MOST_OUTPUT,
	});
	return { status, stdout: stdout ?? "", stderr: error ? `${stderr ?? ""}${error.message}\n` : stderr };
}

/** The file that a bare name is run as, by PATH; null where there is none (POSIX, Base Definitions 8.3). */
export function findProgram(name: string, env: Io["env"]): string | null {
	const folders = (env.PATH ?? "").split(":").filter(isAbsolute);
	return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}
