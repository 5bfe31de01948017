/** Holds printed JSON to its schema. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { expect } from "vitest";

const folder = join(import.meta.dirname, "../../schemas");
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
for (const name of readdirSync(folder)) {
	if (name.endsWith(".schema.json")) ajv.addSchema(JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/** The validator of a schema by its name: `output-build`, `resolve`. */
export function schemaOf(name: string): ValidateFunction {
	const found = ajv.getSchema(`policyc:${name}`);
	if (!found) throw new Error(`there is no schema ${name}`);
	return found;
}

/** Parses a text and holds it to a schema; gives the value. */
export function parseAs(name: string, text: string): Record<string, unknown> {
	const value = JSON.parse(text);
	const validate = schemaOf(name);
	validate(value);
	expect(validate.errors ?? [], name).toEqual([]);
	return value;
}
