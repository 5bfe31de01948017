import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRules } from "../../compiler/ir/canonical.ts";
import type { IrPolicy, IrRule } from "../../compiler/ir/types.ts";
import { decide, type Prepared } from "../../runtime/typescript/index.ts";
import { denyRules } from "../arbitraries/ir.ts";
import { checkLaw, fewRules, LINES, POLICIES, strictnessOf, withoutRule } from "../support/law-cases.ts";

/** Policies with one more rule, named `added`. */
const withDeny: fc.Arbitrary<IrPolicy> = fc.tuple(fewRules, denyRules).map(([policy, rule]) => ({
	...policy,
	rules: [...policy.rules, rule].sort(compareRules),
}));

/** Allow rules that can be taken away. */
function isRemovable({ effect, on_mismatch }: IrRule): boolean {
	return effect === "allow" && on_mismatch === "skip";
}

const withAllow = fewRules.filter(({ rules }) => rules.some(isRemovable));

describe("law 1", () => {
	it("Adding a deny rule whose `on_mismatch` is `skip` or `deny` never loosens a decision.", () => {
		let fewer: { from: Prepared; to: Prepared } | null = null;
		const { pairs, cases } = checkLaw(withDeny, (prepared, { request }) => {
			if (fewer?.from !== prepared) fewer = { from: prepared, to: withoutRule(prepared, "added") };
			const [without, withRule] = [decide(fewer.to, request), decide(prepared, request)];
			expect(strictnessOf(withRule), request.command).toBeGreaterThanOrEqual(strictnessOf(without));
			return withRule.commands.some(({ matches }) => matches.some(({ rule }) => rule === "added"));
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
		expect(cases, "lines that the added rule matched").toBeGreaterThan(pairs / 10);
	});

	it("With known facts, removing an allow rule whose `on_mismatch` is `skip` never loosens a decision.", () => {
		let fewer: { from: Prepared; to: Prepared; name: string } | null = null;
		const { pairs, cases } = checkLaw(withAllow, (prepared, { request }, policy) => {
			const removed = policy.rules.find(isRemovable)?.name ?? "";
			if (fewer?.from !== prepared) fewer = { from: prepared, to: withoutRule(prepared, removed), name: removed };
			const withRule = decide(prepared, request);
			if (withRule.conditions.some(({ value }) => value === "unknown")) return false;
			const without = decide(fewer.to, request);
			expect(strictnessOf(without), request.command).toBeGreaterThanOrEqual(strictnessOf(withRule));
			return withRule.commands.some(({ matches }) => matches.some(({ rule }) => rule === removed));
		});
		expect(pairs).toBeGreaterThanOrEqual(POLICIES * LINES);
		expect(cases, "lines that the removed rule matched").toBeGreaterThan(pairs / 50);
	});
});
