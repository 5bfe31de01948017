/** The words that witnesses about a rule are best made of. */

import type { ArgLine, CommandLanguage, WordPattern } from "../../ir/types.ts";
import { everyLine } from "./option-facts.ts";

/**
 * Words of some command languages, the most telling first: the words of their heads, options (long
 * before short), then what patterns ask for, a `*` or `?` as `x`.
 *
 * @example collectVocabulary([rule.command]) // ["git", "push", "--force", "-f", "release/x"]
 */
export function collectVocabulary(languages: readonly CommandLanguage[]): string[] {
	const all = languages.flatMap(withExceptions);
	const heads = all.flatMap(({ matchers }) =>
		matchers.flatMap((matcher) => ("words" in matcher ? matcher.words.flatMap(samples) : textWords(matcher.pattern))),
	);
	const lines = all.flatMap(({ args }) => everyLine(args));
	const options = lines.flatMap((line) => (line.kind === "flag" ? line.spellings : line.kind === "option" ? [line.name] : []));
	const values = lines.flatMap(lineValues);
	return [...new Set([...heads, ...options.sort((a, b) => b.length - a.length), ...values])];
}

function withExceptions(language: CommandLanguage): CommandLanguage[] {
	return [language, ...language.except.flatMap(withExceptions)];
}

function samples(pattern: WordPattern): string[] {
	return pattern[0] === "**" ? [] : pattern.map((text) => text.replace(/\\(.)|\*|\?/gsu, (_, literal?: string) => literal ?? "x"));
}

/** The plain words of a glob or regex. */
function textWords(pattern: string): string[] {
	return pattern.match(/[A-Za-z0-9_./:@=-]+/g) ?? [];
}

function lineValues(line: ArgLine): string[] {
	switch (line.kind) {
		case "option":
			return samples(line.values);
		case "operand":
		case "words":
			return samples(line.patterns);
		default:
			return [];
	}
}
