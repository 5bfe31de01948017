/**
 * Runs any evaluator against the oracle over arbitrary policies, lines and facts, and counts what came
 * out, so that a run that never met a decision or a `maybe` is seen as the weak run it is.
 */

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { judgeLine, type Line, type LineJudgement, type Surroundings } from "../../compiler/ir/oracle/index.ts";
import type { Decision, IrPolicy } from "../../compiler/ir/types.ts";
import type { Registry } from "../../runtime/typescript/types.ts";
import { policies } from "../arbitraries/ir.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { linesNear, surroundings } from "../arbitraries/words.ts";

/** An evaluator under test: prepared once per policy, then asked about each line and its surroundings. */
export type Evaluator = (policy: IrPolicy, registry: Registry) => (line: Line, given: Surroundings) => LineJudgement;

export interface Triple {
	readonly policy: IrPolicy;
	readonly line: Line;
	readonly given: Surroundings;
}

export interface Difference extends Triple {
	readonly expected: LineJudgement;
	/** What the evaluator answered, or the text of what it threw. */
	readonly actual: LineJudgement | string;
}

export interface Statistics {
	readonly seed: number;
	readonly triples: number;
	readonly decisions: { readonly [decision in Decision]: number };
	readonly leftToHost: number;
	/** Triples in which some rule matched with maybe. */
	readonly withMaybe: number;
	readonly withOpaqueWords: number;
	readonly differences: number;
	/** The first few, as drawn. */
	readonly first: readonly Difference[];
}

export interface RunOptions {
	readonly seed: number;
	readonly triples: number;
	/** Lines drawn for each policy; an evaluator is prepared once for all of them. */
	readonly linesPerPolicy?: number;
	/** How many differences are kept whole. */
	readonly keep?: number;
}

/** The triples of a run, policy by policy. The same seed gives the same triples. */
export function* drawTriples({ seed, triples, linesPerPolicy = 10 }: RunOptions): Generator<readonly Triple[]> {
	const cases = policies.chain((policy) =>
		fc
			.array(fc.record({ line: linesNear(policy), given: surroundings }), { minLength: linesPerPolicy, maxLength: linesPerPolicy })
			.map((lines) => lines.map((each) => ({ policy, ...each }))),
	);
	const batch = 50;
	for (let drawn = 0, round = 0; drawn < triples; round++) {
		for (const some of fc.sample(cases, { seed: seed + round, numRuns: batch })) {
			if (drawn >= triples) return;
			yield some.slice(0, triples - drawn);
			drawn += some.length;
		}
	}
}

/** One policy with one line and what is known beside it, for properties that shrink. */
export const triples: fc.Arbitrary<Triple> = policies.chain((policy) =>
	fc.record({ policy: fc.constant(policy), line: linesNear(policy), given: surroundings }),
);

/**
 * Compares an evaluator with the oracle. An evaluator that throws differs.
 *
 * @example compareWith(evaluator, { seed: 1, triples: 100_000 }).differences is 0
 */
export function compareWith(evaluator: Evaluator, options: RunOptions): Statistics {
	const decisions = { allow: 0, request: 0, deny: 0 };
	const counts = { triples: 0, leftToHost: 0, withMaybe: 0, withOpaqueWords: 0, differences: 0 };
	const first: Difference[] = [];
	for (const some of drawTriples(options)) {
		const [{ policy } = { policy: null }] = some;
		const answer = policy ? prepared(evaluator, policy) : null;
		for (const triple of some) {
			const expected = judgeLine(triple.policy, REGISTRY, triple.line, triple.given);
			counts.triples++;
			decisions[expected.decision]++;
			if (expected.leave_to_host) counts.leftToHost++;
			if (expected.commands.some((command) => command.matches.some((one) => one.match === "maybe"))) counts.withMaybe++;
			if (hasOpaqueWords(triple.line)) counts.withOpaqueWords++;
			const actual = answer?.(triple.line, triple.given) ?? "nothing";
			if (isDeepStrictEqual(actual, expected)) continue;
			counts.differences++;
			if (first.length < (options.keep ?? 5)) first.push({ ...triple, expected, actual });
		}
	}
	return { seed: options.seed, ...counts, decisions, first };
}

/** The evaluator for one policy; what it throws becomes its answer. */
function prepared(evaluator: Evaluator, policy: IrPolicy): (line: Line, given: Surroundings) => LineJudgement | string {
	const guarded = <T>(run: () => T): T | string => {
		try {
			return run();
		} catch (error) {
			return error instanceof Error ? (error.stack ?? error.message) : String(error);
		}
	};
	const answer = guarded(() => evaluator(policy, REGISTRY));
	return typeof answer === "string" ? () => answer : (line, given) => guarded(() => answer(line, given));
}

function hasOpaqueWords(line: Line): boolean {
	return line.commands.some((command) => command.words.some((word) => word.some((piece) => piece.kind !== "literal")));
}

/** The statistics as lines of text, each difference with all that is needed to look at it again. */
export function describe(statistics: Statistics): string {
	const share = (count: number) => `${((100 * count) / Math.max(1, statistics.triples)).toFixed(1)} %`;
	const { decisions, leftToHost, withMaybe, withOpaqueWords, differences, triples: all, seed } = statistics;
	return [
		`${all} triples (seed ${seed}): allow ${share(decisions.allow)}, request ${share(decisions.request)} (left to the host ${share(leftToHost)}), deny ${share(decisions.deny)}`,
		`with a maybe ${share(withMaybe)}, with opaque words ${share(withOpaqueWords)}, differences ${differences}`,
		...statistics.first.map((difference) => JSON.stringify(difference, null, "\t")),
	].join("\n");
}
