/** Reads scope files from disk: discovery, precedence of extensions, nothing outside the root. */

import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Session } from "../compiler/diagnostics/session.ts";
import { suggest } from "../compiler/diagnostics/suggest.ts";
import type { ReadInclude, ScopeFile } from "../compiler/index.ts";
import type { ScopeKind } from "../compiler/ir/types.ts";
import type { Source } from "../compiler/source/source.ts";
import { HARNESSES } from "../targets/index.ts";
import { CONFIG_FOLDER, isFolder } from "./find-root.ts";

/** Extensions of scope files, the winning one first. */
export const EXTENSIONS = ["policy", "yaml", "yml", "json"] as const;

/** Scopes that stand directly in `policy-config/`, and the folders of those that have names. */
const PLAIN_SLOTS: readonly string[] = ["system", "user", "repo"];
const NAMED_SLOTS: readonly string[] = ["harness", "task-domain"];

const SCOPE_FILE = /^(.+)\.(policy|yaml|yml|json)$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Which policy is asked for. Paths are as given on the command line. */
export interface Selection {
	readonly root: string;
	readonly harness: string | null;
	readonly taskDomain: string | null;
	readonly taskInstance: string | null;
	readonly system: string | null;
	readonly user: string | null;
}

/**
 * The scope files of a selection, the broadest first. Faults are reported.
 *
 * A harness that is a known host needs no file. A root without any scope file is an error.
 */
export function readScopes(selection: Selection, session: Session): ScopeFile[] {
	const files: ScopeFile[] = [];
	const add = (scope: ScopeKind, name: string | null, source: Source | null, own: boolean) => {
		if (source) files.push({ scope, name, source, own });
	};
	const slot = (stem: string) => readSlot(selection.root, stem, session);
	add(
		"system",
		null,
		selection.system ? readOutside(selection.system, selection.root, session) : slot("system"),
		isOutside(selection.system, selection.root),
	);
	add(
		"user",
		null,
		selection.user ? readOutside(selection.user, selection.root, session) : slot("user"),
		isOutside(selection.user, selection.root),
	);
	add("repo", null, slot("repo"), false);
	add("harness", selection.harness, readNamed("harness", selection.harness, selection.root, session), false);
	add("task-domain", selection.taskDomain, readNamed("task-domain", selection.taskDomain, selection.root, session), false);
	if (selection.taskInstance) {
		add("task-instance", basename(selection.taskInstance), readOutside(selection.taskInstance, selection.root, session), false);
	}
	reportMisnamed(selection.root, session);
	if (files.length === 0 && !session.failed && listSlots(selection.root).length === 0) {
		session.report("no-scope-files", null, { root: selection.root });
	}
	return files;
}

function isOutside(path: string | null, root: string): boolean {
	return path !== null && !isWithin(resolve(path), root);
}

/** Every slot under a root that has a file: stem relative to `policy-config/`, e.g. `harness/codex`. Sorted. */
export function listSlots(root: string): string[] {
	const config = join(root, CONFIG_FOLDER);
	const stems = new Set<string>();
	for (const folder of ["", ...NAMED_SLOTS]) {
		const path = join(config, folder);
		if (!isFolder(path)) continue;
		for (const entry of readdirSync(path)) {
			const stem = SCOPE_FILE.exec(entry)?.[1];
			if (stem && (folder !== "" || PLAIN_SLOTS.includes(stem))) stems.add(folder ? `${folder}/${stem}` : stem);
		}
	}
	return [...stems].sort();
}

/** Warns of names that are nearly those of scopes: such files are read by nobody. */
function reportMisnamed(root: string, session: Session): void {
	const config = join(root, CONFIG_FOLDER);
	if (!isFolder(config)) return;
	for (const entry of readdirSync(config).sort()) {
		const stem = SCOPE_FILE.exec(entry)?.[1];
		if (stem === undefined && !isFolder(join(config, entry))) continue;
		const slots = stem === undefined ? NAMED_SLOTS : PLAIN_SLOTS;
		const meant = slots.includes(stem ?? entry) ? null : suggest(stem ?? entry, slots);
		if (meant === null) continue;
		const named = stem === undefined ? meant : `${meant}${entry.slice(stem.length)}`;
		session.report("scope-file-name", null, { path: `${CONFIG_FOLDER}/${entry}`, meant: `${CONFIG_FOLDER}/${named}` });
	}
}

