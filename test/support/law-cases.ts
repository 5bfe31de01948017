/** What the laws are tried on: policies with many lines near their rules, and how strict a verdict is. */

import fc from "fast-check";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import type { Line, Surroundings } from "../../compiler/ir/oracle/index.ts";
import type { IrPolicy } from "../../compiler/ir/types.ts";
import { type Prepared, prepare, type Verdict } from "../../runtime/typescript/index.ts";
import type { Request } from "../../runtime/typescript/types.ts";
import { policiesUpTo } from "../arbitraries/ir.ts";
import { linesNear, surroundings } from "../arbitraries/words.ts";
import { prepareIr } from "./prepare-ir.ts";
import { sameLine } from "./same-line.ts";

/** Pairs of a policy and a line that each law is tried on. Compiling is slow, so every policy meets many lines. */
export const POLICIES = 50;
export const LINES = 200;

/** One line with what is known beside it, as a request; `choices` seeds what a law does with it. */
export interface LineCase {
	readonly line: Line;
	readonly given: Surroundings;
	readonly request: Request;
	readonly choices: number;
}

function drawLines(policy: IrPolicy, seed: number): LineCase[] {
	const drawn = fc.record({ line: linesNear(policy), given: surroundings, choices: fc.nat() });
	return fc.sample(drawn, { seed, numRuns: LINES }).map(({ line, given, choices }) => {
		const same = sameLine(line, given, choicesFrom(choices));
		return { line: same.line, given, request: same.request, choices };
	});
}

/**
 * Runs a law over policies of up to three rules and lines near them, at least `POLICIES * LINES` pairs.
 *
 * @param check one policy, ready to decide, with one line; throws where the law is broken, and answers whether the line was a case of it
 */
export function checkLaw(
	policies: fc.Arbitrary<IrPolicy>,
	check: (prepared: Prepared, line: LineCase, policy: IrPolicy) => boolean,
): { readonly pairs: number; readonly cases: number } {
	let pairs = 0;
	let cases = 0;
	fc.assert(
		fc.property(policies, fc.nat(), (policy, seed) => {
			// Some policies ask for automata past the limits.
			const prepared = prepareIr(policy);
			for (const line of prepared ? drawLines(policy, seed) : []) {
				pairs++;
				if (prepared && check(prepared, line, policy)) cases++;
			}
		}),
		// Every step of shrinking would compile a policy and decide all its lines again.
		{ numRuns: POLICIES + 10, plugins: [fc.unbiased()], endOnFailure: true },
	);
	return { pairs, cases };
}

/** Policies of few rules, which are compiled soon. */
export const fewRules: fc.Arbitrary<IrPolicy> = policiesUpTo(3);

/** The same policy without one of its rules; nothing is compiled again. */
export function withoutRule(prepared: Prepared, name: string): Prepared {
	const { bundle } = prepared;
	return prepare({ ...bundle, commands: bundle.commands.filter(({ id }) => id !== name) });
}

const STRICTNESS = { allow: 0, request: 2, deny: 3 };

/** How strict a verdict is: allow, left to the host, request, deny. */
export function strictnessOf(verdict: Pick<Verdict, "decision" | "leave_to_host">): number {
	return verdict.leave_to_host ? 1 : STRICTNESS[verdict.decision];
}
