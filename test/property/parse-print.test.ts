import fc from "fast-check";
import { expect, test } from "vitest";
import { printPolicy } from "../../compiler/syntax/index.ts";
import { policyFile } from "../arbitraries/policy.ts";
import { findings, read, withoutSpans } from "../syntax/read.ts";

test("parsing what was printed always gives the same tree, and printing that always gives the same text", () => {
	fc.assert(
		fc.property(policyFile, (file) => {
			const text = printPolicy(file);
			expect(findings(text), text).toEqual([]);
			const again = read(text).file;
			expect(withoutSpans(again.items), text).toEqual(withoutSpans(file.items));
			expect(printPolicy(again)).toBe(text);
		}),
		{ numRuns: 10_000 },
	);
});
