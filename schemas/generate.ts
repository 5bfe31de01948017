/**
 * Writes the validator of scope files from their JSON Schema, so that no schema is compiled at run time.
 *
 * Run it after a change of the schema: `npx tsx schemas/generate.ts`. A test holds the committed files to it.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

const SCHEMA = new URL("policy_contract.schema.json", import.meta.url);
const GENERATED = new URL("../compiler/documents/generated/", import.meta.url);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The generated files by name: the validator, which reports every breach with its part of the schema, and its types. */
export function generateValidator(): Readonly<Record<string, string>> {
	const schema: Json = JSON.parse(readFileSync(SCHEMA, "utf8"));
	const ajv = new Ajv2020({
		allErrors: true,
		verbose: true,
		allowUnionTypes: true,
		strictRequired: false,
		code: { source: true, esm: true },
	});
	const code = standalone.default(ajv, ajv.compile(withoutDescriptions(schema)));
	return {
		"validate-contract.js": `${HEAD}${withLinearErrors(code)}\n`,
		"validate-contract.d.ts": TYPES,
	};
}

const HEAD = `// Written by schemas/generate.ts from policy_contract.schema.json.
function append(all, more) {
	for (const one of more) all.push(one);
	return all;
}
`;

/** The code without ajv's copy of all errors so far for every part that has errors of its own: a file with n faults would cost n². */
function withLinearErrors(code: string): string {
	return code.replaceAll(/vErrors\.concat\(([\w.]+\.errors)\)/g, "append(vErrors, $1)").replace('"use strict";', "");
}

const TYPES = `// Written by schemas/generate.ts.

/** One breach of the schema, as ajv reports it. */
export interface SchemaFault {
	readonly keyword: string;
	/** JSON pointer into the data. */
	readonly instancePath: string;
	readonly schemaPath: string;
	readonly params: Readonly<Record<string, unknown>>;
	/** The part of the schema that holds the keyword. */
	readonly parentSchema: unknown;
	/** Set where a key broke the schema for keys. */
	readonly propertyName?: string;
}

/** Whether plain data fits the contract; the breaches stand in \`errors\` until the next call. */
export declare const validate: { (data: unknown): boolean; errors?: readonly SchemaFault[] | null };
`;

/** The schema without its descriptions: the validator carries a copy of what is left. */
function withoutDescriptions(schema: Json): Json & object {
	const parts = Object.entries(schema ?? {}).flatMap(([key, value]) => {
		if (key === "description" && typeof value === "string") return [];
		return [[key, typeof value === "object" && value !== null ? withoutDescriptions(value) : value] as const];
	});
	return Array.isArray(schema) ? parts.map(([, value]) => value) : Object.fromEntries(parts);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const [name, text] of Object.entries(generateValidator())) writeFileSync(new URL(name, GENERATED), text);
}
