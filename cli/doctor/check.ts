/** What one look at a machine came to. */

/** `missing`: a program that is needed is not there. `not run`: nothing can be said, and `detail` says why. */
export interface Check {
	readonly name: string;
	readonly outcome: "passed" | "failed" | "missing" | "not run";
	/** One line for people. */
	readonly detail: string;
}

/** A check that passes where there are no problems. */
export function checkOf(name: string, problems: readonly string[], passed: string): Check {
	return { name, outcome: problems.length === 0 ? "passed" : "failed", detail: problems.length === 0 ? passed : problems.join("; ") };
}
