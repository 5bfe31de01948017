/** Runs policyc inside the test process, in front of a made-up terminal. */

import type { Io } from "../../cli/io.ts";
import { main } from "../../cli/main.ts";

export interface CliResult {
	readonly status: number;
	readonly out: string;
	readonly err: string;
}

/** What `policyc ARGS` prints and exits with. `HOME` is a made-up folder unless `env` says otherwise. */
export async function runCli(args: readonly string[], cwd: string, env: Io["env"] = {}): Promise<CliResult> {
	const result = { out: "", err: "" };
	const io: Io = {
		out: (text) => {
			result.out += text;
		},
		err: (text) => {
			result.err += text;
		},
		cwd,
		env: { HOME: "/home/me", ...env },
		outIsTerminal: false,
		errIsTerminal: false,
		columns: 80,
	};
	const status = await main(args, io);
	return { status, ...result };
}
