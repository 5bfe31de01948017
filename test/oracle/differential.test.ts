import { describe, expect, it } from "vitest";
import { judgeLine } from "../../compiler/ir/oracle/index.ts";
import { compareWith, describe as describeRun, type Evaluator } from "../support/differential.ts";

const oracle: Evaluator = (policy, registry) => (line, given) => judgeLine(policy, registry, line, given);

describe("the differential run", () => {
	it("meets every decision and enough unknowns, and finds no difference between the oracle and itself", () => {
		const run = compareWith(oracle, { seed: 20, triples: 3000 });
		const text = describeRun(run);
		expect(run.differences, text).toBe(0);
		for (const count of Object.values(run.decisions)) expect(count / run.triples, text).toBeGreaterThan(0.15);
		expect(run.withMaybe / run.triples, text).toBeGreaterThan(0.1);
	});

	it("finds an evaluator that is wrong once in a while, or throws", () => {
		let asked = 0;
		const wrong: Evaluator = (policy, registry) => {
			const answer = oracle(policy, registry);
			return (line, given) => {
				asked++;
				if (asked % 100 === 0) throw new Error("out of order");
				return asked % 50 === 0 ? { ...answer(line, given), rule: "another" } : answer(line, given);
			};
		};
		const run = compareWith(wrong, { seed: 21, triples: 400, keep: 3 });
		expect(run.differences).toBe(8);
		expect(run.first).toHaveLength(3);
		expect(describeRun(run)).toContain("out of order");
	});
});
