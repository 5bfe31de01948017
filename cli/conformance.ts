import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { visible } from "../compiler/diagnostics/render.ts";
import { Session } from "../compiler/diagnostics/session.ts";
import { batchesOf, type Draw } from "./conformance/batches.ts";
import { readCases } from "./conformance/case-files.ts";
import { type BatchResult, isSame, type Report, runBatches, type Shown, writeBatches } from "./conformance/run-batches.ts";
import { EXIT } from "./exit.ts";
import { plural, printDiagnostics } from "./print-diagnostics.ts";
import { type Call, SHARED, type Verb } from "./verb.ts";

const CASES = 20_000;
const SEED = 1;
/** The largest seed: 32 bits. */
const MOST_SEED = 2 ** 32 - 1;

export const conformance: Verb = {
	name: "conformance",
	summary: "compare an evaluator with the reference, verdict by verdict",
	about:
		"Asks a program that answers requests (`CMD --bundle FILE --serve`, see runtime/PROTOCOL.md) everything in the case files: named cases, the truth table of conditions, every construct of the shell, and lines drawn from them with a seed, under several policies and facts. Every answer must have the bytes of the reference. The first one that differs is shown field by field, and the exit status is 5. With --out-dir the cases are written as files instead, for programs that are asked in another way.",
	options: {
		evaluator: { value: "CMD", help: "the program to compare, as words for a shell" },
		seed: { value: "N", help: `what cases are drawn from (default: ${SEED})` },
		cases: { value: "N", help: `how many generated requests are asked (default: ${CASES.toLocaleString("en")})` },
		"out-dir": { value: "DIR", help: "write policies, requests and verdicts as files below this folder instead" },
		json: SHARED.json,
		format: SHARED.format,
	},
	examples: [
		["policyc conformance --evaluator './policy-evaluator'", "hold an evaluator to the case files"],
		["policyc conformance --evaluator 'ruby evaluator.rb' --seed 7 --cases 1000000", "a longer run with other lines"],
		["policyc conformance --out-dir cases --cases 1000", "write bundles, requests and expected verdicts as files"],
	],
	async run(call) {
		const session = new Session();
		const draw = drawOf(call, session);
		const command = call.text("evaluator");
		const out = call.text("out-dir");
		if (command === undefined && out === undefined)
			session.report("missing-option", null, { option: "--evaluator", usage: "policyc conformance --evaluator './policy-evaluator'" });
		printDiagnostics(call.io, session, call.text("format"));
		if (session.failed) return EXIT.invalid;
		const batches = batchesOf(readCases(), draw);
		if (command === undefined) {
			const folders = writeBatches(batches, resolve(call.io.cwd, out ?? "."));
			if (call.on("json"))
				call.io.out(`${JSON.stringify({ ok: true, ...draw, written: folders, batches: [], first: null }, null, "\t")}\n`);
			else call.io.out(`${plural(folders.length, "folder")} of cases written\n`);
			return EXIT.ok;
		}
		const folder = mkdtempSync(join(tmpdir(), "policyc-conformance-"));
		try {
			const tell = (result: BatchResult): void => call.io.err(call.on("json") ? "" : renderResult(result));
			const report = await runBatches(command, batches, folder, tell);
			const ok = isSame(report);
			if (call.on("json")) call.io.out(`${JSON.stringify({ ok, ...draw, written: [], ...report }, null, "\t")}\n`);
			else call.io.out(renderReport(report, draw));
			return ok ? EXIT.ok : EXIT.regression;
		} finally {
			rmSync(folder, { recursive: true });
		}
	},
};

function drawOf(call: Call, session: Session): Draw {
	return { seed: numberOf(call, "seed", SEED, MOST_SEED, session), cases: numberOf(call, "cases", CASES, 1e9, session) };
}

/** An option that is a whole number from 0; reports one that is not. */
function numberOf(call: Call, name: string, otherwise: number, most: number, session: Session): number {
	const value = call.text(name);
	if (value === undefined) return otherwise;
	const number = /^[0-9]{1,10}$/.test(value) ? Number(value) : Number.NaN;
	if (number <= most) return number;
	session.report("bad-option-value", null, { option: `--${name}`, value, expected: `a whole number up to ${most}` });
	return otherwise;
}

function renderResult({ name, requests, differences, problem }: BatchResult): string {
	const result = differences === 0 ? "the same" : `${plural(differences, "answer")} differ`;
	return `${name}: ${plural(requests, "request")}, ${result}${problem === null ? "" : `; ${visible(problem)}`}\n`;
}

/** The outcome, with the first difference field by field. */
export function renderReport(report: Report, { seed }: Draw): string {
	const asked = report.batches.reduce((sum, { requests }) => sum + requests, 0);
	const wrong = report.batches.reduce((sum, { differences }) => sum + differences, 0);
	const problems = report.batches.filter(({ problem }) => problem !== null).length;
	const sum = `${plural(asked, "request")}, ${plural(wrong, "difference")} (seed ${seed})`;
	const failed = problems > 0 ? `; the program failed ${plural(problems, "time")}` : "";
	return [...(report.first ? renderFirst(report.first) : []), `${sum}${failed}`, ""].join("\n");
}

function renderFirst({ batch, request, places }: Shown): string[] {
	const rows = places.map(({ path, expected, found }) => [
		`  ${path === "" ? "the answer" : path}`,
		`    expected  ${expected === null ? "nothing" : visible(expected)}`,
		`    found     ${found === null ? "nothing" : visible(found)}`,
	]);
	return [`the first difference, in ${batch}:`, ...(request === null ? [] : [`  ${visible(request)}`]), ...rows.flat(), ""];
}
