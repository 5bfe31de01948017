/**
 * The options that all evaluators share.
 */

/** The options, and whether each takes a value. */
const OPTIONS = {
	"--bundle": true,
	"--command": true,
	"--cwd": true,
	"--facts": true,
	"--fallback": true,
	"--hook": true,
	"--json": false,
	"--serve": false,
	"--sha256": true,
	"--unattended": false,
	"--version": false,
	"--help": false,
} as const satisfies Readonly<Record<string, boolean>>;

type OptionName = keyof typeof OPTIONS;

/** The options of a call with their values; a switch has the empty text. */
export type Options = ReadonlyMap<OptionName, string>;

/**
 * The options of a call, or what is wrong with it.
 *
 * @param args the arguments after the program's name
 * @example readOptions(["--command"]) // "--command needs a value"
 */
export function readOptions(args: readonly string[]): Options | string {
	const options = new Map<OptionName, string>();
	for (let index = 0; index < args.length; index++) {
		const name = args[index] ?? "";
		if (!isOption(name)) return `\`${name}\` is no option`;
		if (options.has(name)) return `${name} is given twice`;
		if (OPTIONS[name]) {
			index += 1;
			const value = args[index];
			if (value === undefined) return `${name} needs a value`;
			options.set(name, value);
		} else options.set(name, "");
	}
	return options;
}

/**
 * The host that a call speaks to, however faulty the call is otherwise; null where it speaks to none. A hook has
 * to answer in its host's form even if the rest of its command line cannot be understood.
 *
 * @example hostOf(["--frob", "--hook", "claude"]) // "claude"
 */
export function hostOf(args: readonly string[]): string | null {
	for (let index = 0; index < args.length; index++) {
		const name = args[index] ?? "";
		if (name === "--hook") return args[index + 1] ?? "";
		if (isOption(name) && OPTIONS[name]) index += 1;
	}
	return null;
}

function isOption(name: string): name is OptionName {
	return Object.hasOwn(OPTIONS, name);
}
