/** The program over the real process. An unexpected throw is our bug and says so; it never ends in status 0. */

import { EXIT } from "./exit.ts";
import { processIo } from "./io.ts";
import { main } from "./main.ts";

// A reader that closes the pipe early, such as `head`, has all that it wants: that is no fault, and the status stays.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
	if (error.code !== "EPIPE") throw error;
});

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
