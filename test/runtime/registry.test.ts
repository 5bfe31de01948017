import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Review } from "../../targets/bundle/resolve-registry.ts";
import { judge, prepared, REGISTRY, REVIEWED } from "./bundle.ts";

const nothing = prepared([]);
const codesOf = (line: string) => judge(nothing, line).opaque.map(({ code }) => code);

const ENTRIES: readonly (readonly [name: string, entry: Review & { readonly empty?: string }])[] = [
	...Object.entries(REVIEWED.programs),
	...Object.entries(REVIEWED.wrappers),
];

describe("each entry of the registry", () => {
	test.each(ENTRIES)("%s names its source and two tests", (_, { source, refuses }) => {
		expect(source).toMatch(/\S/);
		expect(refuses?.length).toBeGreaterThan(0);
	});
	test("accepts what it knows", () => {
		const wrong = ENTRIES.flatMap(([name, { accepts }]) =>
			(accepts ?? []).filter((line) => codesOf(line).length > 0).map((line) => `${name}: ${line}: ${codesOf(line)}`),
		);
		expect(wrong).toEqual([]);
	});
	test("takes for opaque what it does not know, or what shows no more", () => {
		const wrong = ENTRIES.flatMap(([name, { refuses }]) =>
			(refuses ?? []).filter((line) => codesOf(line).length === 0).map((line) => `${name}: ${line}`),
		);
		expect(wrong).toEqual([]);
	});
	test("is like an entry that stands for itself", () => {
		for (const entries of [REVIEWED.programs, REVIEWED.wrappers]) {
			for (const [name, { like }] of Object.entries(entries)) if (like !== undefined) expect(entries[like]?.like, name).toBeUndefined();
		}
		for (const { like } of Object.values(REVIEWED.programs)) if (like !== undefined) expect(REVIEWED.programs).toHaveProperty([like]);
		for (const { like } of Object.values(REVIEWED.wrappers)) if (like !== undefined) expect(REVIEWED.wrappers).toHaveProperty([like]);
	});
});

describe("the registry", () => {
	test("fits its schema, as reviewed and as shipped", () => {
		const schema = JSON.parse(readFileSync(new URL("../../schemas/registry.schema.json", import.meta.url), "utf8"));
		const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
		for (const registry of [REVIEWED, REGISTRY]) {
			validate(registry);
			expect(validate.errors ?? []).toEqual([]);
		}
	});
	test("keys and lists stand sorted, without duplicates", () => {
		const check = (value: unknown, key = ""): void => {
			if (Array.isArray(value)) {
				if (value.some(Array.isArray)) for (const part of value) check(part);
				else if (key !== "accepts" && key !== "refuses") expect(value).toEqual([...new Set(value)].sort());
			} else if (typeof value === "object" && value !== null) {
				const keys = Object.keys(value).filter((name) => !/^[0-9]+$/.test(name));
				expect(keys).toEqual([...keys].sort());
				for (const [name, part] of Object.entries(value)) check(part, name);
			}
		};
		check(REVIEWED);
	});
	test("options are options, and one that takes a value is no flag", () => {
		for (const [name, program] of Object.entries(REGISTRY.programs)) {
			for (const part of [program, ...Object.values(program.subcommands ?? {})]) {
				const [values, flags] = [part.values ?? [], part.flags ?? []];
				for (const option of [...values, ...flags]) expect(option, name).toMatch(/^[-+]/);
				expect(
					values.filter((option) => flags.includes(option)),
					name,
				).toEqual([]);
			}
		}
		for (const [name, wrapper] of Object.entries(REGISTRY.wrappers)) {
			const taken = [wrapper.flags, wrapper.optional, wrapper.query].flatMap((list) => list ?? []);
			expect(
				(wrapper.values ?? []).filter((option) => taken.includes(option)),
				name,
			).toEqual([]);
			for (const option of [...(wrapper.directory ?? []), ...(wrapper.assign_options ?? [])])
				expect(wrapper.values, name).toContain(option);
		}
	});
	test("facts that a command can change are predicates", () => {
		const predicates = [
			"git_branch_is",
			"git_clean_worktree",
			"git_is_linked_worktree",
			"git_is_worktree",
			"git_synced_to_upstream",
			"path_exists",
		];
		const changes = Object.values(REGISTRY.programs).flatMap((program) =>
			Object.values(program.subcommands ?? {}).flatMap((part) => part.changes ?? []),
		);
		expect([...new Set(changes)].filter((fact) => !predicates.includes(fact))).toEqual([]);
	});
	test("another spelling of a subcommand is no subcommand of another meaning", () => {
		for (const [name, { equivalent }] of Object.entries(REGISTRY.programs)) {
			const spellings = (equivalent ?? []).flat();
			expect(new Set(spellings).size, name).toBe(spellings.length);
		}
	});
});
