/**
 * The tree that both surfaces (`.policy` text, YAML/JSON scope files) become.
 *
 * Every node a message may point at carries a span; spans reach down to single words of a command
 * literal. The tree says what was written: names are not resolved, nothing is merged or defaulted.
 */

import type { Span } from "../source/source.ts";

export type Effect = "allow" | "request" | "deny";
export type ScopeKind = "system" | "user" | "repo" | "harness" | "task-domain" | "task-instance";

/** A piece of user text with its place. `value` is the text after unescaping. */
export interface Text {
	readonly value: string;
	readonly span: Span;
}

/**
 * One word of a command literal, a flag or a word pattern: alternatives of pieces.
 *
 * `raw` is the text as written between blanks; the pieces are what it means.
 */
export interface Word {
	readonly pieces: readonly WordPiece[];
	readonly span: Span;
}

export type WordPiece =
	/** Characters that stand for themselves (quotes and escapes already removed). */
	| { readonly kind: "literal"; readonly text: string }
	/** `*`: any characters of one word. `?`: one character. `**` alone in a word: any number of words. */
	| { readonly kind: "star" }
	| { readonly kind: "question" }
	| { readonly kind: "many" }
	/** `{a,b}`: one of these; alternatives may nest and may be empty. */
	| { readonly kind: "braces"; readonly alternatives: readonly (readonly WordPiece[])[] };

/** A backtick literal split into words. */
export interface CommandLiteral {
	readonly words: readonly Word[];
	readonly span: Span;
}

/** A word pattern where one is listed: a backtick literal of one word, or the bare name of a `words` list. */
export type WordEntry =
	| { readonly kind: "word"; readonly word: Word; readonly span: Span }
	| { readonly kind: "name"; readonly name: Text; readonly span: Span };

export type Matcher =
	| { readonly kind: "exact" | "prefix"; readonly literals: readonly CommandLiteral[]; readonly span: Span }
	/** `glob`: raw pattern texts, `*` `?` `[..]` and `\` escapes still in them. */
	| { readonly kind: "glob"; readonly patterns: readonly Text[]; readonly span: Span }
	/** `regex`: pattern texts between the slashes, `\/` still escaped. */
	| { readonly kind: "regex"; readonly patterns: readonly RegexText[]; readonly span: Span };

export interface RegexText {
	readonly source: Text;
	readonly ignoreCase: boolean;
	readonly span: Span;
}

/** `command`: matchers (any of them), or the name of a `pattern` item. */
export type CommandClause =
	| { readonly kind: "matchers"; readonly matchers: readonly Matcher[]; readonly span: Span }
	| { readonly kind: "name"; readonly name: Text; readonly span: Span };

export type CountOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** One line of `args`. */
export type ArgLine =
	| { readonly kind: "flag"; readonly spellings: readonly WordEntry[]; readonly span: Span }
	| { readonly kind: "option"; readonly name: Word; readonly values: readonly WordEntry[]; readonly span: Span }
	| { readonly kind: "operand"; readonly every: boolean; readonly patterns: readonly WordEntry[]; readonly span: Span }
	| { readonly kind: "operand_under"; readonly every: boolean; readonly paths: readonly Text[]; readonly span: Span }
	| { readonly kind: "words"; readonly every: boolean; readonly patterns: readonly WordEntry[]; readonly span: Span }
	| { readonly kind: "count"; readonly operator: CountOperator; readonly value: number; readonly span: Span }
	| { readonly kind: "not"; readonly line: ArgLine; readonly span: Span }
	| { readonly kind: "any"; readonly lines: readonly ArgLine[]; readonly span: Span };

export interface ArgsClause {
	readonly lines: readonly ArgLine[];
	readonly span: Span;
}

/** `except`: a command of its own, with args and (inside a pattern) exceptions of its own. */
export interface ExceptClause {
	readonly entries: readonly ExceptEntry[];
	readonly span: Span;
}

export interface ExceptEntry {
	readonly command: CommandClause;
	readonly args: ArgsClause | null;
	readonly span: Span;
}

/** `writes`, `reads`, `env`: a list of paths (`any` is the text `any`) or of `NAME=GLOB`. */
export interface ListClause {
	readonly entries: readonly Text[];
	readonly span: Span;
}

export type ConditionNode =
	/** A predicate or the name of a `condition` item: which of the two is settled by a later pass. */
	| { readonly kind: "leaf"; readonly name: Text; readonly arguments: readonly Text[]; readonly required: boolean; readonly span: Span }
	| { readonly kind: "all" | "any"; readonly members: readonly ConditionNode[]; readonly required: boolean; readonly span: Span }
	| { readonly kind: "not"; readonly member: ConditionNode; readonly required: boolean; readonly span: Span };

