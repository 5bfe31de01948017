/** What can be wrong with the language of a rule, and how it is reported. */

import type { DiagnosticName, Holes } from "../../diagnostics/catalogue.ts";
import type { Session } from "../../diagnostics/session.ts";
import type { Span } from "../../source/source.ts";

/** The clause of a rule that a problem belongs to; `rule`: the rule as a whole. */
export type Clause = "command" | "args" | "except" | "rule";

/** Where a clause of a rule was written; null where that is not known. */
export type Locate = (rule: string, clause: Clause) => Span | null;

export interface LanguageReport {
	readonly session: Session;
	readonly locate: Locate;
}

/** Reports problems of one rule, each once: the readings of a rule share them. */
export class RuleProblems {
	private readonly seen = new Set<string>();
	/** Whether something was reported that leaves the rule without a language. */
	broken = false;

	constructor(
		private readonly rule: string,
		private readonly report: LanguageReport,
	) {}

	/** An error: the rule has no language. */
	fail<N extends DiagnosticName>(name: N, clause: Clause, holes: Holes<N>): void {
		this.broken = true;
		this.warn(name, clause, holes);
	}

	warn<N extends DiagnosticName>(name: N, clause: Clause, holes: Holes<N>): void {
		const key = JSON.stringify([name, clause, holes]);
		if (this.seen.has(key)) return;
		this.seen.add(key);
		this.report.session.report(name, this.report.locate(this.rule, clause), holes);
	}
}
