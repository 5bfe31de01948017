/** Lays out one matcher in an automaton under construction: what stands behind its edges is kept. */

import {
	append,
	insertMarks,
	isEmpty,
	literalOfGlob,
	Nfa,
	parseCommandGlob,
	parseRegex,
	type Reading,
	readCommandGlob,
	readRegex,
	reduceProgram,
} from "../../automata/index.ts";
import type { ArgLine, Matcher, WordPattern } from "../../ir/types.ts";
import { type CommandContext, tooLarge } from "./command-context.ts";
import { isManyWords } from "./compile-args.ts";
import { endOfWord, tailOf, type WordMatcher, wordsFitArgs } from "./compile-tail.ts";
import { type KnownOptions, NOTHING_KNOWN } from "./option-knowledge.ts";

/** Lays out a matcher and the words that `args` speak of; false where a problem was reported. */
export function layOutMatcher(nfa: Nfa, matcher: Matcher, args: readonly ArgLine[], reading: Reading, context: CommandContext): boolean {
	if (!wordsFitArgs(matcher, args, context)) return false;
	const marks = context.pathSets.length;
	if (matcher.kind === "glob" || matcher.kind === "regex") {
		const joined = new Nfa();
		const end = layOutText(joined, matcher, reading, context);
		if (end === null) return false;
		joined.accept(joined.endWord(end));
		append(nfa, 0, insertMarks(joined, marks));
		return true;
	}
	return knownHeads(matcher.words, args, context).every((head) => layOutWords(nfa, head, matcher.kind, args, reading, context));
}

/**
 * Lays out the words of a head and what follows them. The first word stays apart from the automaton of the
 * others: reducing it asks what stands behind its edges.
 */
function layOutWords(
	nfa: Nfa,
	{ words, known }: KnownHead,
	kind: WordMatcher["kind"],
	args: readonly ArgLine[],
	reading: Reading,
	context: CommandContext,
): boolean {
	const marks = context.pathSets.length;
	const [first, ...rest] = words;
	const many = first !== undefined && isManyWords(first);
	const tail = tailOf(many ? words : rest, kind, args, known, reading, context);
	if (tail === null) return false;
	if (!first || (many && rest.length === 0)) {
		nfa.embed(0, tail);
		return true;
	}
	if (!isEmpty(tail)) nfa.embed(many ? nfa.anyWord(0, marks) : endOfWord(nfa, 0, first, marks), tail);
	return !many || layOutWords(nfa, { words: rest, known }, kind, args, reading, context);
}

/** Lays out a glob or regex over joined words; null where a problem was reported. */
function layOutText(
	nfa: Nfa,
	matcher: Extract<Matcher, { readonly pattern: string }>,
	reading: Reading,
	context: CommandContext,
): number | null {
	const { pattern } = matcher;
	const parsed = matcher.kind === "glob" ? parseCommandGlob(pattern) : parseRegex(pattern, matcher.ignore_case);
	if ("code" in parsed) {
		const name = matcher.kind === "glob" ? "glob-unsupported" : "regex-unsupported";
		context.problems.fail(name, context.clause, { pattern, problem: parsed.message, at: [...pattern.slice(0, parsed.offset)].length + 1 });
		return null;
	}
	if (!("alternatives" in parsed)) return readCommandGlob(nfa, 0, parsed, reading);
	const end = readRegex(nfa, 0, parsed, reading);
	return typeof end === "number" ? end : tooLarge(end, context);
}

interface KnownHead {
	readonly words: readonly WordPattern[];
	readonly known: KnownOptions;
}

/** Splits the alternatives of the first two words where `args` ask for the options of the pair. */
function knownHeads(words: readonly WordPattern[], args: readonly ArgLine[], { knowledge }: CommandContext): KnownHead[] {
	const [programs, subcommands, ...rest] = words;
	if (!programs || args.length === 0) return [{ words, known: NOTHING_KNOWN }];
	if (isManyWords(programs)) return [{ words, known: NOTHING_KNOWN }];
	return programs.flatMap((program): KnownHead[] => {
		const literal = literalOfGlob(program);
		if (literal === null) return [{ words: [[program], ...words.slice(1)], known: NOTHING_KNOWN }];
		const reduced = reduceProgram(literal);
		if (!subcommands) return [{ words: [[program]], known: knowledge.lookup(reduced, null) }];
		return subcommands.map((subcommand) => {
			const second = isManyWords(subcommands) ? null : literalOfGlob(subcommand);
			return { words: [[program], [subcommand], ...rest], known: knowledge.lookup(reduced, second) };
		});
	});
}
