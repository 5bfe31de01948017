/** Runs a policy's examples and scenarios through the evaluator, and reports those that it does not keep. */

import { placeText } from "../compiler/diagnostics/render.ts";
import type { Session } from "../compiler/diagnostics/session.ts";
import type { Resolved } from "../compiler/index.ts";
import type { Span } from "../compiler/source/source.ts";
import type { Expectation, Given, RuleItem, TestItem } from "../compiler/syntax/ast.ts";
import { decide, type Facts, type Prepared, prepare, type Verdict } from "../runtime/typescript/index.ts";
import type { Bundle } from "../targets/index.ts";

/** Where examples run: a made-up repository and home, so that they mean the same on every machine. */
export const PLACE = { cwd: "/repo", facts: { root: "/repo", home: "/home/me" } } as const;

export interface Tried {
	/** The policy made ready for decisions; null where it has no example, since making a large one ready costs time. */
	readonly prepared: Prepared | null;
	/** The places of the lines that were tried. */
	readonly places: ReadonlySet<string>;
}

/** Runs every `match`, `not_match` and `test`; the bundle is asked for only if there are any. */
export function runExamples(resolved: Resolved, bundle: () => Bundle, session: Session): Tried {
	const rules = [...resolved.rules.values()].filter((item) => item.match.length > 0 || item.notMatch.length > 0);
	if (rules.length === 0 && resolved.tests.length === 0) return { prepared: null, places: new Set() };
	const prepared = prepare(bundle());
	const tried = [
		...rules.flatMap((item) => runRule(item, prepared, session)),
		...resolved.tests.flatMap((test) => runTest(test, prepared, session)),
	];
	return { prepared, places: new Set(tried.map(placeText)) };
}

function runRule(item: RuleItem, prepared: Prepared, session: Session): Span[] {
	const name = item.name.value;
	const matches = (line: string) =>
		judge(prepared, line, PLACE.facts).commands.some((command) => command.matches.some((match) => match.rule === name));
	for (const line of item.match) {
		if (!matches(line.value)) session.report("example-not-matched", line.span, { name, line: line.value });
	}
	for (const line of item.notMatch) {
		if (matches(line.value)) session.report("example-matched", line.span, { name, line: line.value });
	}
	return [...item.match, ...item.notMatch].map((line) => line.span);
}

function runTest(test: TestItem, prepared: Prepared, session: Session): Span[] {
	const facts = { ...PLACE.facts, ...Object.fromEntries(test.givens.map(factOf)) };
	for (const expectation of test.expectations) {
		const verdict = judge(prepared, expectation.line.value, facts);
		if (isKept(expectation, verdict)) continue;
		const expected = `${expectation.decision}${expectation.rule ? ` by ${expectation.rule.value}` : ""}`;
		const by = verdict.by === "rule" ? `${verdict.rule}` : verdict.by;
		session.report("scenario-failed", expectation.span, { line: expectation.line.value, actual: verdict.decision, by, expected });
	}
	return test.expectations.map((expectation) => expectation.span);
}

function isKept(expectation: Expectation, verdict: Verdict): boolean {
	if (verdict.decision !== expectation.decision) return false;
	return expectation.rule === null || (verdict.by === "rule" && verdict.rule === expectation.rule.value);
}

function factOf(given: Given): [string, boolean | string] {
	return [given.argument ? `${given.name.value} ${given.argument.value}` : given.name.value, given.value];
}

function judge(prepared: Prepared, command: string, facts: Facts): Verdict {
	return decide(prepared, { command, cwd: PLACE.cwd, facts, unattended: false });
}
