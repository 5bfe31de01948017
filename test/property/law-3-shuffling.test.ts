import fc from "fast-check";
import { expect, test } from "vitest";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import { Session } from "../../compiler/diagnostics/session.ts";
import { canonicalText } from "../../compiler/ir/canonical.ts";
import type { IrPolicy, IrRule } from "../../compiler/ir/types.ts";
import { gatherUnits } from "../../compiler/passes/gather-units.ts";
import { lowerUnit } from "../../compiler/passes/lower-rules.ts";
import { mergeScopes } from "../../compiler/passes/merge-scopes.ts";
import type { Unit } from "../../compiler/passes/units.ts";
import { decide } from "../../runtime/typescript/index.ts";
import { policiesUpTo } from "../arbitraries/ir.ts";
import { prepareIr } from "../support/prepare-ir.ts";
import { unitsOf, writeShuffled } from "../support/shuffle-source.ts";

/** Lines over the vocabulary of the arbitrary policies. */
const LINES = [
	"git push --force",
	"git push origin main",
	"git status && rm -rf a",
	"kubectl get a | tool run",
	"rm $x",
	"git -C b push a > out.txt",
];

/** The policy that scope files come to, without its automata. */
function policyOf(gather: (session: Session) => readonly Unit[]): IrPolicy {
	const session = new Session();
	const units = gather(session);
	const drafts = units.map((unit) => lowerUnit(unit, session));
	const { policy } = mergeScopes(drafts, session);
	const errors = session.diagnostics.filter(({ severity }) => severity === "error");
	const texts = units.flatMap(({ sources }) => sources.map(({ text }) => text));
	expect(errors.map(({ message }) => message).join("\n"), texts.join("\n---\n")).toBe("");
	return policy;
}

/** A policy in the form in which a file can say it: what `when` alone gives a meaning to stands only beside a `when`. */
function sayable(policy: IrPolicy): IrPolicy {
	const rules = policy.rules.map((rule): IrRule => {
		if (rule.when) return rule;
		return { ...rule, on_mismatch: rule.effect === "allow" ? rule.on_mismatch : "skip", on_unknown: null };
	});
	return { ...policy, rules };
}

const cases = fc.record({ policy: policiesUpTo(3).map(sayable), choices: fc.nat() });

test("The order of rules, files, keys and list members changes nothing, not even the deciding rule.", () => {
	let runs = 0;
	let decided = 0;
	fc.assert(
		fc.property(cases, ({ policy, choices }) => {
			const { files, readInclude } = writeShuffled(policy, choicesFrom(choices));
			const read = policyOf((session) => gatherUnits(files, readInclude, session));
			const plain = policyOf(() => unitsOf(policy));
			expect(canonicalText(read)).toBe(canonicalText(plain));
			expect(read.rules.length).toBe(policy.rules.length);
			// Compiling takes a hundred times as long: a few of the cases are decided, with the rules in the opposite order.
			if (runs++ % 200 !== 0) return;
			const [inOrder, reversed] = [prepareIr(read), prepareIr({ ...plain, rules: plain.rules.toReversed() })];
			expect(reversed === null).toBe(inOrder === null);
			if (!inOrder || !reversed) return;
			decided++;
			for (const command of LINES) {
				const request = { command, cwd: "/repo", facts: { root: "/repo", home: "/home/me" }, unattended: false };
				expect({ ...decide(reversed, request), policy_hash: null }).toEqual({ ...decide(inOrder, request), policy_hash: null });
			}
		}),
		{ numRuns: 10_000 },
	);
	expect(decided, "policies that decided lines").toBeGreaterThan(30);
});
