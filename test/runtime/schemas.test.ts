import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { INPUT_ERRORS, OPAQUE_REASONS } from "../../runtime/typescript/codes.ts";
import { bundle, exact, judge, prefix, prepared, REGISTRY, type RuleText } from "./bundle.ts";

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const schema = (name: string): { $defs: Record<string, { enum?: string[] }> } => JSON.parse(text(`schemas/${name}.schema.json`));
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });

function expectValid(name: string, value: unknown): void {
	const validate = ajv.getSchema(`policyc:${name}`) ?? ajv.compile(schema(name));
	validate(value);
	expect(validate.errors ?? []).toEqual([]);
}

const RULES: RuleText[] = [
	{
		id: "a",
		action: "deny",
		command: prefix("git push"),
		except: exact("git push x"),
		conditions: { mode: "all", required: true, conditions: [{ name: "git_is_worktree", value: null, required: true }] },
	},
	{ id: "b", action: "allow", command: { kind: "automaton", automaton: 0 }, writes: ["any"] },
];

describe("schemas", () => {
	test("the registry", () => expectValid("registry", REGISTRY));
	test("a bundle", () => expectValid("policy_wrapper", bundle(RULES)));
	test.each(["", "git push", "git $x; (a)", "x\0", "python x", "ls > /dev/null"])("the verdict on %j", (line) => {
		expectValid("verdict", judge(prepared(RULES, { default: "host" }), line));
	});
});

describe("codes", () => {
	const protocol = text("runtime/PROTOCOL.md").replace(/ +/g, " ");
	test.each(Object.entries({ ...OPAQUE_REASONS, ...INPUT_ERRORS }))("`%s` stands in the protocol with its meaning", (code, meaning) => {
		expect(protocol).toContain(`| \`${code}\` | ${meaning} |`);
	});
	test("the schema of the verdict lists them all", () => {
		const { $defs } = schema("verdict");
		expect($defs.opaque_code?.enum).toEqual(Object.keys(OPAQUE_REASONS).sort());
		expect($defs.input_error?.enum).toEqual(Object.keys(INPUT_ERRORS).sort());
	});
});

describe("the registry", () => {
	test("keys and lists stand sorted, without duplicates", () => {
		const check = (value: unknown): void => {
			if (Array.isArray(value)) expect(value).toEqual([...new Set(value)].sort());
			else if (typeof value === "object" && value !== null) {
				const keys = Object.keys(value).filter((key) => !/^[0-9]+$/.test(key));
				expect(keys).toEqual([...keys].sort());
				Object.values(value).forEach(check);
			}
		};
		check(REGISTRY);
	});
	test("options are options, and one that takes a value is no flag", () => {
		for (const [name, program] of Object.entries(REGISTRY.programs)) {
			for (const part of [program, ...Object.values(program.subcommands)]) {
				for (const option of [...(part.values ?? []), ...part.flags]) expect(option, name).toMatch(/^[-+]/);
				expect(
					(part.values ?? []).filter((option) => part.flags.includes(option)),
					name,
				).toEqual([]);
			}
		}
		for (const [name, wrapper] of Object.entries(REGISTRY.wrappers)) {
			const taken = [...wrapper.flags, ...(wrapper.optional ?? []), ...(wrapper.query ?? [])];
			expect(
				wrapper.values.filter((option) => taken.includes(option)),
				name,
			).toEqual([]);
			for (const option of wrapper.directory ?? []) expect(wrapper.values, name).toContain(option);
		}
	});
	test("facts that a command can change are predicates", () => {
		const known = [
			"git_branch_is",
			"git_clean_worktree",
			"git_is_linked_worktree",
			"git_is_worktree",
			"git_synced_to_upstream",
			"path_exists",
		];
		const changes = Object.values(REGISTRY.programs).flatMap((program) =>
			Object.values(program.subcommands).flatMap((part) => part.changes ?? []),
		);
		expect([...new Set(changes)].filter((fact) => !known.includes(fact))).toEqual([]);
	});
});
