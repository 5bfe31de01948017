/** The index of an embedded bundle: that it names what it says it names, for any JSON and any policy. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexBundle } from "../../targets/bundle/index-bundle.ts";
import { emitHarness } from "../../targets/index.ts";
import { type Bundle, FILES } from "../../targets/target.ts";
import { writeJson, writeJsonRows } from "../../targets/writer/json.ts";
import { elementsOf, membersOf, type Place } from "../../targets/writer/json-places.ts";
import { REGISTRY, SMALL_POLICY } from "./compile-by-hand.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const valueAt = (bytes: Uint8Array, { start, end }: Place): unknown => JSON.parse(decode(bytes.subarray(start, end)));

describe("places in JSON texts", () => {
	const values = fc.oneof(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), fc.array(fc.jsonValue()));

	test.each([
		["rows", writeJsonRows],
		["indented", (value: unknown) => writeJson(value)],
		["dense", (value: unknown) => JSON.stringify(value)],
	])("hold the members and elements, written as %s", (_, write) => {
		fc.assert(
			fc.property(values, (value) => {
				const bytes = encode(write(value));
				// What the text says, which has no -0.
				const read: unknown = JSON.parse(decode(bytes));
				if (Array.isArray(read)) expect(elementsOf(bytes, 0).map((place) => valueAt(bytes, place))).toEqual(read);
				else {
					const found = [...membersOf(bytes, 0)].map(([key, place]): [string, unknown] => [key, valueAt(bytes, place)]);
					expect(found).toEqual(Object.entries(read as object));
				}
			}),
		);
	});

	test.each(["", "[", '{"a"', '{"a":', '{"a":1', "[1,", '["a'])("of a text that is cut off throw: %s", (text) => {
		expect(() => (text.startsWith("[") ? elementsOf(encode(text), 0) : membersOf(encode(text), 0))).toThrow(RangeError);
	});
});

/** An index as an evaluator reads it. */
function readIndex(text: string) {
	const bytes = encode(text);
	const numberAt = (at: number): number => {
		const digits = decode(bytes.subarray(at, at + 9));
		expect(digits).toMatch(/^[0-9a-f]{8}[ \n]$/);
		return Number.parseInt(digits, 16);
	};
	const widths = {
		values: 2,
		programs: 8,
		subcommands: 4,
		wrappers: 4,
		beginnings: 2,
		dashed: 2,
		words: 8,
		seconds: 4,
		numbers: 1,
		always: 1,
		rules: 3,
		automata: 2,
		states: 4,
	};
	expect(text.slice(0, 16)).toBe("policy index 1\n\n");
	const tables = Object.fromEntries(
		Object.entries(widths).map(([name, width], table): [string, number[][]] => {
			const [start, rows] = [numberAt(16 + 18 * (table + 1)), numberAt(16 + 18 * (table + 1) + 9)];
			const row = (at: number) => Array.from({ length: width }, (_, column) => numberAt(start + (at * width + column) * 9));
			return [name, Array.from({ length: rows }, (_, at) => row(at))];
		}),
	) as Record<keyof typeof widths, number[][]>;
	return {
		tables,
		length: numberAt(16),
		denies: numberAt(25),
		name: ([start = 0, length = 0]: readonly number[]) => decode(bytes.subarray(start, start + length)),
	};
}

describe("the index of a bundle", () => {
	const { files, bundle } = emitHarness(SMALL_POLICY, "none", { evaluator: "", registry: REGISTRY });
	const written = files.find(({ path }) => path === FILES.bundle)?.content ?? "";
	const bytes = encode(written);
	const { tables, name, length, denies } = readIndex(indexBundle(bundle, written));
	const value = ([start = 0, size = 0]: readonly number[]) => valueAt(bytes, { start, end: start + size });

	test("names every value of the bundle", () => {
		const { registry } = bundle;
		expect([length, denies]).toEqual([bytes.length, 1]);
		expect(tables.values.map(value)).toEqual([
			...[bundle.policy_hash, bundle.defaults, registry.inert_environment, registry.lookup_environment, registry.system_folders],
		]);
		expect(Object.fromEntries(tables.programs.map((row) => [name(row), value(row.slice(2))]))).toEqual(registry.programs);
		expect(Object.fromEntries(tables.wrappers.map((row) => [name(row), value(row.slice(2))]))).toEqual(registry.wrappers);
		expect(tables.rules.map((row) => value(row))).toEqual(bundle.commands);
		expect(tables.rules.map(([, , action]) => ["allow", "request", "deny"][action ?? -1])).toEqual(
			bundle.commands.map(({ action }) => action),
		);
	});

	test("names the subcommands of every program apart, and where they stand in it", () => {
		for (const row of tables.programs) {
			const [first = 0, count = 0] = row.slice(6);
			const own = tables.subcommands.slice(first, first + count);
			const entry: Bundle["registry"]["programs"][string] | undefined = bundle.registry.programs[name(row)];
			expect(Object.fromEntries(own.map((part) => [name(part), value(part.slice(2))]))).toEqual(entry?.subcommands ?? {});
			if (entry?.subcommands) expect(value(row.slice(4))).toEqual(entry.subcommands);
		}
	});

	test("names every state of every automaton", () => {
		const read = tables.automata.map(([first = 0, count = 0]) => {
			const states = tables.states.slice(first, first + count);
			return {
				accept: states.map((state) => state[3]),
				default: states.map((state) => (state[2] ?? 0) | 0),
				ranges: states.map((state) => value(state)),
			};
		});
		expect(read).toEqual(bundle.automata);
	});

	test("stands by the bytes of names, so that halving finds them", () => {
		const named = [tables.programs, tables.wrappers, tables.beginnings, tables.words];
		for (const table of named) {
			const names = table.map((row) => Buffer.from(name(row)));
			expect(names).toEqual([...names].sort(Buffer.compare));
		}
	});

	test("lists each rule under its words: all of them, and those that are open or behind a second word", () => {
		const numbers = ([first = 0, count = 0]: readonly number[]) => tables.numbers.slice(first, first + count).map(([number]) => number);
		const byWord = Object.fromEntries(tables.words.map((row) => [name(row), numbers(row.slice(2))]));
		const expected: Record<string, number[]> = {};
		bundle.commands.forEach(({ programs }, number) => {
			for (const word of programs ?? []) expected[word] = [...(expected[word] ?? []), number];
		});
		expect(byWord).toEqual(expected);
		for (const row of tables.words) {
			const [first = 0, count = 0] = row.slice(6);
			const behind = tables.seconds.slice(first, first + count).flatMap((second) => numbers(second.slice(2)));
			expect(new Set([...numbers(row.slice(4)), ...behind])).toEqual(new Set(numbers(row.slice(2))));
		}
		expect(tables.always.map(([number]) => number)).toEqual(bundle.commands.flatMap(({ programs }, number) => (programs ? [] : [number])));
	});
});
