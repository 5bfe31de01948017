/** Whether the conformance suite notices a wrong evaluator: first what it answers as a server, then the tests of whole calls. */

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askProgram } from "../../../cli/conformance/ask-evaluator.ts";
import { type Batch, batchesOf, bundleText, expectedAnswers } from "../../../cli/conformance/batches.ts";
import { gatherCases } from "../../../cli/conformance/case-files.ts";
import { choicesFrom } from "../../../cli/conformance/choose.ts";
import { compareAnswers } from "../../../cli/conformance/differences.ts";
import { drawTriples } from "../../support/draw-triples.ts";
import { prepareIr } from "../../support/prepare-ir.ts";
import { sameLine } from "../../support/same-line.ts";
import type { Language } from "../languages.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A batch with its answers, and the file of its policy. */
interface Prepared {
	readonly name: string;
	readonly file: string;
	readonly requests: readonly string[];
	readonly expected: readonly string[];
}

/** How much is asked: generated requests about the policies of the kit, and triples with policies of their own. */
export interface Extent {
	readonly cases: number;
	readonly triples: number;
}

/** Seconds; most faults are caught by it. */
export const SHORT: Extent = { cases: 10_000, triples: 3_000 };
/** As much as a run of the tests asks. */
export const LONG: Extent = { cases: 40_000, triples: 10_000 };

/** Batches with their answers, prepared when they are first asked for. */
export type Suite = () => readonly Prepared[];

/** The batches of the kit and of generated policies, with the answers of the reference. */
export function suiteOf(folder: string, seed: number, extent: Extent): Suite {
	let prepared: readonly Prepared[] | null = null;
	return () => {
		prepared ??= prepareSuite(folder, seed, extent);
		return prepared;
	};
}

function prepareSuite(folder: string, seed: number, { cases, triples }: Extent): readonly Prepared[] {
	mkdirSync(folder, { recursive: true });
	const all = [...batchesOf(gatherCases(ROOT), { seed, cases }), ...generatedBatches(seed, triples)];
	return joined(all).map((batch, at) => {
		const file = join(folder, `policy-${at}.json`);
		writeFileSync(file, bundleText(batch.bundle));
		return { name: batch.name, file, requests: batch.requests, expected: expectedAnswers(batch) };
	});
}

/**
 * Batches under the same policy as one, since most of the time of a small one is the start of the program; those that were written by
 * hand before those that are drawn, since they are few and catch most.
 */
function joined(batches: readonly Batch[]): readonly Batch[] {
	const isDrawn = ({ name }: Batch): boolean => name.startsWith("generated");
	const byPolicy = new Map<string, Batch>();
	for (const batch of [...batches.filter((one) => !isDrawn(one)), ...batches.filter(isDrawn)]) {
		const key = `${isDrawn(batch)} ${batch.bundle.bundle_hash}`;
		const before = byPolicy.get(key);
		byPolicy.set(key, before ? { ...before, requests: [...before.requests, ...batch.requests] } : batch);
	}
	return [...byPolicy.values()];
}

function* generatedBatches(seed: number, count: number): Generator<Batch> {
	for (const triples of drawTriples({ seed, triples: count, linesPerPolicy: 100 })) {
		const prepared = triples[0] && prepareIr(triples[0].policy);
		if (!prepared) continue;
		const requests = triples.map(({ line, given }, id) => JSON.stringify({ id, ...sameLine(line, given, choicesFrom(seed + id)).request }));
		yield { name: "generated policies", bundle: prepared.bundle, requests };
	}
}

/** The tests of whole calls, and the files of an evaluator that they are worth running for. */
const TESTS: readonly { readonly words: readonly string[]; readonly about: RegExp }[] = [
	{ words: ["test/conformance/conformance.test.ts", "-t", "command line|requests that are none|wrong kind"], about: /./ },
	{ words: ["test/conformance/hooks.test.ts"], about: /./ },
	{ words: ["test/conformance/facts.test.ts"], about: /./ },
	{ words: ["test/runtime/git"], about: /git|fact|path|file|machine|surround|process|system|judge|bytes/ },
	{ words: ["test/conformance/malformed.test.ts"], about: /json|bundle|shape|hook|request|types|bytes/ },
	{ words: ["test/conformance/faults.test.ts"], about: /hook|main|serve|command_line|options|git|system|process/ },
];

/** Without the set-up that builds the reference anew: it is the same for all faults. */
const CONFIG = "test/conformance/mutation/vitest.config.ts";

/** A wrong program may take all the memory there is, or all the time (milliseconds without an answer). */
const LIMITED = 'ulimit -v 8000000; exec "$0" "$@"';
const PATIENCE = 20_000;

/** Which tests of whole calls are run: all, none, or those that are about a file. */
export type Calls = "all" | "none" | { readonly about: string };

/** What noticed the program, or null. */
export async function catchFault(language: Language, program: string, suites: readonly Suite[], calls: Calls): Promise<string | null> {
	for (const suite of suites) {
		for (const { name, file: bundle, requests, expected } of suite()) {
			const { answers, problem } = await askProgram(["sh", "-c", LIMITED, program], bundle, requests, PATIENCE);
			if (problem !== null || compareAnswers(expected, answers)) return name;
		}
	}
	const env = {
		...process.env,
		POLICYC_EVALUATORS: `${language.name}=${program}`,
		POLICYC_LANGUAGES: language.name,
		POLICYC_MALFORMED: "300",
	};
	for (const { words, about } of TESTS) {
		if (calls === "none" || (calls !== "all" && !about.test(calls.about))) continue;
		const run = spawnSync("npx", ["vitest", "run", "--config", CONFIG, "--bail", "1", ...words], { cwd: ROOT, env, encoding: "utf8" });
		if (run.status !== 0) return words[0] ?? "";
	}
	return null;
}
