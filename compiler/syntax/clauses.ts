/** Clauses of rules, patterns, programs and wrappers: by name, each at most once. */

import type { Span } from "../source/source.ts";
import type { ArgsClause, CommandClause, ConditionNode, Effect, ExceptClause, ListClause, Text, Word1 } from "./ast.ts";
import type { Reading } from "./reading.ts";

/** What each clause holds, under the word that it starts with. */
export interface ClauseValues {
	readonly command: CommandClause;
	readonly args: ArgsClause;
	readonly except: ExceptClause;
	readonly writes: ListClause;
	readonly reads: ListClause;
	readonly env: ListClause;
	readonly when: ConditionNode;
	readonly on_mismatch: Word1<Effect | "skip">;
	readonly on_unknown: Word1<"request" | "deny">;
	readonly reason: Text;
	readonly match: readonly Text[];
	readonly not_match: readonly Text[];
	readonly subcommands: readonly Text[];
	readonly value_options: readonly Text[];
	readonly inert_options: readonly Text[];
	readonly read_only: readonly Text[];
	readonly flags: readonly Text[];
	readonly then: { readonly mode: Word1<"argv" | "text" | "stdin">; readonly transparent: boolean };
}

export type ClauseName = keyof ClauseValues;

interface ClauseOf<K extends ClauseName> {
	readonly name: K;
	readonly value: ClauseValues[K];
	/** From the clause's word to its end. */
	readonly span: Span;
}

export type Clause = { [K in ClauseName]: ClauseOf<K> }[ClauseName];

/** The values of clauses by name; a clause that is written again is reported and its second value is left out. */
export function collectClauses(clauses: readonly Clause[], reading: Reading): Partial<ClauseValues> {
	const values: { -readonly [K in ClauseName]?: ClauseValues[K] } = {};
	const first = new Map<ClauseName, Span>();
	for (const clause of clauses) {
		const before = first.get(clause.name);
		if (before) {
			const related = [{ message: "first written here", span: before }];
			reading.session.report("duplicate-clause", clause.span, { clause: clause.name }, { related });
			reading.broken = true;
			continue;
		}
		first.set(clause.name, clause.span);
		set(values, clause);
	}
	return values;
}

function set<K extends ClauseName>(values: { -readonly [N in K]?: ClauseValues[N] }, clause: ClauseOf<K>): void {
	values[clause.name] = clause.value;
}
