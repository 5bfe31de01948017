/** The program over the real process. An unexpected throw is our bug and says so; it never ends in status 0. */

import { EXIT } from "./exit.ts";
import { processIo } from "./io.ts";
import { main } from "./main.ts";

main(process.argv.slice(2), processIo()).then(
	(status) => {
		process.exitCode = status;
	},
	(error: unknown) => {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		process.stderr.write(`policyc: internal error; nothing was decided. Please report this:\n${text}\n`);
		process.exitCode = EXIT.internal;
	},
);
