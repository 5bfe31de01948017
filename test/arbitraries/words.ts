/**
 * Arbitrary lines near a policy's own patterns: words that its rules describe, then a few edits
 * (a word less, a letter more, a path before the program, a global option, an opaque piece), so that
 * matches, near misses and unknowns all come often.
 */

import fc from "fast-check";
import type { GlobToken, Line, LineCommand, Piece, Redirection, Surroundings, Word } from "../../compiler/ir/oracle/index.ts";
import type { ArgLine, CommandLanguage, IrPolicy, Matcher } from "../../compiler/ir/types.ts";
import { FACTS, REGEXES } from "./ir.ts";
import { OPTIONS, PROGRAMS, WORDS } from "./registry.ts";

const literal = (text: string): Word => [{ kind: "literal", text }];

/** A text that a glob text matches, with `filling` for every `*`. */
function instantiate(glob: string, filling: string): string {
	return glob.replace(/\\(.)|\*|\?|\[[^\]]*\]/gsu, (part, escaped) => escaped ?? (part === "*" ? filling : part === "?" ? "p" : "r"));
}

const fillings = fc.constantFrom("", "x", "main", "a", "ush", "/x", " ");

const fromVocabulary: fc.Arbitrary<string> = fc.oneof(
	fc.constantFrom(...WORDS),
	fc.constantFrom(...OPTIONS),
	fc.constantFrom("-rf", "-fr", "-am", "--forc", "--al", "--message=a", "-mab", "-m=a", "--all=false", "--mes"),
);

/** The words of a command that a matcher describes. */
function matched(matcher: Matcher): fc.Arbitrary<string[]> {
	if (matcher.kind === "glob") return fillings.map((filling) => instantiate(matcher.pattern, filling).split(" "));
	if (matcher.kind === "regex")
		return fc.constant((REGEXES.find(({ pattern }) => pattern === matcher.pattern)?.sample ?? "git").split(" "));
	const words = matcher.words.map((alternatives) =>
		alternatives[0] === "**"
			? fc.array(fromVocabulary, { maxLength: 2 })
			: fc.tuple(fc.constantFrom(...alternatives), fillings).map(([glob, filling]) => [instantiate(glob, filling)]),
	);
	return fc.tuple(...words).map((lists) => lists.flat());
}

/** Words that make an args line true, or nearly. */
function nearLine(line: ArgLine): fc.Arbitrary<string[]> {
	const one = (globs: readonly string[]) =>
		fc.tuple(fc.constantFrom(...globs), fillings).map(([glob, filling]) => instantiate(glob, filling));
	switch (line.kind) {
		case "flag":
			return fc.constantFrom(...line.spellings).chain(spelled);
		case "option":
			return fc
				.tuple(fc.constantFrom(" ", "=", ""), one(line.values), fc.nat(3))
				.map(([border, value, cut]) =>
					`${line.name.slice(0, Math.max(2, line.name.length - (cut === 0 ? 1 : 0)))}${border}${value}`.split(" "),
				);
		case "operand":
		case "words":
			return one(line.patterns).map((word) => [word]);
		case "operand_under":
			return fc.constantFrom("src/x", "/etc/x", "../x", "/srv/x").map((word) => [word]);
		case "count":
			return fc.array(fc.constantFrom(...WORDS), { maxLength: 3 });
		case "not":
			return nearLine(line.line);
		case "any":
			return fc.constantFrom(...line.lines).chain(nearLine);
	}
}

/** Ways to write a flag: whole, cut, with a value, in a cluster. */
function spelled(flag: string): fc.Arbitrary<string[]> {
	const ways = flag.startsWith("--")
		? [flag, flag.slice(0, -1), flag.slice(0, 4), `${flag}=true`, `${flag}=no`, `${flag}=Off`, `${flag}=0`, `${flag}=`]
		: [flag, `-a${flag.slice(1)}`, `${flag}a`, `-m${flag.slice(1)}`, `-${flag}`];
	return fc.constantFrom(...ways).map((word) => [word]);
}

