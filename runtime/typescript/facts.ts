/**
 * Where the values of predicates come from.
 */

import type { Bytes } from "./bytes.ts";
import type { Request, Truth } from "./types.ts";

/**
 * Answers one predicate in one directory. It is asked at most once for each combination.
 *
 * @param directory the absolute path where the command runs; null: the directory of the line, which the caller did not name
 */
export interface FactSource {
	ask(name: string, argument: string | null, directory: Bytes | null): Truth;
}

/** Knows nothing. */
export const noFacts: FactSource = { ask: () => "unknown" };

/**
 * Facts that came with a request, by `name` or `name ARGUMENT`; what is not there is unknown.
 *
 * @example givenFacts({ "git_branch_is main": true }).ask("git_branch_is", "main", null) // "true"
 */
export function givenFacts(facts: NonNullable<Request["facts"]>): FactSource {
	const values = new Map(Object.entries(facts));
	return {
		ask(name, argument) {
			const value = values.get(argument === null ? name : `${name} ${argument}`);
			return value === true ? "true" : value === false ? "false" : "unknown";
		},
	};
}
