/**
 * What surrounds a command line on this machine: directories, and where facts come from.
 */

import { statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Surroundings } from "./decide.ts";
import { machineFacts } from "./real-facts.ts";

/** The folder that makes the folder which holds it the policy's root. */
const CONFIG_FOLDER = "policy-config";

/**
 * The surroundings of a command that runs in a directory.
 *
 * @param cwd the absolute directory; null: unknown
 * @param home the home directory; null: unknown
 * @example surroundingsOf("/work/project/src").root // "/work/project", if that holds policy-config/
 */
export function surroundingsOf(cwd: string | null, home: string | null = homedir()): Surroundings {
	const places = { root: cwd === null ? null : findPolicyRoot(cwd), home };
	return { ...places, facts: machineFacts(places) };
}

/** The nearest folder from `from` upwards that holds `policy-config/`, or null. */
function findPolicyRoot(from: string): string | null {
	for (let folder = from; ; folder = dirname(folder)) {
		if (isFolder(join(folder, CONFIG_FOLDER))) return folder;
		if (folder === dirname(folder)) return null;
	}
}

/** Whether a path is a folder that can be looked at. */
function isFolder(path: string): boolean {
	try {
		return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
	} catch {
		return false;
	}
}
