/**
 * Facts from the machine: the table of predicates and who reads them.
 */

import type { Bytes } from "./bytes.ts";
import { type Environment, readEnvIs, readOsIs } from "./environment-facts.ts";
import type { FactSource } from "./facts.ts";
import { readBranchIs, readSynced } from "./git-branch.ts";
import { readClean } from "./git-clean.ts";
import { findRepository, type Place, type Repository } from "./git-directory.ts";
import type { UserFolders } from "./git-settings.ts";
import { prepareGlob } from "./glob.ts";
import { readCwdUnder, readPathExists } from "./path-facts.ts";
import { directoryOf, type PathBases } from "./paths.ts";
import { DEADLINE, GitRunner } from "./run-git.ts";
import type { Truth } from "./types.ts";

export interface MachineOptions {
	/** The policy's root and the home directory, as absolute paths; null: unknown. */
	readonly root: string | null;
	readonly home: string | null;
	/** The environment that the command would have. Default: that of this process. */
	readonly environment?: Environment;
	/** The absolute path of the only git to run. Default: the first of the usual places. */
	readonly git?: string;
	/** Milliseconds for all calls of git together, at most 10,000. Default: 250. */
	readonly deadline?: number;
}

/** Variables, `*` at the end allowed, with which the command's own git would look elsewhere than what is read here. */
const REDIRECTING: readonly string[] = [
	"GIT_ALTERNATE_OBJECT_DIRECTORIES",
	"GIT_ATTR_SOURCE",
	"GIT_CEILING_DIRECTORIES",
	"GIT_COMMON_DIR",
	"GIT_CONFIG*",
	"GIT_DIR",
	"GIT_DISCOVERY_ACROSS_FILESYSTEM",
	"GIT_EXEC_PATH",
	"GIT_GRAFT_FILE",
	"GIT_INDEX_FILE",
	"GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY",
	"GIT_REPLACE_REF_BASE",
	"GIT_SHALLOW_FILE",
	"GIT_WORK_TREE",
];

/** What the readers of one decision share. */
interface Machine {
	readonly environment: Environment;
	readonly bases: PathBases;
	readonly folders: UserFolders;
	/** Null where the system has no user ids: there paths and repositories are unknown. */
	readonly user: number | null;
	readonly git: GitRunner;
	/** Where directories lie, found once for each. */
	readonly places: Map<Bytes, Place>;
}

type Reader = (machine: Machine, argument: string, directory: Bytes | null) => Truth;

/** Who reads a predicate. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	["cwd_under", readDirectory],
	["env_is", ({ environment }, argument) => readEnvIs(argument, environment)],
	["git_branch_is", inRepository(({ git }, repository, glob) => readBranchIs(repository, prepareGlob(glob), git))],
	["git_clean_worktree", inRepository((machine, repository) => readClean(repository, machine))],
	["git_is_linked_worktree", inRepository((_, { linked }) => (linked ? "true" : "false"))],
	["git_is_worktree", readIsWorktree],
	["git_synced_to_upstream", inRepository(({ git }, repository) => readSynced(repository, git))],
	["os_is", (_, name) => readOsIs(name, process.platform)],
	["path_exists", ({ bases, user }, pattern) => (user === null ? "unknown" : readPathExists(pattern, bases))],
]);

/**
 * Facts of this machine, for one decision: nothing is looked at before it is asked for, and repositories and the
 * deadline are shared by all that is asked. A predicate that is not in the table is unknown.
 *
 * @example machineFacts({ root: "/work", home: "/home/me" }).ask("git_is_worktree", null, "/work/src") // "true"
 */
export function machineFacts(options: MachineOptions): FactSource {
	const environment = options.environment ?? process.env;
	const user = process.geteuid?.() ?? null;
	const machine: Machine = {
		environment,
		bases: { root: directoryOf(options.root), home: directoryOf(options.home) },
		folders: { home: options.home, configuration: environment.XDG_CONFIG_HOME || null },
		user,
		git: new GitRunner({ program: options.git ?? null, deadline: options.deadline ?? DEADLINE, user }),
		places: new Map(),
	};
	return { ask: (name, argument, directory) => READERS.get(name)?.(machine, argument ?? "", directory) ?? "unknown" };
}

/** A predicate about the repository whose work tree the directory lies in; unknown everywhere else. */
function inRepository(read: (machine: Machine, repository: Repository, argument: string) => Truth): Reader {
	return (machine, argument, directory) => {
		const place = placeOf(machine, directory);
		return place.kind === "worktree" ? read(machine, place.repository, argument) : "unknown";
	};
}

function readIsWorktree(machine: Machine, _: string, directory: Bytes | null): Truth {
	const { kind } = placeOf(machine, directory);
	return kind === "unknown" ? "unknown" : kind === "worktree" ? "true" : "false";
}

function readDirectory({ bases, user }: Machine, pattern: string, directory: Bytes | null): Truth {
	return directory === null || user === null ? "unknown" : readCwdUnder(pattern, directory, bases);
}

function placeOf({ environment, user, places }: Machine, directory: Bytes | null): Place {
	if (directory === null || Object.keys(environment).some(redirects)) return { kind: "unknown" };
	const known = places.get(directory);
	if (known) return known;
	const place = findRepository(directory, user);
	places.set(directory, place);
	return place;
}

function redirects(name: string): boolean {
	return REDIRECTING.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
}
