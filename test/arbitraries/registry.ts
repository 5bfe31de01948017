/** A small command registry for generated policies: every kind of entry once, options that collide with each other. */

import type { Registry } from "../../runtime/typescript/types.ts";

const PLAIN = {
	global_values: [],
	global_inert: [],
	global_directory: [],
	subcommands: {},
	flags: [],
	read_only: false,
	foreign: false,
	query: [],
};

export const REGISTRY = {
	programs: {
		git: {
			...PLAIN,
			global_values: ["-C", "-c", "--git-dir"],
			global_inert: ["--no-pager", "--literal-pathspecs"],
			global_directory: ["-C"],
			subcommands: {
				push: {
					values: ["-o", "--push-option", "--repo"],
					flags: ["-f", "-u", "--force", "--force-with-lease", "--mirror"],
					read_only: false,
					changes: ["git_synced_to_upstream"],
					foreign: false,
				},
				commit: {
					values: ["-m", "--message", "-F", "--file"],
					flags: ["-a", "--all", "--amend"],
					read_only: false,
					changes: ["git_clean_worktree", "git_synced_to_upstream"],
					foreign: false,
				},
				status: { values: [], flags: ["-s", "--short"], read_only: true, changes: [], foreign: false },
				log: { values: null, flags: ["--oneline"], read_only: true, changes: [], foreign: false },
			},
			values: null,
			flags: ["--version"],
		},
		kubectl: {
			...PLAIN,
			global_values: ["--context", "-n", "--namespace"],
			global_inert: ["--verbose"],
			subcommands: {
				get: { values: ["-o", "--output"], flags: ["-w", "--watch"], read_only: true, changes: [], foreign: false },
				delete: { values: ["-f", "--filename"], flags: ["--force", "--all"], read_only: false, changes: null, foreign: false },
			},
			values: null,
		},
		rm: { ...PLAIN, values: [], flags: ["-r", "-f", "--force", "--recursive"] },
		ls: { ...PLAIN, values: ["-I", "--ignore"], flags: ["-l", "--all"], read_only: true },
		tool: { ...PLAIN, values: null },
	},
	wrappers: {},
	inert_environment: ["LC_*", "TZ"],
	lookup_environment: ["PATH"],
	system_folders: ["/usr/bin"],
} as const satisfies Registry;

/** Programs with the subcommands that generated policies speak of. */
export const PROGRAMS: readonly { readonly name: string; readonly subcommands: readonly string[] }[] = [
	{ name: "git", subcommands: ["push", "commit", "status", "log", "pull"] },
	{ name: "kubectl", subcommands: ["get", "delete"] },
	{ name: "rm", subcommands: [] },
	{ name: "ls", subcommands: [] },
	{ name: "tool", subcommands: ["run"] },
	{ name: "./run.sh", subcommands: [] },
];

/** Options of every spelling, global ones too; the first, which others begin like, more often than the rest. */
export const OPTIONS = [
	...Array.from({ length: 4 }, () => "--force"),
	...["-f", "-r", "-o", "-m", "-n", "-C", "--force-with-lease", "--message", "--mirror", "--all", "--context", "-destroy"],
];

/** Plain words. */
export const WORDS = ["main", "master", "origin", "agent/x", "a", "ab", "b", "src/a.txt", "/etc/passwd", "../x", "é", "", "-", "--"];
