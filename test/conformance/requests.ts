/** What evaluators are asked besides what the kit holds: every command of the corpora. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gatherCases } from "../../cli/conformance/case-files.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The folder of the corpora. */
export const CORPORA: string = process.env.POLICYC_CORPORA ?? join(ROOT, "../shared/corpora");
const FILES = ["git-effects", "shell-effective", "shell-robustness", "shell-structure"];

/** Whether the corpora are there. */
export const HAS_CORPORA: boolean = existsSync(join(CORPORA, `${FILES[0]}.jsonl`));

/** Every command of the corpora. */
export function corpusLines(): readonly string[] {
	return FILES.flatMap((name) => corpusRows<{ readonly command: string }>(name).map(({ command }) => command));
}

/** The rows of one of the corpora. */
export function corpusRows<Row>(name: string): readonly Row[] {
	return readFileSync(join(CORPORA, `${name}.jsonl`), "utf8")
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Row);
}

const cases = gatherCases(ROOT);

/** The lines with which the shell reader is tested: each construct of the shell at least once. */
export function goldenLines(): readonly string[] {
	return cases.lines;
}

/** The lines with which the command registry is tried. */
export function registryLines(): readonly string[] {
	return cases.registryLines;
}
