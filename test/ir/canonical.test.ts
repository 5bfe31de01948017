import fc from "fast-check";
import { canonicalize } from "json-canonicalize";
import { describe, expect, test } from "vitest";
import { canonicalText } from "../../compiler/ir/canonical.ts";

describe("canonical text (RFC 8785)", () => {
	test("is what an independent library writes", () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
				expect(canonicalText(value)).toBe(canonicalize(value));
			}),
			{ numRuns: 10_000 },
		);
	});

	test("orders keys by code unit, whatever order objects keep them in", () => {
		const value = { 10: 1, 9: [0.1, -0, 1e21], "\u{1F600}": "\u001f", "\uFB33": "\u20ac", a: { c: null, b: true } };
		expect(canonicalText(value)).toBe('{"10":1,"9":[0.1,0,1e+21],"a":{"b":true,"c":null},"\u{1F600}":"\\u001f","\uFB33":"\u20ac"}');
	});

	test.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, () => 1])("throws on %s, which JSON cannot hold", (value) => {
		expect(() => canonicalText({ a: [value] })).toThrow(TypeError);
	});
});
