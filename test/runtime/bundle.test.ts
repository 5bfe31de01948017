import { describe, expect, test } from "vitest";
import { readBundle } from "../../runtime/typescript/bundle.ts";
import { readJson } from "../../runtime/typescript/json.ts";
import type { AutomatonTable, Condition } from "../../runtime/typescript/types.ts";
import { bundle, bytesOf, exact, hashOf, prefix, REGISTRY } from "./bundle.ts";

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

const condition: Condition = {
	mode: "all",
	required: true,
	conditions: [
		{ name: "git_is_worktree", value: null, required: true },
		{ mode: "not", conditions: [{ name: "git_branch_is", value: "main", required: false }], required: true },
	],
};

/** A registry of one entry of each kind: the mutations below would take long over all of it. */
const SMALL_REGISTRY = {
	...REGISTRY,
	programs: { git: { ...REGISTRY.programs.git, subcommands: { push: REGISTRY.programs.git?.subcommands?.push ?? {} } } },
	wrappers: { sudo: REGISTRY.wrappers.sudo, sh: REGISTRY.wrappers.sh },
} as unknown as typeof REGISTRY;

const GOOD = bundle(
	[
		{
			id: "a",
			action: "deny",
			command: prefix("git push"),
			conditions: condition,
			matchers: [{ matcher: "prefix", pattern: "git push", normalized_pattern: "git push" }],
		},
		{ id: "b", action: "allow", command: exact("ls"), writes: ["./x"], platform_action: { codex: "allow" }, path_sets: [["./y"]] },
		{ id: "c", action: "request", command: { kind: "automaton", automaton: 0 }, on_unknown: "deny" },
	],
	{},
	SMALL_REGISTRY,
);

/** A copy in which the hash fits again. */
function sealed(value: Value): Value {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	const { bundle_hash: _, ...rest } = value;
	return { ...rest, bundle_hash: hashOf(rest) };
}

const copy = (): Value => structuredClone(GOOD) as unknown as Value;
const refuses = (value: Value): void => expect(readBundle(bytesOf(sealed(value)))).toBeNull();

/** Every place of a value, as the container and its key. */
function* places(value: Value): Generator<[container: { [key: string]: Value } | Value[], key: string]> {
	if (typeof value !== "object" || value === null) return;
	for (const [key, member] of Object.entries(value)) {
		yield [value, key];
		yield* places(member);
	}
}

test("a good bundle is read", () => {
	expect(readBundle(bytesOf(GOOD))?.commands.map(({ id }) => id)).toEqual(["a", "c", "b"]);
	expect(readBundle(bytesOf(JSON.stringify(GOOD, null, "\t")))).not.toBeNull();
});

