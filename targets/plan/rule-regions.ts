/** The plainly written commands that a rule is about, as a language over words, worked out when it is asked for. */

import {
	anyWords,
	BORDER,
	bytesOf,
	commandGlob,
	commandRegex,
	DEAD,
	type Dfa,
	determinise,
	difference,
	eraseMarks,
	fromTable,
	intersection,
	isTooLarge,
	labelOfWords,
	Nfa,
	relabel,
	step,
	type TooLarge,
	unionOf,
	walk,
} from "../../compiler/automata/index.ts";
import type { AutomatonTable, CompiledPolicy, CompiledRule, Head as LanguageHead, Program } from "../../compiler/ir/compiled.ts";
import type { Registry } from "../target.ts";
import { isPlainByte } from "../writer/shell.ts";
import { otherSpellings, programOf } from "./spellings.ts";
import { startAt } from "./walk-program.ts";

/** A language over words, either known by its literal heads or only as an automaton. */
export interface Region {
	/** Literal alternatives per position with the automaton behind them; null where the language has no such form. */
	readonly heads: readonly RegionHead[] | null;
	/** Literal heads that hold all of the language and maybe more: exceptions are left aside. Null where there are none. */
	readonly outer: readonly RegionHead[] | null;
	/** The whole language; null where it passes a limit, so that nothing can be proven about it. */
	readonly whole: () => Dfa | null;
	/** Whether a command is in the language; what is not decided is not. */
	readonly has: (words: readonly string[]) => boolean;
	/** Some of its commands. */
	readonly examples: readonly (readonly string[])[];
}

export interface RegionHead {
	readonly words: readonly (readonly string[])[];
	readonly tail: Dfa;
}

const SLASH = 0x2f;
const NOTHING: AutomatonTable = { accept: [0], default: [-1], ranges: [[]] };

/**
 * What a deny or request rule decides: the wide language of its command, first word a bare program, without what
 * its exceptions certainly take away. Null for a rule without a command.
 */
export function restrictedRegion(compiled: CompiledPolicy, known: CompiledRule, registry: Registry): Region | null {
	const { except, path_sets, programs } = known;
	if (known.loose === null) return null;
	const marks = path_sets.length;
	const loose = withSpellings(known.loose, registry);
	const heads = headsOf(loose, compiled.automata, marks);
	return region(
		except === null ? heads : null,
		heads,
		once(() => {
			const wide = textLanguage(known) ?? unmarked(loose, compiled.automata, marks, "some");
			const bare = wide && (loose.kind === "heads" ? wide : settled(intersection(wide, bareProgram())));
			const spelled = bare && (loose.kind === "heads" ? bare : addSpellings(bare, programs, registry));
			const excepted = spelled && except && unmarked(except, compiled.automata, marks, "all");
			return spelled && excepted ? settled(difference(spelled, certainly(excepted))) : spelled;
		}),
	);
}

/** A region that is known as an automaton. */
export function regionOf(language: Dfa): Region {
	return region(null, null, () => language);
}

/** A region by its heads, or where it has none by its automaton. */
function region(heads: readonly RegionHead[] | null, outer: readonly RegionHead[] | null, whole: () => Dfa | null): Region {
	const hasHead = (words: readonly string[]) => (head: RegionHead) =>
		head.words.every((alternatives, at) => alternatives.includes(words[at] ?? "")) &&
		words.length >= head.words.length &&
		labelOfWords(head.tail, words.slice(head.words.length)) > 0;
	const has = (words: readonly string[]) => {
		if (heads) return heads.some(hasHead(words));
		if (outer && !outer.some(hasHead(words))) return false;
		const language = whole();
		return language !== null && labelOfWords(language, words) > 0;
	};
	const starts = (heads ?? []).map(({ words }) => words.map((alternatives) => alternatives[0] ?? ""));
	const examples = starts.flatMap((words) => [words, [...words, "x"]]).filter(has);
	return { heads, outer, whole, has, examples };
}

/**
 * The language of a rule about globs and expressions, their blanks read as borders of words: a blank inside of a word, which they
 * could mean too, is another spelling. Null for other rules.
 */
function textLanguage({ rule }: CompiledRule): Dfa | null {
	const languages = (rule.command?.matchers ?? []).map((matcher) => {
		if (matcher.kind === "glob") return commandGlob(matcher.pattern, "narrow");
		return matcher.kind === "regex" ? commandRegex(matcher.pattern, matcher.ignore_case, "narrow") : null;
	});
	const known = languages.flatMap((language) => (language === null || "kind" in language ? [] : [language]));
	return known.length > 0 && known.length === languages.length ? settled(unionOf(known)) : null;
}

/** The same language with other spellings of its literal heads. */
export function withSpellings(program: Program, registry: Registry): Program {
	if (program.kind !== "heads") return program;
	const spelled = program.heads.flatMap(({ words, tail }) => otherSpellings(words, registry).map((other) => ({ words: other, tail })));
	return spelled.length === 0 ? program : { kind: "heads", heads: [...program.heads, ...spelled] };
}

