/**
 * Predicates about the process: its environment and its system.
 */

import { toBytes } from "./bytes.ts";
import { globMatches, prepareGlob } from "./glob.ts";
import type { Truth } from "./types.ts";

/** Environment variables by name, as texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The systems that `os_is` knows, by the name that Node has for them. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: "linux", darwin: "macos", win32: "windows" };

/** What stands for bytes that are not UTF-8 where a platform hands the environment over as text. */
const REPLACED = "\ufffd";

/**
 * Whether a variable's value matches. One that is not set matches nothing; one that is not UTF-8 is unknown.
 *
 * @param argument the name, a blank and the glob
 * @example readEnvIs("CI tru*", { CI: "true" }) // "true"
 */
export function readEnvIs(argument: string, environment: Environment): Truth {
	const blank = argument.indexOf(" ");
	if (blank <= 0) return "unknown";
	const name = argument.slice(0, blank);
	const text = Object.hasOwn(environment, name) ? environment[name] : undefined;
	if (text === undefined) return "false";
	const value = text.includes(REPLACED) ? null : toBytes(text);
	if (value === null) return "unknown";
	return globMatches(prepareGlob(argument.slice(blank + 1)), value) ? "true" : "false";
}

/** Whether a system is the one named; a name that is not in the list is unknown, a system that is not in it is none of them. */
export function readOsIs(name: string, platform: string): Truth {
	if (!Object.values(SYSTEMS).includes(name)) return "unknown";
	return SYSTEMS[platform] === name ? "true" : "false";
}
