/**
 * Wrappers taken off: from the simple commands of a line to all the commands that it can run, inner ones
 * after the command that runs them.
 */

import { appendInput } from "./append-input.ts";
import { bindPositional } from "./bind-positional.ts";
import type { Bytes } from "./bytes.ts";
import { BUDGET, type InputError } from "./codes.ts";
import { findProgram } from "./find-program.ts";
import { findWrapper } from "./find-wrapper.ts";
import { type InnerText, readWrapper } from "./read-wrapper.ts";
import { type KnownCommands, type KnownWrapper, reduceProgram } from "./registry.ts";
import { findRunOptions } from "./run-options.ts";
import { expandAlias } from "./settings.ts";
import { readShell } from "./shell.ts";
import { evaluatesAgain } from "./shell-builtins.ts";
import {
	type Assignment,
	type Budget,
	inChild,
	literalWord,
	type NamedPart,
	newBudget,
	type OpaquePart,
	type ShellText,
	type SimpleCommand,
	type Within,
	type Word,
} from "./shell-types.ts";
import { inputText } from "./stdin-code.ts";

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
	/** A function of the line has the name of its program. */
	readonly redefined: boolean;
	/** What is not known of this very command. */
	readonly opaque: readonly OpaquePart[];
}

export interface LineCommands {
	readonly commands: readonly RunCommand[];
	/** Opaque parts that belong to the line and not to one command. */
	readonly opaque: readonly OpaquePart[];
	/** The variables that the line assigns without a command. */
	readonly variables: readonly NamedPart[];
	readonly refused: InputError | null;
}

/**
 * All commands that a line can run, in source order, each wrapper before what it runs.
 *
 * @example readLine("sudo ls", known).commands.map((command) => command.program) // ["sudo", "ls"]
 */
export function readLine(line: Bytes, known: KnownCommands): LineCommands {
	const budget = newBudget();
	const text = readShell(line, budget, null);
	if (text.refused) return refusal(text.refused);
	const unwrapper = new Unwrapper(known, budget);
	unwrapper.keepNames(text);
	for (const command of text.commands) unwrapper.add(command, { repeated: false, moved: false }, 0);
	if (unwrapper.refused) return refusal(unwrapper.refused);
	const { commands, variables, functions } = unwrapper;
	const isRedefined = ({ program }: RunCommand): boolean => program !== null && functions.has(program);
	const called = functions.size === 0 ? commands : commands.map((command) => ({ ...command, redefined: isRedefined(command) }));
	return { commands: called, opaque: [...text.opaque, ...unwrapper.opaque], variables, refused: null };
}

function refusal(refused: InputError): LineCommands {
	return { commands: [], opaque: [], variables: [], refused };
}

interface Circumstances {
	readonly repeated: boolean;
	readonly moved: boolean;
}

class Unwrapper {
	readonly commands: RunCommand[] = [];
	readonly opaque: OpaquePart[] = [];
	readonly variables: NamedPart[] = [];
	/** The reduced names of the functions that the line defines. */
	readonly functions = new Set<Bytes>();
	refused: InputError | null = null;

	constructor(
		private readonly known: KnownCommands,
		private readonly budget: Budget,
	) {}

	/** Keeps the names to which a text gives another meaning. */
	keepNames({ functions, variables }: ShellText): void {
		for (const { name } of functions) this.functions.add(reduceProgram(name));
		this.variables.push(...variables);
		for (const { name, span } of variables) if (this.known.changesLookup(name)) this.opaque.push({ code: "lookup_change", span });
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
		opaque.push(...evaluatesAgain(command, program));
		const { wrapper, from, hidden } = findWrapper(command.words, program, this.known);
		if (hidden) opaque.push({ code: "wrapper_option", span: hidden.span });
		if (wrapper) this.addWrapper(command, program, wrapper, from, opaque, circumstances, depth);
		else this.addProgram(command, program, opaque, circumstances, depth);
	}

