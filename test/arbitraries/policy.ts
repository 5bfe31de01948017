/**
 * Arbitrary syntax trees: every construct of the language, in the form in which a parser gives them
 * (neighbouring literals joined, no empty lists), but with empty spans.
 *
 * Names of `words`, `pattern` and `condition` items are not resolved: a tree is well-formed, not meaningful.
 */

import fc from "fast-check";
import type {
	ArgLine,
	ArgsClause,
	CommandClause,
	CommandLiteral,
	ConditionNode,
	ExceptClause,
	Expectation,
	Given,
	Item,
	JsonValue,
	ListClause,
	Matcher,
	PolicyFile,
	RegexText,
	RuleItem,
	Text,
	Word,
	WordEntry,
	WordPiece,
} from "../../compiler/syntax/ast.ts";

const NOWHERE = { source: { path: "arbitrary.policy", text: "" }, start: 0, end: 0 } as const;
const span = fc.constant(NOWHERE);
const RESERVED = new Set("exact prefix glob regex command args flag option operand every some count not any under all optional".split(" "));

/** A piece of text with an empty span. */
export function textOf(value: fc.Arbitrary<string>): fc.Arbitrary<Text> {
	return value.map((text) => ({ value: text, span: NOWHERE }));
}

function listOf<T>(entry: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> {
	return fc.array(entry, { minLength: 1, maxLength });
}

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
	return fc.option(value, { freq: 2 });
}

/** A name that may stand bare everywhere. */
export const name: fc.Arbitrary<Text> = textOf(fc.stringMatching(/^[a-z_][a-z0-9_.-]{0,5}$/).filter((word) => !RESERVED.has(word)));

/** Any text without the character 0: it may hold quotes, escapes, line breaks and characters outside the BMP. */
const anyText = fc.oneof(
	{ weight: 3, arbitrary: fc.stringMatching(/^[a-z ./*"'`\\#{}-]{0,8}$/) },
	{ weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }).map((text) => text.replaceAll("\0", "")) },
	{ weight: 1, arbitrary: fc.constantFrom("a\nb", "\t", "\u{1}\u{7f}", "\r", "$HOME", "# no comment", "}\n{", "é\u{1F600}") },
);

/** A text in double quotes. */
export const text: fc.Arbitrary<Text> = textOf(anyText);
const label = fc.oneof({ weight: 4, arbitrary: name }, { weight: 1, arbitrary: textOf(anyText.filter((value) => value !== "")) });

const literalPiece: fc.Arbitrary<WordPiece> = fc
	.oneof(
		{ weight: 5, arbitrary: fc.stringMatching(/^[a-z0-9./:=@-]{1,5}$/) },
		{
			weight: 1,
			arbitrary: fc.constantFrom(" ", "|", "$x", "'", "\\", "a,b", "{}", "*", "`", '"', "#", "é", "\u{1F600}", ";", "\t", "\u{a0}"),
		},
	)
	.map((value) => ({ kind: "literal", text: value }));

/** Pieces with neighbouring literals and stars joined, as the parser gives them. */
function joined(pieces: readonly WordPiece[]): readonly WordPiece[] {
	const result: WordPiece[] = [];
	for (const piece of pieces) {
		const last = result.at(-1);
		if (piece.kind === "literal" && last?.kind === "literal") result[result.length - 1] = { kind: "literal", text: last.text + piece.text };
		else if (piece.kind !== "star" || last?.kind !== "star") result.push(piece);
	}
	return result;
}

const pieces: fc.Arbitrary<readonly WordPiece[]> = fc.letrec<{ pieces: readonly WordPiece[]; piece: WordPiece }>((tie) => ({
	piece: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		{ weight: 6, arbitrary: literalPiece },
		{ weight: 1, arbitrary: fc.constant<WordPiece>({ kind: "star" }) },
		{ weight: 1, arbitrary: fc.constant<WordPiece>({ kind: "question" }) },
		{
			weight: 1,
			arbitrary: fc
				.array(tie("pieces"), { minLength: 2, maxLength: 3 })
				.map((alternatives): WordPiece => ({ kind: "braces", alternatives })),
		},
	),
	pieces: fc.array(tie("piece"), { maxLength: 3 }).map(joined),
})).pieces;

/** A word: literals, wildcards and nested braces; sometimes empty, never the lone `**`. */
export const word: fc.Arbitrary<Word> = fc.record({ pieces, span });
const many: fc.Arbitrary<Word> = fc.constant({ pieces: [{ kind: "many" }], span: NOWHERE });

/** A command literal of one to three words, sometimes with a lone `**`. */
export const literal: fc.Arbitrary<CommandLiteral> = fc.record({
	words: listOf(fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: many })),
	span,
});

const wordEntry: fc.Arbitrary<WordEntry> = fc.record({ kind: fc.constant("word"), word, span });
const entry: fc.Arbitrary<WordEntry> = fc.oneof(wordEntry, fc.record({ kind: fc.constant("name"), name, span }));

const globText = textOf(
	fc
		.array(fc.constantFrom("git", " ", "*", "?", "[a-z]", "[!x]", "\\*", "\\`", "\\\\", "'", "|", "{", "é"), { minLength: 1, maxLength: 5 })
		.map((parts) => parts.join("")),
);
const regexText: fc.Arbitrary<RegexText> = fc.record({
	source: textOf(
		fc
			.array(fc.constantFrom("^", "git", " ", ".*", "\\/", "\\\\", "[a-z]", "(a|b)", "{1,2}", "#", '"', "`"), {
				minLength: 1,
				maxLength: 5,
			})
			.map((parts) => parts.join("")),
	),
	ignoreCase: fc.boolean(),
	span,
});

/** A matcher of any kind. */
export const matcher: fc.Arbitrary<Matcher> = fc.oneof(
	fc.record({ kind: fc.constantFrom("exact", "prefix"), literals: listOf(literal, 2), span }),
	fc.record({ kind: fc.constant("glob"), patterns: listOf(globText, 2), span }),
	fc.record({ kind: fc.constant("regex"), patterns: listOf(regexText, 2), span }),
);

const command: fc.Arbitrary<CommandClause> = fc.oneof(
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("matchers"), matchers: listOf(matcher, 2), span }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("name"), name, span }) },
);

