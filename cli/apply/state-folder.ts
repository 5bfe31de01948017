/**
 * What policyc remembers of the files that it applied to, outside of them: which entries are its own, and what stood there
 * before. It stands in `$XDG_STATE_HOME/policyc` (XDG Base Directory Specification; default `~/.local/state`).
 */

import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { sha256 } from "../../compiler/ir/canonical.ts";
import { writeFile } from "../write-files.ts";
import type { Owned } from "./merge-entries.ts";
import { swapFile } from "./swap-file.ts";

/** A content of a file that policyc has seen or written, and what in it is ours. */
export interface KnownState {
	/** SHA-256; null: there is no file. */
	readonly sha256: string | null;
	readonly owned: Owned;
}

/** What is known of one file that was applied to. */
export interface Entered {
	readonly version: 1;
	/** The file as it is named, links not followed. */
	readonly path: string;
	/**
	 * The file before and after the last apply: a process killed in between leaves either. A file that is neither was changed by
	 * others since.
	 */
	readonly before: KnownState;
	readonly after: KnownState;
	/** What stood there before the first apply, as long as nobody but policyc has changed the file; `sha256` null: nothing. */
	readonly original: { readonly sha256: string | null } | null;
	/** Folders that were made for the file, outermost first; absent in older records. */
	readonly folders?: readonly string[];
}

/** Backups that are kept besides those that are still named. */
const KEPT_BACKUPS = 20;

/** The state folder; null where the environment names none. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string | null {
	// The specification asks to ignore a path that is not absolute.
	const [own, home] = [env.XDG_STATE_HOME ?? "", env.HOME ?? ""];
	if (isAbsolute(own)) return join(own, "policyc");
	return isAbsolute(home) ? join(home, ".local", "state", "policyc") : null;
}

/** The SHA-256 of a file's content; null where there is no file. */
export function hashOf(content: Buffer | null): string | null {
	return content === null ? null : sha256(content);
}

/**
 * The ledger of files and the store of backups in one state folder. Whoever writes holds the folder's lock (`lock.ts`).
 *
 * Methods throw the file system's error; a record that cannot be read is an error too, because what is ours would else be
 * taken for somebody else's.
 */
export class Ledger {
	constructor(private readonly folder: string) {}

	read(path: string): Entered | null {
		const place = this.placeOf(path);
		if (!statSync(place, { throwIfNoEntry: false })) return null;
		return JSON.parse(readFileSync(place, "utf8")) as Entered;
	}

	write(entered: Entered): void {
		writeFile(this.placeOf(entered.path), `${JSON.stringify(entered, null, "\t")}\n`);
	}

	forget(path: string): void {
		rmSync(this.placeOf(path), { force: true });
	}

	/** All files that something was applied to, by path. */
	list(): readonly Entered[] {
		const folder = join(this.folder, "applied");
		if (!statSync(folder, { throwIfNoEntry: false })) return [];
		const found = readdirSync(folder).flatMap((name) =>
			name.endsWith(".json") ? [JSON.parse(readFileSync(join(folder, name), "utf8")) as Entered] : [],
		);
		return found.sort((one, other) => (one.path < other.path ? -1 : 1));
	}

	/** Keeps a content, named by its hash. */
	keep(content: Buffer): void {
		const path = join(this.folder, "backups", sha256(content));
		swapFile({ path, linked: false, content: null, mode: 0o600, owner: null }, content);
	}

	/** A content that was kept; null where it is gone or damaged. */
	kept(hash: string): Buffer | null {
		const place = join(this.folder, "backups", hash);
		if (!statSync(place, { throwIfNoEntry: false })) return null;
		const content = readFileSync(place);
		return sha256(content) === hash ? content : null;
	}

	/** Removes the oldest backups that nothing names any more. */
	prune(): void {
		const folder = join(this.folder, "backups");
		if (!statSync(folder, { throwIfNoEntry: false })) return;
		const named = new Set(this.list().flatMap(({ original, before, after }) => [original?.sha256, before.sha256, after.sha256]));
		const idle = readdirSync(folder).filter((name) => !named.has(name));
		const byAge = idle.map((name) => ({ name, age: statSync(join(folder, name)).mtimeMs })).sort((one, other) => other.age - one.age);
		for (const { name } of byAge.slice(KEPT_BACKUPS)) rmSync(join(folder, name), { force: true });
	}

	private placeOf(path: string): string {
		return join(this.folder, "applied", `${sha256(path).slice(0, 32)}.json`);
	}
}
