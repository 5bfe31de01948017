/** Asks the host's own program about what is installed, where it is on PATH. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostProbe, Install } from "../../targets/install.ts";
import type { Io } from "../io.ts";
import { type Check, checkOf } from "./check.ts";
import { findProgram, runProgram } from "./run-program.ts";

/** Milliseconds: a host looks around before it answers. */
const PATIENCE = 30_000;

/**
 * The host's own check of its configuration.
 *
 * @param artifact the text of the host's artifact
 * @param probe a command that the artifact refuses; null: none is known
 * @param root the folder in which the host is asked
 */
export function checkHost({ validator }: Install, artifact: string, probe: HostProbe | null, root: string, io: Io): Check {
	const name = "host";
	if (typeof validator === "string") return { name, outcome: "not run", detail: validator };
	const program = findProgram(validator.program, io.env);
	if (program === null) return { name, outcome: "not run", detail: `there is no \`${validator.program}\` on PATH` };
	const folder = mkdtempSync(join(tmpdir(), "policyc-doctor-"));
	try {
		const file = join(folder, "policyc.rules");
		writeFileSync(file, validator.input(artifact));
		const args = validator.args(file, probe);
		const env = { ...io.env, ...validator.env };
		const result = runProgram({ program, args, cwd: root, env, patience: PATIENCE });
		const said = probe && JSON.stringify(args) !== JSON.stringify(validator.args(file, null)) ? ` and refuses \`${probe.text}\`` : "";
		return checkOf(name, validator.problems(result, probe), `\`${validator.shown}\` finds nothing wrong${said}`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