export interface Word1<T> {
	readonly value: T;
	readonly span: Span;
}

/** A rule. Clauses that are not written are null; `match` and `notMatch` hold raw command lines. */
export interface RuleItem {
	readonly kind: "rule";
	readonly effect: Effect;
	readonly name: Text;
	readonly sealed: boolean;
	readonly override: boolean;
	readonly command: CommandClause | null;
	readonly args: ArgsClause | null;
	readonly except: ExceptClause | null;
	readonly writes: ListClause | null;
	readonly reads: ListClause | null;
	readonly env: ListClause | null;
	readonly when: ConditionNode | null;
	readonly onMismatch: Word1<Effect | "skip"> | null;
	readonly onUnknown: Word1<"request" | "deny"> | null;
	readonly reason: Text | null;
	readonly match: readonly Text[];
	readonly notMatch: readonly Text[];
	readonly span: Span;
}

export interface WordsItem {
	readonly kind: "words";
	readonly name: Text;
	readonly entries: readonly WordEntry[];
	readonly span: Span;
}

export interface PatternItem {
	readonly kind: "pattern";
	readonly name: Text;
	readonly command: CommandClause | null;
	readonly args: ArgsClause | null;
	readonly except: ExceptClause | null;
	readonly span: Span;
}

export interface ConditionItem {
	readonly kind: "condition";
	readonly name: Text;
	readonly members: readonly ConditionNode[];
	readonly span: Span;
}

export interface TestItem {
	readonly kind: "test";
	readonly title: Text;
	readonly givens: readonly Given[];
	readonly expectations: readonly Expectation[];
	readonly span: Span;
}

export interface Given {
	readonly name: Text;
	readonly argument: Text | null;
	readonly value: boolean | "unknown";
	readonly span: Span;
}

export interface Expectation {
	readonly line: Text;
	readonly decision: Effect;
	readonly rule: Text | null;
	readonly span: Span;
}

/** `program NAME { … }`: what the policy adds to the command registry. */
export interface ProgramItem {
	readonly kind: "program";
	readonly name: Text;
	readonly subcommands: readonly Text[];
	readonly valueOptions: readonly Text[];
	readonly inertOptions: readonly Text[];
	readonly readOnly: readonly Text[];
	readonly span: Span;
}

export interface WrapperItem {
	readonly kind: "wrapper";
	readonly name: Text;
	readonly valueOptions: readonly Text[];
	readonly flags: readonly Text[];
	readonly then: Word1<"argv" | "text" | "stdin">;
	readonly transparent: boolean;
	readonly span: Span;
}

/** A policy field that is merged, carried and hashed but not enforced: `carry NAME JSON`. */
export interface CarryItem {
	readonly kind: "carry";
	readonly name: Text;
	readonly value: JsonValue;
	readonly span: Span;
}

export interface IncludeItem {
	readonly kind: "include";
	readonly path: Text;
	readonly span: Span;
}

export interface ScopeHeader {
	readonly kind: "scope";
	readonly scope: ScopeKind;
	readonly name: Text | null;
	readonly sealed: boolean;
	readonly span: Span;
}

export interface VersionHeader {
	readonly kind: "version";
	/** `1`, whether it was written `policy 1` or `version: v1`. */
	readonly version: number;
	readonly span: Span;
}

export interface DefaultHeader {
	readonly kind: "default";
	readonly decision: Effect | "host";
	readonly sealed: boolean;
	readonly span: Span;
}

export type FallbackName = "opaque" | "condition_error" | "malformed_bundle" | "missing_policy" | "unattended";

export interface FallbackHeader {
	readonly kind: "fallback";
	readonly name: FallbackName;
	readonly decision: "request" | "deny";
	readonly sealed: boolean;
	readonly span: Span;
}

export type HeaderItem = VersionHeader | ScopeHeader | DefaultHeader | FallbackHeader | IncludeItem;
export type BodyItem = WordsItem | PatternItem | ConditionItem | RuleItem | TestItem | ProgramItem | WrapperItem | CarryItem;
export type Item = HeaderItem | BodyItem;

/** `# policyc: ignore CODE reason` on the line before what it silences. */
export interface IgnoreComment {
	readonly code: string;
	readonly reason: string;
	/** The 1-based line that the comment silences: the next line that is neither blank nor a comment. */
	readonly line: number;
	readonly span: Span;
}

/** One scope file or included file, as written, in source order. Broken items are absent (and were reported). */
export interface PolicyFile {
	readonly items: readonly Item[];
	readonly ignores: readonly IgnoreComment[];
	readonly span: Span;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