/** A line of `args`, with groups and negations. */
export const argLine: fc.Arbitrary<ArgLine> = fc.letrec<{ line: ArgLine }>((tie) => ({
	line: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		fc.record({ kind: fc.constant("flag"), spellings: listOf(entry, 2), span }),
		fc.record({ kind: fc.constant("option"), name: word, values: listOf(entry, 2), span }),
		fc.record({ kind: fc.constant("operand"), every: fc.boolean(), patterns: listOf(entry, 2), span }),
		fc.record({ kind: fc.constant("operand_under"), every: fc.boolean(), paths: listOf(text, 2), span }),
		fc.record({ kind: fc.constant("words"), every: fc.boolean(), patterns: listOf(entry, 2), span }),
		fc.record({ kind: fc.constant("count"), operator: fc.constantFrom("==", "!=", "<", "<=", ">", ">="), value: fc.nat(), span }),
		fc.record({ kind: fc.constant("not"), line: tie("line"), span }),
		fc.record({ kind: fc.constant("any"), lines: listOf(tie("line"), 2), span }),
	),
})).line;

const args: fc.Arbitrary<ArgsClause> = fc.record({ lines: listOf(argLine, 2), span });
const except: fc.Arbitrary<ExceptClause> = fc.record({ entries: listOf(fc.record({ command, args: maybe(args), span }), 2), span });

const paths: fc.Arbitrary<ListClause> = fc.record({
	entries: fc.oneof(
		listOf(text, 2),
		textOf(fc.constant("any")).map((any) => [any]),
	),
	span,
});