function readNamed(scope: "harness" | "task-domain", name: string | null, root: string, session: Session): Source | null {
	if (name === null) return null;
	if (!NAME.test(name)) {
		session.report("bad-slot-name", null, { name, scope });
		return null;
	}
	const source = readSlot(root, `${scope}/${name}`, session);
	if (source || session.failed) return source;
	const known = listSlots(root).flatMap((stem) => (stem.startsWith(`${scope}/`) ? [stem.slice(scope.length + 1)] : []));
	if (scope === "harness") {
		const hosts: readonly string[] = HARNESSES;
		if (hosts.includes(name)) return null;
		session.report("unknown-harness", null, { name, known: hosts.join(", ") }, { suggestion: suggest(name, [...hosts, ...known]) });
	} else {
		session.report("unknown-task-domain", null, { name }, { suggestion: suggest(name, known) });
	}
	return null;
}

/** The scope file that stands in a slot, or null with the reason reported. */
export function readSlotFile(root: string, stem: string, session: Session): ScopeFile | null {
	const source = readSlot(root, stem, session);
	const [scope, name = null] = stem.split("/") as [ScopeKind, string?];
	return source && { scope, name, source, own: false };
}

/** The path of the file that stands in a slot, relative to the root, or null. */
export function slotFile(root: string, stem: string): string | null {
	return slotFiles(root, stem)[0] ?? null;
}

function slotFiles(root: string, stem: string): string[] {
	return EXTENSIONS.map((extension) => `${CONFIG_FOLDER}/${stem}.${extension}`).filter((path) => stands(join(root, path)));
}

/** Whether anything has this name, a dangling link or an unreadable file included: what is there is read or reported, never passed over. */
function stands(path: string): boolean {
	try {
		return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
	} catch (error) {
		return !(error instanceof Error && "code" in error && error.code === "ENOTDIR");
	}
}

/** The file of a slot: the first extension that exists; the others are named in a warning. */
function readSlot(root: string, stem: string, session: Session): Source | null {
	const [winner, ...ignored] = slotFiles(root, stem);
	for (const path of ignored) session.report("shadowed-scope-file", null, { path, winner: winner ?? "" });
	return winner === undefined ? null : readInside(root, winner, session);
}

function readInside(root: string, path: string, session: Session): Source | null {
	const answer = readFile(join(root, path), path, root);
	if ("source" in answer) return answer.source;
	session.report("scope-file-unreadable", null, { path, problem: answer.problem });
	return null;
}

function readOutside(path: string, root: string, session: Session): Source | null {
	const full = resolve(path);
	const shown = isWithin(full, root) ? relative(root, full).split(sep).join("/") : basename(path);
	const answer = readFile(full, shown, null);
	if ("source" in answer) return answer.source;
	session.report("cannot-read", null, { path: shown, problem: answer.problem });
	return null;
}

/** Reads includes below `policy-config/` (for a file from outside the root: below that file's folder). */
export function includeReader(selection: Selection): ReadInclude {
	return (path, from) => {
		if (path === "" || isAbsolute(path) || path.includes("\\") || path.includes("\u0000") || /^[a-z]+:/i.test(path)) {
			return { problem: "it is no relative path" };
		}
		if (path.split("/").includes("..")) return { problem: "`..` would lead outside the folder" };
		if (!/\.(policy|yaml|yml|json)$/.test(path)) return { problem: "its ending is none of .policy, .yaml, .yml and .json" };
		const outside = from.scope === "task-instance" || from.own;
		const given = from.scope === "system" ? selection.system : from.scope === "user" ? selection.user : selection.taskInstance;
		const base = outside && given ? resolve(given, "..") : join(selection.root, CONFIG_FOLDER);
		const shown = outside ? path : `${CONFIG_FOLDER}/${path}`;
		return readFile(join(base, path), shown, base);
	};
}

/** Reads a UTF-8 file. With `within`, its real path must lie below that folder. The byte order mark is kept. */
function readFile(path: string, shown: string, within: string | null): { source: Source } | { problem: string } {
	try {
		const real = realpathSync(path);
		if (within !== null && !isWithin(real, realpathSync(within))) return { problem: "it is a link that leads outside the root" };
		if (!statSync(real).isFile()) return { problem: "it is no file" };
		const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(real));
		return { source: { path: shown, text } };
	} catch (error) {
		return { problem: reasonOf(error) };
	}
}

/** Why a file operation failed, in words. */
export function reasonOf(error: unknown): string {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	const reasons: Record<string, string> = {
		ENOENT: "there is no such file or folder",
		EEXIST: "a file stands where a folder is needed",
		ENOTFILE: "it is no regular file",
		EPERM: "the operation is not permitted",
		ENAMETOOLONG: "its name is too long",
		EACCES: "permission denied",
		EISDIR: "it is a folder",
		ENOTDIR: "a part of its path is no folder",
		ELOOP: "its links lead in a circle",
		EROFS: "the file system is read-only",
		ENOSPC: "no space is left",
		ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8",
	};
	return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}

function isWithin(path: string, folder: string): boolean {
	const way = relative(folder, path);
	return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
