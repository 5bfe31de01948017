/**
 * One triple for two readers: the oracle judges structured lines, the evaluator reads shell text. A drawn
 * line is first made into one that text can say, then given to both.
 */

import type { Choose } from "../../cli/conformance/choose.ts";
import type { Assignment, Line, LineCommand, Surroundings, Word } from "../../compiler/ir/oracle/index.ts";
import type { Request } from "../../runtime/typescript/types.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { renderCommand } from "./render-line.ts";

/** What both are asked, and the words that the evaluator must find in the text. */
export interface SameLine {
	/** For the oracle. What only the evaluator's registry search can tell is still missing among the opaque codes. */
	readonly line: Line;
	readonly given: Surroundings;
	readonly request: Request;
	/** Per command, in source order, the words; null for those that are not literal. */
	readonly words: readonly (readonly (string | null)[])[];
}

/**
 * Makes a drawn line into one that text can say. All commands run in the directory of the line, one after the
 * other, so all those before a command are earlier; what changes lookup follows from the assignments.
 */
export function sameLine(drawn: Line, given: Surroundings, choose: Choose): SameLine {
	// A line without a directory is one whose directory the caller leaves unnamed: given facts are about it all the same.
	const directory = drawn.commands[0]?.directory ?? "/srv/work";
	const commands: LineCommand[] = [];
	let lookupChanged = false;
	// A program that is not known may be one that changes the directory.
	let moved = false;
	for (const [index, command] of drawn.commands.entries()) {
		const plain = sayable(command);
		const earlier = Array.from({ length: index }, (_, before) => before);
		commands.push({ ...plain, earlier, directory: moved ? null : directory, lookup_changed: lookupChanged, opaque: codesOf(plain) });
		moved ||= hasUnknownProgram(plain);
		lookupChanged ||= assignsLookup(plain) || hasUnknownProgram(plain);
	}
	// A comment that some terminals act upon: the line has a floor, and no further command.
	const isCut = drawn.opaque.length > 0;
	const texts = commands.map((command) => renderCommand(command, choose));
	const { root, home } = given;
	return {
		line: { commands, opaque: isCut ? ["control_character"] : [] },
		given,
		request: {
			command: [...texts, ...(isCut ? ["# \r"] : [])].join(choose(2) === 0 ? "; " : "\n"),
			cwd: directory,
			facts: { ...given.facts, ...(root === null ? {} : { root }), ...(home === null ? {} : { home }) },
			unattended: given.unattended,
		},
		words: commands.map(({ words }) => words.map(literalText)),
	};
}

function literalText(word: Word): string | null {
	const texts = word.map((piece) => (piece.kind === "literal" ? piece.text : null));
	return texts.includes(null) ? null : texts.join("");
}

/** A command that text can say: nothing without words or effects, no bytes that only a structure can hold. */
function sayable(command: LineCommand): LineCommand {
	const assignments = command.assignments.map(sayableAssignment);
	const isNothing = command.words.length + assignments.length === 0 && command.redirections.every(({ target }) => target === null);
	const [program, ...rest] = isNothing ? [literal("ls")] : command.words.map(sayableWord);
	return { ...command, words: program ? [program, ...rest] : [], assignments };
}

const literal = (text: string): Word => [{ kind: "literal", text }];

/** A word that is written as nothing would vanish. */
function sayableWord(word: Word): Word {
	return word.length === 0 ? literal("") : word;
}

/** A value that is not literal counts as unknown as a whole. */
function sayableAssignment({ name, value }: Assignment): Assignment {
	return { name, value: literalText(value) === null ? [{ kind: "one" }] : value };
}

function endsInName(word: Word): boolean {
	const last = word.at(-1);
	return last?.kind === "literal" && last.text.includes("/") && word.every(({ kind }) => kind === "literal" || kind === "one");
}

function hasUnknownProgram({ words: [program] }: LineCommand): boolean {
	return program !== undefined && literalText(program) === null && !endsInName(program);
}

function assignsLookup({ assignments }: LineCommand): boolean {
	return assignments.some(({ name }) => (REGISTRY.lookup_environment as readonly string[]).includes(name));
}

/** Why a command is opaque, as far as its own text says. */
function codesOf(command: LineCommand): string[] {
	const codes: string[] = [];
	const [program] = command.words;
	const name = program && literalText(program);
	if (program && name === null) codes.push("dynamic_program");
	const slash = name?.lastIndexOf("/") ?? -1;
	if (name && slash >= 0 && !(REGISTRY.system_folders as readonly string[]).includes(name.slice(0, slash))) codes.push("foreign_code");
	if (assignsLookup(command)) codes.push("lookup_change");
	return codes;
}
