/** The live files of a host, and what is to stand in each. */

import { join } from "node:path";
import { type EntrySource, hookCommandOf, type Install, type Level } from "../../targets/install.ts";
import { entriesWanted, type Wanted } from "./plan-file.ts";

/** One live file of a host. */
export interface LiveFile {
	/** Absolute, links not followed. */
	readonly path: string;
	readonly holds: readonly ("rules" | "hook")[];
	readonly wanted: Wanted;
}

/** The output of a build that is to be heeded by a host. */
export interface BuiltHost {
	readonly host: string;
	readonly install: Install;
	/** The text of the host's own artifact. */
	readonly artifact: string;
	/** The absolute path of the dispatch script. */
	readonly dispatch: string;
}

/**
 * The files of a host at one level. Two parts of one file are one file.
 *
 * @param base the folder below which they stand: the root, or the home folder
 */
export function liveFilesOf(built: BuiltHost, level: Level, base: string): readonly LiveFile[] {
	const source: EntrySource = { level, artifact: built.artifact, hookCommand: hookCommandOf(built.dispatch, built.host) };
	const files = new Map<string, LiveFile>();
	for (const { place, holds, form } of built.install.files) {
		const path = join(base, place[level]);
		const wanted: Wanted =
			form.kind === "whole" ? { kind: "whole", content: built.artifact, marker: form.marker } : entriesWanted(form.entries(source));
		const other = files.get(path);
		files.set(
			path,
			other ? { path, holds: [...other.holds, holds], wanted: joined(other.wanted, wanted) } : { path, holds: [holds], wanted },
		);
	}
	return [...files.values()];
}

function joined(one: Wanted, other: Wanted): Wanted {
	if (one.kind === "whole" || other.kind === "whole") return one;
	return entriesWanted([...one.entries, ...other.entries]);
}
