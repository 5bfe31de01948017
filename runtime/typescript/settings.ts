/**
 * Settings that a program takes from its command line or its environment (`git -c`, `GIT_CONFIG_COUNT`), and the
 * subcommands that they define.
 */

import type { Bytes } from "./bytes.ts";
import { type KnownCommands, type KnownSettings, smallLetters } from "./registry.ts";
import { nameKind, settingKind } from "./setting-kind.ts";
import { type Assignment, literalWord, type OpaquePart, type Word } from "./shell-types.ts";
import { splitText } from "./split-text.ts";
import { globalsOf } from "./views.ts";
import { headOf } from "./word-parts.ts";

/** What the settings of a command hide: those on its command line, and those that it writes down. */
export function settingFloors(words: readonly Word[], program: Bytes | null, known: KnownCommands): readonly OpaquePart[] {
	const settings = program === null ? null : known.programs.get(program)?.settings;
	if (!settings) return [];
	const { end, settings: given, unclear } = globalsOf(words, program, known);
	const parts: OpaquePart[] = given
		.filter((word) => settingKind(word, settings) === "other")
		.map(({ span }) => ({ code: "configuration", span }));
	const subcommand = words[end];
	if (unclear || subcommand?.literal !== settings.command) return parts;
	return [...parts, ...writtenSettings(words.slice(end + 1), settings)];
}

const READS: ReadonlySet<Bytes> = new Set([
	"--get",
	"--get-all",
	"--get-color",
	"--get-colorbool",
	"--get-regexp",
	"--get-urlmatch",
	"--list",
	"-l",
]);
const READING_VERBS: ReadonlySet<Bytes> = new Set(["get", "list"]);
const VERBS: ReadonlySet<Bytes> = new Set([...READING_VERBS, "edit", "remove-section", "rename-section", "set", "unset"]);
const VALUES: ReadonlySet<Bytes> = new Set(["--blob", "--comment", "--default", "--file", "--type", "--value", "-f"]);
const WRITES: ReadonlySet<Bytes> = new Set(["--add", "--replace-all", "--unset", "--unset-all"]);

/** `git config` with a name that is not inert, unless it only reads. */
function writtenSettings(words: readonly Word[], settings: KnownSettings): readonly OpaquePart[] {
	const operands: Word[] = [];
	let writes = false;
	for (let at = 0; at < words.length; at++) {
		const word = words[at];
		if (!word) break;
		const head = headOf(word);
		if (word.literal !== null && READS.has(word.literal)) return [];
		if (!head.startsWith("-")) operands.push(word);
		else if (word.literal !== null && VALUES.has(word.literal)) at += 1;
		else if (word.literal !== null && WRITES.has(word.literal)) writes = true;
		else if (word.literal === "-e" || word.literal?.startsWith("--e")) return [{ code: "configuration", span: word.span }];
	}
	const [first] = operands;
	if (!first) return [];
	const verb = first.literal !== null && VERBS.has(first.literal) ? first.literal : null;
	if (verb !== null && READING_VERBS.has(verb)) return [];
	const [name, ...rest] = verb === null ? operands : operands.slice(1);
	if (verb === null && !writes && rest.length === 0 && name?.literal !== null) return [];
	if (name?.literal && nameKind(name.literal, settings) === "inert") return [];
	return [{ code: "configuration", span: (name ?? first).span }];
}

/** A subcommand that a setting of the same command defines: the words that it stands for, or shell text. */
export type Expansion = { readonly words: readonly Word[] } | { readonly text: Bytes; readonly span: Word["span"] } | null;

/**
 * What the subcommand of a command stands for, if a setting on its command line or in its environment defines it.
 *
 * @example expandAlias(words of `git -c alias.tidy='clean -f' tidy x`, …) // { words: git clean -f x }
 */
export function expandAlias(
	words: readonly Word[],
	program: Bytes | null,
	assignments: readonly Assignment[],
	known: KnownCommands,
): Expansion {
	const entry = program === null ? undefined : known.programs.get(program);
	const first = words[0];
	if (!entry?.settings || !first) return null;
	const { end, settings: given, unclear } = globalsOf(words, program, known);
	const subcommand = words[end];
	if (unclear || !subcommand?.literal || entry.subcommands.has(subcommand.literal)) return null;
	const name = `${entry.settings.alias}${smallLetters(subcommand.literal)}`;
	const texts = [...given.map(({ literal }) => literal), ...fromEnvironment(assignments, entry.settings)];
	const value = texts.map((text) => settingValue(text, name)).findLast((found) => found !== null) ?? null;
	if (value === null) return null;
	const rest = words.slice(end + 1);
	if (value.startsWith("!"))
		return { text: `${value.slice(1)}${rest.length === 0 ? "" : " "}${rest.map(quoted).join(" ")}`, span: subcommand.span };
	const meant = splitText(value);
	return meant === null ? null : { words: [first, ...meant.map((text) => literalWord(text, subcommand.span)), ...rest] };
}

function settingValue(text: Bytes | null, name: Bytes): Bytes | null {
	const equals = text?.indexOf("=") ?? -1;
	return text !== null && equals >= 0 && smallLetters(text.slice(0, equals)) === name ? text.slice(equals + 1) : null;
}

/** A word as shell text; what is not known stays so. */
function quoted({ literal }: Word): Bytes {
	return literal === null ? "$@" : `'${literal.replaceAll("'", "'\\''")}'`;
}

/** More settings than a line could write are not looked for. */
const MOST_SETTINGS = 1_000;

/** `NAME=VALUE` for each pair that numbered environment names hold. */
function fromEnvironment(assignments: readonly Assignment[], settings: KnownSettings): readonly Bytes[] {
	if (assignments.length === 0) return [];
	const values = new Map(assignments.map(({ name, value }) => [name, value.literal]));
	const count = readCount(values.get(`${settings.environment}COUNT`) ?? null);
	const found: Bytes[] = [];
	for (let index = 0; index < Math.min(count, MOST_SETTINGS); index++) {
		const [name, value] = ["KEY", "VALUE"].map((part) => values.get(`${settings.environment}${part}_${index}`));
		if (name && typeof value === "string") found.push(`${name}=${value}`);
	}
	return found;
}

/** How many pairs are there, as strtoul(3) reads it, by which git does; what it does not take whole is an error of git. */
function readCount(text: Bytes | null): number {
	const digits = text === null ? null : /^[ \t\n\v\f\r]*\+?([0-9]+)$/.exec(text);
	return digits ? Number(digits[1]) : 0;
}
