/** What a fact is worth for one command: given, and neither changed by the line nor about an unknown directory. */

import { isInert, writesFile } from "./cover-clauses.ts";
import { hasSubcommands, programOf } from "./know-options.ts";
import { NOTHING_NAMED, readGlobals } from "./read-globals.ts";
import { resolvePath } from "./resolve-paths.ts";
import type { Line, LineCommand, Registry, Surroundings, Truth } from "./types.ts";
import { textOf } from "./words.ts";

/** Predicates that look at the directory the command runs in. */
const ABOUT_DIRECTORY = /^(git_.*|cwd_under)$/;

/** The directory that a command's predicates and operands look at: its own, moved by global options like `-C`. */
export function directoryOf(command: LineCommand, registry: Registry): string | null {
	const globals = readGlobals(command.words, registry, NOTHING_NAMED);
	if (!globals) return command.directory;
	if (globals.unclear) return null;
	let directory = command.directory;
	for (const word of globals.directories) {
		const text = textOf(word);
		const segments = text === null ? null : resolvePath(text, directory);
		directory = segments && `/${segments.join("/")}`;
	}
	return directory;
}

/** The facts that a command of a line can rely on. */
export function valueFact(
	name: string,
	argument: string | null,
	command: LineCommand,
	line: Line,
	registry: Registry,
	given: Surroundings,
): Truth {
	if (ABOUT_DIRECTORY.test(name) && directoryOf(command, registry) === null) return "unknown";
	const earlier = command.earlier.flatMap((index) => line.commands[index] ?? []);
	if (name !== "os_is" && earlier.some((other) => mayChange(other, name, registry))) return "unknown";
	const key = argument === null ? name : `${name} ${argument}`;
	const fact = Object.hasOwn(given.facts, key) ? given.facts[key] : undefined;
	return fact === undefined ? "unknown" : fact ? "true" : "false";
}

/** Whether running a command may change a fact: unless the registry certainly says otherwise, it may. */
export function mayChange(command: LineCommand, fact: string, registry: Registry): boolean {
	if (writesFile(command)) return true;
	if (command.words.length === 0) return command.assignments.length > 0;
	const name = textOf(command.words[0] ?? []);
	const program = name === null ? undefined : programOf(name, registry);
	const folder = name?.includes("/") ? name.slice(0, name.lastIndexOf("/")) : null;
	const isItself = folder === null || registry.system_folders.includes(folder);
	if (!program || !isItself || command.lookup_changed || command.opaque.length > 0) return true;
	if (!command.assignments.every((assignment) => isInert(assignment, registry))) return true;
	if (!hasSubcommands(program)) return !program.read_only;
	const globals = readGlobals(command.words, registry, NOTHING_NAMED);
	if (!globals || globals.unclear || globals.blocked) return true;
	const subcommand = textOf(command.words[globals.rest] ?? [{ kind: "one" }]);
	const known = subcommand !== null && Object.hasOwn(program.subcommands, subcommand) ? program.subcommands[subcommand] : undefined;
	if (!known) return true;
	return !known.read_only && (known.changes === null || known.changes.includes(fact));
}
