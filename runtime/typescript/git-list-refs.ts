/**
 * Refs as git lists them, for repositories whose refs or configuration are not all in files that are read here.
 */

import type { Bytes } from "./bytes.ts";
import type { Repository } from "./git-directory.ts";
import { isId } from "./git-refs.ts";
import { LINKS } from "./git-workspace.ts";
import { type GitRunner, OWN_CONFIGURATION } from "./run-git.ts";

export interface RefRecord {
	/** The branch that is checked out. */
	readonly current: boolean;
	readonly name: Bytes;
	readonly id: Bytes;
	/** The full name of the upstream and its remote; empty where there is none. */
	readonly upstream: Bytes;
	readonly remote: Bytes;
}

/** Only names and ids are asked for: no object is read, so none can be missing (git-for-each-ref(1)). */
const LIST = [
	"for-each-ref",
	"--format=%(HEAD)%00%(refname)%00%(objectname)%00%(upstream)%00%(upstream:remotename)%00",
	"refs/heads",
	"refs/remotes",
] as const;

/** Lists branches and remote branches, in one call of git; null where that fails or is not understood. */
export function listRefs(repository: Repository, git: GitRunner, workspace: string): readonly RefRecord[] | null {
	const environment = { ...OWN_CONFIGURATION, GIT_DIR: `${workspace}/${LINKS.gitFolder}` };
	const result = git.run({ words: LIST, environment, folder: workspace }, [repository.top, repository.commonFolder]);
	return result.kind === "done" && result.status === 0 ? parseRefList(result.output, repository.idLength) : null;
}

/**
 * Reads records of five fields, each of which ends with a NUL, and a newline after each record.
 *
 * @example parseRefList("*\0refs/heads/x\0…\0\0\0\n", 40) // [{ current: true, name: "refs/heads/x", … }]
 */
export function parseRefList(output: Bytes, idLength: number): readonly RefRecord[] | null {
	if (output === "") return [];
	const fields = output.split("\0");
	if (fields.pop() !== "\n" || fields.length === 0 || fields.length % 5 !== 0) return null;
	const records: RefRecord[] = [];
	for (let at = 0; at < fields.length; at += 5) {
		const [mark = "", name = "", id = "", upstream = "", remote = ""] = fields.slice(at, at + 5);
		const head = at === 0 ? mark : mark.startsWith("\n") ? mark.slice(1) : "";
		if ((head !== "*" && head !== " ") || !name.startsWith("refs/") || !isId(id, idLength)) return null;
		records.push({ current: head === "*", name, id, upstream, remote });
	}
	return records;
}

/** The branch that is checked out; undefined where none is, or where it has no commit. */
export function currentRecord(records: readonly RefRecord[]): RefRecord | undefined {
	return records.find(({ current }) => current);
}
