import fc from "fast-check";
import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { canonicalText } from "../../compiler/ir/canonical.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { gatherUnits } from "../../compiler/passes/gather-units.ts";
import { lowerUnit } from "../../compiler/passes/lower-rules.ts";
import { mergeScopes } from "../../compiler/passes/merge-scopes.ts";
import { decide } from "../../runtime/typescript/index.ts";
import { policies } from "../arbitraries/ir.ts";
import { prepareIr } from "../support/prepare-ir.ts";
import { choicesFrom } from "../support/render-line.ts";
import { type Written, writeShuffled } from "../support/shuffle-source.ts";

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
function policyOf({ files, readInclude }: Written): IrPolicy {
	const session = new Session();
	const drafts = gatherUnits(files, readInclude, session).map((unit) => lowerUnit(unit, session));
	const { policy } = mergeScopes(drafts, session);
	const errors = session.diagnostics.filter(({ severity }) => severity === "error");
	expect(errors.map(({ message }) => message).join("\n"), files.map(({ source }) => source.text).join("\n---\n")).toBe("");
	return policy;
}

const cases = fc.record({ policy: policies, one: fc.nat(), other: fc.nat(), line: fc.constantFrom(...LINES) });

test("The order of rules, files, keys and list members changes nothing, not even the deciding rule.", () => {
	let compared = 0;
	fc.assert(
		fc.property(cases, ({ policy, one, other, line }) => {
			const [a, b] = [policyOf(writeShuffled(policy, choicesFrom(one))), policyOf(writeShuffled(policy, choicesFrom(other)))];
			expect(a.rules.length).toBe(policy.rules.length);
			expect(canonicalText(b)).toBe(canonicalText(a));
			// Equal bytes decide equally as far as deciding reads only them; one case in ten is decided, each with its own policy.
			if (one % 10 !== 0) return;
			const request = { command: line, cwd: "/repo", facts: { root: "/repo", home: "/home/me" }, unattended: false };
			const [first, second] = [prepareIr(a), prepareIr(b)];
			expect(second === null).toBe(first === null);
			if (!first || !second) return;
			compared++;
			expect(decide(second, request)).toEqual(decide(first, request));
		}),
		{ numRuns: 10_000 },
	);
	expect(compared, "verdicts compared").toBeGreaterThan(200);
});
