/** The named cases of the conformance kit: each has the verdict that was recorded. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compilePolicy, expectedAnswers, namedBatch } from "../../cli/conformance/batches.ts";
import { gatherCases, NAMED_CASES } from "../../cli/conformance/case-files.ts";

const ROOT = join(import.meta.dirname, "../..");
const files = gatherCases(ROOT);
const bundles = new Map(files.policies.map((policy) => [policy.name, compilePolicy(policy)]));

test.each(files.named)("$name", (one) => {
	const [answer] = expectedAnswers(namedBatch(one, bundles));
	const verdict = JSON.parse(answer ?? "null");
	const { name, ...rest } = one;
	if (process.env.POLICYC_RECORD === "1")
		writeFileSync(join(ROOT, NAMED_CASES, `${name}.json`), `${JSON.stringify({ ...rest, verdict }, null, "\t")}\n`);
	else expect(verdict).toEqual(one.verdict);
});
