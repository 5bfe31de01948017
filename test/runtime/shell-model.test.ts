/** golden/shell: for each construct of the shell, the decision under one policy. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judge, policyAt } from "../examples/judge-with.ts";

const FOLDER = join(import.meta.dirname, "../../golden/shell");

interface Case {
	readonly construct: string;
	readonly command: string;
	/** The decision, or all that will do. */
	readonly expect: string | readonly string[];
	readonly why: string;
	/** The command stands so many times in the line. */
	readonly times?: number;
}

const cases = readFileSync(join(FOLDER, "cases.jsonl"), "utf8")
	.split("\n")
	.filter(Boolean)
	.map((line) => JSON.parse(line) as Case);
/** Commands that give something else at present, each with what is missing. */
const failures = new Map(Object.entries(JSON.parse(readFileSync(join(FOLDER, "known-failures.json"), "utf8")) as Record<string, string>));
const policy = policyAt(FOLDER);

describe.each([...new Set(cases.map(({ construct }) => construct))])("%s", (construct) => {
	const rows = cases.filter((row) => row.construct === construct);
	test.each(rows.map((row) => [row.command, row.why, row] as const))("%j: %s", (command, _, row) => {
		const verdict = judge(policy, command.repeat(row.times ?? 1));
		const found = { decision: verdict.decision, by: verdict.by, rule: verdict.rule, codes: verdict.opaque.map(({ code }) => code) };
		const missing = failures.get(command);
		if (missing === undefined) expect([row.expect].flat(), JSON.stringify(found)).toContain(verdict.decision);
		else expect([row.expect].flat(), `passes, but is listed as a failure: ${missing}`).not.toContain(verdict.decision);
	});
});

test("what is listed as a failure is a case", () => {
	const commands = new Set(cases.map(({ command }) => command));
	expect([...failures.keys()].filter((command) => !commands.has(command))).toEqual([]);
});
