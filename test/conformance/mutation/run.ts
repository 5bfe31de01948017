/**
 * Makes evaluators wrong at random places and counts how many of the faults the conformance suite catches.
 *
 * `npm run mutate -- --language go [--seed N] [--faults N] [--record FILE] [--requests-only]`. The record holds one JSON a line; a run
 * that was stopped goes on where it was. With --requests-only a serving evaluator is asked a little, and no tests of whole calls are run: what
 * that leaves is recorded as `left`, and a run without the option goes on with it. Ends with 1 where fewer than 95 % are caught, or one
 * where verdicts are put together is not.
 */

import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, LANGUAGES, type Language } from "../languages.ts";
import { type Calls, catchFault, LONG, SHORT, type Suite, suiteOf } from "./catch-fault.ts";
import { EQUIVALENTS } from "./equivalents.ts";
import { drawFault, type Fault, withFault } from "./faults.ts";

/** What became of a fault. `unbuildable`: the compiler refuses it, and it counts for nothing. `left`: it is not decided yet. */
type Outcome = "caught" | "survived" | "left" | "unbuildable" | "equivalent";

interface Row extends Fault {
	readonly language: string;
	readonly seed: number;
	readonly number: number;
	readonly outcome: Outcome;
	/** What caught it. */
	readonly by: string | null;
}

const ROOT = join(import.meta.dirname, "../../..");
const LEAST_CAUGHT = 0.95;

const { values } = parseArgs({
	options: {
		language: { type: "string", default: "go" },
		seed: { type: "string", default: "1" },
		faults: { type: "string", default: "60" },
		record: { type: "string" },
		"requests-only": { type: "boolean", default: false },
	},
});
const language = LANGUAGES.find(({ name }) => name === values.language);
if (!language) throw new Error(`there is no language ${values.language}`);
process.exitCode = (await run(language, Number(values.seed), Number(values.faults), values.record ?? null)) ? 0 : 1;

async function run(tried: Language, seed: number, faults: number, record: string | null): Promise<boolean> {
	const scratch = mkdtempSync(join(tmpdir(), "mutation-"));
	try {
		const rows = readRecord(record).filter((row) => row.language === tried.name && row.seed === seed);
		const known = new Map(rows.map((row) => [row.number, row]));
		const tests: Calls = values["requests-only"] ? "none" : "all";
		const isDone = (row: Row | undefined): boolean => row !== undefined && (row.outcome !== "left" || tests === "none");
		const sources = join(scratch, "sources");
		cpSync(join(ROOT, tried.sources), sources, { recursive: true, filter: (path) => !/\/(target|\.zig-cache|zig-out)$/.test(path) });
		const place = { sources, cache: join(scratch, "cache"), hasty: true };
		const short = suiteOf(join(scratch, "short"), seed, SHORT);
		const suites = values["requests-only"] ? [short] : [short, suiteOf(join(scratch, "long"), seed + 1, LONG)];
		const [right] = build(tried, scratch, place);
		const noticed = await catchFault(tried, right, suites, tests);
		if (noticed !== null) throw new Error(`${noticed} fails without a fault`);
		for (let number = 0; count(known, number) < faults; number++) {
			if (isDone(known.get(number))) continue;
			const row = await tryFault(tried, { seed, number, scratch, suites, place, isWhole: tests === "all" });
			known.set(number, row);
			if (record !== null) appendFileSync(record, `${JSON.stringify(row)}\n`);
			console.log(`${number} ${row.outcome} ${row.by ?? ""} ${row.file}:${row.line} ${row.operator}: ${row.after.trim()}`);
		}
		return report([...known.values()]);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** How many of the faults before a number were such: built, and no equivalents. */
function count(rows: ReadonlyMap<number, Row>, before: number): number {
	return [...rows.values()].filter(({ outcome, number }) => number < before && isCounted(outcome)).length;
}

function isCounted(outcome: Outcome): boolean {
	return outcome === "caught" || outcome === "survived" || outcome === "left";
}

interface Attempt {
	readonly seed: number;
	readonly number: number;
	readonly scratch: string;
	readonly suites: readonly Suite[];
	readonly place: { readonly sources: string; readonly cache: string; readonly hasty: boolean };
	/** Whether tests of whole calls are run. */
	readonly isWhole: boolean;
}

async function tryFault(tried: Language, { seed, number, scratch, suites, place, isWhole }: Attempt): Promise<Row> {
	const fault = drawFault(tried, place.sources, seed, number);
	const row = { ...fault, language: tried.name, seed, number, by: null };
	if (isEquivalent(tried, fault)) return { ...row, outcome: "equivalent" };
	const file = join(place.sources, fault.file);
	const text = readFileSync(file, "utf8");
	writeFileSync(file, withFault(text, fault));
	try {
		const program = buildOrNull(tried, scratch, place);
		if (program === null) return { ...row, outcome: "unbuildable" };
		const by = await catchFault(tried, program, suites, isWhole ? { about: fault.file } : "none");
		return { ...row, outcome: by !== null ? "caught" : isWhole ? "survived" : "left", by };
	} finally {
		writeFileSync(file, text);
	}
}

function buildOrNull(tried: Language, scratch: string, place: Attempt["place"]): string | null {
	try {
		return build(tried, scratch, place)[0];
	} catch {
		return null;
	}
}

function isEquivalent({ name }: Language, { file, before, after }: Fault): boolean {
	return EQUIVALENTS.some(
		(one) => one.language === name && one.file === file && one.before === before.trim() && one.after === after.trim(),
	);
}

function readRecord(record: string | null): readonly Row[] {
	if (record === null || !existsSync(record)) return [];
	return readFileSync(record, "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Row);
}

/** Prints survivors and shares; whether they are as they must be. */
function report(rows: readonly Row[]): boolean {
	const built = rows.filter(({ outcome }) => isCounted(outcome));
	const survivors = built.filter(({ outcome }) => outcome !== "caught");
	for (const { outcome, file, line, before, after } of survivors)
		console.log(`${outcome}: ${file}:${line}\n\t- ${before.trim()}\n\t+ ${after.trim()}`);
	for (const room of ["aggregation", "opaque", "other"] as const) {
		const here = built.filter((row) => row.room === room);
		console.log(`${room}: ${here.filter(({ outcome }) => outcome === "caught").length} of ${here.length} caught`);
	}
	const equivalent = rows.filter(({ outcome }) => outcome === "equivalent").length;
	const caught = built.length - survivors.length;
	console.log(`${caught} of ${built.length} caught, ${equivalent} equivalent, ${rows.length - built.length - equivalent} not built`);
	return caught >= LEAST_CAUGHT * built.length && survivors.every(({ room }) => room === "other");
}
