import type { Session } from "../compiler/diagnostics/session.ts";
import type { EmissionProblem } from "../targets/index.ts";

/** Reports what forbids to write a build. */
export function reportProblems(problems: readonly EmissionProblem[], session: Session): void {
	for (const problem of problems) {
		// Each name has holes of its own.
		if (problem.name === "bundle-too-large") session.report(problem.name, null, problem.holes);
		else session.report(problem.name, null, problem.holes);
	}
}
