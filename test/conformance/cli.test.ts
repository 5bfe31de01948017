/** `policyc conformance`: an evaluator that agrees, some that do not, and files for whoever asks in another way. */

import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { parseAs } from "../support/schemas.ts";
import { scratch } from "../support/scratch.ts";
import { useEvaluators } from "./compare.ts";
import { triedLanguages } from "./languages.ts";
import { REFERENCE } from "./programs.ts";

const evaluators = useEvaluators();
const REFERENCE_COMMAND = REFERENCE.map((word) => `'${word}'`).join(" ");

/** The reference behind a filter that makes some of its answers wrong. */
function wrong(change: string): string {
	const path = join(evaluators.folder, `wrong-${change.length}.mjs`);
	const text = `import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
const child = spawn(process.execPath, [${JSON.stringify(REFERENCE[1])}, ...process.argv.slice(2)], { stdio: ["pipe", "pipe", "inherit"] });
process.stdin.pipe(child.stdin);
let at = 0;
createInterface({ input: child.stdout }).on("line", (line) => { at++; const answer = (${change})(line, at); if (answer !== null) console.log(answer); });
`;
	writeFileSync(path, text);
	chmodSync(path, 0o755);
	return `'${process.execPath}' '${path}'`;
}

describe("an evaluator that agrees", () => {
	test.each(triedLanguages())("$name", async (language) => {
		const command = evaluators.program(language).join(" ");
		const { status, out, err } = await runCli(["conformance", "--evaluator", command, "--cases", "2000", "--seed", "9"], scratch());
		expect(out).toMatch(/^\d+ requests, 0 differences \(seed 9\)\n$/);
		expect(err).toContain("truth-table: ");
		expect(status).toBe(0);
	});

	test("as JSON", async () => {
		const { status, out, err } = await runCli(["conformance", "--evaluator", REFERENCE_COMMAND, "--cases", "100", "--json"], scratch());
		expect({ status, err }).toEqual({ status: 0, err: "" });
		const report = parseAs("output-conformance", out);
		expect(report).toMatchObject({ ok: true, seed: 1, cases: 100, written: [], first: null });
		expect((report.batches as { requests: number }[]).reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThan(5_000);
	});
});

describe("one that does not", () => {
	test("the first difference is shown field by field", async () => {
		const command = wrong('(line) => line.replace(\'"decision":"deny"\', \'"decision":"allow"\')');
		const { status, out } = await runCli(["conformance", "--evaluator", command, "--cases", "100"], scratch());
		expect(status).toBe(5);
		expect(out).toMatch(/^the first difference, in named [a-z-]+:\n {2}\{"command":/);
		expect(out).toMatch(/\n {2}\/commands\/\d\/decision\n {4}expected {2}"deny"\n {4}found {5}"allow"\n/);
		expect(out).toMatch(/\n\d+ requests, \d+ differences \(seed 1\)\n$/);
		const json = await runCli(["conformance", "--evaluator", command, "--cases", "100", "--json"], scratch());
		expect(json.status).toBe(5);
		expect(parseAs("output-conformance", json.out)).toMatchObject({
			ok: false,
			first: { places: [{ expected: '"deny"', found: '"allow"' }] },
		});
	});

	test.each([
		["an answer is missing", "(line, at) => (at === 3 ? null : line)", /\n\d+ requests, [1-9]\d* differences/],
		["an answer is written with blanks", '(line) => line.replace(":", ": ")', /the answer/],
		["an answer is no JSON", '(line, at) => (at === 1 ? "x" : line)', /found {5}x/],
		["an answer too many", '(line, at) => (at === 1 ? line + "\\n" + line : line)', /expected {2}nothing/],
	])("%s", async (_, change, shown) => {
		const { status, out } = await runCli(["conformance", "--evaluator", wrong(change), "--cases", "20"], scratch());
		expect(status).toBe(5);
		expect(out).toMatch(shown);
	});

	test.each([
		["is not there", "/nowhere/evaluator", /ended with status 127/],
		["ends at once", "true", /0 answers|differ/],
		["fails behind its answers", `sh -c '${REFERENCE.join(" ")} "$@"; exit 9' sh`, /ended with status 9/],
	])("a program that %s", async (_, command, shown) => {
		const { status, err, out } = await runCli(["conformance", "--evaluator", command, "--cases", "20"], scratch());
		expect(status).toBe(5);
		expect(err + out).toMatch(shown);
	});
});

describe("cases as files", () => {
	test("bundles, requests and verdicts", async () => {
		const folder = scratch();
		const { status, out } = await runCli(["conformance", "--out-dir", "cases", "--cases", "50", "--json"], folder);
		expect(status).toBe(0);
		const { written } = parseAs("output-conformance", out) as { written: string[] };
		expect(readdirSync(join(folder, "cases"))).toEqual(written);
		for (const name of written) {
			const lines = (file: string): string[] =>
				readFileSync(join(folder, "cases", name, file), "utf8")
					.trimEnd()
					.split("\n");
			parseAs("policy_wrapper", readFileSync(join(folder, "cases", name, "bundle.json"), "utf8"));
			expect(lines("verdicts.jsonl")).toHaveLength(lines("requests.jsonl").length);
			const { id: _, ...verdict } = JSON.parse(lines("verdicts.jsonl")[0] ?? "");
			parseAs("verdict", JSON.stringify(verdict));
		}
	});
});

describe("faults of usage", () => {
	test.each([
		[[], /`--evaluator` is missing/],
		[["--evaluator", "x", "--cases", "many"], /`many` is no value for `--cases`/],
		[["--evaluator", "x", "--seed", "-1"], /`--seed`|`-1`/],
		[["--evaluator", "x", "--seed", "4294967296"], /`4294967296` is no value for `--seed`/],
	])("%j", async (args, message) => {
		const { status, out, err } = await runCli(["conformance", ...args], scratch());
		expect({ status, out }).toEqual({ status: 6, out: "" });
		expect(err).toMatch(message);
	});
});
