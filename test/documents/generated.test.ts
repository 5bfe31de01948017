import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { generateValidator } from "../../schemas/generate.ts";

const SCHEMA = new URL("../../schemas/policy_contract.schema.json", import.meta.url);

describe("the committed validator is what the schema gives", () => {
	test.each(Object.entries(generateValidator()))("%s", (name, text) => {
		expect(readFileSync(new URL(`../../compiler/documents/generated/${name}`, import.meta.url), "utf8")).toBe(text);
	});
});

test("the schema says what every key means", () => {
	const undescribed: string[] = [];
	const visit = (part: unknown, path: string): void => {
		if (typeof part !== "object" || part === null) return;
		for (const [key, value] of Object.entries(part)) {
			if (key === "properties") {
				for (const [name, member] of Object.entries(value)) {
					if (member !== false && !hasDescription(member)) undescribed.push(`${path}/${name}`);
				}
			}
			visit(value, `${path}/${key}`);
		}
	};
	const schema = JSON.parse(readFileSync(SCHEMA, "utf8"));
	const hasDescription = (member: unknown): boolean => {
		if (typeof member !== "object" || member === null) return false;
		const reference = "$ref" in member ? String(member.$ref).split("/").at(-1) : undefined;
		return "description" in member || (reference !== undefined && "description" in (schema.$defs[reference] ?? {}));
	};
	visit(schema, "");
	expect(undescribed).toEqual([]);
});

test("an ordinary validator accepts the contract's example with the schema as it is published", () => {
	const validate = new Ajv2020({ allowUnionTypes: true, strictRequired: false }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
	const example = parse(
		"version: v1\nscope: repo\ncommands: {allow: [a]}\ncommand_rules: [{id: a, action: allow, match: b, conditions: {not: c}}]\n",
	);
	expect(validate(example)).toBe(true);
	expect(validate({ version: "v1", rules: [] })).toBe(false);
});
