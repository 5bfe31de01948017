/** Reads the global options of a known program: those between the program word and its subcommand. */

import type { ArgLine, CommandLanguage } from "../types.ts";
import { hasSubcommands, namedIn, programOf } from "./know-options.ts";
import { literalOfGlob } from "./read-globs.ts";
import type { Program, Registry, Word } from "./types.ts";
import { isOneWord, leadingText, literalWord, textOf } from "./words.ts";

/** The options that a rule names, as texts. */
export interface Named {
	readonly flags: readonly string[];
	readonly options: readonly string[];
}

export const NOTHING_NAMED: Named = { flags: [], options: [] };

export interface Globals {
	readonly program: Program;
	/** The place of the first word that is no global option; past the end if there is none. */
	readonly rest: number;
	/** Named options with their values, in order. */
	readonly moved: readonly Word[];
	/** Values of the options that move the directory, in order. */
	readonly directories: readonly Word[];
	/** Whether an option stands there that is neither inert nor moves the directory nor is named. */
	readonly blocked: boolean;
	/** Whether a word stands there that may or may not be an option. */
	readonly unclear: boolean;
}

/**
 * The options that a language names on its `flag` and `option` lines, those of its exceptions included, as far as they are
 * global options of a program that one of its matchers writes out; a wildcard may stand for any program.
 */
export function namedBy(language: CommandLanguage | null, registry: Registry): Named {
	const lines: ArgLine[] = [];
	const programs = new Set<string>();
	const visit = (inner: CommandLanguage): void => {
		lines.push(...inner.args);
		for (const matcher of inner.matchers) {
			for (const text of "words" in matcher ? (matcher.words[0] ?? []) : []) {
				const literal = literalOfGlob(text);
				for (const name of literal === null ? Object.keys(registry.programs) : [literal]) programs.add(name);
			}
		}
		inner.except.forEach(visit);
	};
	if (language) visit(language);
	const globals = new Set([...programs].flatMap((name) => globalsOf(programOf(name, registry))));
	const { flags, options } = namedIn(lines);
	return { flags: flags.filter((name) => globals.has(name)), options: options.filter((name) => globals.has(name)) };
}

function globalsOf(program: Program | undefined): readonly string[] {
	if (!program || !hasSubcommands(program)) return [];
	return [...program.global_values, ...program.global_inert, ...program.global_directory];
}

/** The global options of a command; null unless the end of its program word is literal and known to have subcommands. */
export function readGlobals(words: readonly Word[], registry: Registry, named: Named): Globals | null {
	const name = nameOf(words[0] ?? []);
	const program = words.length > 0 && name !== null ? programOf(name, registry) : undefined;
	if (!program || !hasSubcommands(program)) return null;
	const moved: Word[] = [];
	const directories: Word[] = [];
	let blocked = false;
	let at = 1;
	const result = (unclear: boolean): Globals => ({ program, rest: at, moved, directories, blocked, unclear });
	for (; at < words.length; at++) {
		const word = words[at] ?? [];
		if (program.query.includes(textOf(word) ?? "")) return result(false);
		const option = readOption(word, program);
		if (option === "none") return result(false);
		if (option === "unclear") return result(true);
		const isListed = [program.global_values, program.global_inert, program.global_directory].some((list) => list.includes(option.name));
		const isNamed = isListed && (named.flags.includes(option.name) || named.options.includes(option.name));
		const takesNext =
			option.value === null && (program.global_values.includes(option.name) || program.global_directory.includes(option.name));
		const next = takesNext ? words[at + 1] : undefined;
		if (next && !isOneWord(next)) return result(true);
		if (isNamed) moved.push(word, ...(next ? [next] : []));
		if (program.global_directory.includes(option.name)) directories.push(option.value ?? next ?? [{ kind: "one" }]);
		else if (!isNamed && !program.global_inert.includes(option.name)) blocked = true;
		if (next) at++;
	}
	return result(false);
}

/** A text that reduces to what the program word reduces to; null where that is not known. */
function nameOf(word: Word): string | null {
	const last = word.at(-1);
	if (last?.kind === "literal" && last.text.includes("/") && isOneWord(word)) return last.text;
	return textOf(word);
}

/** What a word is where a global option could stand: its name and the value attached to it or written with `=`, or no option. */
function readOption(word: Word, program: Program): { readonly name: string; readonly value: Word | null } | "none" | "unclear" {
	const text = textOf(word);
	const lead = leadingText(word);
	const equals = lead.indexOf("=");
	if (text === null && lead === "") return "unclear";
	if (!lead.startsWith("-") || text === "-" || text === "--") return "none";
	if (text !== null && equals < 0) return readAttached(text, program);
	if (text !== null) return { name: text.slice(0, equals), value: literalWord(text.slice(equals + 1)) };
	if (equals < 0 || !isOneWord(word)) return "unclear";
	return { name: lead.slice(0, equals), value: [...literalWord(lead.slice(equals + 1)), { kind: "one" }] };
}

/** A text without `=`: an option, or a short one with its value in the same word. */
function readAttached(text: string, program: Program): { readonly name: string; readonly value: Word | null } {
	const [short, value] = [text.slice(0, 2), text.slice(2)];
	const isWhole = [program.global_values, program.global_inert, program.global_directory].some((list) => list.includes(text));
	if (isWhole || text.startsWith("--") || value === "" || !program.global_values.includes(short)) return { name: text, value: null };
	return { name: short, value: literalWord(value) };
}
