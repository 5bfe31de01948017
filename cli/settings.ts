/** Reads `policy-config/policyc.json`: settings of policyc for one root. None of them is part of the policy. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Session } from "../compiler/diagnostics/session.ts";
import { HARNESSES } from "../targets/index.ts";
import { CONFIG_FOLDER } from "./find-root.ts";
import { reasonOf } from "./read-scopes.ts";

/** A harness and a task domain; null: without that scope. */
export interface Pair {
	readonly harness: string | null;
	readonly task_domain: string | null;
}

export interface Settings {
	readonly canonical: readonly Pair[];
	readonly allowed_versions: readonly string[];
	readonly required: readonly string[];
}

/** Where the settings stand, relative to the root. */
export const SETTINGS_PATH = `${CONFIG_FOLDER}/policyc.json`;

/** The settings where the file says nothing: every known host without a task domain, version v1, nothing required. */
export const STANDARD_SETTINGS: Settings = {
	canonical: HARNESSES.map((harness) => ({ harness, task_domain: null })),
	allowed_versions: ["v1"],
	required: [],
};

/** The settings of a root, or null with the fault reported. Its schema is `schemas/settings.schema.json`. */
export function readSettings(root: string, session: Session): Settings | null {
	const path = join(root, SETTINGS_PATH);
	if (!existsSync(path)) return STANDARD_SETTINGS;
	const fail = (problem: string) => {
		session.report("bad-settings", null, { path: SETTINGS_PATH, problem });
		return null;
	};
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		return fail(reasonOf(error));
	}
	if (!isMap(value)) return fail("it is no JSON object");
	for (const key of Object.keys(value)) if (!Object.hasOwn(STANDARD_SETTINGS, key)) return fail(`\`${key}\` is no setting`);
	const { canonical = STANDARD_SETTINGS.canonical, allowed_versions = STANDARD_SETTINGS.allowed_versions, required = [] } = value;
	if (!isTextList(allowed_versions)) return fail("`allowed_versions` must be a list of texts");
	if (!isTextList(required)) return fail("`required` must be a list of texts");
	const pairs = Array.isArray(canonical) ? canonical.map(readPair) : [null];
	if (pairs.includes(null)) return fail('`canonical` must be a list of objects such as {"harness": "codex", "task_domain": null}');
	return { canonical: pairs.flatMap((pair) => pair ?? []), allowed_versions, required };
}

function readPair(value: unknown): Pair | null {
	if (!isMap(value)) return null;
	const { harness = null, task_domain = null, ...others } = value;
	if (Object.keys(others).length > 0 || !isName(harness) || !isName(task_domain)) return null;
	return { harness, task_domain };
}

function isName(value: unknown): value is string | null {
	return value === null || typeof value === "string";
}

function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function isMap(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
