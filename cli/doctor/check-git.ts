/** Whether the conditions about git can be read on this machine. */

import { findGit } from "../../runtime/typescript/find-git.ts";
import type { Io } from "../io.ts";
import type { Check } from "./check.ts";
import { runProgram } from "./run-program.ts";

/**
 * Looks for the git that evaluators run: at fixed places, never by PATH.
 *
 * @param conditions the predicates that the policies ask for
 */
export function checkGit(conditions: readonly string[], io: Io): Check {
	const name = "git";
	const asked = conditions.filter((condition) => condition.startsWith("git_"));
	if (asked.length === 0) return { name, outcome: "not run", detail: "no rule asks about git" };
	const git = findGit(null, process.getuid?.() ?? 0, []);
	if (git === null)
		return { name, outcome: "missing", detail: `no git stands where evaluators look for one, so that ${asked.join(", ")} is unknown` };
	const { status, stdout } = runProgram({ program: git, args: ["--version"], cwd: "/", env: { PATH: io.env.PATH } });
	return { name, outcome: status === 0 ? "passed" : "failed", detail: `${git}: ${stdout.trim() || "it does not answer"}` };
}
