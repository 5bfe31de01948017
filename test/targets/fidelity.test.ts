/**
 * How exactly the artifacts alone say what the examples say: `docs/fidelity.md` holds the figures (recorded with
 * POLICYC_RECORD=1), none is looser, and where a host has words for a decision it gives that very decision.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Decision } from "../../compiler/ir/types.ts";
import { HARNESSES, type Harness, HOST_TARGETS } from "../../targets/index.ts";
import { type FidelityRow, measureFidelity } from "../hosts/measure-fidelity.ts";
import { renderFidelity, sumRows } from "../hosts/render-fidelity.ts";

const PAGE = join(import.meta.dirname, "../../docs/fidelity.md");
const rows = new Map<Harness, readonly FidelityRow[]>(HARNESSES.map((host) => [host, measureFidelity(host)]));

function shareOf(host: Harness, decision: Decision): number {
	const { exact, all } = sumRows((rows.get(host) ?? []).filter((row) => row.decision === decision));
	return exact / all;
}

describe.each(HARNESSES)("%s", (host) => {
	const { capabilities } = HOST_TARGETS[host];

	test("is looser on no command that a rule decides", () => {
		expect((rows.get(host) ?? []).flatMap(({ looser }) => looser)).toEqual([]);
	});

	test("refuses exactly what is denied", () => {
		expect(shareOf(host, "deny")).toBeGreaterThan(0.95);
	});

	test("asks exactly about what is to be asked about", () => {
		// Where entries are lists of literal words, what refuses some options of a command refuses all of it.
		expect(shareOf(host, "request")).toBeGreaterThan(capabilities.globs === true ? 0.9 : 0.75);
	});
});

test("the page holds the figures", () => {
	const text = renderFidelity([...rows.values()].flat());
	if (process.env.POLICYC_RECORD === "1") writeFileSync(PAGE, text);
	expect(existsSync(PAGE), "docs/fidelity.md is recorded").toBe(true);
	expect(text).toBe(readFileSync(PAGE, "utf8"));
});