function described(language: CommandLanguage): fc.Arbitrary<string[]> {
	const args = language.args.map((line) => fc.oneof({ weight: 2, arbitrary: nearLine(line) }, { weight: 1, arbitrary: fc.constant([]) }));
	const tail = fc
		.tuple(...args)
		.chain((lists) => fc.shuffledSubarray(lists, { minLength: lists.length }))
		.map((lists) => lists.flat());
	return fc
		.tuple(fc.constantFrom(...language.matchers).chain(matched), tail, fc.array(fromVocabulary, { maxLength: 2 }))
		.map(([head, words, extra]) => [...head, ...words, ...extra]);
}

/** The languages of a policy's rules and of their exceptions. */
function languagesOf(policy: IrPolicy): CommandLanguage[] {
	const all = (language: CommandLanguage): CommandLanguage[] => [language, ...language.except.flatMap(all)];
	return policy.rules.flatMap((rule) => (rule.command ? all(rule.command) : []));
}

const unrelated: fc.Arbitrary<string[]> = fc
	.tuple(fc.constantFrom(...PROGRAMS), fc.nat(4), fc.array(fromVocabulary, { maxLength: 3 }))
	.map(([program, at, words]) => [program.name, ...program.subcommands.slice(at, at + 1), ...words]);

type Edit = (words: Word[]) => Word[];

const glob = (...tokens: readonly GlobToken[]): Piece => ({ kind: "glob", tokens });

const opaque: fc.Arbitrary<Piece> = fc.oneof(
	{ weight: 4, arbitrary: fc.constant<Piece>({ kind: "one" }) },
	{ weight: 2, arbitrary: fc.constant<Piece>({ kind: "many" }) },
	{
		weight: 1,
		arbitrary: fc.constantFrom<Piece[]>(glob({ kind: "star" }), glob({ kind: "deep" }), glob({ kind: "any" }, { kind: "star" })),
	},
	{ weight: 1, arbitrary: fc.constant(glob({ kind: "any" }, { kind: "bracket", members: "a-f" })) },
	{ weight: 1, arbitrary: fc.constant(glob({ kind: "literal", text: "m" }, { kind: "bracket", members: "!b-z" }, { kind: "star" })) },
);

/** Replaces part of a word by an opaque piece: all of it, its end, or its start. */
function blur(words: Word[], place: number, piece: Piece, how: number): Word[] {
	return words.map((word, index) => {
		const text = word[0]?.kind === "literal" ? word[0].text : "";
		if (index !== place) return word;
		const cut = [...text].length >> 1;
		const [start, end] = [[...text].slice(0, cut).join(""), [...text].slice(cut).join("")];
		if (how === 0) return [{ kind: "literal", text: start }, piece];
		return how === 1 ? [piece, { kind: "literal", text: end }] : [piece];
	});
}

const globalOptions = fc.constantFrom(
	[["--no-pager"]],
	[["-C", "sub"]],
	[["-c", "a=b"]],
	[["--context", "prod"]],
	[["--context=prod"]],
	[["-n", "a"]],
	[["--verbose"]],
	[["-C"]],
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.nat(6).map(
			(at): Edit =>
				(words) =>
					words.filter((_, index) => index !== at),
		),
	},
	{
		weight: 4,
		arbitrary: fc.tuple(fc.nat(6), fromVocabulary).map(
			([at, text]): Edit =>
				(words) => [...words.slice(0, at), literal(text), ...words.slice(at)],
		),
	},
	{
		weight: 2,
		arbitrary: globalOptions.map(
			(options): Edit =>
				(words) => [...words.slice(0, 1), ...options.flat().map(literal), ...words.slice(1)],
		),
	},
	{
		weight: 1,
		arbitrary: fc.tuple(fc.nat(4), fc.constantFrom("x", "-", "=", "é")).map(
			([at, letter]): Edit =>
				(words) =>
					words.map((word, index) => (index === at ? [...word, { kind: "literal", text: letter }] : word)),
		),
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom("/usr/bin/", "./", "x.exe/").map(
			(path): Edit =>
				([program = [], ...rest]) => [[{ kind: "literal", text: path }, ...program], ...rest],
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(".exe", ".COM", ".cmd.exe").map(
			(end): Edit =>
				([program = [], ...rest]) => [[...program, { kind: "literal", text: end }], ...rest],
		),
	},
	{
		weight: 7,
		arbitrary: opaque.map(
			(piece): Edit =>
				(words) => [...words, [piece]],
		),
	},
	{
		weight: 12,
		arbitrary: fc
			.tuple(
				fc.integer({ min: 0, max: 39 }).map((dice) => (dice === 0 ? 0 : 1 + (dice % 5))),
				opaque,
				fc.nat(3),
			)
			.map(
				([at, piece, how]): Edit =>
					(words) =>
						blur(words, at, piece, how),
			),
	},
);

