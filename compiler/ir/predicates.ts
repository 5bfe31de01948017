/**
 * The closed list of predicates. `arguments` names what each takes, in order; an IR condition holds
 * them as one text, joined by a blank, which is also how given facts are keyed.
 */

export type ArgumentKind = "glob" | "path" | "name" | "os";

export interface Predicate {
	readonly arguments: readonly ArgumentKind[];
	/** One line for `--help`, docs and error texts. */
	readonly summary: string;
}

export const PREDICATES = {
	git_is_worktree: { arguments: [], summary: "the directory lies in the work tree of a non-bare repository" },
	git_is_linked_worktree: { arguments: [], summary: "the directory lies in a linked worktree" },
	git_clean_worktree: { arguments: [], summary: "nothing is staged, changed, untracked or in progress" },
	git_synced_to_upstream: { arguments: [], summary: "the branch stands where its upstream stood at the last fetch" },
	git_branch_is: { arguments: ["glob"], summary: "the checked-out branch matches" },
	cwd_under: { arguments: ["path"], summary: "the directory is the path or lies below it" },
	path_exists: { arguments: ["path"], summary: "the path exists" },
	env_is: { arguments: ["name", "glob"], summary: "the environment variable's value matches" },
	os_is: { arguments: ["os"], summary: "the operating system is this one" },
} as const satisfies Record<string, Predicate>;

export type PredicateName = keyof typeof PREDICATES;

/** Whether a name is one of the closed list. */
export function isPredicate(name: string): name is PredicateName {
	return Object.hasOwn(PREDICATES, name);
}

/** Operating systems that `os_is` knows. */
export const OPERATING_SYSTEMS = ["linux", "macos", "windows"] as const;
