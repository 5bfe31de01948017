/**
 * Other plain ways to write the words of a command that mean the same to its program: `npm i` for `npm install`,
 * `git-clean` for `git clean`. The evaluator tries them all, so entries that refuse or ask hold them too.
 */

import { expandHead, type Registry } from "../target.ts";

type Words = readonly (readonly string[])[];
type Program = Registry["programs"][string];

/** The word lists beside these, alternatives per position, that mean one of them. */
export function otherSpellings(words: Words, registry: Registry): readonly Words[] {
	const [programs = [], ...rest] = words;
	return programs.flatMap((name) => {
		const program = programOf(name, registry);
		if (!program || rest.length === 0) return [];
		const written = [rest, ...equivalents(rest, program)];
		const short = written.flatMap((spelling) => abbreviations(spelling, program));
		const spelled = [...written.slice(1), ...short].map((spelling): Words => [[name], ...spelling]);
		return program.dashed ? [...spelled, ...[...written, ...short].flatMap((spelling) => dashed(name, spelling))] : spelled;
	});
}

/**
 * The texts beside one with `*` that mean the same, seen by its program and the literal word behind it.
 *
 * @example for `git push*` of a program with dashed names: `git-push` and `git-push *`
 */
export function otherTexts(text: string, registry: Registry): readonly string[] {
	const [, program, subcommand, rest = ""] = /^([^* ]+) ([^* ]+)(.*)$/s.exec(text) ?? [];
	if (program === undefined || subcommand === undefined) return [];
	// A star right behind the word stands for nothing there, or for more words.
	const rests = rest.startsWith("*") ? [rest.slice(1), ` ${rest}`] : [rest];
	const lines = otherSpellings([[program], [subcommand]], registry).flatMap((words) => expandHead({ words }).map((line) => line.join(" ")));
	return lines.flatMap((line) => rests.map((more) => line + more));
}

/** What is known of a program; names that every object has are none. */
export function programOf(name: string, registry: Registry): Program | null {
	return Object.hasOwn(registry.programs, name) ? (registry.programs[name] ?? null) : null;
}

function equivalents(rest: Words, { equivalent }: Program): readonly Words[] {
	return (equivalent ?? []).flatMap((group) => {
		const spellings = group.map((text) => text.split(" "));
		const meant = spellings.filter((spelling) => spelling.length <= rest.length && spelling.every((word, at) => rest[at]?.includes(word)));
		return meant.flatMap((spelling) =>
			spellings.filter((other) => other !== spelling).map((other) => [...other.map((word) => [word]), ...rest.slice(spelling.length)]),
		);
	});
}

/** Every start of a subcommand that is no subcommand itself. */
function abbreviations([names = [], ...rest]: Words, { abbreviates, subcommands }: Program): readonly Words[] {
	if (!abbreviates || !subcommands) return [];
	const starts = names
		.filter((name) => Object.hasOwn(subcommands, name))
		.flatMap((name) => Array.from({ length: name.length - 1 }, (_, length) => name.slice(0, length + 1)));
	const short = [...new Set(starts)].filter((start) => !Object.hasOwn(subcommands, start));
	return short.length > 0 ? [[short, ...rest]] : [];
}

function dashed(program: string, [names = [], ...rest]: Words): readonly Words[] {
	return [[names.map((name) => `${program}-${name}`), ...rest]];
}
