/**
 * Whether a work tree is clean, without running anything that the repository configures.
 *
 * Git compares the tree in a git folder of our own: the real index, objects and commit, and a configuration that
 * names no program. Content is compared as it is, so files behind a filter may show as changed, never the other
 * way round.
 */

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bytes } from "./bytes.ts";
import { booleanOf } from "./git-config.ts";
import { findRepository, type Repository } from "./git-directory.ts";
import { EMPTY_INDEX, type IndexSummary, summariseIndex } from "./git-index.ts";
import { currentRecord, listRefs } from "./git-list-refs.ts";
import { readHead, readRef } from "./git-refs.ts";
import { readSettings, type UserFolders, writeConfig } from "./git-settings.ts";
import { parseStatus } from "./git-status-parse.ts";
import { LINKS, withWorkspace } from "./git-workspace.ts";
import { below, canonicalPath, listFolder, lookAt, osPath, readRegular } from "./read-files.ts";
import { type GitRunner, OWN_CONFIGURATION } from "./run-git.ts";
import type { Truth } from "./types.ts";

/** What is there while an operation waits to be continued (git-status(1), gitrepository-layout(5)). */
const IN_PROGRESS = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG", "rebase-merge", "rebase-apply", "sequencer"] as const;

/**
 * The flags repeat what the configuration of our own says already. `dirty` and not `all`: staged changes of a
 * submodule's commit count, and git still does not go into it.
 */
const STATUS = [
	"-c",
	"core.fsmonitor=false",
	"-c",
	"core.hooksPath=/dev/null",
	"-c",
	"core.untrackedCache=false",
	"--no-optional-locks",
	"status",
	"--porcelain=v2",
	"-z",
	"--untracked-files=normal",
	"--ignore-submodules=dirty",
	"--no-renames",
] as const;

const SHADOW = "shadow";
const MOST_INDEX = 256 * 1024 * 1024;
const MOST_INFO = 1024 * 1024;
/** Submodules in submodules. */
const MOST_DEPTH = 8;

/** What the comparison needs beside the repository. */
export interface CleanTools {
	readonly git: GitRunner;
	readonly user: number | null;
	readonly folders: UserFolders;
}

/**
 * Whether nothing is staged, changed, unmerged, untracked or in progress, in submodules neither.
 *
 * @returns unknown where entries are hidden from git, or where git does not answer in time
 */
export function readClean(repository: Repository, tools: CleanTools): Truth {
	return cleanAt(repository, tools, 0);
}

function cleanAt(repository: Repository, tools: CleanTools, depth: number): Truth {
	const operations = IN_PROGRESS.map((name) => lookAt(below(repository.gitFolder, name)).kind);
	if (operations.some((kind) => kind !== "absent")) return operations.includes("unreadable") ? "unknown" : "false";
	const index = readIndex(repository);
	if (index === null || index.assumed || depth > MOST_DEPTH) return "unknown";
	const own = withWorkspace(repository, (workspace) => compare(repository, index, tools, workspace)) ?? "unknown";
	if (own !== "true") return own;
	for (const path of index.submodules) {
		const value = submoduleIsClean(below(repository.top, path), tools, depth + 1);
		if (value !== "true") return value;
	}
	return "true";
}

function readIndex(repository: Repository): IndexSummary | null {
	const reading = readRegular(below(repository.gitFolder, "index"), MOST_INDEX);
	if (reading.state === "absent") return EMPTY_INDEX;
	return reading.state === "read" ? summariseIndex(reading.bytes, repository.idLength) : null;
}

/** The comparison of one tree, submodules apart. */
function compare(repository: Repository, index: IndexSummary, { git, folders }: CleanTools, workspace: string): Truth {
	const outside = [repository.top, repository.commonFolder];
	const settings = readSettings(workspace, folders, git, outside);
	const head = readCommit(repository, git, workspace);
	if (settings === null || head === null) return "unknown";
	// An entry that is skipped is no part of a sparse checkout, or it is hidden.
	if (index.skipped && !isSparse(settings.get("sparsecheckout"))) return "unknown";
	if (!writeShadow(join(workspace, SHADOW), repository, head, writeConfig(settings, repository.idLength, folders))) return "unknown";
	const environment = {
		...OWN_CONFIGURATION,
		GIT_DIR: join(workspace, SHADOW),
		GIT_INDEX_FILE: join(workspace, LINKS.gitFolder, "index"),
		GIT_WORK_TREE: join(workspace, LINKS.top),
	};
	const result = git.run({ words: STATUS, environment, folder: workspace }, outside);
	if (result.kind === "overflow") return "false";
	// A complaint may mean that some folder could not be looked into.
	if (result.kind === "failed" || result.status !== 0 || result.complained) return "unknown";
	return ({ clean: "true", dirty: "false", unknown: "unknown" } as const)[parseStatus(result.output)];
}

function isSparse(value: Bytes | null | undefined): boolean {
	if (value === undefined) return false;
	return booleanOf([{ section: "core", subsection: null, name: "sparsecheckout", value }], "core", "sparsecheckout", false) === true;
}

/** What `HEAD` of our own git folder is to hold: the commit, or a branch that is not born; null where it is not known. */
function readCommit(repository: Repository, git: GitRunner, workspace: string): Bytes | null {
	if (!repository.refsAreFiles) {
		const records = listRefs(repository, git, workspace);
		return (records && currentRecord(records)?.id) ?? null;
	}
	const head = readHead(repository);
	if (head === null || head.kind === "id") return head?.id ?? null;
	const ref = readRef(repository, head.name);
	if (ref === null || ref.kind === "elsewhere") return null;
	return ref.kind === "id" ? ref.id : "ref: refs/heads/unborn";
}

/** Files of `info/`, from which folder they come. */
const INFO = [
	{ name: "attributes", from: "commonFolder" },
	{ name: "exclude", from: "commonFolder" },
	{ name: "sparse-checkout", from: "gitFolder" },
] as const satisfies readonly { readonly name: string; readonly from: keyof Repository }[];

/** Makes the git folder of our own; false where some part of the real one cannot be read. */
function writeShadow(folder: string, repository: Repository, head: Bytes, config: Bytes): boolean {
	mkdirSync(join(folder, "refs"), { recursive: true });
	mkdirSync(join(folder, "info"));
	symlinkSync(osPath(below(repository.commonFolder, "objects")), join(folder, "objects"));
	writeFileSync(join(folder, "HEAD"), `${head}\n`, "latin1");
	writeFileSync(join(folder, "config"), config, "latin1");
	for (const { name, from } of INFO) {
		const reading = readRegular(below(repository[from], `info/${name}`), MOST_INFO);
		if (reading.state === "unreadable") return false;
		if (reading.state === "read") writeFileSync(join(folder, "info", name), reading.bytes);
	}
	return true;
}

/** A submodule is clean where it is not checked out and empty, or checked out and clean itself; git has compared its commit. */
function submoduleIsClean(path: Bytes, tools: CleanTools, depth: number): Truth {
	if (lookAt(path).kind !== "folder") return "false";
	if (lookAt(below(path, ".git")).kind === "absent") {
		const names = listFolder(path);
		return names === null ? "unknown" : names.length === 0 ? "true" : "false";
	}
	const place = findRepository(path, tools.user);
	if (place.kind !== "worktree" || place.repository.top !== canonicalPath(path)) return "unknown";
	return cleanAt(place.repository, tools, depth);
}
