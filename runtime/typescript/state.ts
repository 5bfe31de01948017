/**
 * What the commands of a line change for each other: facts, the directory, the environment, and how programs
 * are found.
 */

import type { Bytes } from "./bytes.ts";
import { isInertTarget } from "./redirections.ts";
import type { KnownCommands, KnownProgram } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { knownText, type RunCommand } from "./unwrap.ts";
import { globalsOf } from "./views.ts";

/** What a command may change for those that run after it, or beside it. */
export interface Effects {
	/** Predicates whose answers it may change. */
	readonly facts: ReadonlySet<string> | "all" | "none";
	readonly directory: boolean;
	readonly lookup: boolean;
	readonly home: boolean;
	readonly pwd: boolean;
	/** Names that it may assign; null: any. */
	readonly names: ReadonlySet<Bytes> | null;
}

/** The state before a command: what may have changed since the line began. */
export type State = Effects;

export const UNCHANGED: Effects = { facts: "none", directory: false, lookup: false, home: false, pwd: false, names: new Set() };

const MOVES: ReadonlySet<Bytes> = new Set(["cd", "chdir", "popd", "pushd"]);
/** Programs that run unknown text in the shell itself. */
const SOURCES: ReadonlySet<Bytes> = new Set([".", "source"]);
/** Built-ins that change what later words mean, whatever their words are. */
const REDEFINES: ReadonlySet<Bytes> = new Set([
	".",
	"alias",
	"autoload",
	"bind",
	"complete",
	"emulate",
	"enable",
	"fc",
	"hash",
	"rehash",
	"setopt",
	"shopt",
	"source",
	"unalias",
	"unsetopt",
]);
/** Built-ins that assign the names among their words. */
const ASSIGNS: ReadonlySet<Bytes> = new Set([
	"declare",
	"export",
	"getopts",
	"integer",
	"let",
	"local",
	"mapfile",
	"printf",
	"read",
	"readarray",
	"readonly",
	"typeset",
	"unset",
]);
/** Facts that nothing in a line can change. */
export const FIXED_FACTS: ReadonlySet<string> = new Set(["os_is"]);

/**
 * What one command may change. Assignments before a command count as lasting, because they do before some
 * built-ins of some shells.
 */
export function effectsOf(command: RunCommand, known: KnownCommands): Effects {
	const { program, words } = command;
	if (words.length > 0 && (program === null || SOURCES.has(program))) {
		return { facts: "all", directory: true, lookup: true, home: true, pwd: true, names: null };
	}
	const declared = program !== null && ASSIGNS.has(program) ? assignedNames(program, words) : [];
	const names = declared === null ? null : new Set([...declared, ...command.assignments.map(({ name }) => name)]);
	const writes = command.redirections.some(({ direction, target }) => direction !== "read" && !isInertTarget(target));
	const moves = program !== null && MOVES.has(program);
	return {
		facts: writes ? "all" : moves || program === null ? "none" : factsChanged(command, program, known),
		directory: moves,
		lookup: (program !== null && REDEFINES.has(program)) || names === null || [...names].some(known.changesLookup),
		home: names === null || names.has("HOME"),
		pwd: moves || names === null || names.has("PWD"),
		names,
	};
}

/** Whether a command itself changes how later programs are found or behave; sourcing a file is another matter. */
export function changesLookup(command: RunCommand, known: KnownCommands): boolean {
	const { program } = command;
	if (command.assignments.some(({ name }) => known.changesLookup(name))) return true;
	if (program === null || SOURCES.has(program)) return false;
	if (REDEFINES.has(program)) return true;
	if (!ASSIGNS.has(program)) return false;
	return assignedNames(program, command.words)?.some(known.changesLookup) ?? true;
}

/** The names that a declaring built-in may assign; null where a word is not known. */
export function assignedNames(program: Bytes, words: readonly Word[]): readonly Bytes[] | null {
	if (program === "printf") {
		const option = words[1];
		if (option?.literal !== null && option?.literal !== "-v" && !option?.literal.startsWith("-v")) return [];
	}
	const names: Bytes[] = [];
	for (const word of words.slice(1)) {
		const first = word.pieces[0];
		const text = word.literal ?? (first?.kind === "literal" ? first.text : "");
		const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.startsWith("-v") ? text.slice(2) : text)?.[0] ?? "";
		if (word.literal === null && (name === "" || name === text)) return null;
		names.push(name);
	}
	return names;
}

