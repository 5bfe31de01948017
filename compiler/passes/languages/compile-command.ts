/**
 * Compiles command languages in one reading: to literal heads with automata behind them where the
 * matchers allow it, else to one automaton.
 */

import {
	anyWords,
	append,
	type Dfa,
	determinise,
	emptyDfa,
	insertMarks,
	isEmpty,
	labelAt,
	literalOfGlob,
	Nfa,
	noWords,
	parseCommandGlob,
	parseRegex,
	type Reading,
	readCommandGlob,
	readRegex,
	readWordPattern,
	reduceFirstWord,
	reduceProgram,
	type TooLarge,
	unreduceFirstWord,
	without,
} from "../../automata/index.ts";
import type { ArgLine, CommandLanguage, Matcher, WordPattern } from "../../ir/types.ts";
import type { ArgsCompiler } from "./args-compiler.ts";
import type { PathSets } from "./compile-args.ts";
import { type HeadDraft, mergeHeads } from "./heads.ts";
import { type KnownOptions, NOTHING_KNOWN, type OptionKnowledge } from "./option-knowledge.ts";
import type { Clause, RuleProblems } from "./problems.ts";

type WordMatcher = Extract<Matcher, { readonly words: readonly WordPattern[] }>;

/** A compiled language before its automata are numbered. */
export type LanguageDraft =
	| { readonly kind: "heads"; readonly heads: readonly HeadDraft[] }
	| { readonly kind: "automaton"; readonly automaton: Dfa };

/** What the compilation of one rule's languages shares. */
export interface CommandContext {
	readonly knowledge: OptionKnowledge;
	readonly args: ArgsCompiler;
	readonly pathSets: PathSets;
	readonly problems: RuleProblems;
	/** The clause that problems are reported at. */
	readonly clause: Clause;
}

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

function tooLarge(problem: TooLarge, context: CommandContext, clause: Clause = context.clause): null {
	context.problems.fail("automaton-too-large", clause, { states: problem.states, limit: problem.limit });
	return null;
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
	if (!pattern || isMany(pattern)) return null;
	const literals = pattern.map(literalOfGlob);
	return literals.every((literal) => literal !== null) ? literals : null;
}

function isMany(pattern: WordPattern): boolean {
	return pattern.length === 1 && pattern[0] === "**";
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

/** Whether `args` can speak of the words after a matcher's. */
function wordsFitArgs(matcher: Matcher, args: readonly ArgLine[], { problems, clause }: CommandContext): boolean {
	const fits = matcher.kind === "prefix" || (matcher.kind === "exact" && !matcher.words.some(isMany));
	if (args.length === 0 || fits) return true;
	problems.fail("args-need-words", clause === "except" ? clause : "args", {
		matcher: matcher.kind === "exact" ? "`exact` with `**`" : `\`${matcher.kind}\``,
	});
	return false;
}

/** The language of what follows the literal words of a matcher. */
function tailOf(
	rest: readonly WordPattern[],
	kind: WordMatcher["kind"],
	args: readonly ArgLine[],
	known: KnownOptions,
	reading: Reading,
	context: CommandContext,
): Dfa | null {
	const marks = context.pathSets.length;
	const base = argsOf(kind, args, known, reading, context);
	if (base === null || rest.length === 0) return base;
	const nfa = new Nfa();
	nfa.embed(readWords(nfa, 0, rest, marks), base);
	const built = determinise(nfa);
	return "kind" in built ? tooLarge(built, context) : built;
}

function readWords(nfa: Nfa, from: number, words: readonly WordPattern[], marks: number): number {
	return words.reduce((at, word) => (isMany(word) ? nfa.anyWords(at, marks) : nfa.endWord(readWordPattern(nfa, at, word), marks)), from);
}

/** The language of the words after all words of a matcher. */
function argsOf(
	kind: WordMatcher["kind"],
	args: readonly ArgLine[],
	known: KnownOptions,
	reading: Reading,
	context: CommandContext,
): Dfa | null {
	const { args: compiler, pathSets, problems, clause } = context;
	if (args.length === 0) return kind === "prefix" ? anyWords(pathSets.length) : noWords();
	const built = compiler.compile(args, reading, known, pathSets);
	if ("kind" in built) {
		if (built.kind === "too-large") return tooLarge(built, context, clause === "except" ? clause : "args");
		problems.fail("flag-spelling", clause === "except" ? clause : "args", { spelling: built.spelling });
		return null;
	}
	if (kind === "prefix") return built;
	return labelAt(built, 0) > 0 ? noWords() : emptyDfa();
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
	if (except) append(target, 0, without(nfa, except));
	return except !== null;
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

function layOutMatcher(nfa: Nfa, matcher: Matcher, args: readonly ArgLine[], reading: Reading, context: CommandContext): boolean {
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
	for (const { words, known } of knownHeads(matcher.words, args, context)) {
		const tail = argsOf(matcher.kind, args, known, reading, context);
		if (tail === null) return false;
		if (!isEmpty(tail)) nfa.embed(readWords(nfa, 0, words, marks), tail);
	}
	return true;
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
	if (isMany(programs)) return [{ words, known: NOTHING_KNOWN }];
	return programs.flatMap((program): KnownHead[] => {
		const literal = literalOfGlob(program);
		if (literal === null) return [{ words: [[program], ...words.slice(1)], known: NOTHING_KNOWN }];
		const reduced = reduceProgram(literal);
		if (!subcommands) return [{ words: [[program]], known: knowledge.lookup(reduced, null) }];
		return subcommands.map((subcommand) => {
			const second = isMany(subcommands) ? null : literalOfGlob(subcommand);
			return { words: [[program], [subcommand], ...rest], known: knowledge.lookup(reduced, second) };
		});
	});
}
