/** Asks an evaluator all batches, and compares its answers with those of the reference. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { askEvaluator } from "./ask-evaluator.ts";
import { type Batch, bundleText, expectedAnswers } from "./batches.ts";
import { compareAnswers, type Difference } from "./differences.ts";

/** One batch as it went. */
export interface BatchResult {
	readonly name: string;
	readonly requests: number;
	readonly differences: number;
	/** How the program ended where it did not end as it should. */
	readonly problem: string | null;
}

/** The first answer that differs. */
export interface Shown {
	readonly batch: string;
	/** The request; null where an answer stands behind the last one. */
	readonly request: string | null;
	readonly places: readonly Difference[];
}

export interface Report {
	readonly batches: readonly BatchResult[];
	readonly first: Shown | null;
}

/**
 * Runs an evaluator over batches.
 *
 * @param command words for a shell, to which `--bundle FILE --serve` is added
 * @param folder a folder for the files of policies; it must be there
 * @param tell is told of each batch when it is done
 */
export async function runBatches(
	command: string,
	batches: Iterable<Batch>,
	folder: string,
	tell: (result: BatchResult) => void,
): Promise<Report> {
	const results: BatchResult[] = [];
	let first: Shown | null = null;
	const file = join(folder, "policy.json");
	for (const batch of batches) {
		writeFileSync(file, bundleText(batch.bundle));
		const { answers, problem } = await askEvaluator(command, file, batch.requests);
		const difference = compareAnswers(expectedAnswers(batch), answers);
		if (difference)
			first ??= {
				batch: batch.names?.[difference.at] ?? batch.name,
				request: batch.requests[difference.at] ?? null,
				places: difference.places,
			};
		const result = { name: batch.name, requests: batch.requests.length, differences: difference?.count ?? 0, problem };
		results.push(result);
		tell(result);
	}
	return { batches: results, first };
}

/** Whether the evaluator gave every answer and ended well. */
export function isSame({ batches }: Report): boolean {
	return batches.every(({ differences, problem }) => differences === 0 && problem === null);
}

/**
 * Writes batches as files for whoever asks an evaluator in another way: for each one a folder `NUMBER-NAME` with `bundle.json`,
 * `requests.jsonl` and `verdicts.jsonl`. What stood there before is replaced.
 *
 * @returns the folders' names
 */
export function writeBatches(batches: Iterable<Batch>, folder: string): readonly string[] {
	const names: string[] = [];
	for (const batch of batches) {
		const name = `${String(names.length + 1).padStart(3, "0")}-${batch.name.replaceAll(/[^A-Za-z0-9-]+/g, "-")}`;
		const place = join(folder, name);
		rmSync(place, { recursive: true, force: true });
		mkdirSync(place, { recursive: true });
		writeFileSync(join(place, "bundle.json"), bundleText(batch.bundle));
		writeFileSync(join(place, "requests.jsonl"), linesText(batch.requests));
		writeFileSync(join(place, "verdicts.jsonl"), linesText(expectedAnswers(batch)));
		names.push(name);
	}
	return names;
}

const linesText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