describe("a bundle that is not exactly right is refused", () => {
	/** Keys whose objects are maps of any names: taking one away or adding one leaves a valid bundle. */
	const MAPS = new Set(["programs", "wrappers", "subcommands", "platform_action"]);
	/** What an entry of the registry may do without. */
	const OPTIONAL = new Set(
		[...Object.values(SMALL_REGISTRY.programs), ...Object.values(SMALL_REGISTRY.wrappers)].flatMap((entry) =>
			[entry, ...("subcommands" in entry ? Object.values(entry.subcommands ?? {}) : [])].flatMap((part) => Object.keys(part)),
		),
	);
	OPTIONAL.delete("then");
	const count = [...places(copy())].length;

	test("every key taken away", () => {
		let tried = 0;
		for (let index = 0; index < count; index++) {
			const value = copy();
			const [container, key] = [...places(value)][index] ?? [];
			if (!container || key === undefined || Array.isArray(container)) continue;
			if (isMap(value, container) || OPTIONAL.has(key)) continue;
			delete container[key];
			if (key === "bundle_hash") expect(readBundle(bytesOf(value))).toBeNull();
			else refuses(value);
			tried += 1;
		}
		expect(tried).toBeGreaterThan(100);
	});

	test("every value replaced by one of another kind", () => {
		for (let index = 0; index < count; index++) {
			for (const other of [-2, { x: 1 }, [[{}]]]) {
				const value = copy();
				const [container, key] = [...places(value)][index] ?? [];
				if (!container || key === undefined) continue;
				(container as { [key: string]: Value })[key] = other;
				if (key === "bundle_hash") expect(readBundle(bytesOf(value))).toBeNull();
				else refuses(value);
			}
		}
	});

	test("every object with a key that nobody knows", () => {
		for (let index = 0; index < count; index++) {
			const value = copy();
			const [container, key] = [...places(value)][index] ?? [];
			const object = container && key !== undefined ? (container as { [key: string]: Value })[key] : null;
			if (typeof object !== "object" || object === null || Array.isArray(object) || MAPS.has(key ?? "")) continue;
			object.surprise = true;
			refuses(value);
		}
	});

	test("any byte changed without the hash", () => {
		const text = JSON.stringify(GOOD);
		for (let at = 0; at < text.length; at += 97) {
			const changed = `${text.slice(0, at)}${text[at] === "0" ? "1" : "0"}${text.slice(at + 1)}`;
			expect(readBundle(bytesOf(changed)), `at ${at}`).toBeNull();
		}
	});

	test("an unfinished text, a second value, a byte order mark, broken UTF-8, a duplicate key", () => {
		const text = JSON.stringify(GOOD);
		expect(readBundle(bytesOf(text.slice(0, -1)))).toBeNull();
		expect(readBundle(bytesOf(`${text}{}`))).toBeNull();
		expect(readBundle(bytesOf(`\ufeff${text}`))).toBeNull();
		expect(readBundle(Uint8Array.from([...bytesOf(text), 0xff]))).toBeNull();
		expect(readBundle(bytesOf(text.replace('"schema_version":1', '"schema_version":1,"schema_version":1')))).toBeNull();
	});

	test("another version", () => refuses({ ...(copy() as { [key: string]: Value }), schema_version: 2 }));

	const table: AutomatonTable = {
		accept: [2, 0],
		default: [1, -1],
		ranges: [
			[0, 0, 0],
			[1, 5, 1, 7, 9, -1],
		],
	};
	test.each<[name: string, table: Partial<AutomatonTable>]>([
		["no state", { accept: [], default: [], ranges: [] }],
		["unequal lengths", { accept: [2] }],
		["a target that does not exist", { default: [2, -1] }],
		["a range target that does not exist", { ranges: [[0, 0, 2], []] }],
		["a label that does not exist", { accept: [3, 0] }],
		["half a range", { ranges: [[0, 0], []] }],
		["ranges that overlap", { ranges: [[0, 5, 0, 5, 6, 1], []] }],
		["ranges in disorder", { ranges: [[7, 8, 0, 1, 2, 1], []] }],
		["a range that is upside down", { ranges: [[3, 2, 0], []] }],
		["a byte that does not exist", { ranges: [[0, 256, 0], []] }],
		["a fraction", { default: [0.5, 0] }],
	])("a table with %s", (_, fault) => {
		const good = { ...GOOD, automata: [...GOOD.automata, table] } as unknown as Value;
		expect(readBundle(bytesOf(sealed(good)))).not.toBeNull();
		refuses({ ...GOOD, automata: [...GOOD.automata, { ...table, ...fault }] } as unknown as Value);
	});

	test("a rule that names an automaton that does not exist, and a rule that stands twice", () => {
		const commands = GOOD.commands.map((rule) => ({ ...rule, loose: { kind: "automaton", automaton: 99 } }));
		refuses({ ...GOOD, commands } as unknown as Value);
		refuses({ ...GOOD, commands: [...GOOD.commands, ...GOOD.commands] } as unknown as Value);
	});

	function isMap(root: Value, container: Value): boolean {
		return [...places(root)].some(([parent, key]) => (parent as { [key: string]: Value })[key] === container && MAPS.has(key));
	}
});

describe("the strict profile of JSON", () => {
	const read = (text: string | Uint8Array): unknown => readJson(typeof text === "string" ? bytesOf(text) : text, 1000)?.value;
	test.each(['{"a":[1,-0.5e2,"x\\u00e9\\ud83d\\ude00\\n",true,false,null,{}]}', " [ ] ", '"é"', "0", '{"__proto__":1,"constructor":2}'])(
		"%s is read",
		(text) => {
			expect(JSON.stringify(read(text))).toBe(JSON.stringify(JSON.parse(text)));
		},
	);
	test.each([
		"",
		"{",
		"[1,]",
		'{"a":1,}',
		"01",
		"1.",
		"+1",
		".5",
		"NaN",
		"1e999",
		"'a'",
		'"\t"',
		'"\\x41"',
		'"\\u12"',
		"tru",
		"[1 2]",
		"{1:2}",
		"// c\n1",
		"1 1",
		"\ufeff1",
		'{"a":1,"a":2}',
		'{"a":1,"\\u0061":2}',
		'{"__proto__":1,"__proto__":2}',
		'"\\ud800"',
		'"\\udc00\\ud800"',
	])("%j is refused", (text) => {
		expect(read(text)).toBeUndefined();
	});
	test("depth, size and bytes", () => {
		expect(read(`${"[".repeat(64)}${"]".repeat(64)}`)).toBeDefined();
		expect(read(`${"[".repeat(65)}${"]".repeat(65)}`)).toBeUndefined();
		expect(read(`"${"x".repeat(1000)}"`)).toBeUndefined();
		expect(read(Uint8Array.from([0x22, 0xc3, 0x28, 0x22]))).toBeUndefined();
	});
});
