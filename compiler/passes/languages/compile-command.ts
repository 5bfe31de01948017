/**
 * Compiles command languages in one reading: to literal heads with automata behind them where the
 * matchers allow it, else to one automaton.
 */

import {
	append,
	type Dfa,
	determinise,
	difference,
	literalOfGlob,
	Nfa,
	type Reading,
	readWordPattern,
	reduceFirstWord,
	reduceProgram,
	type TooLarge,
	unreduceFirstWord,
	without,
} from "../../automata/index.ts";
import type { ArgLine, CommandLanguage, WordPattern } from "../../ir/types.ts";
import { type CommandContext, tooLarge } from "./command-context.ts";
import { isManyWords } from "./compile-args.ts";
import { tailOf, type WordMatcher, wordsFitArgs } from "./compile-tail.ts";
import { type HeadDraft, mergeHeads } from "./heads.ts";
import { layOutMatcher } from "./lay-out-matcher.ts";
import { type KnownOptions, NOTHING_KNOWN } from "./option-knowledge.ts";

/** A compiled language before its automata are numbered. */
export type LanguageDraft =
	| { readonly kind: "heads"; readonly heads: readonly HeadDraft[] }
	| { readonly kind: "automaton"; readonly automaton: Dfa };

const OTHER = { narrow: "wide", wide: "narrow" } as const satisfies Record<Reading, Reading>;

/**
 * The union of command languages. Wide: program words reduced; narrow: as written. Null where a
 * problem was reported.
 */
export function compileCommands(languages: readonly CommandLanguage[], reading: Reading, context: CommandContext): LanguageDraft | null {
	const heads = languages.every((language) => language.except.length === 0) ? headsOf(languages, reading, context) : null;
	if (heads) return { kind: "heads", heads };
	if (context.problems.broken) return null;
	const nfa = new Nfa();
	for (const language of languages) if (!layOut(nfa, language, reading, context)) return null;
	const automaton = determinise(reading === "wide" ? reduceFirstWord(nfa) : nfa);
	return "kind" in automaton ? tooLarge(automaton, context) : { kind: "automaton", automaton };
}

/** The heads of languages without exceptions; null where one of their matchers has none, or a problem was reported. */
function headsOf(languages: readonly CommandLanguage[], reading: Reading, context: CommandContext): readonly HeadDraft[] | null {
	const drafts: HeadDraft[] = [];
	for (const { matchers, args } of languages) {
		for (const matcher of matchers) {
			if (matcher.kind === "glob" || matcher.kind === "regex" || literalsOf(matcher.words[0]) === null) return null;
			const own = headsOfMatcher(matcher, args, reading, context);
			if (own === null) return null;
			drafts.push(...own);
		}
	}
	const merged = mergeHeads(drafts, context.pathSets.length);
	return merged && "kind" in merged ? tooLarge(merged, context) : merged;
}

/** The literal texts of a word pattern, or null where it has a wildcard. */
function literalsOf(pattern: WordPattern | undefined): string[] | null {
	if (!pattern || isManyWords(pattern)) return null;
	const literals = pattern.map(literalOfGlob);
	return literals.every((literal) => literal !== null) ? literals : null;
}

function headsOfMatcher(matcher: WordMatcher, args: readonly ArgLine[], reading: Reading, context: CommandContext): HeadDraft[] | null {
	if (!wordsFitArgs(matcher, args, context)) return null;
	const literals: string[][] = [];
	for (const pattern of matcher.words) {
		const found = literalsOf(pattern);
		if (found === null) break;
		literals.push(found);
	}
	const rest = matcher.words.slice(literals.length);
	const drafts: HeadDraft[] = [];
	for (const { program, subcommand, known } of headGroups(literals, args, context)) {
		const tail = tailOf(rest, matcher.kind, args, known, reading, context);
		if (tail === null) return null;
		const programs = reading === "wide" ? program.map(reduceProgram) : program;
		drafts.push({ words: [programs, ...(subcommand ? [subcommand] : []), ...literals.slice(2)], tail });
	}
	return drafts;
}

interface HeadGroup {
	readonly program: readonly string[];
	readonly subcommand: readonly string[] | null;
	readonly known: KnownOptions;
}

/** Splits the first two positions where the options of the pairs are known differently. */
function headGroups(
	[programs = [], subcommands]: readonly string[][],
	args: readonly ArgLine[],
	{ knowledge }: CommandContext,
): HeadGroup[] {
	if (args.length === 0) return [{ program: programs, subcommand: subcommands ?? null, known: NOTHING_KNOWN }];
	return programs.flatMap((program): HeadGroup[] => {
		const reduced = reduceProgram(program);
		if (!subcommands) return [{ program: [program], subcommand: null, known: knowledge.lookup(reduced, null) }];
		const groups = new Map<KnownOptions, string[]>();
		for (const subcommand of subcommands) {
			const known = knowledge.lookup(reduced, subcommand);
			const group = groups.get(known);
			if (group) group.push(subcommand);
			else groups.set(known, [subcommand]);
		}
		return [...groups].map(([known, subcommand]) => ({ program: [program], subcommand, known }));
	});
}

/** Lays out one command language, its exceptions taken away; false where a problem was reported. */
function layOut(target: Nfa, language: CommandLanguage, reading: Reading, context: CommandContext): boolean {
	const nfa = new Nfa();
	for (const matcher of language.matchers) if (!layOutMatcher(nfa, matcher, language.args, reading, context)) return false;
	if (language.except.length === 0) {
		append(target, 0, nfa);
		return true;
	}
	const except = asWritten(language.except, OTHER[reading], context);
	if (except === null) return false;
	if (reading === "wide") {
		append(target, 0, without(nfa, except));
		return true;
	}
	// Nobody asks what stands behind the edges of a narrow language: automata that are small already make a small product.
	const own = determinise(nfa);
	const left = "kind" in own ? own : difference(own, except);
	if ("kind" in left) return tooLarge(left, context) !== null;
	target.embed(0, left);
	return true;
}

/** Languages over program words as written, whatever the reading. */
function asWritten(languages: readonly CommandLanguage[], reading: Reading, context: CommandContext): Dfa | null {
	const draft = compileCommands(languages, reading, context);
	if (draft === null) return null;
	const marks = context.pathSets.length;
	const language = draftLanguage(draft, marks);
	const written = "kind" in language || reading === "narrow" ? language : unreduceFirstWord(language, marks);
	return "kind" in written ? tooLarge(written, context) : written;
}

/** A draft as one automaton. */
export function draftLanguage(draft: LanguageDraft, marks: number): Dfa | TooLarge {
	if (draft.kind === "automaton") return draft.automaton;
	const nfa = new Nfa();
	for (const { words, tail } of draft.heads) nfa.embed(readLiterals(nfa, words, marks), tail);
	return determinise(nfa);
}

/** Reads the words of a head: each one of some literal texts. */
export function readLiterals(nfa: Nfa, words: readonly (readonly string[])[], marks: number): number {
	return words.reduce((at, texts) => nfa.endWord(readWordPattern(nfa, at, texts.map(escapeLiteral)), marks), 0);
}

function escapeLiteral(text: string): string {
	return text.replace(/[*?\\]/g, "\\$&");
}