/** Words of a command near a policy's rules. */
export function wordsNear(policy: IrPolicy): fc.Arbitrary<readonly Word[]> {
	const languages = languagesOf(policy);
	const base =
		languages.length === 0
			? unrelated
			: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...languages).chain(described) }, { weight: 1, arbitrary: unrelated });
	const edits = fc.oneof(
		{ weight: 2, arbitrary: fc.constant<Edit[]>([]) },
		{ weight: 4, arbitrary: fc.array(edit, { minLength: 1, maxLength: 2 }) },
	);
	return fc.tuple(base, edits).map(([texts, changes]) => changes.reduce((words, change) => change(words), texts.map(literal)));
}

const target: fc.Arbitrary<Word | null> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom("logs/a", "out.txt", "/tmp/x", "/etc/a/b", "../y", "/dev/null", "/dev/fd/3").map(literal) },
	{ weight: 1, arbitrary: fc.constant<Word>([{ kind: "literal", text: "logs/" }, { kind: "one" }]) },
	{ weight: 1, arbitrary: fc.constant(null) },
);

const redirection: fc.Arbitrary<Redirection> = fc.record({ direction: fc.constantFrom("out", "out", "in", "both"), target });

const assignment = fc.record({
	name: fc.constantFrom("CI", "HOME", "TZ", "LC_ALL", "PATH"),
	value: fc.oneof(
		fc.constantFrom("true", "a", "/x", "").map(literal),
		fc.constant<Word>([{ kind: "one" }]),
		fc.constant<Word>([{ kind: "literal", text: "/" }, { kind: "many" }]),
	),
});

/** Mostly nothing; else up to two of it. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
	fc.oneof({ weight: 5, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 2 }) });

function commandNear(policy: IrPolicy, index: number): fc.Arbitrary<LineCommand> {
	return fc
		.record({
			words: fc.oneof({ weight: 15, arbitrary: wordsNear(policy) }, { weight: 1, arbitrary: fc.constant<Word[]>([]) }),
			assignments: seldom(assignment),
			redirections: seldom(redirection),
			earlier: fc.subarray(Array.from({ length: index }, (_, before) => before)),
			directory: fc.constantFrom("/srv/work", "/srv/work/src", "/", null),
			lookup_changed: fc.nat(19).map((dice) => dice === 0),
			opaque: fc.oneof(
				{ weight: 9, arbitrary: fc.constant<string[]>([]) },
				{ weight: 1, arbitrary: fc.constantFrom(["foreign_code"], ["suffix_match"]) },
			),
		})
		.map((command) => ({
			...command,
			opaque: command.words[0]?.some((piece) => piece.kind !== "literal") ? [...command.opaque, "program"] : command.opaque,
		}));
}

/** A line of one to three commands near a policy's rules. */
export function linesNear(policy: IrPolicy): fc.Arbitrary<Line> {
	const commands = fc.oneof(
		{ weight: 8, arbitrary: fc.tuple(commandNear(policy, 0)) },
		{ weight: 2, arbitrary: fc.tuple(commandNear(policy, 0), commandNear(policy, 1)) },
		{ weight: 1, arbitrary: fc.tuple(commandNear(policy, 0), commandNear(policy, 1), commandNear(policy, 2)) },
	);
	return fc.record({
		commands,
		opaque: fc.oneof({ weight: 19, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.constant(["syntax_error"]) }),
	});
}

/** Facts and places; each fact is given or not. */
export const surroundings: fc.Arbitrary<Surroundings> = fc
	.record({
		root: fc.constantFrom("/srv/work", "/srv/work", null),
		home: fc.constantFrom("/root", null),
		values: fc.tuple(...FACTS.map(() => fc.constantFrom(true, true, true, false, false, null))),
		unattended: fc.nat(5).map((dice) => dice === 0),
	})
	.map(({ values, ...rest }) => ({
		...rest,
		facts: Object.fromEntries(FACTS.flatMap((fact, index) => (typeof values[index] === "boolean" ? [[fact, values[index]]] : []))),
	}));
