/** Builds the project of a native evaluator with the tool of its language, in a folder of its own. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Compilation, type NativeLanguage, type OutputFile, PROJECT_TARGETS, projectFolder } from "../targets/index.ts";
import { findProgram, runProgram } from "./doctor/run-program.ts";
import type { Io } from "./io.ts";
import { writeFiles } from "./write-files.ts";

/** Milliseconds that a tool may take. */
const PATIENCE = 15 * 60_000;
/** Lines of what a tool says that are shown. */
const MOST_LINES = 20;

/** A program, or why there is none. */
export type Compiled = { readonly program: Uint8Array } | { readonly problem: string };

/** Whether the tool of a language is there and works. */
export function hasTool(language: NativeLanguage, env: Io["env"]): boolean {
	const { tool, probe }: Compilation = PROJECT_TARGETS[language].compilation;
	return findProgram(tool, env) !== null && runProgram({ program: tool, args: probe, cwd: tmpdir(), env }).status === 0;
}

/**
 * Compiles a project and tries the program: it has to name the policy that it holds.
 *
 * @param files those of a build; the project is among them
 * @example compileProject("go", part.emitted.files, policyHash, process.env) // { program: … }
 */
export function compileProject(language: NativeLanguage, files: readonly OutputFile[], policyHash: string, env: Io["env"]): Compiled {
	return inProject(language, files, env, (program) => {
		const problem = tryProgram(program, policyHash, env);
		return problem === null ? { program: readFileSync(program) } : { problem };
	});
}

/** Compiles a project in a folder of its own, and makes something of the program before that is removed. */
export function inProject<T>(
	language: NativeLanguage,
	files: readonly OutputFile[],
	env: Io["env"],
	use: (program: string, project: string) => T,
): T | { readonly problem: string } {
	const { tool, words, environment, binary }: Compilation = PROJECT_TARGETS[language].compilation;
	const own = `${projectFolder(language)}/`;
	const folder = mkdtempSync(join(tmpdir(), "policyc-compile-"));
	try {
		writeFiles(
			folder,
			files.filter(({ path }) => path.startsWith(own)).map((file) => ({ ...file, path: file.path.slice(own.length) })),
		);
		const built = runProgram({ program: tool, args: words, cwd: folder, env: { ...env, ...environment }, patience: PATIENCE });
		if (built.status !== 0) return { problem: lastLines(`${built.stdout}${built.stderr}`, folder) || `${tool} ended with ${built.status}` };
		return use(join(folder, binary), folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Why a program is no evaluator of this policy; null where it is one. */
export function tryProgram(path: string, policyHash: string, env: Io["env"]): string | null {
	const { status, stdout, stderr } = runProgram({ program: path, args: ["--version"], cwd: tmpdir(), env });
	if (status === 0 && stdout === `${policyHash}\n`) return null;
	return `the program does not hold the policy: --version ends with ${status}: ${(stdout + stderr).trim().slice(0, 200)}`;
}

/** The end of what a tool said, without the folder's name, which is another one at each run. */
function lastLines(text: string, folder: string): string {
	return text.replaceAll(`${folder}/`, "").trim().split("\n").slice(-MOST_LINES).join("\n");
}
