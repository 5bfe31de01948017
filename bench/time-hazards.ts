/** Times YAML texts that a reader could stumble over against a valid file, in one process. */

import { Session } from "../compiler/diagnostics/session.ts";
import { parseDocument } from "../compiler/documents/index.ts";
import { GOOD, HAZARDS } from "./hazards.ts";
import { median } from "./measure.ts";

/** The name of the valid file among the results. */
export const VALID = "a valid file";

export interface HazardTime {
	readonly name: string;
	readonly bytes: number;
	/** Until the tree or the errors are there: the median of all rounds. */
	readonly milliseconds: number;
}

/** Reads every text once per round, in turn. The valid file comes first. */
export function timeHazards(rounds: number): readonly HazardTime[] {
	const texts = Object.entries({ [VALID]: GOOD, ...HAZARDS }).map(([name, text]) => ({ name, text, times: [] as number[] }));
	for (let round = 0; round < rounds; round++) {
		for (const { name, text, times } of texts) {
			const session = new Session();
			const start = performance.now();
			parseDocument({ path: "repo.yaml", text }, session);
			times.push(performance.now() - start);
			if (session.failed === (name === VALID)) throw new Error(`${name}: ${session.failed ? "errors" : "no error"}`);
		}
	}
	return texts.map(({ name, text, times }) => ({ name, bytes: text.length, milliseconds: median(times) }));
}
