/**
 * Fuzzes all evaluators and the oracle against each other.
 *
 * `npm run fuzz -- [--seed N] [--cases N] [--languages go,rust,zig] [--keep]`. What differs is made small and, with `--keep`, written
 * as a named case below golden/conformance. Ends with 1 where anything differed.
 */

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { askProgram } from "../../../cli/conformance/ask-evaluator.ts";
import { bundleText, compilePolicy } from "../../../cli/conformance/batches.ts";
import { gatherCases, NAMED_CASES } from "../../../cli/conformance/case-files.ts";
import { differences } from "../../../cli/conformance/differences.ts";
import { readBundle } from "../../../runtime/typescript/bundle.ts";
import { type Prepared, prepare } from "../../../runtime/typescript/index.ts";
import { answer } from "../../../runtime/typescript/serve.ts";
import { judgeTriple } from "../ask-oracle.ts";
import { build, LANGUAGES, missing } from "../languages.ts";
import type { Program } from "../programs.ts";
import { corpusLines, HAS_CORPORA } from "../requests.ts";
import { startAll } from "./ask-files.ts";
import { type Round, rounds, type Sources } from "./rounds.ts";
import { shrink } from "./shrink.ts";

const ROOT = join(import.meta.dirname, "../../..");
const { values } = parseArgs({
	options: {
		seed: { type: "string", default: "1" },
		cases: { type: "string", default: "100000" },
		languages: { type: "string" },
		keep: { type: "boolean", default: false },
	},
});

const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
try {
	process.exitCode = (await fuzz(Number(values.seed), Number(values.cases))) ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

async function fuzz(seed: number, cases: number): Promise<boolean> {
	const programs = buildPrograms(values.languages?.split(",") ?? null);
	const files = gatherCases(ROOT);
	const sources: Sources = {
		lines: [...files.lines, ...files.registryLines, ...(HAS_CORPORA ? corpusLines() : [])],
		policies: new Map(files.policies.map((policy) => [policy.name, compilePolicy(policy)])),
	};
	const began = performance.now();
	const counts = { asked: 0, judged: 0, refused: 0, different: 0 };
	console.log(`seed ${seed}, ${cases} cases, ${[...programs.keys()].join(", ")}${HAS_CORPORA ? "" : ", without the corpora"}`);
	for (const round of rounds(sources, seed)) {
		if (counts.asked >= cases) break;
		counts.different += await tryRound(round, programs);
		counts.asked += round.requests.length;
		counts.judged += judgeRound(round, counts);
		if (round.text !== null) counts.refused++;
		if (Math.floor(counts.asked / 100_000) > Math.floor((counts.asked - round.requests.length) / 100_000)) tell(counts, began);
	}
	tell(counts, began);
	return counts.different === 0;
}

function tell({ asked, judged, refused, different }: Readonly<Record<string, number>>, began: number): void {
	const seconds = Math.round((performance.now() - began) / 1000);
	console.log(`${asked} requests, ${judged} judged by the oracle, ${refused} malformed bundles, ${different} differences, ${seconds} s`);
}

function buildPrograms(names: readonly string[] | null): ReadonlyMap<string, Program> {
	const programs = new Map<string, Program>();
	for (const language of LANGUAGES) {
		const why = names && !names.includes(language.name) ? "it was not asked for" : missing(language);
		if (why === null) programs.set(language.name, build(language, folder));
		else console.log(`${language.name}: not run (${why})`);
	}
	return programs;
}

/** Asks all evaluators; gives how many of the answers differ. */
async function tryRound(round: Round, programs: ReadonlyMap<string, Program>): Promise<number> {
	const bundle = join(folder, "policy.json");
	writeFileSync(bundle, round.text ?? bundleText(round.bundle));
	const started = startAll(programs, folder, bundle, round.requests);
	const prepared = preparedOf(round);
	const expected = round.requests.map((request) => answer(prepared, Buffer.from(request)));
	let wrong = 0;
	for (const { name, answers } of started) {
		const found = await answers();
		const places = round.requests.flatMap((_, at) => (expected[at] === found[at] ? [] : [at]));
		wrong += places.length;
		const program = programs.get(name);
		const [first] = places;
		if (program && first !== undefined) await showDifference(round, name, program, bundle, round.requests[first] ?? "");
	}
	return wrong;
}

/** The policy that the file holds, as the reference reads it. */
function preparedOf({ text, prepared }: Round): Prepared | null {
	if (text === null) return prepared;
	const read = readBundle(Buffer.from(text));
	return read && prepare(read);
}

/** Makes a difference small, shows it, and keeps it as a case. */
async function showDifference(round: Round, name: string, program: Program, bundle: string, request: string): Promise<void> {
	const prepared = preparedOf(round);
	const expected = (one: string): string => answer(prepared, Buffer.from(one));
	const smallest = await shrink(request, async (requests) => {
		const { answers } = await askProgram(program, bundle, requests);
		return requests.map((one, at) => expected(one) !== answers[at]);
	});
	const { answers } = await askProgram(program, bundle, [smallest]);
	console.log(`${name} differs under ${round.policy ?? "a drawn policy"}: ${smallest}`);
	for (const { path, expected: right, found } of differences(expected(smallest), answers[0] ?? null))
		console.log(`\t${path}: ${found}, not ${right}`);
	if (round.text !== null) console.log(`\tthe text of the policy: ${Buffer.from(round.text).toString("base64").slice(0, 20_000)}`);
	else if (values.keep) keep(round, name, smallest, expected(smallest));
}

/** Writes a named case; its name holds what was asked as a hash, so that the same finding is one case. */
function keep({ policy, bundle }: Round, name: string, request: string, verdict: string): void {
	const id = createHash("sha256").update(request).digest("hex").slice(0, 8);
	const about = `Found by fuzzing: the evaluator in ${name} once answered something else.`;
	const text = JSON.stringify({ about, policy: policy ?? bundle, request: JSON.parse(request), verdict: JSON.parse(verdict) }, null, "\t");
	writeFileSync(join(ROOT, NAMED_CASES, `fuzz-${id}.json`), `${text}\n`);
}

/** Asks the oracle about the triples of a round; gives how many it could judge. */
function judgeRound({ triples, prepared, spelling }: Round, counts: { different: number }): number {
	let judged = 0;
	for (const [at, triple] of triples.entries()) {
		const { fault, judged: isJudged } = judgeTriple(prepared, triple.policy, triple, spelling + at);
		if (isJudged) judged++;
		if (fault === null) continue;
		counts.different++;
		console.log(`the oracle differs: ${fault}`);
	}
	return judged;
}
