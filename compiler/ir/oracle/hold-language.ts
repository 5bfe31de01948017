/**
 * Whether concrete words are in a command language, by loops and backtracking alone. The degree is 2
 * for yes, 1 for a member by an ambiguous prefix only, 0 for no.
 */

import { type CommandLanguage, MANY, type Matcher, type WordPattern } from "../types.ts";
import { holdLines, type InPaths, type Reading, SWAPPED } from "./hold-lines.ts";
import { headsOf, knowOptions } from "./know-options.ts";
import { endsOf } from "./match-pattern.ts";
import { ANY_WORDS, BORDER_PATTERN, type Pattern } from "./patterns.ts";
import type { Degree } from "./read-flags.ts";
import { readCommandGlob, readWordGlobs } from "./read-globs.ts";
import { readRegex } from "./read-regex.ts";
import { looseSubjects, opened, type Subject, writtenSubject } from "./subjects.ts";
import type { Registry } from "./types.ts";

export interface Plain {
	readonly subject: Subject;
	readonly reading: Reading;
	readonly registry: Registry;
	/** Places count from the program word. */
	readonly inPaths: InPaths;
}

/** How far the subject's words are in the language: some matcher with all args, and no exception inside. */
export function holdLanguage(language: CommandLanguage, plain: Plain): Degree {
	const member = Math.max(0, ...language.matchers.map((matcher) => holdMatcher(matcher, language, plain)));
	if (member === 0) return 0;
	// An ambiguous member of a wide exception takes away as well: what is meant narrowly is certain.
	return language.except.some((inner) => holdException(inner, plain) > 0) ? 0 : (member as Degree);
}

/** An exception inside: in the swapped reading, as written; a wide one also takes away what is in it reduced. */
function holdException(language: CommandLanguage, plain: Plain): Degree {
	const swapped = { ...plain, reading: SWAPPED[plain.reading] };
	const written = holdLanguage(language, swapped);
	return swapped.reading === "narrow" ? written : (Math.max(written, holdLoosely(language, plain.subject.words, swapped)) as Degree);
}

/** How far words of a loose view are in a language, program word reduced or as written. */
export function holdLoosely(language: CommandLanguage, words: readonly string[], plain: Omit<Plain, "subject">): Degree {
	return Math.max(0, ...looseSubjects(words).map((subject) => holdLanguage(language, { ...plain, subject }))) as Degree;
}

function holdMatcher(matcher: Matcher, language: CommandLanguage, plain: Plain): Degree {
	const { subject } = plain;
	const [start, end] = [new Set([subject.starts[0] ?? 0]), subject.starts.at(-1) ?? 0];
	if (language.args.length === 0 || matcher.kind === "glob" || matcher.kind === "regex") {
		return endsOf(readMatcher(matcher, plain.reading === "wide"), subject, start).has(end) ? 2 : 0;
	}
	let best: Degree = 0;
	for (const head of headsOf(matcher.words)) {
		const knowledge = knowOptions(
			head.map((alternatives) => alternatives[0] ?? ""),
			language.args,
			plain.registry,
		);
		const ends = endsOf(readWords(head), subject, start);
		subject.starts.forEach((place, index) => {
			if (!ends.has(place) || (matcher.kind === "exact" && place !== end)) return;
			const words = subject.words.slice(index);
			const inPaths: InPaths = (at, paths) => plain.inPaths(at + index, paths);
			best = Math.max(best, holdLines(language.args, plain.reading, words, knowledge, inPaths)) as Degree;
		});
	}
	return best;
}

/** Whether any words that start with the given ones could be in a language, its args and exceptions aside. */
export function couldHold(language: CommandLanguage, reading: Reading, loose: boolean, words: readonly string[]): boolean {
	const subjects = loose && words.length > 0 ? looseSubjects(words) : [writtenSubject(words)];
	return subjects.map(opened).some((subject) =>
		language.matchers.some((matcher) => {
			const hasArgs = "words" in matcher && language.args.length > 0;
			const pattern = hasArgs ? readWords(matcher.words) : readMatcher(matcher, reading === "wide");
			const ends = endsOf(pattern, subject, new Set([subject.starts[0] ?? 0]));
			return hasArgs ? ends.size > 0 : ends.has(subject.starts.at(-1) ?? 0);
		}),
	);
}

/** A matcher as one pattern over all words with their borders. */
export function readMatcher(matcher: Matcher, wide: boolean): Pattern {
	switch (matcher.kind) {
		case "exact":
			return readWords(matcher.words);
		case "prefix":
			return { kind: "sequence", parts: [readWords(matcher.words), ANY_WORDS] };
		case "glob":
			return { kind: "sequence", parts: [readCommandGlob(matcher.pattern, wide), BORDER_PATTERN] };
		case "regex":
			return { kind: "sequence", parts: [readRegex(matcher.pattern, { wide, ignoreCase: matcher.ignore_case }), BORDER_PATTERN] };
	}
}

/** Word patterns in a row, each with its border. */
export function readWords(words: readonly WordPattern[]): Pattern {
	return {
		kind: "sequence",
		parts: words.map((word) => (isMany(word) ? ANY_WORDS : { kind: "sequence", parts: [readWordGlobs(word), BORDER_PATTERN] })),
	};
}

function isMany(word: WordPattern): boolean {
	return word.length === 1 && word[0] === MANY[0];
}

/**
 * Whether the plain way can tell: on words of a loose view only where nothing but a matcher looks at
 * the program word, since every look would have to be at the same spelling of it.
 */
export function isPlain(language: CommandLanguage, reading: Reading, loose: boolean): boolean {
	if (!loose)
		return language.except.every(
			(inner) => isPlain(inner, SWAPPED[reading], false) && (reading === "wide" || isPlain(inner, "wide", true)),
		);
	if (language.except.length > 0) return false;
	return (
		language.args.length === 0 || language.matchers.every((matcher) => !("words" in matcher) || !matcher.words.slice(0, 1).some(isMany))
	);
}
