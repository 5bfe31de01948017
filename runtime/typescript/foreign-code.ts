/**
 * Foreign code: a command that runs code which the line does not show.
 */

import type { Bytes } from "./bytes.ts";
import { type FoundProgram, findProgram } from "./find-program.ts";
import { isInertProgram } from "./inert-shapes.ts";
import { readsOnly } from "./reading.ts";
import type { KnownCommands, KnownProgram } from "./registry.ts";
import type { Word } from "./shell-types.ts";
import { knownText, type RunCommand } from "./unwrap.ts";

/** Whether a command runs code that the line does not show. */
export function isForeign(command: RunCommand, known: KnownCommands): boolean {
	const first = command.words[0];
	if (!first || command.program === null) return false;
	const written = knownText(first);
	if (written !== null && known.isScript(written)) return true;
	if (command.wraps) return false;
	const found = findProgram(command.words, command.program, known);
	if (!found) return false;
	const { entry: program, at, unclear } = found;
	const word = command.words[at];
	const text = word && !unclear ? knownText(word) : null;
	if (program.foreign) return text === null || !program.query.has(text);
	if (program.shape) return (text === null || !program.query.has(text)) && !isInertProgram(program.shape, command.words);
	if (program.subcommands.size === 0 || !word) return false;
	return runsForeign(program, text) && !asksForHelp(found, command.words);
}

/** `npm test --help`, `git submodule status`: a foreign subcommand that only tells something. */
function asksForHelp({ entry, subcommand, behind }: FoundProgram, words: readonly Word[]): boolean {
	if (!subcommand) return false;
	return (words[behind]?.literal === "--help" && entry.query.has("--help")) || readsOnly(words, behind, subcommand);
}

/** A subcommand that is not listed may be an alias or a plug-in; one that is not known may be any. */
function runsForeign(program: KnownProgram, subcommand: Bytes | null): boolean {
	if (subcommand === null) return program.plugins || program.foreignPart;
	const known = program.subcommands.get(subcommand);
	if (known) return known.foreign;
	if (subcommand.startsWith("-") || program.query.has(subcommand)) return false;
	return program.plugins || (program.abbreviates && mayBeForeign(program, subcommand));
}

/** `npm tes`: a start that some foreign subcommand has. */
function mayBeForeign(program: KnownProgram, start: Bytes): boolean {
	for (const [name, { foreign }] of program.subcommands) if (foreign && name.startsWith(start)) return true;
	return false;
}

/** Whether what a command reads as its standard input is code to it (`psql <<X`). */
export function readsForeignCode({ input, redirections, program }: RunCommand, known: KnownCommands): boolean {
	const entry = program === null ? undefined : known.programs.get(program);
	return entry?.readsCode === true && (input !== null || redirections.some(({ direction }) => direction !== "write"));
}
