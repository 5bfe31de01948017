/**
 * The oracle and the evaluator, which share no code, over generated (policy, words, facts) triples. The oracle is given
 * the words, the evaluator a text that must read back as them.
 *
 * POLICYC_TRIPLES sets how many; POLICYC_SEED another seed; POLICYC_DUMP a file for all differences, one JSON a line.
 */

import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { choicesFrom } from "../../cli/conformance/choose.ts";
import { judgeLine } from "../../compiler/ir/oracle/index.ts";
import { REGISTRY } from "../arbitraries/registry.ts";
import { drawTriples } from "../support/draw-triples.ts";
import { prepareIr } from "../support/prepare-ir.ts";
import { judgeText } from "../support/runtime-judgement.ts";
import { sameLine } from "../support/same-line.ts";

const TRIPLES = Number(process.env.POLICYC_TRIPLES ?? 10_000);
const SEED = Number(process.env.POLICYC_SEED ?? 20_261_121);

test("the evaluator gives the judgement of the oracle", { timeout: 1_200_000 }, () => {
	const counts = { triples: 0, unreadable: 0, maybe: 0, allow: 0, request: 0, deny: 0 };
	const differences: string[] = [];
	for (const some of drawTriples({ seed: SEED, triples: TRIPLES, linesPerPolicy: 100 })) {
		const policy = some[0]?.policy;
		const prepared = policy && prepareIr(policy);
		if (!policy || !prepared) continue;
		for (const { line: drawn, given } of some) {
			const same = sameLine(drawn, given, choicesFrom(SEED + counts.triples));
			const { line, actual, sameWords } = judgeText(prepared, same);
			// A program word such as `-` means something to some shells; the reader says so and finds other commands.
			if (!sameWords) {
				counts.unreadable++;
				continue;
			}
			const expected = judgeLine(policy, REGISTRY, line, same.given);
			counts.triples++;
			counts[expected.decision]++;
			if (expected.commands.some(({ matches }) => matches.some(({ match }) => match === "maybe"))) counts.maybe++;
			if (isDeepStrictEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)))) continue;
			differences.push(JSON.stringify({ request: same.request, expected, actual, rules: policy.rules, registry: policy.registry }));
		}
	}
	const share = (count: number) => `${((100 * count) / Math.max(1, counts.triples)).toFixed(1)} %`;
	console.log(
		`${counts.triples} triples (seed ${SEED}): allow ${share(counts.allow)}, request ${share(counts.request)}, deny ${share(counts.deny)}, with a maybe ${share(counts.maybe)}, not read back ${counts.unreadable}, differences ${differences.length}`,
	);
	if (process.env.POLICYC_DUMP) writeFileSync(process.env.POLICYC_DUMP, differences.join("\n"));
	expect(differences, differences.slice(0, 2).join("\n")).toEqual([]);
	for (const decision of ["allow", "request", "deny"] as const) expect(counts[decision] / counts.triples).toBeGreaterThanOrEqual(0.15);
	expect(counts.maybe / counts.triples).toBeGreaterThanOrEqual(0.1);
	expect(counts.unreadable / counts.triples).toBeLessThan(0.01);
});
