import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluateCondition, type Truth } from "../../compiler/ir/oracle/index.ts";
import type { Condition } from "../../compiler/ir/types.ts";
import { readTruthTable, TRUTH_TABLE, writeTruthTable } from "../support/truth-table.ts";

function evaluate(condition: Condition, facts: { readonly [fact: string]: boolean }): Truth {
	return evaluateCondition(condition, (name) => {
		const fact = facts[name];
		return fact === undefined ? "unknown" : fact ? "true" : "false";
	});
}

describe("the truth table of conditions", () => {
	it("is what the oracle says, to the byte", () => {
		const text = writeTruthTable(evaluate);
		if (process.env.POLICYC_RECORD) writeFileSync(TRUTH_TABLE, text);
		expect(readFileSync(TRUTH_TABLE, "utf8")).toBe(text);
	});

	it("reads back as conditions with the same values", () => {
		const cases = readTruthTable();
		expect(cases.length).toBeGreaterThan(2500);
		for (const { condition, facts, value, text } of cases) expect(evaluate(condition, facts), text).toBe(value);
	});

	it("holds what the definitions of all, any and not say, counted another way", () => {
		for (const { condition, facts, value, text } of readTruthTable()) expect(byNumbers(condition, facts), text).toBe(value);
	});
});

/** The definitions once more, as least and greatest of false < unknown < true. */
function byNumbers(condition: Condition, facts: { readonly [fact: string]: boolean }): Truth {
	const level = (one: Condition): number => {
		if ("name" in one) return facts[one.name] === undefined ? 1 : facts[one.name] ? 2 : 0;
		if (one.mode === "not") return 2 - level(one.conditions[0]);
		const required = one.conditions.filter((member) => member.required).map(level);
		if (one.mode === "all") return Math.min(2, ...required);
		return Math.max(0, ...(required.length > 0 ? required : one.conditions.map(level)));
	};
	return (["false", "unknown", "true"] as const)[level(condition)] ?? "unknown";
}
