/** Draws what the oracle and an evaluator are compared on: policies, lines near their rules, and what is known beside them. */

import fc from "fast-check";
import type { Line, Surroundings } from "../../compiler/ir/oracle/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { policies } from "../arbitraries/ir.ts";
import { linesNear, surroundings } from "../arbitraries/words.ts";

export interface Triple {
	readonly policy: IrPolicy;
	readonly line: Line;
	readonly given: Surroundings;
}

export interface DrawOptions {
	readonly seed: number;
	readonly triples: number;
	/** Lines drawn for each policy, which is compiled once for all of them. */
	readonly linesPerPolicy: number;
}

/** The triples of a run, policy by policy. The same seed gives the same triples. */
export function* drawTriples({ seed, triples, linesPerPolicy }: DrawOptions): Generator<readonly Triple[]> {
	const cases = policies.chain((policy) =>
		fc
			.array(fc.record({ line: linesNear(policy), given: surroundings }), { minLength: linesPerPolicy, maxLength: linesPerPolicy })
			.map((lines) => lines.map((each) => ({ policy, ...each }))),
	);
	const batch = 10;
	for (let drawn = 0, round = 0; drawn < triples; round++) {
		for (const some of fc.sample(cases, { seed: seed + round, numRuns: batch })) {
			if (drawn >= triples) return;
			yield some.slice(0, triples - drawn);
			drawn += some.length;
		}
	}
}
