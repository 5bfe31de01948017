/** Brings several files to what is planned for them: all of them, or none. */

import { readdirSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";
import { isFolder } from "../find-root.ts";
import type { Planned } from "./plan-file.ts";
import type { Entered, Ledger } from "./state-folder.ts";
import { clearLeftovers, lookAt, type Refusal, type Seen, swapFile } from "./swap-file.ts";

/** How often a file is looked at anew because others changed it meanwhile. */
const MOST_TRIES = 5;

/** One file to be changed; `plan` is asked again where the file has changed since. */
export interface FileChange {
	readonly path: string;
	plan(content: Buffer | null, entered: Entered | null): Planned | Refusal;
}

/** What became, or would become, of one file. */
export interface ChangedFile {
	readonly path: string;
	readonly before: Buffer | null;
	readonly after: Buffer | null;
}

/** Why nothing was changed: the file in question and the end of "… cannot be written: ". */
export interface ChangeRefusal extends Refusal {
	readonly path: string;
	readonly line?: number | null;
	readonly column?: number | null;
}

/**
 * Plans and writes all files. Where one is refused or fails, those already written get their old content back.
 *
 * Each content that is replaced is kept in the ledger's backups, and the ledger knows of a change before it is made: a
 * process that is killed in between leaves either file and a ledger that fits both.
 *
 * @param roots real folders below one of which files may stand
 * @param writes false: everything is planned and nothing is written
 * @throws the file system's error, with every file as it was
 */
export function changeFiles(
	changes: readonly FileChange[],
	roots: readonly string[],
	ledger: Ledger,
	writes: boolean,
): readonly ChangedFile[] | ChangeRefusal {
	const done: Done[] = [];
	const undoAll = () => {
		for (const { seen, after, made, undo } of done.toReversed()) {
			swapFile({ ...seen, content: after }, seen.content);
			removeEmpty(made);
			undo();
		}
	};
	const results: ChangedFile[] = [];
	try {
		for (const change of changes) {
			const answer = changeFile(change, roots, ledger, writes);
			if ("problem" in answer) {
				undoAll();
				return { ...answer, path: change.path };
			}
			results.push({ path: change.path, before: answer.seen.content, after: answer.after });
			if (writes) done.push(answer);
		}
	} catch (error) {
		undoAll();
		throw error;
	}
	if (writes) ledger.prune();
	return results;
}

/** A file that was changed, and how its record is put back. */
interface Done {
	readonly seen: Seen;
	readonly after: Buffer | null;
	/** Folders that were made for it, outermost first. */
	readonly made: readonly string[];
	readonly undo: () => void;
}

function changeFile(change: FileChange, roots: readonly string[], ledger: Ledger, writes: boolean): Done | Refusal {
	for (let tries = 0; tries < MOST_TRIES; tries++) {
		const seen = lookAt(change.path, roots);
		if ("problem" in seen) return seen;
		const entered = ledger.read(change.path);
		const planned = change.plan(seen.content, entered);
		if ("problem" in planned) return planned;
		const undo = () => (entered ? ledger.write(entered) : ledger.forget(change.path));
		const made = planned.next === null ? [] : missingFolders(dirname(seen.path));
		const answer: Done = { seen, after: planned.next, made, undo };
		if (!writes) return answer;
		clearLeftovers(seen.path);
		if (planned.entered === entered && isSame(seen.content, planned.next)) return answer;
		if (seen.content) ledger.keep(seen.content);
		if (planned.entered) ledger.write({ ...planned.entered, folders: [...(entered?.folders ?? []), ...made] });
		if (isSame(seen.content, planned.next) || swapFile(seen, planned.next)) {
			if (!planned.entered) {
				ledger.forget(change.path);
				removeEmpty(entered?.folders ?? []);
			}
			return answer;
		}
		undo();
	}
	return { problem: "others change it all the time" };
}

/** The folders of a path that are not there yet, outermost first. */
function missingFolders(folder: string): readonly string[] {
	return isFolder(folder) || folder === dirname(folder) ? [] : [...missingFolders(dirname(folder)), folder];
}

/** Removes those of some folders that hold nothing, innermost first. */
function removeEmpty(folders: readonly string[]): void {
	for (const folder of folders.toReversed()) if (isFolder(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function isSame(one: Buffer | null, other: Buffer | null): boolean {
	return one === null || other === null ? one === other : one.equals(other);
}
