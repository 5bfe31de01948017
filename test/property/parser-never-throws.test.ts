import fc from "fast-check";
import { expect, test } from "vitest";
import { Session } from "../../compiler/diagnostics/session.ts";
import { spanOf } from "../../compiler/source/source.ts";
import { printPolicy, splitCommandLiteral } from "../../compiler/syntax/index.ts";
import { splitItems } from "../../compiler/syntax/split.ts";
import { policyFile } from "../arbitraries/policy.ts";
import { read } from "../syntax/read.ts";

const scraps = fc.constantFrom(
	...'policy 1|scope repo|deny a {|allow b sealed {|  command|  args {|prefix|exact|glob|regex|`|"|\'|{|}|[|]|,|**|*|\\|/|# x|#|\n|\n}\n|\r\n|\t| |=>|when|all {|not|optional|any|carry x|1|-|words w {|test "t" {|given'.split(
		"|",
	),
	"|",
	"\0",
	"\uFEFF",
	"\uD800",
	"\u2028",
	"é",
);
const scrappy = fc.array(scraps, { maxLength: 30 }).map((parts) => parts.join(""));
const anyText = fc.oneof(
	scrappy,
	fc.string({ unit: "binary", maxLength: 60 }),
	fc.string({ unit: fc.constantFrom(..."\n {}`\"'ab#"), maxLength: 40 }),
);

/** Valid text with one stretch of it replaced. */
const damaged = fc
	.tuple(policyFile, fc.nat(), fc.nat(20), fc.oneof(scrappy, fc.constantFrom("", "}", "`", '"', "{", "x")))
	.map(([file, place, length, scrap]) => {
		const text = printPolicy(file);
		const at = text.length === 0 ? 0 : place % text.length;
		return text.slice(0, at) + scrap + text.slice(at + length);
	});

/** Parses, and checks that nothing is lost: every item of the text is in the tree or has an error of its own. */
function parseAll(text: string): void {
	const { file, diagnostics } = read(text);
	const errors = diagnostics.filter((finding) => finding.severity === "error");
	for (const finding of diagnostics) {
		expect(finding.span).not.toBeNull();
		const { start, end } = finding.span ?? { start: -1, end: -2 };
		expect([start >= 0, start <= end, end <= text.length], JSON.stringify([text, finding.message, start, end])).toEqual([true, true, true]);
	}
	const cuts = splitItems(text);
	const lost = cuts.filter((cut, index) => {
		const inside = (start: number): boolean => start >= cut.start && start <= cut.end;
		const next = cuts[index + 1];
		// A clause at column 0 cuts its rule short; only the clause is reported.
		const isCutShort = errors.some((finding) => finding.name === "clause-at-margin" && finding.span?.start === next?.start);
		const isKept = file.items.some((item) => inside(item.span.start));
		return !isKept && !isCutShort && !errors.some((finding) => inside(finding.span?.start ?? -1));
	});
	expect(lost, text).toEqual([]);
}

test("the parser never throws on any text, and never loses an item without an error", () => {
	fc.assert(fc.property(anyText, parseAll), { numRuns: 10_000 });
});

test("the parser never throws on damaged text, and never loses an item without an error", () => {
	fc.assert(fc.property(damaged, parseAll), { numRuns: 10_000 });
});

test("splitting a command literal never throws, and always gives words or an error", () => {
	const characters = fc.string({ unit: fc.constantFrom(..."ab {},*?'\\|`\n\0\t\"é"), maxLength: 20 });
	fc.assert(
		fc.property(fc.oneof(characters, fc.string({ unit: "binary", maxLength: 20 })), (text) => {
			const session = new Session();
			const source = { path: "literal", text };
			const literal = splitCommandLiteral(text, (start, end) => spanOf(source, start, end), session);
			expect(session.failed).toBe(literal === null);
			expect(literal?.words.length).not.toBe(0);
		}),
		{ numRuns: 10_000 },
	);
});
