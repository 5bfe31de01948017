/** The world as a verb sees it: streams, environment and directory, so that tests can stand in for them. */

export interface Io {
	/** Writes to standard output: only results go there. */
	out(text: string): void;
	/** Writes to standard error: diagnostics, progress, notes. */
	err(text: string): void;
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Whether standard output, and standard error, are terminals. */
	readonly outIsTerminal: boolean;
	readonly errIsTerminal: boolean;
	/** Columns of the terminal; 80 where there is none. */
	readonly columns: number;
}

/** The real process. */
export function processIo(): Io {
	return {
		out: (text) => process.stdout.write(text),
		err: (text) => process.stderr.write(text),
		cwd: process.cwd(),
		env: process.env,
		outIsTerminal: process.stdout.isTTY === true,
		errIsTerminal: process.stderr.isTTY === true,
		columns: process.stdout.columns ?? 80,
	};
}

/** Whether a stream may be coloured: a terminal, unless `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`. */
export function mayColour(io: Io, isTerminal: boolean): boolean {
	return isTerminal && !io.env.NO_COLOR && io.env.TERM !== "dumb";
}

const STYLES = { allow: "32", request: "33", deny: "31", bold: "1", dim: "2", title: "36" } as const;

/** A painter for one stream: wraps text in ANSI styles, or leaves it alone where the stream takes no colour. */
export function painter(colour: boolean): (style: keyof typeof STYLES, text: string) => string {
	return (style, text) => (colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
}
