/**
 * Which repository a directory belongs to, found by reading files alone (gitrepository-layout(5)).
 *
 * Git itself would believe more than this does: whatever a repository could have forged to point elsewhere is
 * unknown here.
 */

import type { Bytes } from "./bytes.ts";
import { booleanOf, type Config, parseConfig, valuesOf } from "./git-config.ts";
import { below, canonicalPath, folderOf, lookAt, lookThrough, readOneLine, readRegular } from "./read-files.ts";

/** A repository with a work tree that the directory lies in. All paths are canonical. */
export interface Repository {
	/** The folder that holds `.git`. */
	readonly top: Bytes;
	/** Holds `HEAD` and the index. */
	readonly gitFolder: Bytes;
	/** Holds `objects`, `refs` and `config`; another than `gitFolder` in a linked worktree only. */
	readonly commonFolder: Bytes;
	readonly linked: boolean;
	/** The repository's own configuration, with `config.worktree` after it where that counts; without includes. */
	readonly config: Config;
	/** Hexadecimal digits of an object id. */
	readonly idLength: 40 | 64;
	/** Refs are files, and not in a table that only git reads. */
	readonly refsAreFiles: boolean;
}

/** Where a directory lies: in a work tree, in no repository, inside a git folder or a bare repository, or not known. */
export type Place =
	| { readonly kind: "worktree"; readonly repository: Repository }
	| { readonly kind: "outside" }
	| { readonly kind: "inside" }
	| { readonly kind: "unknown" };

/** A `.git` file, `commondir` and `gitdir` may have this many bytes. */
const MOST_POINTER = 4096;
const MOST_CONFIG = 1024 * 1024;
const UNKNOWN: Place = { kind: "unknown" };

/** Repository extensions that change nothing here, or that are looked at below (git-config(1), `extensions.*`). */
const KNOWN_EXTENSIONS: ReadonlySet<Bytes> = new Set([
	"noop",
	"noop-v1",
	"objectformat",
	"partialclone",
	"preciousobjects",
	"refstorage",
	"relativeworktrees",
	"worktreeconfig",
]);

/**
 * Finds the repository that git would find from a directory.
 *
 * @param directory an absolute path, which need not be canonical
 * @param user the user id that must own what is found; null where the system has no user ids: all is unknown
 * @example findRepository("/work/project/src", 1000) // { kind: "worktree", repository: { top: "/work/project", … } }
 */
export function findRepository(directory: Bytes, user: number | null): Place {
	const start = canonicalPath(directory);
	if (start === null || user === null) return UNKNOWN;
	const { kind, device } = lookAt(start);
	if (kind !== "folder") return UNKNOWN;
	for (let folder = start; ; folder = folderOf(folder)) {
		// Git does not look beyond a mount point (git(1), GIT_DISCOVERY_ACROSS_FILESYSTEM).
		if (lookAt(folder).device !== device) return { kind: "outside" };
		const place = placeAt(folder, user);
		if (place) return place;
		if (folder === "/") return { kind: "outside" };
	}
}

/** What one folder on the way up says; null: nothing, look higher. */
function placeAt(top: Bytes, user: number): Place | null {
	const dotGit = below(top, ".git");
	const { kind, owner } = lookAt(dotGit);
	if (kind === "absent") return looksLikeGitFolder(top, top) ? insideOf(top, user) : null;
	if (owner !== user || lookAt(top).owner !== user) return UNKNOWN;
	if (kind === "folder") return mainRepository(top, dotGit, user);
	return kind === "file" ? pointedRepository(top, dotGit, user) : UNKNOWN;
}

/** A git folder itself, bare or not: what `core.worktree` makes of it is not trusted. */
function insideOf(folder: Bytes, user: number): Place {
	if (lookAt(folder).owner !== user) return UNKNOWN;
	const config = readConfig(below(folder, "config"));
	return config === null || valuesOf(config, "core", null, "worktree").length > 0 ? UNKNOWN : { kind: "inside" };
}

function mainRepository(top: Bytes, gitFolder: Bytes, user: number): Place {
	if (lookAt(below(gitFolder, "commondir")).kind !== "absent" || !looksLikeGitFolder(gitFolder, gitFolder)) return UNKNOWN;
	return openRepository({ top, gitFolder, commonFolder: gitFolder, linked: false }, user);
}

/** A `.git` file: a linked worktree where its target has a `commondir`, else a submodule or a separate git folder. */
function pointedRepository(top: Bytes, dotGit: Bytes, user: number): Place {
	const line = readOneLine(dotGit, MOST_POINTER);
	const gitFolder = line?.startsWith("gitdir: ") ? canonicalPath(below(top, line.slice("gitdir: ".length))) : null;
	if (gitFolder === null || lookAt(gitFolder).owner !== user) return UNKNOWN;
	if (lookAt(below(gitFolder, "commondir")).kind !== "absent") return linkedRepository(top, dotGit, gitFolder, user);
	if (!looksLikeGitFolder(gitFolder, gitFolder)) return UNKNOWN;
	return openRepository({ top, gitFolder, commonFolder: gitFolder, linked: false }, user);
}