/** A condition with groups, `not` and `optional`. */
export const condition: fc.Arbitrary<ConditionNode> = fc.letrec<{ node: ConditionNode }>((tie) => ({
	node: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		fc.record({ kind: fc.constant("leaf"), name, arguments: fc.array(text, { maxLength: 2 }), required: fc.boolean(), span }),
		fc.record({ kind: fc.constantFrom("all", "any"), members: fc.array(tie("node"), { maxLength: 2 }), required: fc.boolean(), span }),
		fc.record({ kind: fc.constant("not"), member: tie("node"), required: fc.boolean(), span }),
	),
})).node;

const effect = fc.constantFrom("allow", "request", "deny");
const strict = fc.constantFrom("request", "deny");

/** A rule with any of its clauses. */
export const rule: fc.Arbitrary<RuleItem> = fc.record({
	kind: fc.constant("rule"),
	effect,
	name: label,
	sealed: fc.boolean(),
	override: fc.boolean(),
	command: maybe(command),
	args: maybe(args),
	except: maybe(except),
	writes: maybe(paths),
	reads: maybe(paths),
	env: maybe(fc.record({ entries: listOf(text, 2), span })),
	when: maybe(condition),
	onMismatch: maybe(fc.record({ value: fc.constantFrom("allow", "request", "deny", "skip"), span })),
	onUnknown: maybe(fc.record({ value: strict, span })),
	reason: maybe(text),
	match: fc.array(text, { maxLength: 2 }),
	notMatch: fc.array(text, { maxLength: 2 }),
	span,
});

const given: fc.Arbitrary<Given> = fc.record({
	name,
	argument: maybe(text),
	value: fc.constantFrom<Given["value"]>(true, false, "unknown"),
	span,
});
const expectation: fc.Arbitrary<Expectation> = fc.record({ line: text, decision: effect, rule: maybe(label), span });

const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
	value: fc.oneof(
		{ depthSize: "small" },
		fc.constantFrom(null, true, false),
		fc.maxSafeInteger(),
		fc.constantFrom(0.5, -1.25e-7, 3e-12),
		anyText,
		fc.array(tie("value"), { maxLength: 3 }),
		fc.dictionary(anyText, tie("value"), { maxKeys: 3, noNullPrototype: true }),
	),
})).value;

const lines = fc.array(text, { maxLength: 2 });

/** Any item. */
export const item: fc.Arbitrary<Item> = fc.oneof(
	{ weight: 6, arbitrary: rule },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("version"), version: fc.nat(), span }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("scope"),
			scope: fc.constantFrom("system", "user", "repo", "harness", "task-domain", "task-instance"),
			name: maybe(text),
			sealed: fc.boolean(),
			span,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("default"),
			decision: fc.constantFrom("allow", "request", "deny", "host"),
			sealed: fc.boolean(),
			span,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("fallback"),
			name: fc.constantFrom("opaque", "condition_error", "malformed_bundle", "missing_policy", "unattended"),
			decision: strict,
			sealed: fc.boolean(),
			span,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("include"), path: text, span }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant("words"), name, entries: listOf(wordEntry, 4), span }) },
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant("pattern"), name, command: maybe(command), args: maybe(args), except: maybe(except), span }),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("condition"), name, members: fc.array(condition, { maxLength: 2 }), span }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("test"),
			title: text,
			givens: fc.array(given, { maxLength: 2 }),
			expectations: listOf(expectation, 2),
			span,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("program"),
			name: label,
			subcommands: lines,
			valueOptions: lines,
			inertOptions: lines,
			readOnly: lines,
			span,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant("wrapper"),
			name: label,
			valueOptions: lines,
			flags: lines,
			then: fc.record({ value: fc.constantFrom("argv", "text", "stdin"), span }),
			transparent: fc.boolean(),
			span,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("carry"), name: label, value: jsonValue, span }) },
);

/** A file of up to two items, without ignore comments. */
export const policyFile: fc.Arbitrary<PolicyFile> = fc.record({
	items: fc.array(item, { maxLength: 2 }),
	ignores: fc.constant([]),
	span,
});
