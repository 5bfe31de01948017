/** Law 2 over every wrapper of the registry: an unknown word in the place of one of its words hides nothing that it runs. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { heads, judge, prepared, REGISTRY, WITH_FORCE } from "./bundle.ts";

const POLICY = prepared([
	{ id: "no", action: "deny", command: heads(["git push", WITH_FORCE], ["rm", 0]) },
	{ id: "yes", action: "allow", command: heads(["git status", 0], ["ls", 0]) },
]);
const OPTION_KEYS = [
	"values",
	"flags",
	"optional",
	"text_options",
	"argv_flags",
	"runs",
	"inner_options",
	"until",
	"directory",
	"assign_options",
	"split_options",
	"replace",
	"program_options",
] as const;
const OPERANDS = ["a", "5", "A=1", "--", "-x", "{}", "\\;", "+", ":::", "x=y", "''", "'a b'"];
const ENDS = ["\\;", "a", "{}", ":::", "+"];
const RUN = [["git", "push", "--force"], ["rm", "x"], ["'rm x'"], ["'git push --force'"], ["ls"], ["foo"], ["sudo", "rm", "x"]];

/** A wrapper with some of its options and operands, and something to run. */
const wrapped = fc.constantFrom(...Object.entries(REGISTRY.wrappers)).chain(([name, wrapper]) => {
	const options = OPTION_KEYS.flatMap((key) => wrapper[key] ?? []);
	const before = fc.array(fc.constantFrom(...options, ...OPERANDS), { maxLength: 4 });
	return fc
		.tuple(before, fc.constantFrom(...RUN), fc.constantFrom([], ...ENDS.map((end) => [end])))
		.map(([words, run, end]) => [name, ...words, ...run, ...end].join(" ").split(" "));
});

test("an unknown word in the place of a word of a wrapper never turns a stricter decision into allow", () => {
	let cases = 0;
	fc.assert(
		fc.property(wrapped, fc.nat(), fc.constantFrom('"$x"', "$x"), (words, choice, unknown) => {
			const line = words.join(" ");
			if (judge(POLICY, line).decision === "allow") return;
			const at = choice % words.length;
			const blurred = words.with(at, unknown).join(" ");
			// Half of a quoted text is no word.
			if (words[at]?.includes("'")) return;
			cases += 1;
			expect(judge(POLICY, blurred).decision, `${line} -> ${blurred}`).not.toBe("allow");
		}),
		{ numRuns: 30_000 },
	);
	expect(cases).toBeGreaterThan(10_000);
});