	/** A command that is no wrapper: itself, and what its options, its settings or its own name make it run. */
	private addProgram(
		command: SimpleCommand,
		program: Bytes | null,
		opaque: readonly OpaquePart[],
		circumstances: Circumstances,
		depth: number,
	): void {
		const { words } = command;
		const { opaque: runs, texts } = this.runOptions(words, program);
		const alias = expandAlias(words, program, command.assignments, this.known);
		const whole = this.dashedWords(words, program);
		this.commands.push({
			...command,
			...circumstances,
			program,
			judged: true,
			wraps: alias !== null || whole !== null,
			redefined: false,
			opaque: [...opaque, ...runs],
		});
		for (const { literal, span } of texts) {
			if (literal !== null) this.addText(command, { bytes: literal, span, positional: [] }, "child", [], circumstances, depth + 1);
		}
		if (alias && "words" in alias) this.addInner(command, alias.words, [], circumstances, depth + 1);
		else if (alias) this.addText(command, { bytes: alias.text, span: alias.span, positional: [] }, "child", [], circumstances, depth + 1);
		if (whole) this.addInner(command, whole, [], circumstances, depth + 1);
	}

	private runOptions(words: readonly Word[], program: Bytes | null) {
		const found = findProgram(words, program, this.known);
		const options = found && (found.entry.subcommands.size === 0 ? found.entry : found.subcommand);
		return found && options ? findRunOptions(words, found.behind, options) : { opaque: [], texts: [] };
	}

	/** The words of `git-clean …` as `git clean …`. */
	private dashedWords(words: readonly Word[], program: Bytes | null): readonly Word[] | null {
		const [first, ...rest] = words;
		const start = program === null ? undefined : this.known.dashed.find((dashed) => program.startsWith(dashed));
		if (program === null || start === undefined || !first) return null;
		return [literalWord(start.slice(0, -1), first.span), literalWord(program.slice(start.length), first.span), ...rest];
	}

	private addWrapper(
		command: SimpleCommand,
		program: Bytes | null,
		wrapper: KnownWrapper,
		from: number,
		before: readonly OpaquePart[],
		circumstances: Circumstances,
		depth: number,
	): void {
		const reading = readWrapper(wrapper, command.words, from);
		const input = reading.stdin || reading.appended ? inputText(command) : null;
		const texts: readonly InnerText[] = reading.stdin && input ? [{ ...input, positional: [] }] : reading.texts;
		const opaque = [...before, ...reading.opaque];
		if (reading.stdin && !input) opaque.push({ code: "stdin_code", span: command.words[0]?.span ?? command.span });
		const runsNothing = reading.inner.length === 0 && texts.length === 0;
		const wraps = opaque.length === 0 && !this.known.programs.has(program ?? "");
		this.commands.push({
			...command,
			...circumstances,
			program,
			judged: !wrapper.transparent || runsNothing,
			wraps,
			redefined: false,
			opaque,
		});
		const repeated = circumstances.repeated || wrapper.appended || wrapper.innerOptions.size > 0;
		const inside = { repeated, moved: circumstances.moved || reading.moved };
		const outer = wrapper.inShell === null ? inChild(command, this.budget) : command;
		for (const words of reading.inner) {
			const whole = reading.appended && input ? appendInput(words, input) : words;
			this.addInner(outer, whole, reading.assignments, inside, depth + 1);
		}
		const shell = wrapper.inShell === null ? "child" : wrapper.inShell === "now" ? "same" : "later";
		for (const text of texts) this.addText(command, text, shell, reading.assignments, inside, depth + 1);
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
		const command = { ...outer, words, assignments: joined(outer.assignments, assignments), span: [start, Math.max(start, end)] as const };
		this.add(command, circumstances, depth);
	}

	/** Shell text that a command runs; its commands inherit the assignments before that command. */
	private addText(
		outer: SimpleCommand,
		text: InnerText,
		shell: Within["shell"],
		assignments: readonly Assignment[],
		circumstances: Circumstances,
		depth: number,
	): void {
		if (depth > BUDGET.nesting) this.refused = "too_deep";
		if (this.refused) return;
		const read = readShell(text.bytes, this.budget, { outer, span: text.span, shell });
		if (read.refused) {
			this.refused = read.refused;
			return;
		}
		this.opaque.push(...read.opaque);
		this.keepNames(read);
		const before = joined(outer.assignments, assignments);
		const bound = bindPositional(read.commands, text.positional, this.budget);
		if (this.budget.bound < 0) this.refused = "too_long";
		else if (this.budget.nodes < 0) this.refused = "too_many_nodes";
		for (const command of bound) {
			this.add({ ...command, assignments: joined(before, command.assignments) }, circumstances, depth);
		}
	}
}

function joined<Item>(outer: readonly Item[], inner: readonly Item[]): readonly Item[] {
	return outer.length === 0 ? inner : inner.length === 0 ? outer : [...outer, ...inner];
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
