/**
 * Wrappers taken off: from the simple commands of a line to all the commands that it can run, inner ones
 * after the wrapper that runs them.
 */

import type { Bytes } from "./bytes.ts";
import { BUDGET, type InputError } from "./codes.ts";
import { readWrapper } from "./read-wrapper.ts";
import { type KnownCommands, reduceProgram } from "./registry.ts";
import { readShell } from "./shell.ts";
import type { Assignment, Budget, OpaquePart, Redirection, SimpleCommand, Word } from "./shell-types.ts";

/** A command of the line, as it is to be judged. */
export interface RunCommand extends SimpleCommand {
	/** The reduced program word; null without words or where it is not known. */
	readonly program: Bytes | null;
	/** False for transparent wrappers that run something: only that is judged. */
	readonly judged: boolean;
	/** It runs commands of the list, and nothing else. */
	readonly wraps: boolean;
	/** May run several times: what it changes, it changes for itself. */
	readonly repeated: boolean;
	/** Runs in another directory than the line, and not a known one. */
	readonly moved: boolean;
	/** What is not known of this very command. */
	readonly opaque: readonly OpaquePart[];
}

export interface LineCommands {
	readonly commands: readonly RunCommand[];
	/** Opaque parts that belong to the line and not to one command. */
	readonly opaque: readonly OpaquePart[];
	readonly refused: InputError | null;
}

/**
 * All commands that a line can run, in source order, each wrapper before what it runs.
 *
 * @example readLine("sudo ls", known).commands.map((command) => command.program) // ["sudo", "ls"]
 */
export function readLine(line: Bytes, known: KnownCommands): LineCommands {
	const budget: Budget = { commands: BUDGET.commands, nodes: BUDGET.nodes, pipeline: 0 };
	const text = readShell(line, budget, null);
	if (text.refused) return { commands: [], opaque: [], refused: text.refused };
	const unwrapper = new Unwrapper(known, budget);
	unwrapper.noteShared(text.commands);
	for (const command of text.commands) unwrapper.add(command, { repeated: false, moved: false }, 0);
	if (unwrapper.refused) return { commands: [], opaque: [], refused: unwrapper.refused };
	return { commands: unwrapper.commands, opaque: [...text.opaque, ...unwrapper.opaque], refused: null };
}

interface Circumstances {
	readonly repeated: boolean;
	readonly moved: boolean;
}

class Unwrapper {
	readonly commands: RunCommand[] = [];
	readonly opaque: OpaquePart[] = [];
	refused: InputError | null = null;
	/** Pipelines of more than one command. */
	private readonly shared = new Set<number>();

	constructor(
		private readonly known: KnownCommands,
		private readonly budget: Budget,
	) {}

	noteShared(commands: readonly SimpleCommand[]): void {
		for (let index = 1; index < commands.length; index++) {
			const pipeline = commands[index]?.pipeline;
			if (pipeline !== undefined && pipeline === commands[index - 1]?.pipeline) this.shared.add(pipeline);
		}
	}

	/** Adds a command and what it runs. The recursion is bounded by the nesting budget. */
	add(command: SimpleCommand, circumstances: Circumstances, depth: number): void {
		if (this.refused) return;
		if (depth > BUDGET.nesting) {
			this.refused = "too_deep";
			return;
		}
		const first = command.words[0];
		const program = first ? programOf(first) : null;
		const opaque: OpaquePart[] = [];
		if (first && !isKnownText(first)) opaque.push({ code: placeProgram(first) ? "foreign_code" : "dynamic_program", span: first.span });
		const wrapper = program === null ? undefined : this.known.wrappers.get(program);
		if (!wrapper) {
			this.commands.push({ ...command, ...circumstances, program, judged: true, wraps: false, opaque });
			return;
		}
		const reading = readWrapper(wrapper, command.words);
		opaque.push(...reading.opaque);
		const runsNothing = reading.inner.length === 0 && reading.text === null;
		const wraps = opaque.length === 0 && !this.known.programs.has(program ?? "");
		this.commands.push({ ...command, ...circumstances, program, judged: !wrapper.transparent || runsNothing, wraps, opaque });
		const repeated = circumstances.repeated || wrapper.appended || wrapper.innerOptions.size > 0;
		const inside = { repeated, moved: circumstances.moved || reading.moved };
		const assignments = [...command.assignments, ...reading.assignments];
		for (const words of reading.inner) this.addInner(command, words, assignments, inside, depth + 1);
		if (reading.text) this.addText(command, reading.text, assignments, inside, depth + 1);
	}

	private addInner(
		outer: SimpleCommand,
		words: readonly Word[],
		assignments: readonly Assignment[],
		circumstances: Circumstances,
		depth: number,
	): void {
		this.budget.commands -= 1;
		if (this.budget.commands < 0) this.refused = "too_many_commands";
		const [start, end] = [words[0]?.span[0] ?? outer.span[0], words.at(-1)?.span[1] ?? outer.span[1]];
		this.add({ ...outer, words, assignments, span: [start, Math.max(start, end)] }, circumstances, depth);
	}

	/** Shell text that a wrapper runs; its commands inherit the wrapper's redirections and assignments. */
	private addText(
		outer: SimpleCommand,
		text: { readonly bytes: Bytes; readonly span: readonly [number, number] },
		assignments: readonly Assignment[],
		circumstances: Circumstances,
		depth: number,
	): void {
		if (depth > BUDGET.nesting) this.refused = "too_deep";
		if (this.refused) return;
		const read = readShell(text.bytes, this.budget, text.span);
		if (read.refused) {
			this.refused = read.refused;
			return;
		}
		this.opaque.push(...read.opaque);
		this.noteShared(read.commands);
		for (const command of read.commands) {
			this.add(
				{
					...command,
					assignments: joined(assignments, command.assignments),
					redirections: joined<Redirection>(outer.redirections, command.redirections),
					// In a pipeline, the whole text runs beside the other members.
					pipeline: this.shared.has(outer.pipeline) ? outer.pipeline : command.pipeline,
					background: outer.background || command.background,
				},
				circumstances,
				depth,
			);
		}
	}
}

function joined<Item>(outer: readonly Item[], inner: readonly Item[]): readonly Item[] {
	return outer.length === 0 ? inner : [...outer, ...inner];
}

/** Whether shells agree on the text of a word: it has literal pieces only. `$'…'` counts, its reading is flagged elsewhere. */
export function isKnownText(word: Word): boolean {
	return word.literal !== null || word.pieces.every((piece) => piece.kind === "literal" || piece.kind === "ansi");
}

/** The text of a word of literal and `$'…'` pieces, else null. */
export function knownText(word: Word): Bytes | null {
	if (word.literal !== null) return word.literal;
	let text = "";
	for (const piece of word.pieces) {
		if (piece.kind !== "literal" && piece.kind !== "ansi") return null;
		text += piece.text;
	}
	return text;
}

/** A program in the home directory or below the current one: a script by its path. */
function placeProgram(word: Word): boolean {
	return word.pieces.every((piece) => piece.kind === "place" || piece.kind === "literal");
}

/**
 * The reduced program word, or null where it is not known: the last piece must be literal and hold the last
 * `/`, and nothing before it may be cut into several words.
 */
export function programOf(word: Word): Bytes | null {
	const text = knownText(word);
	if (text !== null) return reduceProgram(text);
	const last = word.pieces.at(-1);
	if (last?.kind !== "literal" || !last.text.includes("/")) return null;
	const splits = word.pieces.some((piece) => piece.kind === "many" || piece.kind === "glob" || (piece.kind === "place" && piece.splits));
	return splits ? null : reduceProgram(last.text);
}
