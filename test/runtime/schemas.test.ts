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