/** Worktree and repository must name each other, as `git worktree add` leaves them. */
function linkedRepository(top: Bytes, dotGit: Bytes, gitFolder: Bytes, user: number): Place {
	const commonFolder = pointedTo(gitFolder, "commondir");
	const back = pointedTo(gitFolder, "gitdir");
	if (commonFolder === null || back !== dotGit || folderOf(gitFolder) !== below(commonFolder, "worktrees")) return UNKNOWN;
	if (lookAt(commonFolder).owner !== user || !looksLikeGitFolder(gitFolder, commonFolder)) return UNKNOWN;
	if (!looksLikeGitFolder(commonFolder, commonFolder) || hasGitSegment(top)) return UNKNOWN;
	return openRepository({ top, gitFolder, commonFolder, linked: true }, user);
}

function pointedTo(folder: Bytes, name: "commondir" | "gitdir"): Bytes | null {
	const line = readOneLine(below(folder, name), MOST_POINTER);
	return line === null ? null : canonicalPath(below(folder, line));
}

/** Whether a work tree stands in something called `.git`, whatever the case: programs differ in what they make of that. */
function hasGitSegment(path: Bytes): boolean {
	return path.split("/").some((segment) => segment.toLowerCase() === ".git");
}

/** `HEAD`, and `objects` and `refs` of the common folder, are what makes a git folder (gitrepository-layout(5)). */
function looksLikeGitFolder(gitFolder: Bytes, commonFolder: Bytes): boolean {
	const head = lookAt(below(gitFolder, "HEAD")).kind;
	const parts = ["objects", "refs"].map((name) => lookThrough(below(commonFolder, name)).kind);
	return (head === "file" || head === "link") && parts.every((kind) => kind === "folder");
}

type Folders = Pick<Repository, "top" | "gitFolder" | "commonFolder" | "linked">;

/** Reads what the repository says of itself; what is not understood there makes everything unknown. */
function openRepository(folders: Folders, user: number): Place {
	const shared = readConfig(below(folders.commonFolder, "config"));
	if (shared === null || lookAt(folders.gitFolder).owner !== user) return UNKNOWN;
	const perWorktree = booleanOf(shared, "extensions", "worktreeconfig", false);
	const own = perWorktree ? readConfig(below(folders.gitFolder, "config.worktree")) : [];
	if (perWorktree === null || own === null) return UNKNOWN;
	const config = [...shared, ...own];
	const format = readFormat(shared);
	// A linked worktree has a work tree, even of a repository that is bare itself; unless its own file says otherwise.
	const bare = booleanOf(folders.linked ? own : config, "core", "bare", false);
	if (!format || bare === null || !worktreeIsTop(config, folders)) return UNKNOWN;
	return bare ? { kind: "inside" } : { kind: "worktree", repository: { ...folders, config, ...format } };
}

/** The version and the extensions of a repository (git's repository-version.txt); null where one is not known. */
function readFormat(config: Config): Pick<Repository, "idLength" | "refsAreFiles"> | null {
	const last = (section: Bytes, name: Bytes, absent: Bytes) => {
		const values = valuesOf(config, section, null, name);
		return values.length === 0 ? absent : (values.at(-1) ?? "");
	};
	const version = last("core", "repositoryformatversion", "0");
	if (version !== "0" && version !== "1") return null;
	if (config.some(({ section, name }) => section === "extensions" && !KNOWN_EXTENSIONS.has(name))) return null;
	const objects = last("extensions", "objectformat", "sha1");
	const refs = last("extensions", "refstorage", "files");
	if ((objects !== "sha1" && objects !== "sha256") || (refs !== "files" && refs !== "reftable")) return null;
	return { idLength: objects === "sha256" ? 64 : 40, refsAreFiles: refs === "files" };
}

/** Whether `core.worktree` is not set, or names the very folder that holds `.git`, as in submodules. */
function worktreeIsTop(config: Config, { top, gitFolder }: Folders): boolean {
	const named = valuesOf(config, "core", null, "worktree");
	return named.every((path) => path !== null && canonicalPath(below(gitFolder, path)) === top);
}

/** The entries of a configuration file; none where there is no file, null where it cannot be read. */
function readConfig(path: Bytes): Config | null {
	const reading = readRegular(path, MOST_CONFIG);
	if (reading.state === "absent") return [];
	return reading.state === "read" ? parseConfig(reading.bytes.toString("latin1")) : null;
}
