/**
 * The evaluator held to what shells really do: lines that spell a denied command in other ways are run under bash and dash
 * with stub programs, and wherever a stub received a denied command, the evaluator must not have said allow.
 *
 * POLICYC_EXECUTIONS sets how many lines; POLICYC_SEED another seed; POLICYC_DUMP a file for all findings, one JSON a line.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Prepared } from "../../runtime/typescript/index.ts";
import { judge, policyOf } from "../examples/judge-with.ts";
import { type DrawnLine, drawLines } from "./generate.ts";
import { ISOLATED, installed, runLines } from "./run-lines.ts";
import { isDenied, POLICY } from "./targets.ts";

const LINES = Number(process.env.POLICYC_EXECUTIONS ?? 5_000);
const SEED = Number(process.env.POLICYC_SEED ?? 20_261_121);
const CASES = new URL("../../golden/execution/cases.json", import.meta.url);
const SHELLS = ["bash", "dash"] as const;

interface Case {
	readonly name: string;
	readonly line: string;
	/** The shells in which a denied command runs. */
	readonly runs: readonly string[];
}

/** For each line whether some stub received a denied command. */
function ranDenied(shell: string, lines: readonly string[]): readonly boolean[] {
	return runLines(shell, lines).map((calls) => calls.some(isDenied));
}

function decisionOf(policy: Prepared, line: string): string {
	return judge(policy, line).decision;
}

const where = ISOLATED ? "in namespaces of its own, read-only but for a scratch folder" : "in a throw-away folder";

describe.each(SHELLS)("%s", (shell) => {
	test.skipIf(!installed(shell))(`runs no denied command that the evaluator allows (not run where ${shell} is missing)`, () => {
		const policy = policyOf(POLICY);
		const drawn = drawLines(SEED, LINES);
		const ran = ranDenied(
			shell,
			drawn.map(({ text }) => text),
		);
		const executed = drawn.filter((_, at) => ran[at]);
		const counts = { allow: 0, request: 0, deny: 0 };
		const findings: DrawnLine[] = [];
		for (const line of executed) {
			const { decision } = judge(policy, line.text);
			counts[decision] += 1;
			if (decision === "allow") findings.push(line);
		}
		console.log(
			`${shell}, ${where}: ${LINES} lines (seed ${SEED}), ${executed.length} ran a denied command: ` +
				`${counts.deny} denied, ${counts.request} requested, ${counts.allow} allowed`,
		);
		if (process.env.POLICYC_DUMP)
			writeFileSync(`${process.env.POLICYC_DUMP}.${shell}`, findings.map((line) => JSON.stringify(line)).join("\n"));
		// A generator that runs nothing would find nothing.
		expect(executed.length).toBeGreaterThan(LINES / 5);
		expect(findings.slice(0, 5)).toEqual([]);
	});
});

describe("named cases", () => {
	const cases = JSON.parse(readFileSync(CASES, "utf8")) as readonly Case[];
	const policy = policyOf(POLICY);

	test.each(cases)("$name", ({ line }) => {
		expect(decisionOf(policy, line)).not.toBe("allow");
	});

	describe.each(SHELLS)("%s", (shell) => {
		test.skipIf(!installed(shell))("runs the denied command of those that say so, and of no other", () => {
			const ran = ranDenied(
				shell,
				cases.map(({ line }) => line),
			);
			expect(cases.filter((_, at) => ran[at]).map(({ name }) => name)).toEqual(
				cases.filter(({ runs }) => runs.includes(shell)).map(({ name }) => name),
			);
		});
	});
});