/** A language that has no literal heads, with other spellings of the subcommands that its commands can have. */
function addSpellings(language: Dfa, programs: readonly string[] | null, registry: Registry): Dfa | null {
	const nfa = new Nfa();
	nfa.embed(0, language);
	let added = false;
	for (const name of programs ?? Object.keys(registry.programs)) {
		const start = walkWords(language, 0, [name]);
		if (start === DEAD) continue;
		for (const spelling of subcommandsOf(name, registry)) {
			const behind = walkWords(language, start, spelling);
			if (behind === DEAD) continue;
			for (const other of otherSpellings(
				[name, ...spelling].map((word) => [word]),
				registry,
			)) {
				added = true;
				nfa.embed(readWords(nfa, other), startAt(language, behind));
			}
		}
	}
	return added ? settled(determinise(nfa)) : language;
}

function subcommandsOf(name: string, registry: Registry): readonly (readonly string[])[] {
	const program = programOf(name, registry);
	if (!program) return [];
	const several = (program.equivalent ?? []).flat().map((text) => text.split(" "));
	return [...Object.keys(program.subcommands ?? {}).map((word) => [word]), ...several.filter((words) => words.length > 1)];
}

/** The state behind some words. */
export function walkWords(language: Dfa, from: number, words: readonly string[]): number {
	return words.reduce((state, word) => step(language, walk(language, state, bytesOf(word)), BORDER), from);
}

/**
 * What an allow rule certainly allows: the narrow language of its command without what its exceptions could take
 * away. Null for a rule without a command, or with lines about paths, which depend on the directory.
 */
export function allowedRegion(compiled: CompiledPolicy, known: CompiledRule): Region | null {
	const { strict, except, path_sets } = known;
	if (strict === null || path_sets.length > 0) return null;
	const heads = headsOf(strict, compiled.automata, 0);
	return region(
		except === null ? heads : null,
		heads,
		once(() => {
			const all = unmarked(strict, compiled.automata, 0, "all");
			const narrow = all && certainly(all);
			const excepted = narrow && except && unmarked(except, compiled.automata, 0, "some");
			return narrow && excepted ? settled(difference(narrow, excepted)) : narrow;
		}),
	);
}

/** The same words with the heads of the rule, exceptions left aside: where its entries may start. */
export function headsOf(program: Program, automata: readonly AutomatonTable[], marks: number): readonly RegionHead[] | null {
	if (program.kind !== "heads" || marks > 0) return null;
	return program.heads.map(({ words, tail }) => ({ words, tail: fromTable(automata[tail] ?? NOTHING) }));
}

function unmarked(program: Program, automata: readonly AutomatonTable[], marks: number, bound: "some" | "all"): Dfa | null {
	const whole =
		program.kind === "automaton" ? fromTable(automata[program.automaton] ?? NOTHING) : joinHeads(program.heads, automata, marks);
	return isTooLarge(whole) ? null : settled(eraseMarks(whole, marks, bound));
}

function joinHeads(heads: readonly LanguageHead[], automata: readonly AutomatonTable[], marks: number): Dfa | TooLarge {
	const nfa = new Nfa();
	for (const { words, tail } of heads) nfa.embed(readWords(nfa, words, marks), fromTable(automata[tail] ?? NOTHING));
	return determinise(nfa);
}

/** Lays out literal words, alternatives per position; gives the state behind the last border. */
export function readWords(nfa: Nfa, words: readonly (readonly string[])[], marks = 0): number {
	let at = 0;
	for (const alternatives of words) {
		const end = nfa.state();
		for (const word of alternatives) nfa.skip(nfa.endWord(nfa.literal(at, bytesOf(word)), marks), end);
		at = end;
	}
	return at;
}

/** Commands whose program is a bare name in small letters that needs no quotes: what `plainly written` means for the program. */
const bareProgram = once((): Dfa => {
	const nfa = new Nfa();
	const word = nfa.state();
	nfa.skip(0, word);
	for (let byte = 1; byte < 256; byte++) {
		const isBare = isPlainByte(byte) && byte !== SLASH && !(byte >= 0x41 && byte <= 0x5a);
		if (isBare) nfa.edge(word, byte, byte, word);
	}
	nfa.accept(nfa.anyWords(nfa.endWord(word)));
	const built = determinise(nfa);
	return isTooLarge(built) ? anyWords() : built;
});

/** Only what is matched with yes. */
function certainly(dfa: Dfa): Dfa {
	return relabel(dfa, (label) => (label === 2 ? 2 : 0));
}

function settled(dfa: Dfa | TooLarge): Dfa | null {
	return isTooLarge(dfa) ? null : dfa;
}

function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | null = null;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
