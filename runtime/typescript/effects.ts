/**
 * What one command may change for others: facts, the directory, variables, and how programs are found.
 */

import type { Bytes } from "./bytes.ts";
import { findProgram } from "./find-program.ts";
import { readsOnly } from "./reading.ts";
import { isInertTarget } from "./redirections.ts";
import type { KnownCommands } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { knownText, type RunCommand } from "./unwrap.ts";

/** What a command may do to the shell that runs it: later commands of that shell see it. */
export interface ShellChanges {
	readonly lookup: boolean;
	readonly home: boolean;
	readonly pwd: boolean;
	/** Names that it may assign; null: any. */
	readonly names: ReadonlySet<Bytes> | null;
}

/** Predicates whose answers may be others than before the line. */
export type ChangedFacts = ReadonlySet<string> | "all" | "none";

/** Where a command moves its shell: the directory that a word names, the home directory, or an unknown one; null: nowhere. */
export type Move = { readonly to: Word | "home" | "unknown" } | null;

export interface Effects {
	readonly facts: ChangedFacts;
	readonly move: Move;
	readonly shell: ShellChanges;
}

export const NOTHING_CHANGED: ShellChanges = { lookup: false, home: false, pwd: false, names: new Set() };
const ALL_CHANGED: ShellChanges = { lookup: true, home: true, pwd: true, names: null };
const UNKNOWN_MOVE: Move = { to: "unknown" };

const MOVES: ReadonlySet<Bytes> = new Set(["cd", "chdir", "popd", "pushd"]);
/** Options of `cd` that do not choose another directory. */
const MOVE_OPTION = /^-[LPe@]+$/;
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
	if (words.length > 0 && (program === null || SOURCES.has(program))) return { facts: "all", move: UNKNOWN_MOVE, shell: ALL_CHANGED };
	const declared = program !== null && ASSIGNS.has(program) ? assignedNames(program, words) : [];
	const names = declared === null ? null : new Set([...declared, ...command.assignments.map(({ name }) => name)]);
	const writes = command.redirections.some(({ direction, target }) => direction !== "read" && !isInertTarget(target));
	const move = program !== null && MOVES.has(program) ? moveOf(program, command) : null;
	return {
		facts: writes ? "all" : move || program === null ? "none" : factsChanged(command, program, known),
		move,
		shell: {
			lookup:
				(program !== null && REDEFINES.has(program)) ||
				declared === null ||
				declared.some(known.changesLookup) ||
				assignsLookup(command, known),
			home: names === null || names.has("HOME"),
			pwd: names === null || names.has("PWD"),
			names,
		},
	};
}

/** Whether a command itself changes how later programs are found or behave; sourcing a file is another matter. */
export function changesLookup(command: RunCommand, known: KnownCommands): boolean {
	const { program } = command;
	if (assignsLookup(command, known)) return true;
	if (program === null || SOURCES.has(program)) return false;
	// Whoever calls a function by the name of a program gets something else than the name says.
	if (command.redefined && (known.programs.has(program) || known.wrappers.has(program))) return true;
	if (REDEFINES.has(program)) return true;
	if (!ASSIGNS.has(program)) return false;
	return assignedNames(program, command.words)?.some(known.changesLookup) ?? true;
}

/** Built-ins whose own `IFS` holds for themselves only: what they cut. */
const CUTS: ReadonlySet<Bytes> = new Set(["mapfile", "read", "readarray"]);

/** Whether an assignment before a command changes how programs are found or behave. */
export function assignsLookup({ assignments, program }: RunCommand, known: KnownCommands): boolean {
	return assignments.some((assignment) => {
		if (assignment.name === "IFS" && program !== null && CUTS.has(program)) return false;
		return known.changesLookup(assignment.name) && !known.isInert(assignment);
	});
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

/** Where `cd` and its like move. What earlier commands make of these names is not looked at. */
function moveOf(program: Bytes, { words, assignments, redefined }: RunCommand): Move {
	if (program === "popd" || redefined || assignments.length > 0) return UNKNOWN_MOVE;
	const operands = words.slice(1);
	while (program !== "pushd" && MOVE_OPTION.test(operands[0]?.literal ?? "")) operands.shift();
	if (operands[0]?.literal === "--") operands.shift();
	const [operand, other] = operands;
	if (other) return UNKNOWN_MOVE;
	if (!operand) return program === "pushd" ? UNKNOWN_MOVE : { to: "home" };
	// `cd -`, `pushd +1`: a directory of an earlier move.
	const first = operand.pieces[0];
	const head = operand.literal ?? (first?.kind === "literal" ? first.text : "");
	if (operand.literal === "" || head.startsWith("-") || head.startsWith("+")) return UNKNOWN_MOVE;
	// With `-P`, what `..` leads to depends on links.
	const isPhysical = words.some(({ literal }) => literal !== null && /^-[Le@]*P/.test(literal)) && head.includes("..");
	return isPhysical ? UNKNOWN_MOVE : { to: operand };
}

/** The facts that a program may change: nothing for wrappers and read-only programs, all for unknown ones. */
function factsChanged(command: RunCommand, name: Bytes, known: KnownCommands): ChangedFacts {
	if (command.wraps) return "none";
	const found = findProgram(command.words, name, known);
	if (!found || command.redefined || runsScript(command, known) || runsOther(command)) return "all";
	const { entry, harmless, behind } = found;
	const subcommand = harmless ? found.subcommand : undefined;
	const reads = entry.readOnly || (subcommand !== undefined && readsOnly(command.words, behind, subcommand));
	if (reads) return command.words.slice(1).some(mayNameOutput) ? "all" : "none";
	if (!subcommand) return "all";
	return subcommand.changes === null ? "all" : new Set(subcommand.changes);
}

/** Whether an option makes a command run something else, or may. */
function runsOther({ opaque }: RunCommand): boolean {
	return opaque.some(({ code }) => code === "run_option");
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

/** Both changes together. */
export function mergeChanges(one: ShellChanges, other: ShellChanges): ShellChanges {
	if (one === NOTHING_CHANGED) return other;
	if (other === NOTHING_CHANGED) return one;
	return {
		lookup: one.lookup || other.lookup,
		home: one.home || other.home,
		pwd: one.pwd || other.pwd,
		names: mergeNames(one.names, other.names),
	};
}

function mergeNames(one: ShellChanges["names"], other: ShellChanges["names"]): ShellChanges["names"] {
	if (one === null || other === null) return null;
	if (one.size === 0) return other;
	return other.size === 0 ? one : new Set([...one, ...other]);
}

export function mergeFacts(one: ChangedFacts, other: ChangedFacts): ChangedFacts {
	if (one === "all" || other === "all") return "all";
	if (one === "none") return other;
	return other === "none" ? one : new Set([...one, ...other]);
}
