/** What a fact is worth for one command: given, and neither changed by the line nor about an unknown directory. */

import { assignsLookup, writesFile } from "./cover-clauses.ts";
import { hasSubcommands, programOf } from "./know-options.ts";
import { NOTHING_NAMED, readGlobals } from "./read-globals.ts";
import { resolvePath } from "./resolve-paths.ts";
import type { Line, LineCommand, Registry, Surroundings, Truth, Word } from "./types.ts";
import { leadingText, textOf } from "./words.ts";

/** The directory that a command's predicates and operands look at: its own, moved by global options like `-C`; null where unknown. */
export function directoryOf(command: LineCommand, registry: Registry): string | null {
	const globals = readGlobals(command.words, registry, NOTHING_NAMED);
	if (!globals) return command.directory;
	const values = globals.directories.map(textOf);
	if (globals.unclear || globals.blocked || values.includes(null)) return null;
	return values.reduce<string | null>((directory, value) => {
		const segments = resolvePath(value ?? "", directory);
		return segments && `/${segments.join("/")}`;
	}, command.directory);
}

/** The facts that a command of a line can rely on. Nothing is said about facts where lookup may have changed: then nothing is strict. */
export function valueFact(
	name: string,
	argument: string | null,
	command: LineCommand,
	line: Line,
	registry: Registry,
	given: Surroundings,
): Truth {
	const isFixed = name === "os_is";
	if (!isFixed && (directoryOf(command, registry) === null || command.lookup_changed || assignsLookup(command, registry))) return "unknown";
	const earlier = command.earlier.flatMap((index) => line.commands[index] ?? []);
	// Before some built-ins of some shells, an assignment stays.
	const assigning = [command, ...earlier];
	if (name === "env_is" && assigning.some((other) => other.assignments.some((one) => one.name === argument?.split(" ")[0])))
		return "unknown";
	if (!isFixed && earlier.some((other) => mayChange(other, name, registry))) return "unknown";
	const key = argument === null ? name : `${name} ${argument}`;
	const fact = Object.hasOwn(given.facts, key) ? given.facts[key] : undefined;
	return fact === undefined ? "unknown" : fact ? "true" : "false";
}

/** Whether running a command may change a fact: unless the registry certainly says otherwise, it may. */
export function mayChange(command: LineCommand, fact: string, registry: Registry): boolean {
	if (writesFile(command)) return true;
	if (command.words.length === 0) return false;
	const name = textOf(command.words[0] ?? []);
	const program = name === null ? undefined : programOf(name, registry);
	const folder = name?.includes("/") ? name.slice(0, name.lastIndexOf("/")) : null;
	const isItself = folder === null || registry.system_folders.includes(folder);
	if (!program || !isItself || command.lookup_changed) return true;
	const isQuiet = !command.words.slice(1).some(mayNameOutput);
	if (!hasSubcommands(program)) return !(program.read_only && isQuiet);
	const globals = readGlobals(command.words, registry, NOTHING_NAMED);
	if (!globals || globals.unclear || globals.blocked) return true;
	const subcommand = textOf(command.words[globals.rest] ?? [{ kind: "one" }]);
	const known = subcommand !== null && Object.hasOwn(program.subcommands, subcommand) ? program.subcommands[subcommand] : undefined;
	if (!known) return true;
	return known.read_only ? !isQuiet : known.changes === null || known.changes.includes(fact);
}

/** Whether a word may be an option that names an output file: a cluster with `o`, or `--o…`. */
function mayNameOutput(word: Word): boolean {
	const lead = leadingText(word);
	if (/^(-[A-Za-z0-9]*o|--o)/.test(lead)) return true;
	if (textOf(word) !== null) return false;
	return word.some(({ kind }) => kind === "many") || /^(-[A-Za-z0-9]*|--)?$/.test(lead);
}
