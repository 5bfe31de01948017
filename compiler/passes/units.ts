/** What the passes hand to each other: scope files as read, units with their includes, merged drafts. */

import type { IrRule, JsonValue, RegistryProgram, RegistryWrapper, ScopeKind } from "../ir/types.ts";
import type { Source, Span } from "../source/source.ts";
import type { DefaultHeader, ExceptClause, FallbackHeader, IgnoreComment, Item, RuleItem, TestItem } from "../syntax/ast.ts";

/** One scope file: which slot it stands in, its text, and whether it is the person's own (given from outside the root). */
export interface ScopeFile {
	readonly scope: ScopeKind;
	/** The harness, task domain or instance that the slot is for; null for the other scopes. */
	readonly name: string | null;
	readonly source: Source;
	readonly own: boolean;
}

/** Reads what an `include` names; the path is as written, relative to the root's `policy-config/`. Says why it cannot. */
export type ReadInclude = (path: string, from: ScopeFile) => { readonly source: Source } | { readonly problem: string };

/** A scope file with everything it includes, parsed. */
export interface Unit {
	readonly file: ScopeFile;
	readonly sealed: boolean;
	/** The file itself, then its includes in reading order, each once. */
	readonly sources: readonly Source[];
	readonly items: readonly Item[];
	readonly ignores: readonly (IgnoreComment & { readonly path: string })[];
}

/** A rule as lowered, with the item it came from: its clauses are where messages point. */
export interface RuleDraft {
	readonly rule: IrRule;
	readonly item: RuleItem;
	/** The exceptions that apply, also when they come from a `pattern`. */
	readonly except: ExceptClause | null;
	readonly file: ScopeFile;
}

/** A scope, lowered but not merged. */
export interface ScopeDraft {
	readonly file: ScopeFile;
	readonly sealed: boolean;
	readonly sources: readonly Source[];
	readonly default: DefaultHeader | null;
	readonly fallbacks: readonly FallbackHeader[];
	readonly rules: readonly RuleDraft[];
	readonly programs: readonly Spanned<RegistryProgram>[];
	readonly wrappers: readonly Spanned<RegistryWrapper>[];
	readonly carried: readonly Spanned<{ readonly name: string; readonly value: JsonValue }>[];
	readonly tests: readonly TestItem[];
}

export interface Spanned<T> {
	readonly value: T;
	readonly span: Span;
}
