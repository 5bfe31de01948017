/** Programs for all languages that are tried, and their answers beside those of the reference. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { compareAnswers } from "../../cli/conformance/differences.ts";
import { build, type Language, triedLanguages } from "./languages.ts";
import { type Program, serveAll } from "./programs.ts";

/** What the tests of a file share: a folder of their own, and an evaluator for each language. */
export interface Evaluators {
	readonly folder: string;
	/** Filled before the tests run. */
	readonly programs: ReadonlyMap<Language["name"], Program>;
	program(language: Language): Program;
}

/** Builds the evaluators before the tests of a file; removes the folder after them. */
export function useEvaluators(): Evaluators {
	const folder = mkdtempSync(join(tmpdir(), "conformance-"));
	const programs = new Map<Language["name"], Program>();
	beforeAll(() => {
		for (const language of triedLanguages()) programs.set(language.name, build(language, folder));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	return {
		folder,
		programs,
		program: ({ name }) => {
			const program = programs.get(name);
			if (!program) throw new Error(`the evaluator in ${name} was not built`);
			return program;
		},
	};
}

/**
 * Asks every evaluator the same, and holds each answer to the bytes that are expected.
 *
 * @param expected the reference as a program, or its answers
 * @returns the answers
 */
export async function holdAll(
	{ programs }: Evaluators,
	bundle: string,
	requests: readonly (string | Uint8Array)[],
	expected: Program | Promise<readonly string[]>,
): Promise<readonly string[]> {
	const wanted = expected instanceof Promise ? expected : serveAll(expected, bundle, requests);
	const [answers, ...found] = await Promise.all([wanted, ...[...programs.values()].map((program) => serveAll(program, bundle, requests))]);
	for (const [at, name] of [...programs.keys()].entries()) {
		const difference = compareAnswers(answers, found[at] ?? []);
		const request = difference ? Buffer.from(requests[difference.at] ?? "").toString() : "";
		expect(difference, `${name}: the first of the answers that differ is to ${request}`).toBeNull();
	}
	return answers;
}
