/** Writes the short spellings of a subcommand as one text, where a host's entries hold `*`. */

import { expandHead, type Head, type Registry } from "../target.ts";
import { programOf } from "./spellings.ts";

/**
 * The heads with the words of each abbreviated subcommand that no other subcommand starts like put into one text.
 *
 * @example `npm {p,pu,pub,publ,…,publish}` with anything behind it: `npm {p,pu}` and the text `npm pub*`
 */
export function foldStems(heads: readonly Head[], registry: Registry): readonly Head[] {
	const open = heads.filter(({ words, exact, rest }) => words.length === 2 && !exact && rest === null);
	const written = new Map<string, Set<string>>();
	for (const [program = "", name = ""] of open.flatMap(expandHead)) {
		const names = written.get(program) ?? new Set();
		written.set(program, names.add(name));
	}
	const stems = new Map([...written].map(([program, names]) => [program, stemsOf(program, names, registry)]));
	if ([...stems.values()].every((found) => found.length === 0)) return heads;
	const left = heads.flatMap((head): readonly Head[] => {
		if (!open.includes(head)) return [head];
		const [programs = [], names = []] = head.words;
		return programs.flatMap((program): readonly Head[] => {
			const own = stems.get(program) ?? [];
			const kept = names.filter((name) => !own.some((stem) => name.startsWith(stem)));
			return kept.length > 0 ? [{ ...head, words: [[program], kept] }] : [];
		});
	});
	const texts = [...stems].flatMap(([program, found]) =>
		found.map((stem): Head => ({ words: [[program]], exact: false, rest: ` ${stem}*` })),
	);
	return [...left, ...texts];
}

/** The shortest starts that stand for written subcommands and nothing else, each for several of them. */
function stemsOf(program: string, names: ReadonlySet<string>, registry: Registry): readonly string[] {
	const known = programOf(program, registry);
	if (!known?.abbreviates) return [];
	const others = Object.keys(known.subcommands ?? {}).filter((name) => !names.has(name));
	const stems = [...names].filter((start) => !others.some((other) => other.startsWith(start)));
	const shortest = stems.filter((stem) => !stems.some((other) => other !== stem && stem.startsWith(other)));
	return shortest.filter((stem) => [...names].filter((name) => name.startsWith(stem)).length > 1);
}
