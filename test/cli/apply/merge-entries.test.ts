import fc from "fast-check";
import { parse } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import { mergeEntries, NOTHING_OWNED, type Owned, presentEntries } from "../../../cli/apply/merge-entries.ts";
import type { InstalledEntry as Entry, Json } from "../../../targets/install.ts";

const member = (path: string, value: Json): Entry => ({ kind: "member", path: path.split("."), value });
const value = (path: string, held: Json): Entry => ({ kind: "value", path: path.split("."), value: held });

function merged(before: string | null, wanted: readonly Entry[], owned: Owned = NOTHING_OWNED) {
	const result = mergeEntries(before, wanted, owned);
	if ("problem" in result) throw new Error(result.problem);
	return result;
}

const problemOf = (before: string, wanted: readonly Entry[]) => {
	const result = mergeEntries(before, wanted, NOTHING_OWNED);
	return !("problem" in result) ? null : [result.problem, result.line, result.column];
};

describe("entries are put in", () => {
	test.each<[before: string | null, wanted: readonly Entry[], after: string]>([
		[null, [member("a.b", "x")], '{\n  "a": {\n    "b": [\n      "x"\n    ]\n  }\n}\n'],
		['{"a": ["w"]}', [member("a", "x")], '{"a": ["w", "x"]}'],
		['{\n\t"a": [\n\t\t"w"\n\t]\n}', [member("a", "x"), member("a", "y")], '{\n\t"a": [\n\t\t"w",\n\t\t"x",\n\t\t"y"\n\t]\n}'],
		['{\r\n  "a": [\r\n    "w", // why\r\n  ]\r\n}', [member("a", "x")], '{\r\n  "a": [\r\n    "w", // why\r\n    "x",\r\n  ]\r\n}'],
		['{\n  "a": [\n    "w" // why\n  ]\n}', [member("a", "x")], '{\n  "a": [\n    "w", // why\n    "x"\n  ]\n}'],
		['{\n  "a": [] // none\n}', [member("a", "x")], '{\n  "a": [\n    "x"\n  ] // none\n}'],
		['{"b": 1}', [value("a", true)], '{"b": 1, "a": true}'],
		["\ufeff{}", [value("a", 1)], '\ufeff{\n  "a": 1\n}'],
	])("%j", (before, wanted, after) => {
		expect(merged(before, wanted).text).toBe(after);
	});

	test("what stands already is not ours, and stays when ours goes", () => {
		const first = merged('{"a": ["x"]}', [member("a", "x"), member("a", "y")]);
		expect(first.owned.entries).toEqual([member("a", "y")]);
		expect(merged(first.text, [], first.owned).text).toBe('{"a": ["x"]}');
	});

	test("a value of ours is brought up to date, another's is a conflict", () => {
		const first = merged("{}", [value("a", 1)]);
		expect(parse(merged(first.text, [value("a", 2)], first.owned).text)).toEqual({ a: 2 });
		expect(problemOf('{"a": 3}', [value("a", 1)])).toEqual(["`a` is 3 already, and 1 is needed", null, null]);
	});

	test("a default gives way to what stands", () => {
		const entry: Entry = { kind: "default", path: ["a"], value: 1 };
		expect(merged('{"a": 3}', [entry]).text).toBe('{"a": 3}');
		expect(parse(merged("{}", [entry]).text)).toEqual({ a: 1 });
	});
});

describe("files that are not edited", () => {
	test.each<[text: string, problem: readonly unknown[]]>([
		['{"a": [}', ["it is not JSON (value expected)", 1, 8]],
		["[]", ["it is no JSON object", 1, 1]],
		['{"a": 1,\n "a": 2}', ['it has the key "a" twice', 2, 2]],
		['{"a": "no list"}', ["`a` is no list", null, null]],
		['{"a": ["x"]} more', ["it is not JSON (invalid symbol)", 1, 14]],
	])("%j", (text, problem) => {
		expect(problemOf(text, [member("a", "x")])).toEqual(problem);
	});
});

