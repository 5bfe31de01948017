/** Which hosts are meant, at which level, and where their files stand. */

import { realpathSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Session } from "../../compiler/diagnostics/session.ts";
import { HARNESSES, type Harness } from "../../targets/index.ts";
import type { Level } from "../../targets/install.ts";
import { INSTALLS } from "../../targets/install-table.ts";
import { isFolder } from "../find-root.ts";
import type { Call, OptionTable } from "../verb.ts";
import { Ledger, stateFolder } from "./state-folder.ts";

/** The options of verbs about live files. */
export const LIVE_OPTIONS = {
	level: {
		value: "LEVEL",
		choices: ["project", "user"],
		help: "project: the files of this repository (default); user: those in your home folder",
	},
} as const satisfies OptionTable;

/** Where live files stand, and what is remembered of them. */
export interface Live {
	readonly level: Level;
	/** The root, or the home folder. */
	readonly base: string;
	/** The policy's root and the home folder, links followed where they are there. */
	readonly root: string;
	readonly home: string;
	/** Real folders below one of which a file has to stand. */
	readonly roots: readonly string[];
	readonly ledger: Ledger;
	readonly lock: string;
}

/** The place of a call's live files, or null with the reason reported. */
export function liveOf(call: Call, root: string, session: Session): Live | null {
	const level: Level = call.text("level") === "user" ? "user" : "project";
	const home = call.io.env.HOME ?? "";
	const state = stateFolder(call.io.env);
	if (!isAbsolute(home) || state === null) {
		session.report("no-home-folder", null, {});
		return null;
	}
	const real = (folder: string) => (isFolder(folder) ? realpathSync(folder) : folder);
	const roots = [root, home].filter(isFolder).map(real);
	return {
		level,
		base: level === "user" ? home : root,
		root: real(root),
		home: real(home),
		roots,
		ledger: new Ledger(state),
		lock: join(state, "lock"),
	};
}

/**
 * The hosts that are named, or else those of which something stands in the root or the home folder; none is reported.
 *
 * @param named what `--harness` says, checked already
 */
export function chooseHosts(named: readonly Harness[] | null, live: Live, session: Session): readonly Harness[] {
	if (named) return named;
	const found = HARNESSES.filter((host) => foldersOf(host, live.level).some((folder) => isFolder(join(live.base, folder))));
	if (found.length === 0) session.report("no-host-found", null, { known: HARNESSES.join(", ") });
	return found;
}

/** The folders of a host's own: the first part of the paths of its files. */
function foldersOf(host: Harness, level: Level): readonly string[] {
	return INSTALLS[host].files.map(({ place }) => place[level].split("/")[0] ?? "");
}
