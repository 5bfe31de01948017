/**
 * The branch that is checked out, and whether it stands where its upstream stood at the last fetch.
 */

import type { Bytes } from "./bytes.ts";
import { hasIncludes } from "./git-config.ts";
import type { Repository } from "./git-directory.ts";
import { currentRecord, listRefs, type RefRecord } from "./git-list-refs.ts";
import { readHead, readRef } from "./git-refs.ts";
import { THIS_REPOSITORY, TRACKED, upstreamOf } from "./git-upstream.ts";
import { withWorkspace } from "./git-workspace.ts";
import { type GlobToken, globMatches } from "./glob.ts";
import type { GitRunner } from "./run-git.ts";
import type { Truth } from "./types.ts";

const BRANCHES = "refs/heads/";

/** Whether the name of the checked-out branch, born or not, matches. False where no branch is. */
export function readBranchIs(repository: Repository, glob: readonly GlobToken[], git: GitRunner): Truth {
	if (!repository.refsAreFiles) {
		const current = currentRecord(listBranches(repository, git) ?? []);
		return current ? matchBranch(current.name, glob) : "unknown";
	}
	const head = readHead(repository);
	if (head === null) return "unknown";
	return head.kind === "ref" ? matchBranch(head.name, glob) : "false";
}

function matchBranch(ref: Bytes, glob: readonly GlobToken[]): Truth {
	return ref.startsWith(BRANCHES) && globMatches(glob, ref.slice(BRANCHES.length)) ? "true" : "false";
}

/** Whether branch and upstream are the same commit. Nothing is fetched: it is the upstream of the last fetch. */
export function readSynced(repository: Repository, git: GitRunner): Truth {
	if (!repository.refsAreFiles || hasIncludes(repository.config)) return syncedByList(listBranches(repository, git));
	const head = readHead(repository);
	if (head === null) return "unknown";
	if (head.kind !== "ref" || !head.name.startsWith(BRANCHES)) return "false";
	const upstream = upstreamOf(repository.config, head.name.slice(BRANCHES.length));
	const own = readRef(repository, head.name);
	if (upstream === null || own === null) return "unknown";
	if (upstream.kind === "none" || own.kind === "absent") return "false";
	const other = readRef(repository, upstream.name);
	if (own.kind === "elsewhere" || other?.kind === "elsewhere") return syncedByList(listBranches(repository, git));
	if (other === null) return "unknown";
	return other.kind === "id" && other.id === own.id ? "true" : "false";
}

function listBranches(repository: Repository, git: GitRunner): readonly RefRecord[] | null {
	return withWorkspace(repository, (workspace) => listRefs(repository, git, workspace));
}

function syncedByList(records: readonly RefRecord[] | null): Truth {
	if (records === null) return "unknown";
	const current = currentRecord(records);
	if (!current?.upstream.startsWith(TRACKED) || current.remote === THIS_REPOSITORY) return "false";
	return records.some(({ name, id }) => name === current.upstream && id === current.id) ? "true" : "false";
}