/** JSON text in an odd layout: comments, blanks, trailing commas. */
const layoutOf = (choose: () => number) => {
	const blank = () => ["", " ", "\n  ", "\t", " /* c */ ", "\n  // d\n", "\r\n"][choose() % 7] ?? "";
	const write = (held: Json): string => {
		if (Array.isArray(held)) {
			const items = held.map((item) => blank() + write(item) + blank());
			return `[${items.join(",")}${items.length > 0 && choose() % 3 === 0 ? "," : ""}${blank()}]`;
		}
		if (typeof held !== "object" || held === null) return JSON.stringify(held);
		const items = Object.entries(held).map(
			([key, item]) => `${blank()}${JSON.stringify(key)}${blank()}:${blank()}${write(item)}${blank()}`,
		);
		return `{${items.join(",")}${items.length > 0 && choose() % 3 === 0 ? "," : ""}${blank()}}`;
	};
	return write;
};

const KEYS = ["a", "b", "c"] as const;
const leaf = fc.oneof(fc.constantFrom("x", "y", "z", "w"), fc.integer({ min: 0, max: 3 }));
const tree: fc.Arbitrary<Json> = fc.letrec<{ node: Json }>((tie) => ({
	node: fc.oneof(
		{ depthSize: "small" },
		leaf,
		fc.array(tie("node"), { maxLength: 3 }),
		fc.dictionary(fc.constantFrom(...KEYS), tie("node"), { maxKeys: 3 }),
	),
})).node;
const document = fc
	.tuple(fc.dictionary(fc.constantFrom(...KEYS), tree, { maxKeys: 3 }), fc.array(fc.nat(), { minLength: 40, maxLength: 40 }))
	.map(([held, choices]) => {
		let at = 0;
		return layoutOf(() => choices[at++ % choices.length] ?? 0)(held);
	});
const entries = fc.uniqueArray(
	fc.record({
		kind: fc.constantFrom("member" as const, "value" as const),
		path: fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 2 }),
		value: leaf,
	}),
	{ maxLength: 5, selector: ({ kind, path, value: held }) => (kind === "member" ? JSON.stringify([path, held]) : JSON.stringify(path)) },
);

const RUNS = { numRuns: 10_000 };
const COMMENT = /\/\*.*?\*\/|\/\/[^\r\n]*/g;

test("merging twice changes nothing, and taking out gives the same members and comments as before", () => {
	let edited = 0;
	fc.assert(
		fc.property(document, entries, (before, wanted) => {
			const first = mergeEntries(before, wanted, NOTHING_OWNED);
			if ("problem" in first) return;
			edited++;
			expect(presentEntries(first.text, wanted)).toEqual(wanted);
			expect(first.text.match(COMMENT)).toEqual(before.match(COMMENT));
			const again = merged(first.text, wanted, first.owned);
			expect(again.text).toBe(first.text);
			expect(again.owned).toEqual(first.owned);
			const after = merged(first.text, [], first.owned);
			expect(parse(after.text)).toEqual(parse(before));
			expect(after.text.match(COMMENT)).toEqual(before.match(COMMENT));
			expect(after.owned.entries).toEqual([]);
			if (wanted.length === 0) expect(first.text).toBe(before);
		}),
		RUNS,
	);
	expect(edited).toBeGreaterThan(RUNS.numRuns / 4);
});

test("going from one set of entries to another gives what starting with it gives", () => {
	fc.assert(
		fc.property(document, entries, entries, (before, one, other) => {
			const first = mergeEntries(before, one, NOTHING_OWNED);
			const straight = mergeEntries(before, other, NOTHING_OWNED);
			if ("problem" in first || "problem" in straight) return;
			const moved = mergeEntries(first.text, other, first.owned);
			if ("problem" in moved) return;
			expect(presentEntries(moved.text, other)).toEqual(other);
			const back = merged(moved.text, [], moved.owned);
			expect(parse(back.text)).toEqual(parse(before));
		}),
		RUNS,
	);
});
