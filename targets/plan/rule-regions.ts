/** The plainly written commands that a rule is about, as a language over words, worked out when it is asked for. */

import {
	anyWords,
	commandGlob,
	commandRegex,
	DEAD,
	type Dfa,
	determinise,
	intersection,
	isTooLarge,
	labelAt,
	labelOfWords,
	Nfa,
	unionOf,
} from "../../compiler/automata/index.ts";
import type { CompiledPolicy, CompiledRule, Program } from "../../compiler/ir/compiled.ts";
import { expandHead, type Registry } from "../target.ts";
import { isPlainByte } from "../writer/shell.ts";
import {
	type Behind,
	behindHeads,
	certainly,
	EMPTY,
	headsOf,
	languageOfProgram,
	once,
	type RegionHead,
	remember,
	settled,
	subtract,
	unmarked,
} from "./program-languages.ts";
import { readWords } from "./read-nfa.ts";
import { otherSpellings, programOf } from "./spellings.ts";
import { startAt, walkWords } from "./walk-program.ts";

/** A language over words, either known by its literal heads or only as an automaton. */
export interface Region {
	/** Literal words so that each of its commands starts with one of these lines; null where there are none, or too many. */
	readonly lines: readonly (readonly string[])[] | null;
	/** What follows literal words in its commands; null where it passes a limit, so that nothing can be proven about it. */
	readonly behind: (words: readonly string[]) => Dfa | null;
	/** Whether a command is in the language; what is not decided is not. */
	readonly has: (words: readonly string[]) => boolean;
}

const SLASH = 0x2f;
/** More lines than this are no help: the language is then looked at whole. */
const MAX_LINES = 4_096;

/**
 * What a deny or request rule decides: the wide language of its command, first word a bare program, without what
 * its exceptions certainly take away. Null for a rule without a command.
 */
export function restrictedRegion(compiled: CompiledPolicy, known: CompiledRule, registry: Registry): Region | null {
	const { except, path_sets, programs } = known;
	if (known.loose === null) return null;
	const marks = path_sets.length;
	const loose = withSpellings(known.loose, registry);
	const literal = headsOf(loose, compiled.automata, marks, "some");
	const certain = except && languageOfProgram(except, compiled.automata, marks, "all");
	// What an exception takes away without doubt; where that cannot be worked out, nothing.
	const excepted: Behind | null = certain && ((words) => certainly(certain(words)) ?? EMPTY);
	if (literal) return regionOfHeads(literal, excepted);
	return regionOfWhole(() => {
		const wide = textLanguage(known) ?? unmarked(loose, compiled.automata, marks, "some");
		const bare = wide && (loose.kind === "heads" ? wide : settled(intersection(wide, bareProgram())));
		const spelled = bare && (loose.kind === "heads" ? bare : addSpellings(bare, programs, registry));
		return spelled && excepted ? subtract(spelled, excepted([])) : spelled;
	});
}

/**
 * What an allow rule certainly allows: the narrow language of its command without what its exceptions could take
 * away. Null for a rule without a command, or with lines about paths, which depend on the directory.
 */
export function allowedRegion(compiled: CompiledPolicy, known: CompiledRule): Region | null {
	const { strict, except, path_sets } = known;
	if (strict === null || path_sets.length > 0) return null;
	const literal = headsOf(strict, compiled.automata, 0, "all");
	const excepted = except && languageOfProgram(except, compiled.automata, 0, "some");
	if (literal) {
		const certainHeads = literal.map(({ words, tail }) => ({ words, tail: certainly(tail) ?? tail }));
		return regionOfHeads(certainHeads, excepted);
	}
	return regionOfWhole(() => {
		const narrow = certainly(unmarked(strict, compiled.automata, 0, "all"));
		return narrow && excepted ? subtract(narrow, excepted([])) : narrow;
	});
}

function regionOfHeads(heads: readonly RegionHead[], excepted: Behind | null): Region {
	const behind = remember((words) => {
		const all = behindHeads(headsFor(words[0]), words);
		return all && excepted ? subtract(all, excepted(words)) : all;
	});
	const byProgram = new Map<string, RegionHead[]>();
	for (const head of heads)
		for (const program of new Set(head.words[0] ?? [])) byProgram.set(program, [...(byProgram.get(program) ?? []), head]);
	const headsFor = (program: string | undefined) => (program === undefined ? heads : (byProgram.get(program) ?? []));
	const count = heads.reduce((sum, { words }) => sum + words.reduce((product, alternatives) => product * alternatives.length, 1), 0);
	const lines = once(() => (count > MAX_LINES ? null : uniqueLines(heads.flatMap(expandHead))));
	return {
		get lines() {
			return lines();
		},
		behind,
		has: (words) => {
			const isAbout = headsFor(words[0]).some(
				(head) =>
					words.length >= head.words.length &&
					head.words.every((alternatives, at) => alternatives.includes(words[at] ?? "")) &&
					labelOfWords(head.tail, words.slice(head.words.length)) > 0,
			);
			return isAbout && (excepted === null || labelAt(behind(words) ?? EMPTY, 0) > 0);
		},
	};
}

function regionOfWhole(make: () => Dfa | null): Region {
	const whole = once(make);
	return {
		lines: null,
		behind: (words) => {
			const language = whole();
			return language && startAt(language, walkWords(language, 0, words));
		},
		has: (words) => {
			const language = whole();
			return language !== null && labelOfWords(language, words) > 0;
		},
	};
}

function uniqueLines(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
	return [...new Map(lines.map((line) => [line.join("\0"), line])).values()];
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
