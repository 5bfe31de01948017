/** What may be known beside a command line when evaluators are compared. */

import type { Facts } from "../../runtime/typescript/index.ts";

/** A request to a serving evaluator, but for the line itself. */
export interface Around {
	readonly facts: Facts | null;
	readonly cwd: string | null;
	readonly unattended: boolean;
}

/** Nothing; the places alone; everything in order; some of it, wrong or not settled, with nobody to ask. */
export const AROUND: readonly Around[] = [
	{ facts: null, cwd: null, unattended: false },
	{ facts: { root: "/repo", home: "/home/me" }, cwd: "/repo/src", unattended: false },
	{
		facts: {
			root: "/repo",
			home: "/home/me",
			git_is_worktree: true,
			git_is_linked_worktree: true,
			git_clean_worktree: true,
			git_synced_to_upstream: true,
			"git_branch_is main": true,
			"path_exists ./package.json": true,
			"os_is linux": true,
		},
		cwd: "/repo",
		unattended: false,
	},
	{
		facts: { root: "/repo", git_is_worktree: true, git_clean_worktree: false, git_synced_to_upstream: "unknown" },
		cwd: "/",
		unattended: true,
	},
];

/** The places alone. */
export const PLACED: readonly Around[] = AROUND.slice(1, 2);

/** Each line with everything that may be known beside it, as requests to a serving evaluator: four for each line. */
export function requestsFor(lines: readonly string[], arounds = AROUND): readonly string[] {
	return lines.flatMap((command, id) => arounds.map((around) => JSON.stringify({ id, command, ...around })));
}
