/** Compiles what follows the first words of a matcher: its other words, and those that `args` speak of. */

import { anyWords, type Dfa, determinise, emptyDfa, labelAt, Nfa, noWords, type Reading, readWordPattern } from "../../automata/index.ts";
import type { ArgLine, Matcher, WordPattern } from "../../ir/types.ts";
import { type CommandContext, tooLarge } from "./command-context.ts";
import { isManyWords } from "./compile-args.ts";
import type { KnownOptions } from "./option-knowledge.ts";

export type WordMatcher = Extract<Matcher, { readonly words: readonly WordPattern[] }>;

/** Whether `args` can speak of the words after a matcher's. */
export function wordsFitArgs(matcher: Matcher, args: readonly ArgLine[], { problems, clause }: CommandContext): boolean {
	const fits = matcher.kind === "prefix" || (matcher.kind === "exact" && !matcher.words.some(isManyWords));
	if (args.length === 0 || fits) return true;
	problems.fail("args-need-words", clause === "except" ? clause : "args", {
		matcher: matcher.kind === "exact" ? "`exact` with `**`" : `\`${matcher.kind}\``,
	});
	return false;
}

/** The language of what follows the first words of a matcher: its other words, then those that `args` speak of. */
export function tailOf(
	rest: readonly WordPattern[],
	kind: WordMatcher["kind"],
	args: readonly ArgLine[],
	known: KnownOptions,
	reading: Reading,
	context: CommandContext,
): Dfa | null {
	const { args: compiler, pathSets, problems, clause } = context;
	if (args.length === 0) return behind(rest, kind === "prefix" ? anyWords(pathSets.length) : noWords(), context);
	const built = compiler.compile(kind === "prefix" ? rest : [], args, reading, known, pathSets);
	if ("kind" in built) {
		if (built.kind === "too-large") return tooLarge(built, context, clause === "except" ? clause : "args");
		problems.fail("flag-spelling", clause === "except" ? clause : "args", { spelling: built.spelling });
		return null;
	}
	if (kind === "prefix") return built;
	return labelAt(built, 0) > 0 ? behind(rest, noWords(), context) : emptyDfa();
}

/** A language behind some words. */
function behind(words: readonly WordPattern[], language: Dfa, context: CommandContext): Dfa | null {
	if (words.length === 0) return language;
	const marks = context.pathSets.length;
	const nfa = new Nfa();
	const end = words.reduce((at, word) => (isManyWords(word) ? nfa.anyWords(at, marks) : endOfWord(nfa, at, word, marks)), 0);
	nfa.embed(end, language);
	const built = determinise(nfa);
	return "kind" in built ? tooLarge(built, context) : built;
}

/** Reads one word of a pattern, with its border. */
export function endOfWord(nfa: Nfa, from: number, word: WordPattern, marks: number): number {
	return nfa.endWord(readWordPattern(nfa, from, word), marks);
}
