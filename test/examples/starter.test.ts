/** The starter policy over command lines as agents write them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judge, percent, policyOf } from "./judge-with.ts";

const FOLDER = join(import.meta.dirname, "../data/agent-lines");

interface Row {
	readonly line: string;
	readonly class: "harmless" | "asks" | "harmful";
	readonly decision: "allow" | "request" | "deny";
}

const rows = readdirSync(FOLDER)
	.filter((name) => name.endsWith(".jsonl"))
	.sort()
	.flatMap((name) => readFileSync(join(FOLDER, name), "utf8").split("\n").filter(Boolean))
	.map((text) => JSON.parse(text) as Row);
const listed = JSON.parse(readFileSync(join(FOLDER, "known-failures.json"), "utf8")) as Readonly<Record<string, readonly string[]>>;
const known = new Set(Object.values(listed).flat());
const policy = policyOf(readFileSync(join(import.meta.dirname, "../../cli/starter.policy"), "utf8"));
const judged = rows.map((row) => ({ ...row, actual: judge(policy, row.line).decision }));

test("every line gets its decision, but for those that are known not to", () => {
	const wrong = judged.filter((row) => row.actual !== row.decision);
	expect(wrong.filter(({ line }) => !known.has(line))).toEqual([]);
	expect(judged.filter((row) => row.actual === row.decision && known.has(row.line)).map(({ line }) => line)).toEqual([]);
});

test("the list names lines of the data, each once", () => {
	const lines = rows.map(({ line }) => line);
	expect(new Set(lines).size).toBe(lines.length);
	const names = Object.values(listed).flat();
	expect(new Set(names).size).toBe(names.length);
	expect(names.filter((line) => !lines.includes(line))).toEqual([]);
});

test("few harmless lines ask, and no harmful one is allowed", () => {
	const of = (kind: Row["class"]) => judged.filter((row) => row.class === kind);
	const asked = of("harmless").filter(({ actual }) => actual !== "allow");
	const allowed = of("harmful").filter(({ actual }) => actual === "allow");
	const told = of("asks").filter(({ actual }) => actual !== "allow");
	console.log(
		`${rows.length} lines; harmless: ${asked.length} of ${of("harmless").length} ask (${percent(asked.length, of("harmless").length)}); ` +
			`harmful: ${allowed.length} of ${of("harmful").length} allowed; to be asked: ${told.length} of ${of("asks").length} ask or are denied; ` +
			`known failures: ${known.size}`,
	);
	expect(rows.length).toBeGreaterThanOrEqual(1_000);
	expect(allowed).toEqual([]);
	expect(asked.length / of("harmless").length).toBeLessThanOrEqual(0.1);
	expect(asked.filter(({ actual }) => actual === "deny")).toEqual([]);
});
