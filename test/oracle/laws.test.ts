/** The laws of the decision, held by the oracle itself. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareRules } from "../../compiler/ir/canonical.ts";
import {
	type Judgement,
	judgeLine,
	type Line,
	type LineCommand,
	type LineJudgement,
	type Surroundings,
} from "../../compiler/ir/oracle/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { denyRules, FACTS, policiesUpTo } from "../arbitraries/ir.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { linesNear, surroundings } from "../arbitraries/words.ts";

/** A policy with several lines near it, each with its surroundings. */
const cases = policiesUpTo(3).chain((policy) =>
	fc.record({
		policy: fc.constant(policy),
		drawn: fc.array(fc.record({ line: linesNear(policy), given: surroundings }), { minLength: 10, maxLength: 10 }),
	}),
);
const RUNS = { numRuns: 60 };

function judge(policy: IrPolicy, line: Line, given: Surroundings): LineJudgement {
	return judgeLine(policy, REGISTRY, line, { ...given, unattended: false });
}

function strictness(judgement: Judgement): number {
	return judgement.leave_to_host ? 1 : { allow: 0, request: 2, deny: 3 }[judgement.decision];
}

/** Nothing says what an unknown condition gives: then the strict rule holds. */
function withoutOnUnknown(policy: IrPolicy): IrPolicy {
	return { ...policy, rules: policy.rules.map((rule) => ({ ...rule, on_unknown: null })) };
}

describe("laws", () => {
	it("adding a deny rule whose on_mismatch is skip or deny never loosens a decision", () => {
		fc.assert(
			fc.property(cases, denyRules, ({ policy, drawn }, added) => {
				const more = { ...policy, rules: [...policy.rules, added].sort(compareRules) };
				for (const { line, given } of drawn)
					expect(strictness(judge(more, line, given))).toBeGreaterThanOrEqual(strictness(judge(policy, line, given)));
			}),
			RUNS,
		);
	});

	it("with known facts, removing an allow rule whose on_mismatch is skip never loosens a decision", () => {
		fc.assert(
			fc.property(cases, fc.nat(7), ({ policy, drawn }, at) => {
				const allows = policy.rules.filter((rule) => rule.effect === "allow" && rule.on_mismatch === "skip");
				const removed = allows[at % Math.max(1, allows.length)];
				if (!removed) return;
				const less = { ...policy, rules: policy.rules.filter((rule) => rule !== removed) };
				for (const { line, given } of drawn) {
					const before = judge(policy, line, given);
					if (before.conditions.some(({ value }) => value === "unknown")) continue;
					expect(strictness(judge(less, line, given))).toBeGreaterThanOrEqual(strictness(before));
				}
			}),
			RUNS,
		);
	});

	it("turning a fact unknown never loosens, unless the rule says on_unknown", () => {
		fc.assert(
			fc.property(
				cases.map((each) => ({ ...each, policy: withoutOnUnknown(each.policy) })),
				fc.constantFrom(...FACTS),
				({ policy, drawn }, fact) => {
					for (const { line, given } of drawn) {
						const facts = Object.fromEntries(Object.entries(given.facts).filter(([name]) => name !== fact));
						expect(strictness(judge(policy, line, { ...given, facts }))).toBeGreaterThanOrEqual(strictness(judge(policy, line, given)));
					}
				},
			),
			RUNS,
		);
	});

	it("replacing a literal by an unknown never turns a stricter decision into allow", () => {
		fc.assert(
			fc.property(
				cases.map((each) => ({ ...each, policy: withoutOnUnknown(each.policy) })),
				fc.nat(4),
				fc.constantFrom<"one" | "many">("one", "many"),
				({ policy, drawn }, at, kind) => {
					for (const { line, given } of drawn) {
						const { decision } = judge(policy, line, given);
						if (decision === "allow") continue;
						const commands = line.commands.map((command): LineCommand => {
							const words = command.words.map((word, index) =>
								index === at && word.every((piece) => piece.kind === "literal") ? [{ kind } as const] : word,
							);
							return at === 0 && words.length > 0 ? { ...command, words, opaque: [...command.opaque, "program"] } : { ...command, words };
						});
						expect(judge(policy, { ...line, commands }, given).decision).not.toBe("allow");
					}
				},
			),
			RUNS,
		);
	});

	it("for the same facts, a line is at least as strict as each simple command in it, whatever surrounds that command", () => {
		fc.assert(
			fc.property(
				cases.map((each) => ({ ...each, policy: withoutOnUnknown(each.policy) })),
				({ policy, drawn }) => {
					for (const { line, given } of drawn) {
						const whole = strictness(judge(policy, line, given));
						for (const command of line.commands) {
							const alone = { commands: [{ ...command, earlier: [] }], opaque: [] };
							expect(strictness(judge(policy, alone, given))).toBeLessThanOrEqual(whole);
						}
					}
				},
			),
			RUNS,
		);
	});
});