/** The facts that a program may change: nothing for wrappers and read-only programs, all for unknown ones. */
function factsChanged(command: RunCommand, name: Bytes, known: KnownCommands): Effects["facts"] {
	if (command.wraps) return "none";
	const program = known.programs.get(name);
	if (!program || runsScript(command, known)) return "all";
	const subcommand = subcommandOf(command, program, known);
	if (program.readOnly || subcommand?.readOnly) return command.words.slice(1).some(mayNameOutput) ? "all" : "none";
	if (!subcommand) return "all";
	return subcommand.changes === null ? "all" : new Set(subcommand.changes);
}

/** Whether a command runs a script that has the name of a program; also where the path is not known. */
function runsScript({ words }: RunCommand, known: KnownCommands): boolean {
	const written = words[0] ? knownText(words[0]) : "";
	return written === null || known.isScript(written);
}

/** Whether a word may be an option that makes a reading program write a file, such as `--output=f` or `-o`. */
function mayNameOutput(word: Word): boolean {
	const [first] = word.pieces;
	const head = word.literal ?? (first?.kind === "literal" ? first.text : "");
	if (/^-(?:-o|[A-Za-z0-9]*o)/.test(head)) return true;
	if (word.literal !== null) return false;
	if (word.pieces.some((piece) => piece.kind === "many" || (piece.kind === "place" && piece.splits))) return true;
	return first?.kind !== "place" && /^(?:-[A-Za-z0-9]*|--)?$/.test(head);
}

function subcommandOf(command: RunCommand, program: KnownProgram, known: KnownCommands) {
	const { end, harmless } = globalsOf(command.words, command.program, known);
	const word = command.words[end];
	return !harmless || word?.literal === null || word === undefined ? undefined : program.subcommands.get(word.literal);
}

/** Both effects together. */
export function mergeEffects(one: Effects, other: Effects): Effects {
	if (one === UNCHANGED) return other;
	if (other === UNCHANGED) return one;
	return {
		facts: mergeFacts(one.facts, other.facts),
		directory: one.directory || other.directory,
		lookup: one.lookup || other.lookup,
		home: one.home || other.home,
		pwd: one.pwd || other.pwd,
		names: one.names === null || other.names === null ? null : new Set([...one.names, ...other.names]),
	};
}

function mergeFacts(one: Effects["facts"], other: Effects["facts"]): Effects["facts"] {
	if (one === "all" || other === "all") return "all";
	if (one === "none") return other;
	return other === "none" ? one : new Set([...one, ...other]);
}

/**
 * The state before each command of a line: what those before it changed, those in its pipeline, those after it
 * where it runs in the background, and itself where it runs several times.
 */
export function statesOf(commands: readonly RunCommand[], known: KnownCommands): readonly State[] {
	if (commands.length === 1 && !commands[0]?.repeated) return [UNCHANGED];
	const effects = commands.map((command) => effectsOf(command, known));
	const after: Effects[] = new Array<Effects>(commands.length + 1).fill(UNCHANGED);
	for (let index = commands.length - 1; index >= 0; index--) {
		const later = after[index + 1] ?? UNCHANGED;
		after[index] = mergeEffects(later, effects[index] ?? UNCHANGED);
	}
	// From a command to the end of its pipeline.
	const beside: Effects[] = new Array<Effects>(commands.length + 1).fill(UNCHANGED);
	for (let index = commands.length - 1; index >= 0; index--) {
		const joined = commands[index]?.pipeline === commands[index + 1]?.pipeline;
		beside[index] = mergeEffects(joined ? (beside[index + 1] ?? UNCHANGED) : UNCHANGED, effects[index] ?? UNCHANGED);
	}
	let before: Effects = UNCHANGED;
	return commands.map((command, index) => {
		let state = before;
		before = mergeEffects(before, effects[index] ?? UNCHANGED);
		if (command.repeated) state = mergeEffects(state, effects[index] ?? UNCHANGED);
		if (commands[index + 1]?.pipeline === command.pipeline) state = mergeEffects(state, beside[index + 1] ?? UNCHANGED);
		return command.background ? mergeEffects(state, after[index + 1] ?? UNCHANGED) : state;
	});
}
