import { describe, expect, it } from "vitest";
import { evaluateCondition } from "../../runtime/typescript/conditions.ts";
import { givenFacts } from "../../runtime/typescript/facts.ts";
import { readTruthTable } from "../support/truth-table.ts";

describe("the truth table of conditions", () => {
	it("holds for the TypeScript evaluator, row by row", () => {
		const cases = readTruthTable();
		expect(cases.length).toBeGreaterThan(2500);
		for (const { condition, facts, value, text } of cases) {
			const given = givenFacts(facts);
			expect(
				evaluateCondition(condition, ({ name, argument }) => given.ask(name, argument, null)),
				text,
			).toBe(value);
		}
	});
});
