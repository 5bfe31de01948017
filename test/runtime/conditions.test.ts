import { describe, expect, test } from "vitest";
import { evaluateCondition, predicatesOf } from "../../runtime/typescript/conditions.ts";
import { givenFacts } from "../../runtime/typescript/facts.ts";
import type { Condition, Truth } from "../../runtime/typescript/types.ts";

const TRUTHS: readonly Truth[] = ["true", "false", "unknown"];
const leaf = (name: string, required = true): Condition => ({ name, value: null, required });
const group = (mode: "all" | "any" | "not", ...conditions: Condition[]): Condition => ({ mode, conditions, required: true });

function value(condition: Condition, facts: Readonly<Record<string, Truth>>): Truth {
	return evaluateCondition(condition, ({ name }) => facts[name] ?? "unknown");
}

/** All assignments of values to three names. */
const rows = TRUTHS.flatMap((a) => TRUTHS.flatMap((b) => TRUTHS.map((c) => ({ a, b, c }))));

describe("groups", () => {
	test("all: false if one is false, else unknown if one is unknown", () => {
		for (const facts of rows) {
			const values = Object.values(facts);
			const expected = values.includes("false") ? "false" : values.includes("unknown") ? "unknown" : "true";
			expect(value(group("all", leaf("a"), leaf("b"), leaf("c")), facts)).toBe(expected);
		}
	});

	test("any: true if one is true, else unknown if one is unknown", () => {
		for (const facts of rows) {
			const values = Object.values(facts);
			const expected = values.includes("true") ? "true" : values.includes("unknown") ? "unknown" : "false";
			expect(value(group("any", leaf("a"), leaf("b"), leaf("c")), facts)).toBe(expected);
		}
	});

	test("optional members of all change nothing; of any they count only without required ones", () => {
		for (const facts of rows) {
			expect(value(group("all", leaf("a"), leaf("b", false)), facts)).toBe(facts.a);
			expect(value(group("any", leaf("a"), leaf("b", false)), facts)).toBe(facts.a);
			expect(value(group("any", leaf("a", false), leaf("b", false)), facts)).toBe(value(group("any", leaf("a"), leaf("b")), facts));
			expect(value(group("all", leaf("a", false)), facts)).toBe("true");
		}
	});

	test("not swaps true and false and keeps unknown, also around groups", () => {
		const swapped = { true: "false", false: "true", unknown: "unknown" };
		for (const facts of rows) {
			expect(value(group("not", leaf("a")), facts)).toBe(swapped[facts.a]);
			const inner = group("any", leaf("a"), group("all", leaf("b"), leaf("c")));
			expect(value(group("not", inner), facts)).toBe(swapped[value(inner, facts)]);
		}
	});

	test("a group counts as required whatever it says of itself", () => {
		const inner: Condition = { mode: "any", conditions: [leaf("b")], required: false };
		expect(value(group("all", leaf("a"), inner), { a: "true", b: "false" })).toBe("false");
	});

	test("turning a fact unknown never makes a condition certain in the other way", () => {
		const condition = group("any", group("all", leaf("a"), leaf("b")), group("not", leaf("c")));
		for (const facts of rows) {
			for (const name of ["a", "b", "c"]) {
				const less = value(condition, { ...facts, [name]: "unknown" });
				expect([value(condition, facts), "unknown"]).toContain(less);
			}
		}
	});
});

test("predicates stand in the order in which they are written", () => {
	const condition = group("all", leaf("z"), group("any", leaf("y"), group("not", leaf("x"))), leaf("z"));
	expect(predicatesOf(condition).map(({ name }) => name)).toEqual(["z", "y", "x", "z"]);
});

test("given facts are found by name and argument, and nothing else is known", () => {
	const facts = givenFacts({ git_is_worktree: true, "git_branch_is main": false, git_clean_worktree: "unknown" });
	expect(facts.ask("git_is_worktree", null, "/x")).toBe("true");
	expect(facts.ask("git_branch_is", "main", null)).toBe("false");
	expect(facts.ask("git_branch_is", "other", null)).toBe("unknown");
	expect(facts.ask("git_branch_is", null, null)).toBe("unknown");
	expect(facts.ask("git_clean_worktree", null, null)).toBe("unknown");
	expect(facts.ask("toString", null, null)).toBe("unknown");
});
